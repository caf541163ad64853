import { dayCard } from '#components/history/day-card-text.ts'
import { listWithCarriedOver } from '#lib/queries/incidents.ts'
import { findVendorRow, scopeOf } from '#lib/queries/scope.ts'
import { readVendor } from '#lib/queries/vendors.ts'
import { ofVendor } from '../vendor-file.ts'

export const dynamic = 'force-dynamic'

/** More would not fit on a card. */
const MAX_SHOWN = 6

/** What the card of a day in the calendar says; `window` is that day. */
export const GET = ofVendor('day.json', async ({ slug, filter, now }) => {
  const row = await findVendorRow(slug)
  if (row === null) return null
  const scope = await scopeOf([row.id], filter, now)
  const vendor = await readVendor(row, scope)
  const found = await listWithCarriedOver(scope, vendor.history.carriedOver, MAX_SHOWN)
  return Response.json(dayCard(vendor, filter, found))
})
