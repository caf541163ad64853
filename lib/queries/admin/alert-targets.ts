import { queryRows } from '#lib/database/client.ts'
import type { AlertAttemptView, AlertDeliveryView, AlertTargetView } from '#lib/domain/alerts/target-views.ts'
import { Prisma } from '#prisma/client/client.ts'

const targetColumns = Prisma.sql`
  t.id, t.name, t.kind::text AS kind, t.settings, t.concurrency, t.per_minute AS "perMinute", t.digest_over AS "digestOver",
  t.created_by AS "createdBy", t.created_at AS "createdAt", t.paused_at AS "pausedAt", t.disabled_at AS "disabledAt",
  t.disabled_reason AS "disabledReason", t.accepted_at AS "acceptedAt", t.failed_at AS "failedAt", t.failure,
  (SELECT count(*)::int FROM alert_deliveries d WHERE d.target_id = t.id AND d.state = 'waiting') AS "waitingCount"`

/** All targets by name, without their secrets. */
export async function listTargets(): Promise<AlertTargetView[]> {
  return await queryRows<AlertTargetView[]>(Prisma.sql`SELECT ${targetColumns} FROM alert_targets t ORDER BY t.name`)
}

/** Null for an unknown id. */
export async function getTarget(id: number): Promise<AlertTargetView | null> {
  const rows = await queryRows<AlertTargetView[]>(
    Prisma.sql`SELECT ${targetColumns} FROM alert_targets t WHERE t.id = ${id}`,
  )
  return rows[0] ?? null
}

const deliveryColumns = Prisma.sql`
  d.id::text AS id, d.target_id AS "targetId", t.name AS "targetName", d.purpose::text AS purpose, e.kind::text AS event,
  v.slug AS vendor, v.name AS "vendorName", i.title, i.public_id AS "incidentId", d.message_id AS "messageId",
  d.state::text AS state, d.due_at AS "dueAt", d.tries, d.created_at AS "createdAt", d.ended_at AS "endedAt", d.failure,
  d.digest_id::text AS "digestId"`
const deliveryTables = Prisma.sql`
  alert_deliveries d JOIN alert_targets t ON t.id = d.target_id LEFT JOIN alert_events e ON e.id = d.event_id
  LEFT JOIN vendors v ON v.id = e.vendor_id LEFT JOIN incidents i ON i.id = e.incident_id`

/** The newest deliveries of a target; those before `before`, the id of one, where it is given. */
export async function listDeliveries(
  targetId: number,
  limit: number,
  before: bigint | null = null,
): Promise<AlertDeliveryView[]> {
  const older =
    before === null
      ? Prisma.empty
      : Prisma.sql`
    AND (d.created_at, d.id) < (SELECT b.created_at, b.id FROM alert_deliveries b WHERE b.id = ${before})`
  return await queryRows<AlertDeliveryView[]>(Prisma.sql`
    SELECT ${deliveryColumns} FROM ${deliveryTables} WHERE d.target_id = ${targetId} ${older}
    ORDER BY d.created_at DESC, d.id DESC LIMIT ${limit}`)
}

/** A delivery with its attempts, the newest first; null for one that does not exist, or is pruned. */
export async function getDelivery(
  id: bigint,
): Promise<{ delivery: AlertDeliveryView; attempts: AlertAttemptView[] } | null> {
  const [[delivery], attempts] = await Promise.all([
    queryRows<AlertDeliveryView[]>(Prisma.sql`SELECT ${deliveryColumns} FROM ${deliveryTables} WHERE d.id = ${id}`),
    queryRows<AlertAttemptView[]>(Prisma.sql`
      SELECT id::text AS id, at, ms, is_accepted AS "isAccepted", request, status, answer, failure
      FROM alert_attempts WHERE delivery_id = ${id} ORDER BY id DESC LIMIT 50`),
  ])
  return delivery === undefined ? null : { delivery, attempts }
}
