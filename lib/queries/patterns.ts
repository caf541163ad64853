import { queryRows } from '#lib/database/client.ts'
import { type DayIncident, lastDays, listDays, listHours } from '#lib/domain/days.ts'
import { listDowntime, lostSightAt } from '#lib/domain/history.ts'
import { sumSeconds } from '#lib/domain/period.ts'
import { countStarts } from '#lib/domain/starts.ts'
import { singleDayOf } from '#lib/domain/window.ts'
import { Prisma } from '#prisma/client/client.ts'
import { inOwnTask } from './event-loop.ts'
import { listCondition } from './incidents.ts'
import type { AffectedComponent, HistoryPatterns } from './schemas.ts'
import type { Scope, VendorRow } from './scope.ts'
import type { DescribedVendor } from './vendor/describe-vendors.ts'

/** Two years and a few days: the most that a page shows by day. */
const CALENDAR_DAYS = 740
const MAX_AFFECTED = 8
/** More than any status page has shown so far; limits the size of a page. */
const MAX_NAMES = 1_000

/** As its own incidents name a component: with its group, if it has one. */
const componentName = Prisma.sql`CASE WHEN c.group_name IS NULL THEN c.name ELSE c.group_name || ' / ' || c.name END`

/** When and where a vendor's incidents happened. `described`: the vendor under the same scope, which is being read. */
export async function readPatterns(
  vendor: Pick<VendorRow, 'id'>,
  scope: Scope,
  described: Promise<DescribedVendor>,
): Promise<HistoryPatterns> {
  const { window, asOf } = scope
  const [{ componentNames, affected }, { spans, vendor: view }] = await Promise.all([
    readComponents(vendor.id, scope),
    described,
  ])
  const coverage = view.history.coverage.periods
  const known = { incidents: spans, coverage, asOf }
  const named = await inOwnTask(spans, () => findNamed(affected, spans))
  return {
    days: await inOwnTask(spans, () => listDays({ ...known, window: lastDays(window, CALENDAR_DAYS) })),
    hours: singleDayOf(window.text) === null ? [] : await inOwnTask(spans, () => listHours({ ...known, window })),
    starts: countStarts(spans, window),
    affected: await inOwnTask(spans, () => rankAffected(named, scope)),
    componentNames: componentNames.sort((a, b) => a.localeCompare(b, 'en')),
  }
}

interface Components {
  /**
   * Of the primary source, affected or not, and of every source with counted incidents. If there are too many, those with most
   * incidents.
   */
  componentNames: string[]
  /** The public ids of the incidents under the scope that name each component. */
  affected: { name: string; ids: string[] }[]
}

async function readComponents(vendorId: number, scope: Scope): Promise<Components> {
  const [components] = await queryRows<[Components]>(Prisma.sql`
    SELECT (
      SELECT coalesce(json_agg(name), '[]') FROM (
        SELECT ${componentName} AS name
        FROM components c
        JOIN sources s ON s.id = c.source_id
        LEFT JOIN incident_components ic ON ic.component_id = c.id
        LEFT JOIN incidents i ON i.id = ic.incident_id AND i.dedup_status = 'counted'
        WHERE s.vendor_id = ${vendorId}
        GROUP BY 1 HAVING bool_or(s.is_primary) OR count(i.id) > 0
        ORDER BY count(i.id) DESC, 1 LIMIT ${MAX_NAMES}
      ) known
    ) AS "componentNames", (
      SELECT coalesce(json_agg(json_build_object('name', name, 'ids', ids)), '[]') FROM (
        SELECT ${componentName} AS name, array_agg(DISTINCT i.public_id COLLATE "C") AS ids
        FROM incidents i
        JOIN incident_components ic ON ic.incident_id = i.id
        JOIN components c ON c.id = ic.component_id
        WHERE ${listCondition(scope)}
        GROUP BY 1
      ) named
    ) AS affected`)
  return components
}

interface Named {
  name: string
  incidents: DayIncident[]
}

/** `spans` holds the incidents that are named, and more. */
function findNamed(affected: Components['affected'], spans: DayIncident[]): Named[] {
  const byId = new Map(spans.map((span) => [span.id, span]))
  return affected
    .map(({ name, ids }) => ({ name, incidents: ids.flatMap((id) => byId.get(id) ?? []) }))
    .filter(({ incidents }) => incidents.length > 0)
}

function rankAffected(named: Named[], { window, asOf }: Scope): AffectedComponent[] {
  return named
    .map(({ name, incidents }) => ({
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
