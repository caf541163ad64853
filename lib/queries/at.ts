import { queryRows } from '#lib/database/client.ts'
import type { Kind } from '#lib/domain/incident.ts'
import { Prisma } from '#prisma/client/client.ts'
import { isOneOf, openAt } from './incident-filter.ts'
import { type IncidentRow, listRows, toIncidentView } from './incident-row.ts'
import type { CoverageAt, IncidentView } from './schemas.ts'
import { ofVendors } from './scope.ts'
import { isInForce, reaches } from './sources.ts'

/** The maximum number of outages in one answer, and of maintenances; separate, so that neither crowds out the other. */
export const MAX_INCIDENTS_AT = 200

/** What was open at a moment, newest first. */
export interface OpenThen {
  incidents: IncidentView[]
  /** Whether more outages may have been open than are listed. */
  isCut: boolean
  /** The same of maintenances. */
  isMaintenanceCut: boolean
}

/** Every counted outage and maintenance (of `vendorIds`; null: of all vendors) that was open at `t`; as known at `now`. */
export async function listIncidentsAt(
  t: Date,
  now: Date,
  vendorIds: readonly number[] | null = null,
): Promise<OpenThen> {
  const [outages, maintenances] = await Promise.all([
    listKindAt('incident', t, vendorIds),
    listKindAt('maintenance', t, vendorIds),
  ])
  const incidents = [outages, maintenances]
    .flatMap((rows) => rows.slice(0, MAX_INCIDENTS_AT))
    .sort((a, b) => b.sortAt.getTime() - a.sortAt.getTime())
    .map((row) => toIncidentView(row, now))
    // Its source still has it open; its duplicate's source knows the end.
    .filter(({ endedAt, durationBasis }) => durationBasis === 'single' || endedAt === null || endedAt > t)
  return {
    incidents,
    isCut: outages.length > MAX_INCIDENTS_AT,
    isMaintenanceCut: maintenances.length > MAX_INCIDENTS_AT,
  }
}

/** One more than the maximum, where there are more. */
async function listKindAt(kind: Kind, t: Date, vendorIds: readonly number[] | null): Promise<IncidentRow[]> {
  return await listRows(
    Prisma.sql`i.dedup_status = 'counted' AND NOT i.excluded AND i.kind = ${kind}::kind AND ${ofVendors(vendorIds)} AND ${isOneOf(openAt(t))}`,
    null,
    MAX_INCIDENTS_AT,
  )
}

/** More names would make the page long; their number is exact. */
const MAX_NAMED = 60

/**
 * How many vendors' coverage (of `vendorIds`; null: of all) has the instant, with the first of them by name: without coverage, the
 * absence of incidents proves nothing. Where several sources cover it, the best counts.
 */
export async function readCoverageAt(
  t: Date,
  now: Date,
  vendorIds: readonly number[] | null = null,
): Promise<CoverageAt> {
  const isMeant = vendorIds === null ? Prisma.sql`TRUE` : Prisma.sql`v.id = ANY(${vendorIds})`
  const rows = await queryRows<{ quality: keyof CoverageAt; count: number; slug: string; name: string }[]>(Prisma.sql`
    WITH known AS (
      SELECT s.vendor_id, bool_or(c.quality = 'complete') AS is_complete
      FROM sources s JOIN coverage c ON c.source_id = s.id
      WHERE c.quality <> 'failed' AND c.covered_from <= ${t} AND ${reaches(t, now)} AND ${isInForce}
      GROUP BY 1
    ), all_vendors AS (
      SELECT v.slug, v.name, CASE k.is_complete WHEN true THEN 'complete' WHEN false THEN 'partial' ELSE 'unknown' END AS quality
      FROM vendors v LEFT JOIN known k ON k.vendor_id = v.id WHERE ${isMeant}
    ), counts AS (
      SELECT quality, count(*)::int AS count FROM all_vendors GROUP BY 1
    )
    SELECT c.quality, c.count, named.slug, named.name FROM counts c CROSS JOIN LATERAL (
      SELECT a.slug, a.name FROM all_vendors a WHERE a.quality = c.quality ORDER BY a.name LIMIT ${MAX_NAMED}
    ) named`)
  const of = (quality: keyof CoverageAt) => {
    const vendors = rows.filter((row) => row.quality === quality)
    return { count: vendors[0]?.count ?? 0, vendors: vendors.map(({ slug, name }) => ({ slug, name })) }
  }
  return { complete: of('complete'), partial: of('partial'), unknown: of('unknown') }
}
