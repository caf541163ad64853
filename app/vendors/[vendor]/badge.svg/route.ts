import { formatBadge } from '#lib/formats/badge.ts'
import { vendorFile } from '../vendor-file.ts'

export const dynamic = 'force-dynamic'

export const GET = vendorFile({ file: 'badge.svg', type: 'image/svg+xml; charset=utf-8' }, ({ vendor }) =>
  formatBadge(vendor),
)
