import { cache } from 'react'
import { type OfferedVendors, offerVendors, readChoice } from '#app/choice.ts'
import { requestNow } from '#app/request-now.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { lastQuarter, parseReportQuarter } from '#lib/domain/report/report-quarter.ts'
import { parseTarget } from '#lib/domain/target.ts'
import { getEnv } from '#lib/env.ts'
import { getReport } from '#lib/queries/report/report.ts'
import type { ReportView } from '#lib/queries/schemas.ts'
import { REPORT_PATH, reportPath, reportQuery } from '#lib/url/report.ts'
import { MAX_STACKED, parseVendorChoice } from '#lib/url/vendor-choice.ts'

export type LoadedReport =
  | { report: ReportView; offered: OfferedVendors; last: string; siteUrl: string }
  | { problem: string; href: string }

/** All data of a report, read once for its head and body; a `problem`, and an address that has none, where the query is invalid. */
export const loadReport = cache(async (query: string): Promise<LoadedReport> => {
  const now = requestNow()
  const params = new URLSearchParams(query)
  const last = lastQuarter(now)
  try {
    const quarter = parseReportQuarter(params.get('quarter'), now)
    const target = parseTarget(params.get('target'))
    const { slugs, find } = await readChoice(REPORT_PATH, params, reportQuery({ quarter, target }), MAX_STACKED)
    const [report, offered] = await Promise.all([getReport({ slugs, quarter, target }, now), offerVendors(slugs, find)])
    return { report, offered, last, siteUrl: getEnv().PUBLIC_URL }
  } catch (error) {
    if (error instanceof InvalidInputError) return { problem: error.message, href: withoutFault(params, error, last) }
    throw error
  }
})

/** The same vendors in the last quarter; no vendors where they are the fault. */
function withoutFault(params: URLSearchParams, { field }: InvalidInputError, quarter: string): string {
  const slugs = field === 'vendors' ? [] : parseVendorChoice(params.getAll('vendors'), MAX_STACKED)
  return reportPath(slugs.map(encodeURIComponent), { quarter, target: null })
}
