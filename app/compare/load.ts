import { cache } from 'react'
import { readChoice } from '#app/choice.ts'
import { requestNow } from '#app/request-now.ts'
import { type ComparePageProps, compareQuery } from '#components/compare/compare-page.tsx'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { parseTarget } from '#lib/domain/target.ts'
import { listVendorNames } from '#lib/queries/chosen-vendors.ts'
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
    const slugs = readChoice('/compare', params, compareQuery(filter, target), MAX_COMPARED)
    const [comparison, names] = await Promise.all([compareVendors(slugs, filter, now), listVendorNames()])
    return { comparison, names, filter, target, asOf: filter.asOf ?? now }
  } catch (error) {
    if (error instanceof InvalidInputError) return { problem: error.message }
    throw error
  }
})
