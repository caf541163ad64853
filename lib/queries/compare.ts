import { commonTime, figuresWithin, isMinimumWithin } from '#lib/domain/common-time.ts'
import { listDowntime, lostSightAt } from '#lib/domain/history.ts'
import { sumSeconds } from '#lib/domain/period.ts'
import { monthsWithin } from '#lib/domain/statistics/chance.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { listChosenVendors } from './chosen-vendors.ts'
import { inOwnTask } from './event-loop.ts'
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
  const described = await describeVendors(rows, scope)
  const periods = commonTime(
    described.map(({ vendor }) => vendor.history.coverage.periods),
    window,
  )
  const vendors: ComparisonView['vendors'] = []
  for (const { vendor, spans } of described) {
    const lost = lostSightAt(spans, window, asOf)
    vendors.push({
      ...vendor,
      downtime: await inOwnTask(spans, () => listDowntime(spans, window, asOf)),
      lostSightAt: lost,
      common: {
        ...(await inOwnTask(spans, () => figuresWithin(spans, periods, asOf))),
        months: await inOwnTask(spans, () => monthsWithin(spans, periods, scope)),
        downtimeIsMinimum: isMinimumWithin(lost, periods),
      },
    })
  }
  return {
    window,
    vendors,
    common: { periods, seconds: sumSeconds(periods) },
    unknown,
  }
}
