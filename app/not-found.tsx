import type { Metadata } from 'next'
import { SearchForm } from '#components/search/search-form.tsx'
import { PageTitle } from '#components/ui/page-title.tsx'

export const metadata: Metadata = { title: 'Not found' }

/** The HTTP layer also serves this page where a vendor or an incident is not found. */
export default function NotFound() {
  return (
    <>
      <PageTitle>There is no such page</PageTitle>
      <p className="mt-4 max-w-[68ch] text-soft">
        No vendor, incident or page stands at this address; it may have been cut short on its way here. An incident’s
        address ends in twelve letters and digits and stays for good, so a search should find what you are looking for.
      </p>
      <SearchForm id="search-again" className="mt-6 max-w-120" />
      <p className="mt-6">
        <a href="/" className="linked">
          All vendors
        </a>
      </p>
    </>
  )
}
