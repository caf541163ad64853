import { db } from '#lib/database/client.ts'
import { listOpenRows } from '#lib/queries/open-incidents.ts'
import type { VendorSummary } from '#lib/queries/schemas.ts'
import { isInForce, type SourceInForce } from '#lib/queries/sources.ts'
import { Prisma } from '#prisma/client/client.ts'
import { listUnclearOfAll } from './vendor-facts.ts'
import { stateOf } from './vendor-state.ts'

/** What a list of very many vendors is sorted and filtered by. Its figures are up to an hour old. */
export type VendorBrief = Pick<
  VendorSummary,
  | 'slug'
  | 'name'
  | 'category'
  | 'state'
  | 'pageStatus'
  | 'isSample'
  | 'checkedAt'
  | 'incidentCount'
  | 'downtimeSeconds'
  | 'incidentsPerMonth'
  | 'medianDurationSeconds'
  | 'knownDays'
  | 'lastIncidentAt'
>

/** All vendors by name, each with its state at `now`. */
export async function listVendorBriefs(now: Date): Promise<VendorBrief[]> {
  const [[{ briefs }], open, unclear] = await Promise.all([
    db().$queryRaw<[{ briefs: BriefRow[] | null }]>(allBriefs(now)),
    listOpenRows(Prisma.sql`TRUE`, now),
    listUnclearOfAll(now),
  ])
  const openByVendor = Map.groupBy(open, ({ vendorId }) => vendorId)
  return (briefs ?? []).map(([id, slug, name, category, figures, sources]) => {
    const [incidentCount, downtimeSeconds, incidentsPerMonth, medianDurationSeconds, knownDays, last] = figures
    const known = (sources ?? []).map((source) => toSource(id, source))
    const { state, pageStatus, isSample, checkedAt } = stateOf(known, openByVendor.get(id) ?? [], unclear.has(id), now)
    return {
      ...{ slug, name, category, state, pageStatus, isSample, checkedAt },
      ...{ incidentCount: incidentCount ?? 0, downtimeSeconds: downtimeSeconds ?? 0 },
      incidentsPerMonth: incidentsPerMonth ?? null,
      ...{
        medianDurationSeconds: medianDurationSeconds ?? null,
        knownDays: knownDays ?? 0,
        lastIncidentAt: toDate(last),
      },
    }
  })
}

type BriefRow = [
  id: number,
  slug: string,
  name: string,
  category: string | null,
  figures: (number | null)[],
  sources: SourceParts[] | null,
]

type SourceParts = [
  isPrimary: boolean,
  origin: SourceInForce['origin'],
  pollIntervalSeconds: number,
  lastGoodReadAt: number | null,
  lastCheckedAt: number | null,
  failures: number,
  knownAt: number | null,
  indicator: string | null,
  indicatorReadAt: number | null,
  componentsOut: SourceInForce['componentsOut'],
]

/** As one JSON value: ten thousand rows take a quarter of the time of rows. Instants are milliseconds. */
function allBriefs(now: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT json_agg(json_build_array(v.id, v.slug, v.name, v.category, json_build_array(
        f.incident_count, f.downtime_seconds, f.incidents_per_month, f.median_duration_seconds, f.known_days, ${ms(Prisma.sql`f.last_incident_at`)}
      ), s.sources) ORDER BY lower(v.name), v.id) AS briefs
    FROM vendors v LEFT JOIN vendor_figures f ON f.vendor_id = v.id LEFT JOIN (
      SELECT s.vendor_id, json_agg(json_build_array(
          s.is_primary, s.origin, s.poll_interval_seconds, ${ms(Prisma.sql`s.last_good_read_at`)}, ${ms(Prisma.sql`s.last_checked_at`)}, s.failures,
          ${ms(Prisma.sql`c.known_at`)}, s.indicator, ${ms(Prisma.sql`s.indicator_read_at`)}, s.components_out
        ) ORDER BY s.is_primary DESC, s.id) AS sources
      FROM sources s LEFT JOIN (
        SELECT source_id, max(least(covered_to, ${now}::timestamptz)) AS known_at FROM coverage
        WHERE quality <> 'failed' AND covered_from <= ${now} GROUP BY 1
      ) c ON c.source_id = s.id
      WHERE ${isInForce} GROUP BY 1
    ) s ON s.vendor_id = v.id`
}

function ms(instant: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`date_part('epoch', ${instant}) * 1000`
}

/** Of its coverage, a state needs only the latest instant that is known. */
function toSource(vendorId: number, parts: SourceParts): SourceInForce {
  const [isPrimary, origin, pollIntervalSeconds, read, checked, failures, known, indicator, indicatorRead, out] = parts
  const knownAt = toDate(known)
  return {
    ...{ vendorId, isPrimary, origin, pollIntervalSeconds, failures, indicator, componentsOut: out },
    lastGoodReadAt: toDate(read),
    lastCheckedAt: toDate(checked),
    indicatorReadAt: toDate(indicatorRead),
    coverage: knownAt === null ? [] : [{ from: knownAt, to: knownAt, quality: 'complete' }],
    ...{ platform: '', url: null, declaredIncidentCount: null, declaredSince: null },
  }
}

function toDate(milliseconds: number | null | undefined): Date | null {
  return milliseconds === null || milliseconds === undefined ? null : new Date(Math.round(milliseconds))
}
