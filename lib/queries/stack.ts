import { commonTime, coverageTogether, isMinimumWithin } from '#lib/domain/common-time.ts'
import { countKnownDays } from '#lib/domain/coverage.ts'
import { computeHistory, lostSightAt } from '#lib/domain/history.ts'
import { sumSeconds } from '#lib/domain/period.ts'
import { computeSeverity } from '#lib/domain/severity.ts'
import { chanceOf, monthsWithin } from '#lib/domain/statistics/chance.ts'
import type { KnownMonths } from '#lib/domain/statistics/known-months.ts'
import { isNarrowed } from '#lib/text/filter-words.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { listChosenVendors } from './chosen-vendors.ts'
import { inOwnTask } from './event-loop.ts'
import { type IncidentPage, listIncidents } from './incidents.ts'
import type { HistoryView, StackView } from './schemas.ts'
import { type Scope, scopeOf } from './scope.ts'
import { type DescribedVendor, describeVendors } from './vendor/describe-vendors.ts'

/** Several vendors as one, with a page of their incidents. Without vendors, an empty history. */
export async function getStack(
  slugs: readonly string[],
  filter: HistoryFilter,
  now: Date,
): Promise<{ stack: StackView; list: IncidentPage }> {
  const { vendors: rows, unknown } = await listChosenVendors(slugs)
  const ids = rows.map(({ id }) => id)
  const scope = await scopeOf(ids, filter, now)
  const { window, asOf } = scope
  const [described, list] = await Promise.all([describeVendors(rows, scope), listIncidents(scope)])
  const vendors = described.map(({ vendor }) => vendor)
  const periods = commonTime(
    vendors.map(({ history }) => history.coverage.periods),
    window,
  )
  const months: KnownMonths[] = []
  const areMinima: boolean[] = []
  for (const { spans } of described) {
    months.push(await inOwnTask(spans, () => monthsWithin(spans, periods, scope)))
    areMinima.push(isMinimumWithin(lostSightAt(spans, window, asOf), periods))
  }
  const common = { months, areMinima, seconds: sumSeconds(periods) }
  return { stack: { window, vendors, history: await historyTogether(described, scope), common, unknown }, list }
}

/**
 * The history of several vendors as one: time in which two are down counts once. Covered completely where every vendor is, in part
 * where at least one is.
 */
export async function historyTogether(
  described: readonly DescribedVendor[],
  { window, asOf, filter }: Pick<Scope, 'window' | 'asOf' | 'filter'>,
): Promise<HistoryView> {
  const vendors = described.map(({ vendor }) => vendor)
  const coverages = vendors.map(({ history }) => history.coverage.periods)
  const coverage = coverageTogether(coverages, window)
  const incidents = described.flatMap(({ spans }) => spans)
  const knownOfAll = commonTime(coverages, window).map((period) => ({ ...period, quality: 'complete' as const }))
  const known = { incidents, coverage: knownOfAll, window, asOf }
  const history = await inOwnTask(incidents, () => computeHistory({ ...known, coverage }))
  const chance = await inOwnTask(incidents, () => chanceOf({ ...known, isWhole: !isNarrowed(filter) }))
  const severity = await inOwnTask(incidents, () => computeSeverity(known))
  return {
    ...history,
    ...chance,
    unknownImpactCount: vendors.reduce((sum, vendor) => sum + vendor.history.unknownImpactCount, 0),
    unclearCount: vendors.reduce((sum, vendor) => sum + vendor.history.unclearCount, 0),
    severity,
    // Time known for only some vendors does not count as time without a posted incident.
    timeWithoutIncidentPercent: history.coverage.complete ? history.timeWithoutIncidentPercent : null,
    coverage: {
      ...history.coverage,
      ...countKnownDays(knownOfAll, window),
      declaredIncidentCount: null,
      declaredSince: null,
    },
  }
}
