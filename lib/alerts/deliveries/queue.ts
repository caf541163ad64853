import type { Transaction } from '#lib/database/transaction.ts'

/** The channel that wakes the workers which send. */
export const DELIVERY_CHANNEL = 'outage_history_deliveries'

/** What a delivery needs to know of its event. */
export interface QueuedEvent {
  id: bigint
  vendorId: number
  /** Null for what concerns a vendor as a whole. */
  incidentId: bigint | null
}

/** An event that a rule wants sent to one of its targets. */
export interface Match {
  event: QueuedEvent
  ruleId: number
  targetId: number
  /**
   * Null: send it at once, in a message of its own. Otherwise it waits for the end of the rule's quiet hours, digest interval or
   * cool-down: whatever one rule holds for one target until the same moment goes out in one message.
   */
  holdUntil: Date | null
}

/**
 * Queues what is to be sent to targets, in the order of the events, in the transaction that marks them as dispatched: one
 * delivery for each event and target, however many rules match. If one of them wants it at once, it goes at once, and what is
 * held of the same incident before it, so that order holds. A target that is paused or disabled gets none, and the log says so.
 * Queueing an event again changes nothing.
 */
export async function queueDeliveries(tx: Transaction, matches: readonly Match[]): Promise<void> {
  if (matches.length === 0) return
  await tx.query<never>(
    `with matched as (
       select event_id, lane, target_id, array_agg(distinct rule_id order by rule_id) as rule_ids,
              case when bool_and(coalesce(hold_until > now(), false)) then min(hold_until) end as hold_until
       from unnest($1::bigint[], $2::text[], $3::int[], $4::int[], $5::timestamptz[])
         as m (event_id, lane, rule_id, target_id, hold_until)
       group by event_id, lane, target_id
     ), released as (
       update alert_deliveries d set due_at = now(), is_held = false from matched m
       where m.hold_until is null and d.target_id = m.target_id and d.lane = m.lane and d.state = 'waiting' and d.is_held
         and d.digest_id is null
     ), in_order as (
       select *, case when not bool_or(hold_until is null) over (
         partition by target_id, lane order by event_id rows between current row and unbounded following
       ) then hold_until end as held from matched
     )
     insert into alert_deliveries
       (target_id, purpose, event_id, lane, rule_ids, message_id, state, due_at, is_held, ended_at, failure)
     select t.id, 'event', m.event_id, m.lane, m.rule_ids, 'msg_' || replace(gen_random_uuid()::text, '-', ''),
            case when o.reason is null then 'waiting' else 'skipped' end::alert_delivery_state,
            coalesce(m.held, now()), m.held is not null, case when o.reason is not null then now() end, o.reason
     from in_order m join alert_targets t on t.id = m.target_id
       cross join lateral (select case when t.disabled_at is not null then 'The target was disabled.'
                                       when t.paused_at is not null then 'The target was paused.' end as reason) o
     order by m.event_id, t.id
     on conflict (event_id, target_id) do nothing`,
    [
      matches.map(({ event }) => event.id),
      matches.map(({ event }) => laneOf(event)),
      matches.map(({ ruleId }) => ruleId),
      matches.map(({ targetId }) => targetId),
      matches.map(({ holdUntil }) => holdUntil),
    ],
  )
  await wakeSenders(tx)
}

/** Wakes the workers that send, once the transaction commits. */
export async function wakeSenders(tx: Transaction): Promise<void> {
  await tx.query<never>('select pg_notify($1, $2)', [DELIVERY_CHANNEL, ''])
}

/** What a target is told of in order: an incident, or else what concerns a vendor as a whole. */
export function laneOf({ vendorId, incidentId }: QueuedEvent): string {
  return incidentId === null ? `v${vendorId}` : `i${incidentId}`
}
