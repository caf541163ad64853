import { z } from 'zod'
import { type HistoryFilter, historyParameters, parseHistoryFilter } from '#lib/url/filter.ts'

/** Arguments that several tools share. Only what is named here is allowed, so that a misspelt argument is not ignored. */

export const vendorArgument = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .describe('Slug or name, such as "courier" or "Google Cloud".')

const { window, kind, impact, status, component, q, asOf, cursor } = historyParameters.shape

/** The window and filters of a history. */
export const filterArguments = { window, kind, impact, status, component, q, asOf }
export const windowArguments = { window, kind, impact, asOf }
export const pageArguments = {
  cursor,
  limit: z.int().min(1).max(25).default(10).describe('Incidents in one answer.'),
}

/** The filter that such arguments ask for. Throws InvalidInputError as for a page's query. */
export function toFilter(asked: Record<string, string | number | undefined>, now: Date): HistoryFilter {
  const given = Object.entries(asked).filter(([, value]) => value !== undefined)
  return parseHistoryFilter(Object.fromEntries(given.map(([name, value]) => [name, String(value)])), now)
}
