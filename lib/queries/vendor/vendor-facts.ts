import { db } from '#lib/database/client.ts'
import { lacksImpact, startsInWindow } from '#lib/queries/incident-filter.ts'
import type { Scope } from '#lib/queries/scope.ts'
import { Prisma } from '#prisma/client/client.ts'

/** What is said of a vendor beside its figures. */
export interface VendorFacts {
  /** Incidents of the window that the filter may leave out wrongly, because they have no impact. */
  unknownImpactCount: number
  /** Postings in the window that were not understood; one without a start is placed where it was first read. */
  unclearCount: number
  /** Whether the newest item of its primary source, at that time, was not understood. */
  isUnclear: boolean
  /** The last version of the method that changed its headline figures; null if none did. */
  restatement: { method: number; asOf: Date } | null
}

interface FactsRow extends Omit<VendorFacts, 'restatement'> {
  vendorId: number
  method: number | null
  restatedAt: Date | null
}

/** The facts of these vendors under the scope's filter, in one round trip. */
export async function readVendorFacts(
  vendorIds: number[],
  { filter, window, asOf }: Scope,
): Promise<Map<number, VendorFacts>> {
  const lacking = lacksImpact(filter, vendorIds)
  const unknownImpactCount =
    lacking === null
      ? Prisma.sql`0`
      : Prisma.sql`(SELECT count(*)::int FROM incidents i WHERE i.vendor_id = v.id AND ${lacking} AND ${startsInWindow(window)})`
  const rows = await db().$queryRaw<FactsRow[]>(Prisma.sql`
    SELECT v.id AS "vendorId", ${unknownImpactCount} AS "unknownImpactCount",
      (SELECT count(*)::int FROM incidents i
       WHERE i.vendor_id = v.id AND i.basis = 'unclear' AND i.dedup_status = 'counted'
         AND i.sort_at >= ${window.from} AND i.sort_at < ${window.to}) AS "unclearCount",
      ${isNewestUnclear(asOf)} AS "isUnclear", r.method, r."restatedAt"
    FROM vendors v LEFT JOIN LATERAL (
      SELECT version AS method, as_of AS "restatedAt" FROM restatements
      WHERE vendor_id = v.id AND after IS NOT NULL AND after <> before ORDER BY version DESC LIMIT 1
    ) r ON TRUE
    WHERE v.id = ANY(${vendorIds})`)
  return new Map(
    rows.map(({ vendorId, method, restatedAt, ...facts }) => [
      vendorId,
      { ...facts, restatement: method === null || restatedAt === null ? null : { method, asOf: restatedAt } },
    ]),
  )
}

/** Those of these vendors whose primary source's newest item, at that time, was not understood. */
export async function listUnclear(vendorIds: number[], asOf: Date): Promise<Set<number>> {
  const rows = await db().$queryRaw<{ id: number }[]>(Prisma.sql`
    SELECT v.id FROM vendors v WHERE v.id = ANY(${vendorIds}) AND ${isNewestUnclear(asOf)}`)
  return new Set(rows.map(({ id }) => id))
}

/**
 * The same of all vendors: those whose newest such item has no other after it. The one look for each is written as a value with a
 * LIMIT, since Postgres would join an EXISTS, and read all incidents for it.
 */
export async function listUnclearOfAll(asOf: Date): Promise<Set<number>> {
  const rows = await db().$queryRaw<{ id: number }[]>(Prisma.sql`
    SELECT DISTINCT u.vendor_id AS id FROM (
      SELECT i.vendor_id, i.source_id, max(i.sort_at) AS newest FROM incidents i JOIN sources s ON s.id = i.source_id AND s.is_primary
      WHERE i.basis = 'unclear' AND i.sort_at <= ${asOf} GROUP BY 1, 2
    ) u
    WHERE (
      SELECT later.id FROM incidents later
      WHERE later.vendor_id = u.vendor_id AND later.source_id = u.source_id AND later.basis <> 'unclear'
        AND later.sort_at > u.newest AND later.sort_at <= ${asOf}
      ORDER BY later.sort_at DESC LIMIT 1
    ) IS NULL`)
  return new Set(rows.map(({ id }) => id))
}

/** Whether that is so for vendor `v`. */
function isNewestUnclear(asOf: Date): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT FROM incidents i JOIN sources s ON s.id = i.source_id AND s.is_primary
    WHERE i.basis = 'unclear' AND i.vendor_id = v.id AND i.sort_at <= ${asOf}
      AND NOT EXISTS (
        SELECT FROM incidents later
        WHERE later.vendor_id = i.vendor_id AND later.source_id = i.source_id AND later.basis <> 'unclear'
          AND later.sort_at > i.sort_at AND later.sort_at <= ${asOf}
      ))`
}
