import { cache } from 'react'
import { requestNow } from '#app/request-now.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { getCascade } from '#lib/queries/cascade/cascade.ts'
import { findIncidentAlias, getIncident, type IncidentPageView } from '#lib/queries/incidents.ts'
import type { CascadeView } from '#lib/queries/schemas.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'

export type LoadedIncident =
  | {
      incident: IncidentPageView | null
      movedTo: string | null
      /** The past moment that the page shows; null for now. */
      asOf: Date | null
      /** What happened around its start; null without one. */
      cascade: CascadeView | null
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
    const startedAt = incident?.durationBasis === 'planned' ? null : (incident?.startedAt ?? null)
    const cascade = startedAt === null ? null : await getCascade(startedAt, asOf ?? requestNow(), id)
    return { incident, movedTo, asOf, cascade }
  } catch (error) {
    if (error instanceof InvalidInputError) return { problem: error.message }
    throw error
  }
})
