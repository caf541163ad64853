import { cache } from 'react'
import { offerVendors, readChoice } from '#app/choice.ts'
import { requestNow } from '#app/request-now.ts'
import { type ComparePageProps, compareQuery } from '#components/compare/compare-page.tsx'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { parseTarget } from '#lib/domain/target.ts'
import { compareVendors } from '#lib/queries/compare.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { MAX_COMPARED } from '#lib/url/vendor-choice.ts'

/** All data of a comparison, read once for its head and body; a `problem` where the query is invalid. */
export const loadComparison = cache(async (query: string): Promise<ComparePageProps | { problem: string }> => {
  const now = requestNow()
  const params = new URLSearchParams(query)
  try {
    const filter = parseHistoryFilter(params, now)
    const target = parseTarget(params.get('target'))
    const { slugs, find } = await readChoice('/compare', params, compareQuery(filter, target), MAX_COMPARED)
    const [comparison, offered] = await Promise.all([compareVendors(slugs, filter, now), offerVendors(slugs, find)])
    return { comparison, offered, filter, target, asOf: filter.asOf ?? now }
  } catch (error) {
    if (error instanceof InvalidInputError) return { problem: error.message }
    throw error
  }
})
