import type { Metadata } from 'next'
import { requestNow } from '#app/request-now.ts'
import { type SearchParams, toQuery } from '#app/search-params.ts'
import { MAX_SEARCH_LENGTH } from '#components/search/search-form.tsx'
import { SearchPage } from '#components/search/search-page.tsx'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { listSearchMatches, searchIncidents } from '#lib/queries/search.ts'

export const dynamic = 'force-dynamic'

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { q } = read(await toQuery(searchParams))
  // Search engines should not index search results.
  return { title: q === '' ? 'Search' : `Search: ${q}`, robots: { index: false } }
}

export default async function Search({ searchParams }: { searchParams: SearchParams }) {
  const { q, cursor } = read(await toQuery(searchParams))
  try {
    return await show(q, cursor)
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error
    return await show(q, null)
  }
}

async function show(q: string, cursor: string | null) {
  const result = await searchIncidents(q, cursor, requestNow())
  const matches = await listSearchMatches(
    q,
    result.incidents.map(({ id }) => id),
  )
  return <SearchPage q={q} cursor={cursor} result={result} matches={matches} />
}

function read(query: string): { q: string; cursor: string | null } {
  const params = new URLSearchParams(query)
  return {
    // No text in the database contains control characters.
    q: (params.get('q') ?? '')
      .replace(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, MAX_SEARCH_LENGTH),
    cursor: params.get('cursor') || null,
  }
}
