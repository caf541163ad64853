import type { Metadata } from 'next'
import { Drawn } from '#app/drawn.tsx'
import { requestNow } from '#app/request-now.ts'
import { type SearchParams, toQuery } from '#app/search-params.ts'
import { SearchPage } from '#components/search/search-page.tsx'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { IMPACTS } from '#lib/domain/incident.ts'
import type { SearchChoices } from '#lib/queries/schemas.ts'
import { answerSearch } from '#lib/queries/search/search-answer.ts'
import { listSearchMatches } from '#lib/queries/search.ts'
import { MAX_SEARCH_LENGTH } from '#lib/text/search/search-words.ts'

export const dynamic = 'force-dynamic'

const NO_CHOICES: SearchChoices = { vendor: null, window: null, impact: null }

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
  const answer =
    problem === null
      ? await answerSearch({ q, choices, cursor }, now)
      : await answerSearch({ q: '', choices: NO_CHOICES, cursor: null }, now)
  const matches = await listSearchMatches(
    answer.request.words,
    answer.result.incidents.map(({ id }) => id),
  )
  return (
    <Drawn>
      <SearchPage
        q={q}
        choices={choices}
        answer={answer}
        cursor={cursor}
        matches={matches}
        problem={problem}
        now={now}
      />
    </Drawn>
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
