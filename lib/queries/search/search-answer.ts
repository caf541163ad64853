import type { SearchAnswer, SearchChoices, SearchResult } from '#lib/queries/schemas.ts'
import { searchIncidents, suggestWords } from '#lib/queries/search.ts'
import { findPeriodWords } from '#lib/text/search/period-words.ts'
import { parseLiterals, withoutStatusLabel } from '#lib/text/search/search-phrases.ts'
import { understandSearch } from './search-request.ts'

/** One page of results; `limit` is its length. Throws InvalidInputError for a choice or cursor that cannot be read. */
export async function answerSearch(
  { q, choices, cursor }: { q: string; choices: SearchChoices; cursor: string | null },
  now: Date,
  limit?: number,
): Promise<SearchAnswer> {
  const run = async (q: string, cursor: string | null, limit?: number) => {
    const request = await understandSearch(q, choices, now)
    return { request, result: await searchIncidents({ q, request }, cursor, now, limit) }
  }
  const asked = await run(q, cursor, limit)
  const isFound = (result: SearchResult) => result.incidents.length > 0
  const answer = { ...asked, q, suggestion: null, mentions: null, anyTime: null }
  if (isFound(asked.result) || cursor !== null || asked.request.address !== null) return answer
  const { words, vendors, window, impact } = asked.request
  const exact = `"${withoutStatusLabel(q).trim()}"`
  const isInterpreted = vendors.length > 0 || window !== null || impact !== null
  if (isInterpreted && /\s/.test(q) && !q.includes('"')) {
    // A title that was pasted may name a vendor, a day or an impact.
    const literal = await run(exact, null, limit)
    if (isFound(literal.result)) return { ...answer, ...literal, q: exact }
  }
  const finds = async (other: string) => {
    const request = await understandSearch(other, choices, now)
    return isFound(await searchIncidents({ q: '', request }, null, now, 1))
  }
  const similar = words === '' ? null : await suggestWords(q, words)
  const quoted = vendors.flatMap(({ name }) => {
    const at = q.toLowerCase().indexOf(name.toLowerCase())
    const typed = q.slice(at, at + name.length)
    return at === -1 ? [] : [{ q: `${q.slice(0, at)}"${typed}"${q.slice(at + name.length)}`, name }]
  })
  const [mentions = null] = quoted
  const { literals, rest } = parseLiterals(q)
  const dateless =
    window === null || choices.window !== null ? '' : [findPeriodWords(rest, now).rest, ...literals].join(' ').trim()
  return {
    ...answer,
    suggestion: similar !== null && (await finds(similar)) ? similar : null,
    anyTime: dateless !== '' && (await finds(dateless)) ? dateless : null,
    mentions: mentions !== null && !q.includes('"') && (await finds(mentions.q)) ? mentions : null,
  }
}
