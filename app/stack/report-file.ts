import { knownParameters } from '#app/known-parameters.ts'
import { parseReportQuarter } from '#lib/domain/report/report-quarter.ts'
import { parseTarget } from '#lib/domain/target.ts'
import { getEnv } from '#lib/env.ts'
import { getReport } from '#lib/queries/report/report.ts'
import type { ReportView } from '#lib/queries/schemas.ts'
import { reportPath } from '#lib/url/report.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { parseAskedVendors, requireAny } from './asked-vendors.ts'

/** A route handler for a file of a quarterly report; `pageUrl` is the address of its page. */
export function reportFile(answer: (report: ReportView, pageUrl: string) => Response) {
  return handleApi(async (request: Request) => {
    const params = knownParameters(request, ['vendors', 'quarter', 'target'])
    const now = new Date()
    const slugs = parseAskedVendors(params)
    const quarter = parseReportQuarter(params.get('quarter'), now)
    const target = parseTarget(params.get('target'))
    const report = await getReport({ slugs, quarter, target }, now)
    requireAny(report)
    const found = report.vendors.map(({ slug }) => slug).sort()
    return answer(report, getEnv().PUBLIC_URL + reportPath(found, { quarter, target }))
  })
}
