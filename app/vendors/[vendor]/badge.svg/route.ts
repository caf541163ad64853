import { formatBadge } from '#lib/formats/badge.ts'
import { takeAway } from '../take-away.ts'

export const dynamic = 'force-dynamic'

export const GET = takeAway({ file: 'badge.svg', type: 'image/svg+xml; charset=utf-8', most: 0 }, ({ vendor }) =>
  formatBadge(vendor),
)
