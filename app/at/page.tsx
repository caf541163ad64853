import type { Metadata } from 'next'
import { requestNow } from '#app/request-now.ts'
import { type SearchParams, toQuery } from '#app/search-params.ts'
import { AtPage } from '#components/at-page.tsx'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { parseMoment } from '#lib/domain/local-instant.ts'
import { listCoverageAt, listIncidentsAt } from '#lib/queries/at.ts'
import { answerWithStatus } from '#lib/web/render-errors.ts'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: 'What was down at a moment',
  description: 'Every incident, of all vendors, that was open at one moment, and of whom that moment is known.',
  alternates: { canonical: '/at' },
}

export default async function MomentPage({ searchParams }: { searchParams: SearchParams }) {
  const now = requestNow()
  const params = new URLSearchParams(await toQuery(searchParams))
  const asked = params.get('t')?.trim() || null
  const zone = params.get('zone')?.trim().slice(0, 60) || null
  const nothing = { asked, zone, moment: null, incidents: [], coverage: [], now }
  if (asked === null) return <AtPage {...nothing} />
  try {
    const moment = parseMoment(asked, zone, 't', now)
    const [incidents, coverage] = await Promise.all([listIncidentsAt(moment, now), listCoverageAt(moment, now)])
    return <AtPage asked={asked} zone={zone} moment={moment} incidents={incidents} coverage={coverage} now={now} />
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error
    answerWithStatus(400)
    return <AtPage {...nothing} problem={error.message} />
  }
}
