import { DEFAULT_WINDOW } from '#lib/domain/window.ts'
import { DEFAULT_LIMIT, filterToQuery, type HistoryFilter } from '#lib/url/filter.ts'
import { choicePath, vendorPath } from '#lib/url/path.ts'

/** Whose outages: one vendor, several, or for no slug all. */
export interface Subject {
  slugs: readonly string[]
  filter: HistoryFilter
  /** The site's own address, without a slash at the end. */
  base: string
}

/** The page with all ways to subscribe. What is to come has no window, and no moment that it is as of. */
export function subscribePath(slugs: readonly string[], filter: HistoryFilter): string {
  return choicePath('/subscribe', slugs, queryOf(filter))
}

/** The whole address of a file that a program reads again and again. */
export function addressOf({ slugs, filter, base }: Subject, file: string): string {
  const query = queryOf(filter)
  const [only] = slugs
  if (slugs.length === 1 && only !== undefined)
    return `${base}${vendorPath(only)}/${file}${query === '' ? '' : `?${query}`}`
  return base + choicePath(slugs.length === 0 ? `/${file}` : `/stack/${file}`, slugs, query)
}

/** The same for a calendar program, which subscribes instead of importing once. */
export function webcalOf(address: string): string {
  return address.replace(/^https?:/, 'webcal:')
}

function queryOf(filter: HistoryFilter): string {
  return filterToQuery(filter, { window: DEFAULT_WINDOW, asOf: null, limit: DEFAULT_LIMIT })
}
