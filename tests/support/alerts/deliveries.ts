import { addTarget, type NewTarget } from '#lib/admin/alerts/targets.ts'
import { type QueuedEvent, queueDeliveries } from '#lib/alerts/deliveries/queue.ts'
import { raiseEvents } from '#lib/alerts/events/raise-events.ts'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import type { AlertEventKind } from '#lib/domain/alerts/event-kinds.ts'
import { aDocument, anIncident } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'

/** So many stored incidents of one vendor; their row ids. */
export async function someIncidents(count: number): Promise<bigint[]> {
  await ingest(aDocument(Array.from({ length: count }, (_, index) => anIncident(`n${index}`))))
  const { rows } = await pool().query("select id::text from incidents where external_id like 'n%' order by id")
  return rows.map(({ id }) => BigInt(id))
}

/** Raises one event for each of these incidents, and marks it as dispatched; a null one concerns the vendor. */
export async function raise(
  incidents: readonly (bigint | null)[],
  kind: AlertEventKind = 'reopened',
  detail: object = {},
): Promise<QueuedEvent[]> {
  return await inTransaction(async (tx) => {
    const { rows: vendors } = await tx.query('select id from vendors order by id limit 1')
    const vendorId: number = vendors[0].id
    const happenedAt = new Date('2026-03-01T12:00Z')
    const events = incidents.map((incidentId) => ({ kind, detail, vendorId, incidentId, sourceId: null, happenedAt }))
    await raiseEvents(tx, events as unknown as Parameters<typeof raiseEvents>[1])
    const { rows } = await tx.query(
      'update alert_events set dispatched_at = now() where dispatched_at is null returning id::text, incident_id::text as incident',
    )
    return rows
      .map(({ id, incident }) => ({
        id: BigInt(id),
        vendorId,
        incidentId: incident === null ? null : BigInt(incident),
      }))
      .sort((a, b) => Number(a.id - b.id))
  })
}

/** Queues events for targets, as one rule that matches all of them does. */
export async function queue(events: QueuedEvent[], targetIds: number[], holdUntil: Date | null = null): Promise<void> {
  const matches = events.flatMap((event) => targetIds.map((targetId) => ({ event, ruleId: 1, targetId, holdUntil })))
  await inTransaction((tx) => queueDeliveries(tx, matches))
}

export async function aTarget(target: Partial<NewTarget> & Pick<NewTarget, 'url'>): Promise<number> {
  const { id } = await addTarget({ name: `target ${Math.random()}`, kind: 'webhook', ...target }, 'test')
  return id
}

export interface StoredDelivery {
  id: string
  state: string
  purpose: string
  tries: number
  failure: string | null
  messageId: string
  inMs: number
}

export async function listDeliveries(): Promise<StoredDelivery[]> {
  const { rows } = await pool().query(
    `select id::text, state::text, purpose::text, tries, failure, message_id as "messageId",
            round(extract(epoch from due_at - now()) * 1000)::int as "inMs"
     from alert_deliveries d order by d.id`,
  )
  return rows
}

/** How long `vi.waitFor` waits for what workers do, and how often it looks. */
export const SOON = { timeout: 60_000, interval: 15 }
