import type { Metadata } from 'next'
import { requestNow } from '#app/request-now.ts'
import { type SearchParams, toQuery } from '#app/search-params.ts'
import { AtPage } from '#components/at-page.tsx'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { parsePastInstant } from '#lib/domain/instant.ts'
import { listIncidentsAt } from '#lib/queries/at.ts'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: 'What was down at a moment',
  description: 'Every incident, of all vendors, that was open at one moment.',
  alternates: { canonical: '/at' },
}

export default async function MomentPage({ searchParams }: { searchParams: SearchParams }) {
  const now = requestNow()
  const asked = new URLSearchParams(await toQuery(searchParams)).get('t')?.trim() || null
  if (asked === null) return <AtPage asked={null} moment={null} incidents={[]} now={now} />
  try {
    const moment = parsePastInstant(withZone(asked), 't', now)
    return <AtPage asked={asked} moment={moment} incidents={await listIncidentsAt(moment, now)} now={now} />
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error
    return <AtPage asked={asked} moment={null} incidents={[]} now={now} problem={error.message} />
  }
}

/** What the form's field sends has no zone, and is labelled UTC. */
function withZone(text: string): string {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(text) ? `${text}Z` : text
}
