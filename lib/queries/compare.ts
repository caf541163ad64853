import { commonTime, figuresWithin } from '#lib/domain/common-time.ts'
import { listDowntime, lostSightAt } from '#lib/domain/history.ts'
import { sumSeconds } from '#lib/domain/period.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { listChosenVendors } from './chosen-vendors.ts'
import type { ComparisonView } from './schemas.ts'
import { scopeOf } from './scope.ts'
import { describeVendors } from './vendor/describe-vendors.ts'

/** Several vendors in one window, under one filter; `all` begins at the first instant known for any of them. */
export async function compareVendors(
  slugs: readonly string[],
  filter: HistoryFilter,
  now: Date,
): Promise<ComparisonView> {
  const { vendors: rows, unknown } = await listChosenVendors(slugs)
  const ids = rows.map(({ id }) => id)
  const scope = await scopeOf(ids, filter, now)
  const { window, asOf } = scope
  const vendors = (await describeVendors(rows, scope)).map(({ vendor, spans }) => ({
    ...vendor,
    spans,
    downtime: listDowntime(spans, window, asOf),
    lostSightAt: lostSightAt(spans, window, asOf),
  }))
  const periods = commonTime(
    vendors.map(({ history }) => history.coverage.periods),
    window,
  )
  const end = periods.at(-1)?.to ?? window.from
  return {
    window,
    vendors: vendors.map(({ spans, ...vendor }) => ({
      ...vendor,
      common: {
        ...figuresWithin(spans, periods, asOf),
        // An outage that was lost sight of may have lasted through all later common time.
        downtimeIsMinimum: vendor.lostSightAt.some((last) => last < end),
      },
    })),
    common: { periods, seconds: sumSeconds(periods) },
    unknown,
  }
}
