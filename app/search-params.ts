/** What Next hands to a page: the query string taken apart. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>

/** Put together again, names and repetitions as they came: a key that two loads of one request have in common. */
export async function toQuery(searchParams: SearchParams): Promise<string> {
  const query = new URLSearchParams()
  for (const [name, values] of Object.entries(await searchParams)) {
    for (const value of [values ?? []].flat()) query.append(name, value)
  }
  return query.toString()
}
