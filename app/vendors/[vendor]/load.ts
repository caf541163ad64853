import { cache } from 'react'
import { requestNow } from '#app/request-now.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { type IncidentPage, listIncidents } from '#lib/queries/incidents.ts'
import { getPatterns } from '#lib/queries/patterns.ts'
import type { HistoryPatterns, SimilarPast, VendorView } from '#lib/queries/schemas.ts'
import { listSimilarPast } from '#lib/queries/similar.ts'
import { getVendor } from '#lib/queries/vendors.ts'
import { type HistoryFilter, parseHistoryFilter } from '#lib/url/filter.ts'

export type LoadedHistory =
  | {
      vendor: VendorView
      list: IncidentPage
      filter: HistoryFilter
      patterns: HistoryPatterns
      similar: Map<string, SimilarPast>
    }
  | { problem: string }

/**
 * All that a history page shows, read once for its head and its body. Null for an unknown vendor; a `problem` where the query
 * asks for something that cannot be, such as a month that has not come.
 */
export const loadHistory = cache(async (slug: string, query: string): Promise<LoadedHistory | null> => {
  const now = requestNow()
  try {
    const filter = parseHistoryFilter(new URLSearchParams(query), now)
    const [vendor, list] = await Promise.all([getVendor(slug, filter, now), listIncidents(slug, filter, now)])
    if (vendor === null) return null
    const [patterns, similar] = await Promise.all([
      getPatterns(slug, filter, vendor.history, now),
      listSimilarPast(vendor.openIncidents.map(({ id }) => id)),
    ])
    return patterns && { vendor, list, filter, patterns, similar }
  } catch (error) {
    if (error instanceof InvalidInputError) return { problem: error.message }
    throw error
  }
})
