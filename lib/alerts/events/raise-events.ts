import { ALERT_CHANNEL } from '#lib/database/change.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import type { AlertEvent } from './event.ts'

/** An event that is not recorded yet. */
export type NewEvent = AlertEvent extends infer Event
  ? Event extends AlertEvent
    ? Omit<Event, 'id' | 'recordedAt'>
    : never
  : never

/**
 * Records events in the caller's transaction, in their order; when it commits, a worker dispatches them at once. One statement
 * does both, since each takes its time in every ingest that has news.
 */
export async function raiseEvents(tx: Transaction, events: NewEvent[]): Promise<void> {
  if (events.length === 0) return
  await tx.query<never>(
    `with raised as (
       insert into alert_events (kind, vendor_id, incident_id, source_id, happened_at, detail)
       select kind, vendor_id, incident_id, source_id, happened_at, detail
       from unnest($1::alert_event_kind[], $2::int[], $3::bigint[], $4::int[], $5::timestamptz[], $6::jsonb[])
         with ordinality as x (kind, vendor_id, incident_id, source_id, happened_at, detail, place)
       order by place
       returning id
     )
     select pg_notify($7, '') from raised limit 1`,
    [
      events.map(({ kind }) => kind),
      events.map(({ vendorId }) => vendorId),
      events.map(({ incidentId }) => incidentId?.toString() ?? null),
      events.map(({ sourceId }) => sourceId),
      events.map(({ happenedAt }) => happenedAt.toISOString()),
      events.map(({ detail }) => JSON.stringify(detail)),
      ALERT_CHANNEL,
    ],
  )
}
