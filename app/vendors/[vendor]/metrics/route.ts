import { formatMetrics } from '#lib/formats/monitoring.ts'
import { vendorFile } from '../vendor-file.ts'

export const dynamic = 'force-dynamic'

export const GET = vendorFile(
  { file: 'metrics', type: 'text/plain; version=0.0.4; charset=utf-8' },
  ({ vendor, filter }) => formatMetrics(vendor, filter),
)
