import type { Metadata } from 'next'
import { Drawn } from '#app/drawn.tsx'
import { SearchForm } from '#components/search/search-form.tsx'
import { PageTitle } from '#components/ui/page-title.tsx'

export const metadata: Metadata = { title: 'Not found' }

/** The HTTP layer also serves this page where a vendor or an incident is not found. */
export default function NotFound() {
  return (
    <Drawn>
      <PageTitle>Page not found</PageTitle>
      <p className="mt-4 max-w-[68ch] text-soft">
        There is no vendor, incident or page at this address. The link may have been cut short. Addresses of incidents
        never change and end in twelve letters and digits, so a search may find what you are looking for.
      </p>
      <SearchForm id="search-again" className="mt-6 max-w-120" />
      <p className="mt-6">
        <a href="/" className="linked">
          All vendors
        </a>
      </p>
    </Drawn>
  )
}
