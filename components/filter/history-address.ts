import { filterToQuery, type HistoryFilter } from '#lib/url/filter.ts'
import { vendorPath } from '#lib/url/path.ts'

/**
 * The address of a vendor's filtered history, with `overrides` applied; `file` is one of its other formats. Any change other
 * than the position in the list restarts the list.
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

/** The address of the history, or of one of its other formats, narrowed to a month or day, which the caller appends. */
export function monthAddressBase(slug: string, filter: HistoryFilter, file: string | null = null): string {
  // `window` sorts last among the parameters.
  return historyAddress(slug, filter, { window: 'MONTH' }, file).replace(/MONTH$/, '')
}
