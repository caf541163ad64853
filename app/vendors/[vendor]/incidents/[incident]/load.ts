import { cache } from 'react'
import { requestNow } from '#app/request-now.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { listSimilarPast } from '#lib/queries/incident/similar.ts'
import { findIncidentAlias, getIncident, type IncidentPageView } from '#lib/queries/incidents.ts'
import type { SimilarPast } from '#lib/queries/schemas.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'

export type LoadedIncident =
  | {
      incident: IncidentPageView | null
      movedTo: string | null
      /** The past moment that the page shows; null for now. */
      asOf: Date | null
      similar: SimilarPast | undefined
    }
  | { problem: string }

/**
 * The incident as of the query's `asOf`, and the address that it has moved to, read once for its head and body. Ids are written
 * in lower case and accepted in upper case, since people dictate them.
 */
export const loadIncident = cache(async (publicId: string, query: string): Promise<LoadedIncident> => {
  const id = publicId.toLowerCase()
  try {
    const { asOf } = parseHistoryFilter(new URLSearchParams(query), requestNow())
    const [incident, movedTo] = await Promise.all([getIncident(id, asOf ?? requestNow()), findIncidentAlias(id)])
    const isOpen = incident?.durationBasis === 'ongoing'
    const similar = isOpen ? (await listSimilarPast([id])).get(id) : undefined
    return { incident, movedTo, asOf, similar }
  } catch (error) {
    if (error instanceof InvalidInputError) return { problem: error.message }
    throw error
  }
})
