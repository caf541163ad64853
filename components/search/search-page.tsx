import { IncidentLine } from '#components/incident/incident-line.tsx'
import { PageTitle } from '#components/ui/page-title.tsx'
import { Pager } from '#components/ui/pager.tsx'
import type { SearchAnswer, SearchChoices, SearchMatch } from '#lib/queries/schemas.ts'
import { vendorPath } from '#lib/url/path.ts'
import { searchAddress } from './search-address.ts'
import { SearchFilters } from './search-filters.tsx'
import { UnclearDate } from './unclear-date.tsx'
import { Understood } from './understood.tsx'

interface SearchPageProps {
  q: string
  /** What was chosen beside the query. */
  choices: SearchChoices
  answer: SearchAnswer
  /** The start of this page of results; null for the first. */
  cursor: string | null
  /** Keyed by the public id of an incident. */
  matches: Map<string, SearchMatch>
  /** What is wrong with a choice; nothing was searched then. */
  problem: string | null
  now: Date
}

export function SearchPage(props: SearchPageProps) {
  const { q, choices, answer, cursor, matches, problem, now } = props
  const { request, result } = answer
  const { incidents, nextCursor, vendors } = result
  const isEmpty = incidents.length === 0
  const pageAt = (place: string | null) => searchAddress(answer.q, choices, place)
  return (
    <>
      <PageTitle>
        {q === '' ? (
          'Search'
        ) : (
          <>
            Search for “<bdi>{q}</bdi>”
          </>
        )}
      </PageTitle>
      <SearchFilters q={q} choices={choices} now={now} />
      {problem !== null && (
        <p role="alert" className="mt-5 text-down">
          {problem}
        </p>
      )}
      {request.unclearDate !== null && <UnclearDate q={q} choices={choices} unclearDate={request.unclearDate} />}
      {answer.q === q ? (
        <Understood q={q} choices={choices} request={request} />
      ) : (
        <p className="mt-5">
          Read as a search for a vendor, a date or an impact, your query matches no incident. These have its exact
          words.
        </p>
      )}
      {vendors.length > 0 && request.vendors.length === 0 && (
        <section className="mt-7">
          <h2 className="font-[620]">Vendors</h2>
          <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1">
            {vendors.map(({ slug, name }) => (
              <li key={slug}>
                <a href={vendorPath(slug)} className="linked">
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {isEmpty && problem === null && <Nothing q={q} answer={answer} choices={choices} />}
      {!isEmpty && (
        <section className="mt-7">
          <h2 className="font-[620]">Incidents, newest first</h2>
          <ul className="ruled mt-2 border-line border-y [&>li]:py-3">
            {incidents.map((incident) => (
              <IncidentLine key={incident.id} incident={incident} match={matches.get(incident.id)} />
            ))}
          </ul>
        </section>
      )}
      <Pager newest={cursor === null ? null : pageAt(null)} older={nextCursor === null ? null : pageAt(nextCursor)} />
    </>
  )
}

function Nothing({ q, answer, choices }: { q: string; answer: SearchAnswer; choices: SearchChoices }) {
  const { request, suggestion, mentions, anyTime } = answer
  return (
    <div className="mt-6 max-w-[68ch] text-soft">
      {q !== '' && (
        <p role="status">
          No results.{' '}
          {request.address === null
            ? 'No incident on record matches all of this.'
            : 'No incident on record has this address.'}
        </p>
      )}
      {anyTime !== null && (
        <p className="mt-2 text-ink">
          <a href={searchAddress(anyTime, choices)} className="linked">
            “<bdi>{anyTime}</bdi>” at any time
          </a>
        </p>
      )}
      {mentions !== null && (
        <p className="mt-2 text-ink">
          <a href={searchAddress(mentions.q, choices)} className="linked">
            Other vendors’ incidents that mention {mentions.name}
          </a>
        </p>
      )}
      {suggestion !== null && (
        <p className="mt-2 text-ink">
          Did you mean{' '}
          <a href={searchAddress(suggestion, choices)} className="linked">
            <bdi>{suggestion}</bdi>
          </a>
          ?
        </p>
      )}
      <p className="mt-2">
        Search for words in titles and updates, and add a vendor, a date or an impact: <code>webhook delay</code> finds
        incidents with both words, <code>“api gateway”</code> the phrase, <code>login -sso</code> leaves out incidents
        with the second word, <code>courier 20 oct 2025</code> is that vendor on that day, and{' '}
        <code>github major q3 2025</code> its major outages of that quarter.
      </p>
      <p className="mt-2">
        <a href="/" className="linked">
          All vendors
        </a>
      </p>
    </div>
  )
}
