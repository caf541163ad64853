import type { Metadata } from 'next'
import { requestNow } from '#app/request-now.ts'
import type { SearchParams } from '#app/search-params.ts'
import { parseVendorFilter } from '#components/vendors/vendor-filter.ts'
import { VendorsPage } from '#components/vendors/vendors-page.tsx'
import { listVendorSummaries } from '#lib/queries/vendors.ts'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  alternates: { canonical: '/', types: { 'application/atom+xml': '/feed.atom' } },
}

export default async function HomePage({ searchParams }: { searchParams: SearchParams }) {
  const [vendors, params] = await Promise.all([listVendorSummaries({ asOf: requestNow() }), searchParams])
  return <VendorsPage vendors={vendors} filter={parseVendorFilter(params)} />
}
