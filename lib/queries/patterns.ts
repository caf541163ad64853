import { db } from '#lib/database/client.ts'
import { type DayIncident, lastDays, listDays } from '#lib/domain/days.ts'
import { listDowntime, lostSightAt } from '#lib/domain/history.ts'
import { sumSeconds } from '#lib/domain/period.ts'
import { countStarts } from '#lib/domain/starts.ts'
import { Prisma } from '#prisma/client/client.ts'
import { listCondition } from './incidents.ts'
import type { AffectedComponent, HistoryPatterns, VendorView } from './schemas.ts'
import type { Scope, VendorRow } from './scope.ts'
import { followOpen, type SpanRow, spanColumns } from './spans.ts'

/** Two years and a few days: the most that a page shows by day. */
const CALENDAR_DAYS = 740
const MAX_AFFECTED = 8
/** More than any status page has shown so far; limits the size of a page. */
const MAX_NAMES = 1_000

/** As its own incidents name a component: with its group, if it has one. */
const componentName = Prisma.sql`CASE WHEN c.group_name IS NULL THEN c.name ELSE c.group_name || ' / ' || c.name END`

/** When and where a vendor's incidents happened; `incidents` are the spans under the scope's filter. */
export async function readPatterns(
  vendor: Pick<VendorRow, 'id'>,
  scope: Scope,
  incidents: DayIncident[],
  history: Pick<VendorView['history'], 'coverage'>,
): Promise<HistoryPatterns> {
  const { window, asOf } = scope
  const [componentNames, affected] = await Promise.all([listComponentNames(vendor.id), listAffected(scope)])
  return {
    days: listDays({ incidents, coverage: history.coverage.periods, window: lastDays(window, CALENDAR_DAYS), asOf }),
    starts: countStarts(incidents, window),
    affected,
    componentNames,
  }
}

async function listAffected(scope: Scope): Promise<AffectedComponent[]> {
  const { window, asOf } = scope
  const rows = await db().$queryRaw<(SpanRow & { name: string })[]>(Prisma.sql`
    SELECT DISTINCT ${componentName} AS name, ${spanColumns}
    FROM incidents i
    JOIN incident_components ic ON ic.incident_id = i.id
    JOIN components c ON c.id = ic.component_id
    WHERE ${listCondition(scope)}`)
  await followOpen(rows, asOf)
  return [...Map.groupBy(rows, ({ name }) => name)]
    .map(([name, incidents]) => ({
      name,
      incidentCount: incidents.length,
      downtimeSeconds: sumSeconds(listDowntime(incidents, window, asOf)),
      ...(lostSightAt(incidents, window, asOf).length > 0 && { downtimeIsMinimum: true as const }),
    }))
    .sort(
      (a, b) =>
        b.incidentCount - a.incidentCount || b.downtimeSeconds - a.downtimeSeconds || (a.name < b.name ? -1 : 1),
    )
    .slice(0, MAX_AFFECTED)
}

/**
 * Components of the primary source, affected or not, and of every source with counted incidents. If there are too many, those
 * with most incidents.
 */
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
