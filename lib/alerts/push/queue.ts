import type { AlertEvent } from '#lib/alerts/events/event.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { IS_OVER, JOIN_SPEAKING } from './over.ts'

/**
 * Queues what readers' browsers are told of these events, in the transaction that dispatches them: new incidents to those who wanted
 * to know of the vendor's, and the end to those who wanted to know of that. Maintenance and notices are no incidents here.
 */
export async function queuePushes(tx: Transaction, events: AlertEvent[]): Promise<void> {
  for (const kind of ['opened', 'reopened'] as const) {
    const ids = idsOf(events.filter((event) => event.kind === kind))
    if (ids.length === 0) continue
    await tx.query<never>(
      `insert into push_deliveries (subscription_id, incident_id, kind)
       select s.id, i.id, $2::push_kind from incidents i join push_subscriptions s on s.vendor_id = i.vendor_id
       where i.id = any($1::bigint[]) and i.kind = 'incident' order by i.id, s.id on conflict do nothing`,
      [ids, kind],
    )
  }
  const ids = idsOf(events)
  if (ids.length > 0) await queueOver(tx, ids)
}

/**
 * Queues the message to everybody who waits for the end of an incident that is over: of these rows, or, for what ends without an
 * event, such as one that a replay or a back-fill closes, of all. Returns how many.
 */
export async function queueOver(tx: Pick<Transaction, 'query'>, incidentIds: string[] | null): Promise<number> {
  const { rowCount } = await tx.query<never>(
    `insert into push_deliveries (subscription_id, incident_id, kind)
     select s.id, i.id, 'over' from push_subscriptions s join incidents i on i.id = s.incident_id ${JOIN_SPEAKING}
     where ${IS_OVER} and ($1::bigint[] is null or i.id = any($1) or e.id = any($1)) order by s.id on conflict do nothing`,
    [incidentIds],
  )
  return rowCount ?? 0
}

function idsOf(events: AlertEvent[]): string[] {
  return events.flatMap(({ incidentId }) => incidentId?.toString() ?? [])
}
