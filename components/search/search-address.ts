import { RELATIVE_WINDOWS, singleDayOf } from '#lib/domain/window.ts'
import type { SearchChoices } from '#lib/queries/schemas.ts'

/** The address of a search, without the parts that are not set. */
export function searchAddress(
  q: string,
  { vendor, window, impact }: SearchChoices,
  cursor: string | null = null,
): string {
  const query = new URLSearchParams({ q })
  for (const [name, value] of Object.entries({ vendor, window, impact, cursor })) {
    if (value !== null) query.set(name, value)
  }
  return `/search?${query}`
}

/** The search for everything that was open in a window: by its days, or by its name where it moves with the clock. */
export function openInAddress(window: string): string {
  if ((RELATIVE_WINDOWS as readonly string[]).includes(window))
    return searchAddress('', { vendor: null, window, impact: null })
  return `/search?${new URLSearchParams({ q: singleDayOf(window) ?? window.replace('..', ' to ') })}`
}
