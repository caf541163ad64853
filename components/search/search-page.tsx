import { IncidentLine } from '#components/incident/incident-line.tsx'
import { PageTitle } from '#components/ui/page-title.tsx'
import { Pager } from '#components/ui/pager.tsx'
import type { IncidentView, SearchMatch } from '#lib/queries/schemas.ts'
import { wordsBeside } from '#lib/text/likeness.ts'
import { vendorPath } from '#lib/url/path.ts'
import { SearchForm } from './search-form.tsx'

interface SearchPageProps {
  q: string
  /** The start of this page of results; null for the first. */
  cursor: string | null
  result: { incidents: IncidentView[]; nextCursor: string | null; vendors: { slug: string; name: string }[] }
  /** Keyed by the public id of an incident. */
  matches: Map<string, SearchMatch>
}

export function SearchPage({ q, cursor, result, matches }: SearchPageProps) {
  const { incidents, nextCursor, vendors } = result
  const isEmpty = incidents.length === 0 && vendors.length === 0
  const addressOf = (place: string | null) =>
    `/search?${new URLSearchParams(place === null ? { q } : { q, cursor: place })}`
  return (
    <>
      <PageTitle>{q === '' ? 'Search' : <>Search for “{q}”</>}</PageTitle>
      <SearchForm id="search-here" value={q} className="mt-5 max-w-120 print:hidden" />
      {(q === '' || isEmpty) && <Advice q={q} />}
      {vendors.length > 0 && (
        <section className="mt-7">
          <h2 className="font-[620]">Vendors</h2>
          <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1">
            {vendors.map(({ slug, name }) => (
              <li key={slug}>
                <a href={vendorPath(slug)} className="linked">
                  {name}
                </a>
                <WithoutName q={q} slug={slug} name={name} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {incidents.length === 0 && vendors.length > 0 && (
        <p className="mt-7 text-soft">No posting that we hold has these words in its title or texts.</p>
      )}
      {incidents.length > 0 && (
        <section className="mt-7">
          <h2 className="font-[620]">Incidents, newest first</h2>
          <ul className="mt-2 divide-y divide-line border-line border-y [&>li]:py-3">
            {incidents.map((incident) => (
              <IncidentLine key={incident.id} incident={incident} match={matches.get(incident.id)} />
            ))}
          </ul>
        </section>
      )}
      <Pager
        newest={cursor === null ? null : addressOf(null)}
        older={nextCursor === null ? null : addressOf(nextCursor)}
      />
    </>
  )
}

/** When a query contains a vendor's name, links to a search of that vendor's postings for the other words. */
function WithoutName({ q, slug, name }: { q: string; slug: string; name: string }) {
  const rest = wordsBeside(q, name)
  if (rest === null) return null
  return (
    <span className="ml-2 text-small text-soft">
      <a
        href={`${vendorPath(slug)}?${new URLSearchParams({ kind: 'all', q: rest, window: 'all' })}`}
        className="linked"
      >
        only its postings with “{rest}”
      </a>
    </span>
  )
}

function Advice({ q }: { q: string }) {
  return (
    <div className="mt-6 max-w-[68ch] text-soft">
      {q !== '' && <p role="status">Nothing is found.</p>}
      <p className="mt-2">
        Words are searched in the titles and updates of all vendors’ incidents: <code>webhook delay</code> finds both
        words, <code>“api gateway”</code> the phrase, <code>login -sso</code> leaves out what has the second word.
      </p>
      <p className="mt-2">
        <a href="/" className="linked">
          All vendors
        </a>
      </p>
    </div>
  )
}
