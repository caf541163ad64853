import { filterToQuery, type HistoryFilter } from '#lib/url/filter.ts'
import { vendorPath } from '#lib/url/path.ts'

/**
 * The address of a vendor's history under a filter, changed by `overrides`; `file` is one of its other forms. A change that is
 * none but in the place of the list begins the list anew.
 */
export function historyAddress(
  slug: string,
  filter: HistoryFilter,
  overrides: Partial<HistoryFilter> = {},
  file: string | null = null,
): string {
  const path = file === null ? vendorPath(slug) : `${vendorPath(slug)}/${file}`
  const query = filterToQuery(filter, overrides)
  return query === '' ? path : `${path}?${query}`
}

/** An address to which a month is to be added: the history narrowed to it. */
export function monthAddressBase(slug: string, filter: HistoryFilter): string {
  // `window` is the last of the names in their order.
  return historyAddress(slug, filter, { window: 'MONTH' }).replace(/MONTH$/, '')
}
