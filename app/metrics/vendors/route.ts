import { formatVendorMetrics } from '#lib/formats/monitoring.ts'
import { listOpenCounts } from '#lib/queries/vendor/open-counts.ts'
import { listVendorSummaries } from '#lib/queries/vendors.ts'
import { handleApi } from '#lib/web/failure/problem.ts'

export const dynamic = 'force-dynamic'

/** Gauges of all vendors, so that Prometheus needs one target for all of them. */
export const GET = handleApi(async () => {
  const asOf = new Date()
  const [vendors, open] = await Promise.all([listVendorSummaries({ asOf }), listOpenCounts(asOf)])
  const type = 'text/plain; version=0.0.4; charset=utf-8'
  return new Response(formatVendorMetrics(vendors, open), { headers: { 'content-type': type } })
})
