import { cache } from 'react'
import { requestNow } from '#app/request-now.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { getVendorHistory, type VendorHistory } from '#lib/queries/vendors.ts'
import { type HistoryFilter, parseHistoryFilter } from '#lib/url/filter.ts'

export type LoadedHistory = (VendorHistory & { filter: HistoryFilter }) | { problem: string }

/**
 * All data of a history page, read once for its head and body. Null for an unknown vendor; a `problem` where the query asks for
 * something impossible, such as a future month.
 */
export const loadHistory = cache(async (slug: string, query: string): Promise<LoadedHistory | null> => {
  const now = requestNow()
  try {
    const filter = parseHistoryFilter(new URLSearchParams(query), now)
    const history = await getVendorHistory(slug, filter, now)
    return history && { ...history, filter }
  } catch (error) {
    if (error instanceof InvalidInputError) return { problem: error.message }
    throw error
  }
})
