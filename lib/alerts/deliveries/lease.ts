import { randomUUID } from 'node:crypto'
import type { TargetSettings } from '#lib/alerts/targets/target.ts'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'
import type { TargetKind } from '#lib/domain/alerts/target-kinds.ts'
import { gatherDigests } from './gather.ts'

/** A delivery that this worker has until `leasedUntil`, with its target. */
export interface LeasedDelivery {
  id: string
  lease: string
  messageId: string
  purpose: 'event' | 'digest' | 'test'
  eventId: string | null
  /** This attempt included. */
  tries: number
  firstTriedAt: Date
  targetId: number
  targetName: string
  kind: TargetKind
  settings: TargetSettings
  sealed: string
}

/** A target's allowance grows to what it may send in this time. */
const BURST_SECONDS = 5

const IS_OPEN = "(t.paused_at is null and t.disabled_at is null or d.purpose = 'test')"
const IS_DUE = `d.state = 'waiting' and d.digest_id is null and d.due_at <= now()
  and (d.leased_until is null or d.leased_until <= now()) and ${IS_OPEN}`
/** What stands behind another of its incident waits for that, however long ago it was due itself. */
const IS_FIRST = `not exists (
  select from alert_deliveries e where e.target_id = d.target_id and e.lane = d.lane and e.id < d.id and e.state = 'waiting')`

/**
 * Leases what is due, the oldest first: of each incident only the first that waits, of each target as many as its concurrency and
 * its rate leave. What a dead worker had is due again when its lease expires. Several workers may do so at once; each target is
 * one worker's while it is leased from.
 */
export async function leaseDeliveries(leaseMs: number, most: number): Promise<LeasedDelivery[]> {
  if (most <= 0) return []
  return await inTransaction(async (tx) => {
    const { targets, upTo } = await lockTargets(tx)
    if (targets.length === 0) return []
    await gatherDigests(tx, targets, upTo)
    return await leaseFrom(tx, targets, upTo, leaseMs, most)
  })
}

/**
 * The targets with something due, each locked; those that another worker holds are left to it. `upTo` is the last delivery that
 * was seen: a later one, committed while this goes on, is left to the next time.
 */
async function lockTargets(tx: Transaction): Promise<{ targets: number[]; upTo: string }> {
  const { rows } = await tx.query<{ id: number; upTo: string }>(
    `select t.id, (select max(id) from alert_deliveries) as "upTo" from alert_targets t
     where exists (select from alert_deliveries d where d.target_id = t.id and ${IS_DUE} and ${IS_FIRST})
     for no key update of t skip locked`,
  )
  return { targets: rows.map(({ id }) => id), upTo: rows[0]?.upTo ?? '0' }
}

async function leaseFrom(
  tx: Transaction,
  targets: number[],
  upTo: string,
  leaseMs: number,
  most: number,
): Promise<LeasedDelivery[]> {
  const { rows } = await tx.query<LeasedDelivery>(
    `with open as (
       select t.id, t.per_minute, t.concurrency - (
                select count(*) from alert_deliveries l
                where l.target_id = t.id and l.state = 'waiting' and l.leased_until > now()
              ) as places,
              case when t.per_minute is null then null else least(
                ceil(t.per_minute * ${BURST_SECONDS} / 60.0),
                t.allowance + t.per_minute / 60.0 * extract(epoch from now() - t.allowance_at)
              ) end as allowance
       from alert_targets t where t.id = any($1)
     ), due as (
       select d.id, o.id as target_id from open o join alert_targets t on t.id = o.id cross join lateral (
         select d.id, d.due_at from alert_deliveries d
         where d.target_id = o.id and d.id <= $5 and ${IS_DUE} and ${IS_FIRST}
         order by d.due_at, d.id limit greatest(0, least(o.places, floor(o.allowance)))
       ) d order by d.due_at, d.id limit $4
     ), spent as (
       update alert_targets t set allowance = o.allowance - (select count(*) from due where target_id = t.id), allowance_at = now()
       from open o where t.id = o.id and o.per_minute is not null and t.id in (select target_id from due)
     )
     update alert_deliveries d
     set lease = $2, leased_until = now() + make_interval(secs => $3), tries = d.tries + 1,
         first_tried_at = coalesce(d.first_tried_at, now())
     from due join alert_targets t on t.id = due.target_id
     where d.id = due.id
     returning d.id, d.lease, d.message_id as "messageId", d.purpose, d.event_id as "eventId", d.tries,
               d.first_tried_at as "firstTriedAt", t.id as "targetId", t.name as "targetName", t.kind, t.settings, t.sealed`,
    [targets, randomUUID(), leaseMs / 1000, most, upTo],
  )
  return rows.sort((a, b) => Number(BigInt(a.id) - BigInt(b.id)))
}

/** When something is due next, however long that is; null for never. */
export async function findNextDue(tx: Transaction): Promise<Date | null> {
  const { rows } = await tx.query<{ at: Date | null }>(
    `select min(n.at) as at from alert_targets t cross join lateral (
       select greatest(d.due_at, d.leased_until) as at from alert_deliveries d
       where d.target_id = t.id and d.state = 'waiting' and d.digest_id is null and ${IS_OPEN} and ${IS_FIRST}
       order by d.due_at limit 1
     ) n`,
  )
  return rows[0]?.at ?? null
}
