import type { Metadata } from 'next'
import { Drawn } from '#app/drawn.tsx'
import { requestNow } from '#app/request-now.ts'
import type { SearchParams } from '#app/search-params.ts'
import { loadVendorList } from '#app/vendor-list.ts'
import { parseVendorFilter } from '#components/vendors/vendor-filter.ts'
import { VendorsPage } from '#components/vendors/vendors-page.tsx'
import { countPlanned, listPlanned } from '#lib/queries/incident/planned.ts'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  alternates: {
    canonical: '/',
    types: {
      'application/atom+xml': '/feed.atom',
      'application/rss+xml': '/feed.rss',
      'application/feed+json': '/feed.json',
    },
  },
}

/** Of all vendors, the soonest are enough; each vendor's page has the rest. */
const MAX_PLANNED_OF_ALL = 12

export default async function HomePage({ searchParams }: { searchParams: SearchParams }) {
  const asOf = requestNow()
  const everywhere = { vendorIds: null, asOf, now: asOf }
  const filter = parseVendorFilter(await searchParams)
  const [list, soonest, total] = await Promise.all([
    loadVendorList(filter, asOf),
    listPlanned(everywhere, MAX_PLANNED_OF_ALL),
    countPlanned(everywhere),
  ])
  return (
    <Drawn>
      <VendorsPage {...list} planned={{ soonest, total }} filter={filter} />
    </Drawn>
  )
}
