import { queryRows } from '#lib/database/client.ts'
import type { Break } from '#lib/domain/statistics/breaks.ts'
import { lacksImpact, startsInWindow } from '#lib/queries/incident-filter.ts'
import { ofVendors, type Scope } from '#lib/queries/scope.ts'
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
  /** When its reporting changed, oldest first; null until that has been checked. */
  breaks: Break[] | null
}

interface FactsRow extends Omit<VendorFacts, 'restatement' | 'breaks'> {
  /** Without `until` where an earlier version has found them, until they are computed again. */
  breaks: (Omit<Break, 'until'> & Partial<Break>)[] | null
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
  const rows = await queryRows<FactsRow[]>(Prisma.sql`
    SELECT v.id AS "vendorId", ${unknownImpactCount} AS "unknownImpactCount",
      (SELECT count(*)::int FROM incidents i
       WHERE i.vendor_id = v.id AND i.basis = 'unclear' AND i.dedup_status = 'counted'
         AND i.sort_at >= ${window.from} AND i.sort_at < ${window.to}) AS "unclearCount",
      ${isNewestUnclear(asOf)} AS "isUnclear", r.method, r."restatedAt",
      (SELECT f.breaks FROM vendor_forecasts f WHERE f.vendor_id = v.id) AS breaks
    FROM vendors v LEFT JOIN LATERAL (
      SELECT version AS method, as_of AS "restatedAt" FROM restatements
      WHERE vendor_id = v.id AND after IS NOT NULL AND after <> before ORDER BY version DESC LIMIT 1
    ) r ON TRUE
    WHERE v.id = ANY(${vendorIds})`)
  return new Map(
    rows.map(({ vendorId, method, restatedAt, breaks, ...facts }) => [
      vendorId,
      {
        ...facts,
        breaks: breaks?.map((one) => ({ until: one.at, ...one })) ?? null,
        restatement: method === null || restatedAt === null ? null : { method, asOf: restatedAt },
      },
    ]),
  )
}

/**
 * Those of these vendors (null: of all) whose primary source's newest item, at that time, was not understood: those whose newest such
 * item has no other after it. Nearly all have a later one that was understood, which one look at their newest finds; the items themselves
 * are read of the rest. Each look is written as a value with a LIMIT, since Postgres would join an EXISTS, and read all incidents for it.
 */
export async function listUnclear(vendorIds: readonly number[] | null, asOf: Date): Promise<Set<number>> {
  const findLater = (primary: Prisma.Sql, than: Prisma.Sql) => Prisma.sql`(
    SELECT later.id FROM incidents later
    WHERE later.vendor_id = n.vendor_id AND later.source_id = ${primary} AND later.basis <> 'unclear'
      AND later.sort_at > ${than} AND later.sort_at <= ${asOf}
    ORDER BY later.sort_at DESC LIMIT 1
  )`
  const primary = Prisma.sql`(SELECT s.id FROM sources s WHERE s.vendor_id = n.vendor_id AND s.is_primary)`
  const rows = await queryRows<{ id: number }[]>(Prisma.sql`
    WITH newest AS MATERIALIZED (
      SELECT i.vendor_id, max(i.sort_at) AS at FROM incidents i
      WHERE ${ofVendors(vendorIds)} AND i.basis = 'unclear' AND i.sort_at <= ${asOf} GROUP BY 1
    ), left_over AS MATERIALIZED (
      SELECT n.vendor_id FROM newest n WHERE ${findLater(primary, Prisma.sql`n.at`)} IS NULL
    )
    SELECT n.vendor_id AS id FROM left_over n CROSS JOIN LATERAL (
      SELECT i.source_id, max(i.sort_at) AS at FROM incidents i JOIN sources s ON s.id = i.source_id AND s.is_primary
      WHERE i.vendor_id = n.vendor_id AND i.basis = 'unclear' AND i.sort_at <= ${asOf} GROUP BY 1
    ) u WHERE ${findLater(Prisma.sql`u.source_id`, Prisma.sql`u.at`)} IS NULL`)
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
