import type { Metadata } from 'next'
import { requestNow } from '#app/request-now.ts'
import { type SearchParams, toQuery } from '#app/search-params.ts'
import { MAX_SEARCH_LENGTH } from '#components/search/search-form.tsx'
import { SearchPage } from '#components/search/search-page.tsx'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { IMPACTS } from '#lib/domain/incident.ts'
import type { SearchChoices } from '#lib/queries/schemas.ts'
import { listSearchMatches, searchIncidents, suggestWords } from '#lib/queries/search.ts'
import { literalRequest, understandSearch } from '#lib/queries/search-request.ts'

export const dynamic = 'force-dynamic'

interface Asked {
  q: string
  choices: SearchChoices
  cursor: string | null
}

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { q } = read(await toQuery(searchParams))
  // Search engines should not index search results.
  return { title: q === '' ? 'Search' : `Search: ${q}`, robots: { index: false } }
}

export default async function Search({ searchParams }: { searchParams: SearchParams }) {
  const asked = read(await toQuery(searchParams))
  try {
    return await show(asked)
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error
    return await show({ ...asked, cursor: null }, error.field === 'cursor' ? null : error.message)
  }
}

async function show({ q, choices, cursor }: Asked, problem: string | null = null) {
  const now = requestNow()
  const request = problem === null ? await understandSearch(q, choices, now) : literalRequest('')
  const result = await searchIncidents({ q, request }, cursor, now)
  const [matches, suggestion] = await Promise.all([
    listSearchMatches(
      request.words,
      result.incidents.map(({ id }) => id),
    ),
    result.incidents.length === 0 && cursor === null ? suggestWords(q) : null,
  ])
  return (
    <SearchPage
      q={q}
      choices={choices}
      request={request}
      cursor={cursor}
      result={result}
      matches={matches}
      suggestion={suggestion}
      problem={problem}
      now={now}
    />
  )
}

function read(query: string): Asked {
  const params = new URLSearchParams(query)
  // No text in the database contains control characters.
  const text = (name: string) =>
    (params.get(name) ?? '')
      .replace(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, MAX_SEARCH_LENGTH)
  return {
    q: text('q'),
    choices: {
      vendor: text('vendor') || null,
      window: text('window') || null,
      impact: IMPACTS.find((impact) => impact === text('impact')) ?? null,
    },
    cursor: params.get('cursor') || null,
  }
}
