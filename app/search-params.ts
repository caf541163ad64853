/** The parsed query string that Next passes to a page. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>

/** The query string rebuilt, with names and repetitions in their order: a cache key shared by the two loads of one request. */
export async function toQuery(searchParams: SearchParams): Promise<string> {
  const query = new URLSearchParams()
  for (const [name, values] of Object.entries(await searchParams)) {
    for (const value of [values ?? []].flat()) query.append(name, value)
  }
  return query.toString()
}
