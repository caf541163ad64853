import { raiseHealth } from '#lib/alerts/events/source-events.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { secondsUntilNextPoll } from '#lib/sources/poll-times.ts'

/** How a poll has ended: when the next one is, and how many have now failed in a row, the last one for this reason. */
export interface PollEnd {
  sourceId: number
  seconds: number
  failures: number
  reason?: string | undefined
}

/**
 * Stores it, and raises that the source has begun to fail, or reads well again. The caller has locked the source's row. The clock of
 * poll intervals is the database's, so that workers with different clocks agree.
 */
export async function setNextPoll(tx: Transaction, { sourceId, seconds, failures, reason }: PollEnd): Promise<void> {
  const { rows } = await tx.query<{ before: number }>(
    `update sources s set next_due_at = now() + make_interval(secs => $2), failures = $3, last_checked_at = now()
     from sources old where old.id = s.id and s.id = $1 returning old.failures as before`,
    [sourceId, seconds, failures],
  )
  await raiseHealth(tx, sourceId, { before: rows[0]?.before ?? 0, after: failures, reason })
}

/** Delays the next poll of a source whose poll ended in an error, as after any other failed poll. */
export async function backOff(tx: Transaction, sourceId: number, reason: string | undefined): Promise<void> {
  const { rows } = await tx.query<{ failures: number; intervalSeconds: number }>(
    `select failures, poll_interval_seconds as "intervalSeconds" from sources where id = $1 and url is not null for no key update`,
    [sourceId],
  )
  const [source] = rows
  if (source === undefined) return
  const failures = source.failures + 1
  const seconds = secondsUntilNextPoll({ kind: 'failed', failures }, source.intervalSeconds, Math.random())
  await setNextPoll(tx, { sourceId, seconds, failures, reason })
}
