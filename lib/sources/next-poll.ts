import type { Transaction } from '#lib/database/transaction.ts'
import { secondsUntilNextPoll } from './poll-times.ts'

/** The clock of poll intervals is the database's, so that workers with different clocks agree. */
export async function setNextPoll(
  tx: Transaction,
  { sourceId, seconds, failures }: { sourceId: number; seconds: number; failures: number },
): Promise<void> {
  await tx.query<never>(
    `update sources set next_due_at = now() + make_interval(secs => $2), failures = $3, last_checked_at = now() where id = $1`,
    [sourceId, seconds, failures],
  )
}

/**
 * Delays the next poll of a source whose poll ended in an error, as after any other failed poll. Returns how many have now failed in
 * a row; 0 for a source that has no address.
 */
export async function backOff(tx: Transaction, sourceId: number): Promise<number> {
  const { rows } = await tx.query<{ failures: number; intervalSeconds: number }>(
    `select failures, poll_interval_seconds as "intervalSeconds" from sources where id = $1 and url is not null for update`,
    [sourceId],
  )
  const [source] = rows
  if (source === undefined) return 0
  const failures = source.failures + 1
  const seconds = secondsUntilNextPoll({ kind: 'failed', failures }, source.intervalSeconds, Math.random())
  await setNextPoll(tx, { sourceId, seconds, failures })
  return failures
}
