import type { Metadata } from 'next'
import { Drawn } from '#app/drawn.tsx'
import { redirectMoment } from '#app/moment-fields.ts'
import { previewOf } from '#app/preview.ts'
import { type SearchParams, toQuery } from '#app/search-params.ts'
import { AtPage } from '#components/at/at-page.tsx'
import { atSentence, momentKnownWords } from '#components/at/at-sentence.ts'
import { toDateTime } from '#components/text/time-text.ts'
import { formatInstant } from '#lib/domain/format.ts'
import { answerWithStatus } from '#lib/web/next/render-errors.ts'
import { loadMoment } from './load.ts'

export const dynamic = 'force-dynamic'

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { moment, incidents, isCut, coverage } = await loadMoment(await toQuery(searchParams))
  const title = moment === null ? 'What was down at a moment' : `What was down on ${formatInstant(moment)}`
  const description =
    moment === null || coverage === null
      ? 'Every incident that was open at one moment, across all vendors, and which vendors our data covers at that moment.'
      : `${atSentence(incidents, moment, isCut).text} ${momentKnownWords(coverage)}.`
  const url = moment === null ? '/at' : `/at?t=${toDateTime(moment)}`
  return { title, description, alternates: { canonical: url }, ...previewOf({ title, description, url }, null) }
}

export default async function MomentPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await toQuery(searchParams)
  redirectMoment('/at', query)
  const loaded = await loadMoment(query)
  if (loaded.problem !== undefined) answerWithStatus(400)
  return (
    <Drawn>
      <AtPage {...loaded} />
    </Drawn>
  )
}
