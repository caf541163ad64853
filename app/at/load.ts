import { cache } from 'react'
import { requestNow } from '#app/request-now.ts'
import type { AtPageProps } from '#components/at/at-page.tsx'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { listIncidentsAt, readCoverageAt } from '#lib/queries/at.ts'
import { getCascade } from '#lib/queries/cascade/cascade.ts'
import { parseMoment } from '#lib/text/local-instant.ts'

/** All data of the page of a moment, read once for its head and body; a `problem` where there is no such moment. */
export const loadMoment = cache(async (query: string): Promise<AtPageProps> => {
  const now = requestNow()
  const params = new URLSearchParams(query)
  const asked = params.get('t')?.trim() || null
  const zone = params.get('zone')?.trim().slice(0, 60) || null
  const nothing = { asked, zone, moment: null, incidents: [], isCut: false, coverage: null, cascade: null, now }
  if (asked === null) return nothing
  try {
    const moment = parseMoment(asked, zone, 't', now)
    const [open, coverage, cascade] = await Promise.all([
      listIncidentsAt(moment, now),
      readCoverageAt(moment, now),
      getCascade(moment, now),
    ])
    return { ...nothing, moment, ...open, coverage, cascade }
  } catch (error) {
    if (error instanceof InvalidInputError) return { ...nothing, problem: error.message }
    throw error
  }
})
