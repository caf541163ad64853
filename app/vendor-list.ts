import { filterVendors, type VendorFilter } from '#components/vendors/vendor-filter.ts'
import type { VendorsPageProps } from '#components/vendors/vendors-page.tsx'
import { listVendorBriefs } from '#lib/queries/vendor/list-briefs.ts'
import { countVendors, listVendorSummaries } from '#lib/queries/vendors.ts'
import { MAX_LISTED, VENDORS_OF_PAGE } from '#lib/url/vendor-choice.ts'

/** All vendors, and those of the filter's page; where there are few, all under the filter are on one page. */
export async function loadVendorList(
  filter: VendorFilter,
  asOf: Date,
): Promise<Pick<VendorsPageProps, 'vendors' | 'shown' | 'found' | 'pages'>> {
  if ((await countVendors()) <= MAX_LISTED) {
    const vendors = await listVendorSummaries({ asOf })
    const shown = filterVendors(vendors, filter)
    return { vendors, shown, found: shown.length, pages: 1 }
  }
  const vendors = await listVendorBriefs(asOf)
  const found = filterVendors(vendors, filter)
  const from = (filter.page - 1) * VENDORS_OF_PAGE
  const slugs = found.slice(from, from + VENDORS_OF_PAGE).map(({ slug }) => slug)
  const summaries = new Map((await listVendorSummaries({ asOf, slugs })).map((vendor) => [vendor.slug, vendor]))
  return {
    vendors,
    // One may have been deleted meanwhile.
    shown: slugs.flatMap((slug) => summaries.get(slug) ?? []),
    found: found.length,
    pages: Math.ceil(found.length / VENDORS_OF_PAGE),
  }
}
