import { listRows, toIncidentView } from '#lib/queries/incident-row.ts'
import type { IncidentView } from '#lib/queries/schemas.ts'
import { Prisma } from '#prisma/client/client.ts'

/** As many as Statuspage lists of each kind. */
export const STATUSPAGE_LIST = 50

/**
 * Statuspage has incidents and maintenances, each with its start and a state. It has no notices, nothing without a time, and
 * nothing that was not understood.
 */
const hasForm = Prisma.sql`(i.kind <> 'notice' AND i.started_at IS NOT NULL AND i.basis <> 'unclear')`

/** The newest of a kind that count, the newest start first; those that are planned included. */
export async function listNewestOfKind(
  vendorId: number,
  kind: 'incident' | 'maintenance',
  now: Date,
): Promise<IncidentView[]> {
  const rows = await listRows(
    Prisma.sql`i.vendor_id = ${vendorId} AND i.kind = ${kind}::kind AND ${hasForm}
      AND i.dedup_status = 'counted' AND NOT i.excluded`,
    null,
    STATUSPAGE_LIST,
  )
  return rows.slice(0, STATUSPAGE_LIST).map((row) => toIncidentView(row, now))
}

/** The incident or maintenance with this public id, of any age; null where there is none, or none that has a form there. */
export async function findWithForm(publicId: string, now: Date): Promise<IncidentView | null> {
  const [row] = await listRows(Prisma.sql`i.public_id = ${publicId} AND ${hasForm}`, null, 1)
  return row === undefined ? null : toIncidentView(row, now)
}
