import { coverageTogether } from '#lib/domain/common-time.ts'
import { computeHistory } from '#lib/domain/history.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { listChosenVendors } from './chosen-vendors.ts'
import type { StackView } from './schemas.ts'
import { listSpans } from './spans.ts'
import { resolveWindow } from './vendor-row.ts'
import { describeVendor } from './vendors.ts'

/** Several vendors as one. Without any, an empty history. */
export async function getStack(slugs: readonly string[], filter: HistoryFilter, now: Date): Promise<StackView> {
  const { vendors: rows, unknown } = await listChosenVendors(slugs)
  const window = await resolveWindow(
    rows.map(({ id }) => id),
    filter,
    now,
  )
  const asOf = filter.asOf ?? now
  const [vendors, spans] = await Promise.all([
    Promise.all(rows.map((row) => describeVendor(row, filter, window, now))),
    Promise.all(rows.map((row) => listSpans(row.id, filter, asOf))),
  ])
  const coverage = coverageTogether(
    vendors.map(({ history }) => history.coverage.periods),
    window,
  )
  const history = computeHistory({ incidents: spans.flat(), coverage, window, asOf })
  return {
    window,
    vendors,
    history: {
      ...history,
      unknownImpactCount: vendors.reduce((sum, vendor) => sum + vendor.history.unknownImpactCount, 0),
      unclearCount: vendors.reduce((sum, vendor) => sum + vendor.history.unclearCount, 0),
      // Time that is known of some vendors only is no time without a posted incident of any.
      timeWithoutIncidentPercent: history.coverage.complete ? history.timeWithoutIncidentPercent : null,
      coverage: { ...history.coverage, declaredIncidentCount: null, declaredSince: null },
    },
    unknown,
  }
}
