import type { Transaction } from '#lib/database/transaction.ts'

/** At most one digest of a target in this time, where too many events make it. */
const DIGEST_SECONDS = 60

/** Deliveries that nobody has tried, which may become part of a digest. PagerDuty closes incidents by their own events. */
const CAN_GATHER = `d.state = 'waiting' and d.purpose = 'event' and d.digest_id is null and d.tries = 0 and d.due_at <= now()
  and t.kind <> 'pagerduty'`

/**
 * Makes one delivery of those of a target that were held until now, and of those of a target that had more events in the last
 * minute than it wants: then at most one digest a minute. What it gathers waits for the digest, with its place in the order. What
 * stands behind a delivery that is being tried again, and what is newer than `upTo`, stays as it is.
 */
export async function gatherDigests(tx: Transaction, targets: readonly number[], upTo: string): Promise<void> {
  const { rows } = await tx.query<{ id: number; digestAt: Date | null }>(
    `select t.id, l.at + make_interval(secs => $2) as "digestAt"
     from alert_targets t
       cross join lateral (
         select count(*) from (
           select from alert_deliveries d where d.target_id = t.id and d.created_at > now() - interval '1 minute'
             and d.purpose = 'event' limit t.digest_over + 1
         ) recent
       ) c
       cross join lateral (
         select max(created_at) as at from alert_deliveries d
         where d.target_id = t.id and d.purpose = 'digest' and d.created_at > now() - make_interval(secs => $2)
       ) l
     where t.id = any($1) and t.digest_over is not null and c.count > t.digest_over`,
    [targets, DIGEST_SECONDS],
  )
  for (const { id, digestAt } of rows) {
    if (digestAt === null) await gather(tx, id, upTo, 'true')
    else await hold(tx, id, upTo, digestAt)
  }
  const flooded = rows.map(({ id }) => id)
  const { rows: held } = await tx.query<{ id: number }>(
    `select t.id from alert_targets t where t.id = any($1) and t.id <> all($2)
       and (select count(*) from (select from alert_deliveries d where d.target_id = t.id and ${CAN_GATHER} and d.is_held limit 2) h) > 1`,
    [targets, flooded],
  )
  for (const { id } of held) await gather(tx, id, upTo, 'd.is_held')
}

async function hold(tx: Transaction, targetId: number, upTo: string, until: Date): Promise<void> {
  await tx.query<never>(
    `update alert_deliveries d set due_at = $3, is_held = true from alert_targets t
     where d.target_id = $1 and t.id = d.target_id and d.id <= $2 and ${CAN_GATHER}`,
    [targetId, upTo, until],
  )
}

async function gather(tx: Transaction, targetId: number, upTo: string, condition: 'true' | 'd.is_held'): Promise<void> {
  // Blocks those who queue deliveries for this target, so that none gets an id before the digest's and is seen after it.
  await tx.query<never>('select from alert_targets where id = $1 for update', [targetId])
  await tx.query<never>(
    `with members as (
       select d.id from alert_deliveries d join alert_targets t on t.id = d.target_id
       where d.target_id = $1 and d.id <= $2 and ${CAN_GATHER} and ${condition} and not exists (
         select from alert_deliveries e where e.target_id = d.target_id and e.lane = d.lane and e.id < d.id and e.state = 'waiting'
           and not (e.tries = 0 and e.digest_id is null and e.due_at <= now() and (${condition === 'true' ? 'true' : 'e.is_held'}))
       )
     ), digest as (
       insert into alert_deliveries (target_id, purpose, lane, rule_ids, message_id)
       select $1, 'digest', 'digest', '{}', 'msg_' || replace(gen_random_uuid()::text, '-', '')
       where (select count(*) from members) > 1
       returning id
     )
     update alert_deliveries d set digest_id = digest.id from digest, members where d.id = members.id`,
    [targetId, upTo],
  )
}
