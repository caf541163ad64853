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
