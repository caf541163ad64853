import { db } from '#lib/database/client.ts'
import { lastDays, listDays } from '#lib/domain/days.ts'
import { listDowntime, lostSightAt } from '#lib/domain/history.ts'
import type { Period } from '#lib/domain/incident.ts'
import { sumSeconds } from '#lib/domain/period.ts'
import { countStarts } from '#lib/domain/starts.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { Prisma } from '#prisma/client/client.ts'
import { listCondition } from './incidents.ts'
import type { AffectedComponent, HistoryPatterns, VendorView } from './schemas.ts'
import { followOpen, listSpans, type SpanRow, spanColumns } from './spans.ts'
import { findVendorRow, resolveWindow } from './vendor-row.ts'

/** Two years and a few days: as much as a page can show by the day. */
const CALENDAR_DAYS = 740
const MAX_AFFECTED = 8
/** More than any status page has shown so far; a bound on what one page may hold. */
const MAX_NAMES = 1_000

/** As its own incidents name a component: with its group, where it has one. */
const componentName = Prisma.sql`CASE WHEN c.group_name IS NULL THEN c.name ELSE c.group_name || ' / ' || c.name END`

/** When and where the incidents of a vendor's history happened, by the same filter as the history; null for an unknown slug. */
export async function getPatterns(
  slug: string,
  filter: HistoryFilter,
  history: Pick<VendorView['history'], 'coverage'>,
  now: Date,
): Promise<HistoryPatterns | null> {
  const vendor = await findVendorRow(slug)
  if (vendor === null) return null
  const asOf = filter.asOf ?? now
  const [window, incidents, componentNames] = await Promise.all([
    resolveWindow([vendor.id], filter, now),
    listSpans(vendor.id, filter, asOf),
    listComponentNames(vendor.id),
  ])
  const affected = await listAffected(slug, filter, window, now)
  return {
    days: listDays({ incidents, coverage: history.coverage.periods, window: lastDays(window, CALENDAR_DAYS), asOf }),
    starts: countStarts(incidents, window),
    affected,
    componentNames,
  }
}

async function listAffected(
  slug: string,
  filter: HistoryFilter,
  window: Period,
  now: Date,
): Promise<AffectedComponent[]> {
  const rows = await db().$queryRaw<(SpanRow & { name: string })[]>(Prisma.sql`
    SELECT DISTINCT ${componentName} AS name, ${spanColumns}
    FROM incidents i
    JOIN incident_components ic ON ic.incident_id = i.id
    JOIN components c ON c.id = ic.component_id
    WHERE ${await listCondition(slug, filter, now)}`)
  await followOpen(rows, filter.asOf ?? now)
  return [...Map.groupBy(rows, ({ name }) => name)]
    .map(([name, incidents]) => ({
      name,
      incidentCount: incidents.length,
      downtimeSeconds: sumSeconds(listDowntime(incidents, window, filter.asOf ?? now)),
      ...(lostSightAt(incidents, window, filter.asOf ?? now).length > 0 && { downtimeIsMinimum: true as const }),
    }))
    .sort(
      (a, b) =>
        b.incidentCount - a.incidentCount || b.downtimeSeconds - a.downtimeSeconds || (a.name < b.name ? -1 : 1),
    )
    .slice(0, MAX_AFFECTED)
}

/** Of the primary source, affected or not, and of every source whose incidents count. Those of most incidents, where there are too many. */
async function listComponentNames(vendorId: number): Promise<string[]> {
  const rows = await db().$queryRaw<{ name: string }[]>(Prisma.sql`
    SELECT ${componentName} AS name
    FROM components c
    JOIN sources s ON s.id = c.source_id
    LEFT JOIN incident_components ic ON ic.component_id = c.id
    LEFT JOIN incidents i ON i.id = ic.incident_id AND i.dedup_status = 'counted'
    WHERE s.vendor_id = ${vendorId}
    GROUP BY 1 HAVING bool_or(s.is_primary) OR count(i.id) > 0
    ORDER BY count(i.id) DESC, 1 LIMIT ${MAX_NAMES}`)
  return rows.map(({ name }) => name).sort((a, b) => a.localeCompare(b, 'en'))
}
