import type { Transaction } from '#lib/database/transaction.ts'
import { log } from '#lib/log.ts'
import type { LeasedDelivery } from './lease.ts'
import type { Attempt } from './outcome.ts'
import { retryAfter } from './retries.ts'

export interface Result {
  delivery: Pick<LeasedDelivery, 'id' | 'lease' | 'purpose' | 'tries' | 'targetId'>
  /** Null if what it was about has been deleted, so that nothing was sent. */
  attempt: Attempt | null
}

type Made = Result & { attempt: Attempt }

type State = 'delivered' | 'failed' | 'waiting' | 'skipped'

/**
 * Records attempts and what follows from them. A result whose lease another worker has taken over stays in the log and changes
 * nothing else. A target is disabled when it says that it is gone, or when its last attempt in three days failed and it has
 * accepted nothing since the first.
 */
export async function recordResults(tx: Transaction, results: readonly Result[]): Promise<void> {
  if (results.length === 0) return
  const made = results.filter((result): result is Made => result.attempt !== null)
  await insertAttempts(tx, made)
  const ends = results.map(({ delivery, attempt }) => endOf(delivery, attempt))
  const { rows } = await tx.query<{ id: string; state: State; purpose: string; targetId: number }>(
    `update alert_deliveries d set
       state = r.state::alert_delivery_state, lease = null, leased_until = null, is_held = false,
       due_at = case when r.state = 'waiting' then now() + make_interval(secs => r.seconds) else d.due_at end,
       ended_at = case when r.state <> 'waiting' then now() end,
       failure = r.failure
     from unnest($1::bigint[], $2::uuid[], $3::text[], $4::int[], $5::text[]) as r (id, lease, state, seconds, failure)
     where d.id = r.id and d.lease = r.lease
     returning d.id, d.state, d.purpose, d.target_id as "targetId"`,
    [
      results.map(({ delivery }) => delivery.id),
      results.map(({ delivery }) => delivery.lease),
      ends.map(({ state }) => state),
      ends.map(({ seconds }) => seconds),
      results.map(({ attempt }) => (attempt === null ? DELETED : attempt.failure)),
    ],
  )
  const digests = rows.filter(({ purpose, state }) => purpose === 'digest' && state !== 'waiting').map(({ id }) => id)
  if (digests.length > 0) await endMembers(tx, digests)
  await noteHealth(tx, made)
  const gone = made.filter(({ attempt }) => attempt.isGone).map(({ delivery }) => delivery.targetId)
  const failed = rows.filter(({ purpose, state }) => purpose !== 'test' && state === 'failed').map(({ id }) => id)
  await disableTargets(tx, gone, failed)
}

function endOf({ purpose, tries }: Result['delivery'], attempt: Attempt | null) {
  if (attempt === null) return { state: 'skipped', seconds: 0 } as const
  const { isAccepted, isGone, retryAfterSeconds } = attempt
  if (isAccepted) return { state: 'delivered', seconds: 0 } as const
  const seconds = purpose === 'test' || isGone ? null : retryAfter(tries, retryAfterSeconds)
  return seconds === null ? ({ state: 'failed', seconds: 0 } as const) : ({ state: 'waiting', seconds } as const)
}

async function insertAttempts(tx: Transaction, results: readonly Made[]): Promise<void> {
  await tx.query<never>(
    `insert into alert_attempts (delivery_id, at, ms, is_accepted, request, status, answer, failure)
     select r.* from unnest($1::bigint[], $2::timestamptz[], $3::int[], $4::bool[], $5::text[], $6::int[], $7::text[], $8::text[])
       as r (id, at, ms, is_accepted, request, status, answer, failure)
     where exists (select from alert_deliveries d where d.id = r.id)`,
    [
      results.map(({ delivery }) => delivery.id),
      results.map(({ attempt }) => attempt.at),
      results.map(({ attempt }) => attempt.ms),
      results.map(({ attempt }) => attempt.isAccepted),
      results.map(({ attempt }) => storable(attempt.request)),
      results.map(({ attempt }) => attempt.status),
      results.map(({ attempt }) => attempt.answer && storable(attempt.answer)),
      results.map(({ attempt }) => attempt.failure && storable(attempt.failure)),
    ],
  )
}

/** Postgres stores no NUL. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

/** What a digest tells shares its end, also when the digest is sent again after a failure. */
async function endMembers(tx: Transaction, digests: string[]): Promise<void> {
  await tx.query<never>(
    `update alert_deliveries m set state = g.state, ended_at = g.ended_at, failure = g.failure
     from alert_deliveries g where g.id = any($1) and m.digest_id = g.id`,
    [digests],
  )
}

/** The newest acceptance and failure of each target. */
async function noteHealth(tx: Transaction, results: readonly Made[]): Promise<void> {
  await tx.query<never>(
    `update alert_targets t set
       accepted_at = greatest(t.accepted_at, r.accepted_at),
       failed_at = greatest(t.failed_at, r.failed_at),
       failure = case when r.failed_at is not null and r.failed_at >= coalesce(t.failed_at, r.failed_at) then r.failure else t.failure end
     from (
       select target_id, max(at) filter (where is_accepted) as accepted_at, max(at) filter (where not is_accepted) as failed_at,
              (array_agg(failure order by at desc) filter (where not is_accepted))[1] as failure
       from unnest($1::int[], $2::timestamptz[], $3::bool[], $4::text[]) as r (target_id, at, is_accepted, failure) group by target_id
     ) r where t.id = r.target_id`,
    [
      results.map(({ delivery }) => delivery.targetId),
      results.map(({ attempt }) => attempt.at),
      results.map(({ attempt }) => attempt.isAccepted),
      results.map(({ attempt }) => attempt.failure),
    ],
  )
}

const DELETED = 'What it was about has been deleted.'
const GONE = 'The receiver answered 410: nothing receives alerts at its address any more.'
const SPENT = 'All attempts of three days failed.'

async function disableTargets(tx: Transaction, gone: number[], failed: string[]): Promise<void> {
  if (gone.length === 0 && failed.length === 0) return
  const { rows } = await tx.query<{ id: number; name: string }>(
    `update alert_targets t set disabled_at = now(), disabled_reason = case when t.id = any($1) then $3 else $4 end
     where t.disabled_at is null and (t.id = any($1) or exists (
       select from alert_deliveries d where d.id = any($2) and d.target_id = t.id
         and (t.accepted_at is null or t.accepted_at < d.first_tried_at)
     ))
     returning t.id, t.name`,
    [gone, failed, GONE, SPENT],
  )
  if (rows.length === 0) return
  for (const { name } of rows) log.warn({ target: name }, 'a target of alerts was disabled')
  await tx.query<never>(
    `update alert_deliveries set state = 'failed', ended_at = now(), lease = null, leased_until = null,
       failure = coalesce(failure, 'The target was disabled before this was sent.')
     where target_id = any($1) and state = 'waiting' and purpose <> 'test'`,
    [rows.map(({ id }) => id)],
  )
}
