import { commonTime, coverageTogether } from '#lib/domain/common-time.ts'
import { countKnownDays } from '#lib/domain/coverage.ts'
import { computeHistory } from '#lib/domain/history.ts'
import { computeSeverity } from '#lib/domain/severity.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { listChosenVendors } from './chosen-vendors.ts'
import { type IncidentPage, listIncidents } from './incidents.ts'
import type { StackView } from './schemas.ts'
import { scopeOf } from './scope.ts'
import { describeVendors } from './vendor/describe-vendors.ts'

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
  const coverage = coverageTogether(
    vendors.map(({ history }) => history.coverage.periods),
    window,
  )
  const incidents = described.flatMap(({ spans }) => spans)
  const history = computeHistory({ incidents, coverage, window, asOf })
  const knownOfAll = commonTime(
    vendors.map((vendor) => vendor.history.coverage.periods),
    window,
  ).map((period) => ({ ...period, quality: 'complete' as const }))
  const stack = {
    window,
    vendors,
    history: {
      ...history,
      unknownImpactCount: vendors.reduce((sum, vendor) => sum + vendor.history.unknownImpactCount, 0),
      unclearCount: vendors.reduce((sum, vendor) => sum + vendor.history.unclearCount, 0),
      severity: computeSeverity({ incidents, window, asOf }),
      // Time known for only some vendors does not count as time without a posted incident.
      timeWithoutIncidentPercent: history.coverage.complete ? history.timeWithoutIncidentPercent : null,
      coverage: {
        ...history.coverage,
        ...countKnownDays(knownOfAll, window),
        declaredIncidentCount: null,
        declaredSince: null,
      },
    },
    unknown,
  }
  return { stack, list }
}
