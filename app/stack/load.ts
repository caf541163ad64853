import { cache } from 'react'
import { offerVendors, readChoice } from '#app/choice.ts'
import { requestNow } from '#app/request-now.ts'
import type { StackPageProps } from '#components/stack/stack-page.tsx'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { getStack } from '#lib/queries/stack.ts'
import { filterToQuery, parseHistoryFilter } from '#lib/url/filter.ts'
import { MAX_STACKED } from '#lib/url/vendor-choice.ts'

/** All data of a stack, read once for its head and body; a `problem` where the query is invalid. */
export const loadStack = cache(async (query: string): Promise<StackPageProps | { problem: string }> => {
  const now = requestNow()
  const params = new URLSearchParams(query)
  try {
    const filter = parseHistoryFilter(params, now)
    const { slugs, find } = await readChoice('/stack', params, filterToQuery(filter), MAX_STACKED)
    const [{ stack, list }, offered] = await Promise.all([getStack(slugs, filter, now), offerVendors(slugs, find)])
    return { stack, list, offered, filter }
  } catch (error) {
    if (error instanceof InvalidInputError) return { problem: error.message }
    throw error
  }
})
