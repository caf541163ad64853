import { queryRows } from '#lib/database/client.ts'
import type { CoveragePeriod, CoverageQuality, Period } from '#lib/domain/incident.ts'
import { BELIEVED_INTERVALS } from '#lib/domain/state.ts'
import type { ComponentState } from '#lib/text/indicator.ts'
import { Prisma } from '#prisma/client/client.ts'

/** A source whose documents currently count, with the time it covers. */
export interface SourceInForce {
  vendorId: number
  platform: string
  url: string | null
  origin: 'live' | 'import' | 'sample'
  isPrimary: boolean
  pollIntervalSeconds: number
  lastGoodReadAt: Date | null
  lastCheckedAt: Date | null
  /** Consecutive failed polls. */
  failures: number
  declaredIncidentCount: number | null
  declaredSince: Date | null
  indicator: string | null
  /** Null if the indicator comes with the history. */
  indicatorReadAt: Date | null
  componentsOut: ComponentState[] | null
  coverage: CoveragePeriod[]
}

interface SourceRow extends Omit<SourceInForce, 'coverage'> {
  coverage: { from: string; to: string; quality: CoverageQuality }[]
}

/**
 * Whether source `s` is active. The bundled sample is active only until another source of its vendor has been read, and a source
 * that was never read only while none has been.
 */
export const isInForce = Prisma.sql`
  (s.origin <> 'sample' OR NOT EXISTS (
    SELECT FROM sources o WHERE o.vendor_id = s.vendor_id AND o.origin <> 'sample' AND o.last_good_read_at IS NOT NULL
  ))
  AND (s.last_good_read_at IS NOT NULL OR NOT EXISTS (
    SELECT FROM sources o WHERE o.vendor_id = s.vendor_id AND o.last_good_read_at IS NOT NULL
  ))`

/** The active sources of these vendors, primary first. Vendors without a source have no entry. */
export async function listSourcesInForce(vendorIds: number[]): Promise<Map<number, SourceInForce[]>> {
  if (vendorIds.length === 0) return new Map()
  const rows = await queryRows<SourceRow[]>(Prisma.sql`
    SELECT s.vendor_id AS "vendorId", s.platform, s.url, s.origin::text, s.is_primary AS "isPrimary",
           s.poll_interval_seconds AS "pollIntervalSeconds", s.last_good_read_at AS "lastGoodReadAt",
           s.last_checked_at AS "lastCheckedAt", s.failures, s.declared_incident_count AS "declaredIncidentCount",
           s.declared_since AS "declaredSince", s.indicator,
           s.indicator_read_at AS "indicatorReadAt", s.components_out AS "componentsOut", c.coverage
    FROM sources s
    CROSS JOIN LATERAL (
      SELECT coalesce(
        json_agg(json_build_object('from', covered_from, 'to', covered_to, 'quality', quality) ORDER BY covered_from),
        '[]'
      ) AS coverage
      FROM coverage WHERE source_id = s.id
    ) c
    WHERE s.vendor_id = ANY(${vendorIds}) AND ${isInForce}
    ORDER BY s.vendor_id, s.is_primary DESC, s.id`)
  const byVendor = new Map<number, SourceInForce[]>()
  for (const row of rows) {
    const source = { ...row, coverage: row.coverage.map(toPeriod) }
    byVendor.set(row.vendorId, [...(byVendor.get(row.vendorId) ?? []), source])
  }
  return byVendor
}

/**
 * Whether the period `coverage c` of `sources s` reaches to an instant, as known at `now`: between two polls, the newest period of
 * its quality counts as going on (`believedCoverage` of lib/queries/vendor/vendor-state.ts).
 */
export function reaches(instant: Date, now: Date): Prisma.Sql {
  return Prisma.sql`(c.covered_to >= ${instant} OR s.origin = 'live'
    AND c.covered_to > ${now}::timestamptz - ${BELIEVED_INTERVALS}::int * s.poll_interval_seconds * interval '1 second'
    AND NOT EXISTS (SELECT FROM coverage n WHERE n.source_id = c.source_id AND n.quality = c.quality AND n.covered_from > c.covered_from))`
}

/** How many of the vendors, all but one, have a complete history of a period, as known at `now`, and how many have not. */
export async function countVendorsKnown(
  period: Period,
  { except, now }: { except: number; now: Date },
): Promise<{ known: number; unknown: number }> {
  const [{ known, total }] = await queryRows<[{ known: number; total: number }]>(Prisma.sql`
    SELECT (SELECT count(*)::int FROM vendors v WHERE v.id <> ${except}) AS total, (
      SELECT count(DISTINCT s.vendor_id)::int FROM sources s JOIN coverage c ON c.source_id = s.id
      WHERE s.vendor_id <> ${except} AND c.quality = 'complete' AND c.covered_from <= ${period.from} AND ${isInForce}
        AND ${reaches(period.to, now)}
    ) AS known`)
  return { known, unknown: total - known }
}

/**
 * The latest instant, not after `asOf`, at which these sources' histories were known: the last good read for "now",
 * and `asOf` itself for an instant inside the coverage. Null when nothing was known by then.
 */
export function knownUntil(sources: Pick<SourceInForce, 'lastGoodReadAt' | 'coverage'>[], asOf: Date): Date | null {
  const reads = sources.flatMap(({ lastGoodReadAt }) => lastGoodReadAt?.getTime() ?? [])
  let latest = reads.filter((read) => read <= asOf.getTime()).reduce<number | null>((a, b) => Math.max(a ?? b, b), null)
  for (const { from, to, quality } of sources.flatMap((source) => source.coverage)) {
    if (quality === 'failed' || from > asOf) continue
    latest = Math.max(latest ?? 0, Math.min(to.getTime(), asOf.getTime()))
  }
  return latest === null ? null : new Date(latest)
}

/** When the latest attempt to read the source, not after `asOf`, failed; null if it did not, and for a moment before it. */
export function lastTryFailedAt(
  { failures, lastCheckedAt }: Pick<SourceInForce, 'failures' | 'lastCheckedAt'>,
  asOf: Date,
): Date | null {
  return failures > 0 && lastCheckedAt !== null && lastCheckedAt <= asOf ? lastCheckedAt : null
}

function toPeriod(period: SourceRow['coverage'][number]): CoveragePeriod {
  return { from: new Date(period.from), to: new Date(period.to), quality: period.quality }
}
