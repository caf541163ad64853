import { listDowntime, lostSightAt } from '#lib/domain/history.ts'
import { METHOD_VERSION } from '#lib/domain/method.ts'
import { refuseBeforeKnowledge } from '#lib/domain/report/report-quarter.ts'
import { findSharedOutages } from '#lib/domain/report/shared-outages.ts'
import { listWorstDays } from '#lib/domain/report/worst-days.ts'
import { startsOf } from '#lib/domain/statistics/chance.ts'
import { quarterChange } from '#lib/domain/statistics/quarter-change.ts'
import { monthsAgainstTarget } from '#lib/domain/target.ts'
import { listChosenVendors } from '#lib/queries/chosen-vendors.ts'
import type { ReportVendor, ReportView } from '#lib/queries/schemas.ts'
import { type Scope, scopeOf } from '#lib/queries/scope.ts'
import { historyTogether } from '#lib/queries/stack.ts'
import { type DescribedVendor, describeVendors } from '#lib/queries/vendor/describe-vendors.ts'
import { rankByDowntime, sharesOf } from '#lib/text/coverage-words.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { readCandour } from './candour.ts'
import { listReportDocuments } from './documents.ts'

/** So many of the longest shared outages, and of the worst days, are listed. */
const MAX_SHARED = 10
const MAX_DAYS = 5

export interface ReportRequest {
  slugs: readonly string[]
  /** One that is over: "2026-Q3". */
  quarter: string
  target: number | null
}

/**
 * The report of a quarter, counting outages; without vendors, an empty one. Throws InvalidInputError for a quarter before all that is
 * known of them.
 */
export async function getReport({ slugs, quarter, target }: ReportRequest, now: Date): Promise<ReportView> {
  const { vendors: rows, unknown } = await listChosenVendors(slugs)
  const scope = await scopeOf(
    rows.map(({ id }) => id),
    parseHistoryFilter({ window: quarter }, now),
    now,
  )
  const [described, candourOf] = await Promise.all([describeVendors(rows, scope), readCandour(scope)])
  refuseBeforeKnowledge(
    quarter,
    described.map(({ vendor }) => vendor.held.since),
    now,
  )
  const facts = reportFacts(described, scope)
  const shareOf = sharesOf(described.map(({ vendor }) => vendor))
  const vendors = described.map(({ vendor, spans, coverage }, index): ReportVendor => {
    const { slug, name, isSample, history } = vendor
    return {
      ...{ slug, name, isSample, history },
      share: shareOf?.(vendor) ?? null,
      change: quarterChange({
        starts: startsOf(spans),
        coverage,
        quarter: scope.window,
        breaks:
          vendor.breaks?.map(({ at, until, cause }) => ({ at: at.getTime(), until: until.getTime(), cause })) ?? null,
        vendorCount: rows.length,
      }),
      candour: candourOf(rows[index]?.id ?? 0),
      months: target === null ? null : againstTarget({ vendor, spans }, scope, target),
    }
  })
  return {
    quarter,
    window: scope.window,
    asOf: scope.asOf,
    method: METHOD_VERSION,
    target,
    vendors: rankByDowntime(vendors),
    together: rows.length > 1 ? await historyTogether(described, scope) : null,
    shared: facts.shared === null ? null : { ...facts.shared, longest: facts.shared.longest.slice(0, MAX_SHARED) },
    worstDays: facts.worstDays,
    documents: await listReportDocuments(
      scope,
      described.flatMap(({ vendor }) => vendor.history.carriedOver),
    ),
    unknown,
  }
}

/** The shared outages, all of them, and the worst days of vendors in a window. */
export function reportFacts(
  described: readonly DescribedVendor[],
  { window, asOf }: Pick<Scope, 'window' | 'asOf'>,
): Pick<ReportView, 'shared' | 'worstDays'> {
  const downtimes = described.map(({ vendor, spans }) => ({
    slug: vendor.slug,
    downtime: listDowntime(spans, window, asOf),
  }))
  const shared = findSharedOutages(downtimes)
  return {
    shared:
      described.length < 2
        ? null
        : {
            seconds: shared.reduce((seconds, outage) => seconds + outage.seconds, 0),
            count: shared.length,
            longest: shared.toSorted((a, b) => b.seconds - a.seconds || a.from.getTime() - b.from.getTime()),
          },
    worstDays: listWorstDays(downtimes, {
      incidents: described.flatMap(({ spans }) => spans),
      coverage: described.flatMap(({ vendor }) => vendor.history.coverage.periods),
      window,
      asOf,
      most: MAX_DAYS,
    }),
  }
}

function againstTarget(
  { vendor, spans }: Pick<DescribedVendor, 'vendor' | 'spans'>,
  { window, asOf }: Scope,
  target: number,
) {
  const history = {
    downtime: listDowntime(spans, window, asOf),
    lostSightAt: lostSightAt(spans, window, asOf),
    coverage: vendor.history.coverage.periods,
  }
  return monthsAgainstTarget(history, window, target)
}
