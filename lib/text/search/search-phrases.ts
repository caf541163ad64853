import { withoutEmoji } from './search-words.ts'

/**
 * Words around a date, a vendor or an impact that say nothing of an incident. Those that Postgres leaves out of its index anyway are
 * among them, since a search for them alone finds nothing.
 */
const FILLERS =
  /(?<![\p{L}\p{N}-])(?:outages?|incidents?|downtime|down|on|in|at|during|for|of|the|an?|to|by|from|with|and|who|what|which|when|where|was|were|is|are|be|been|being|has|have|had|did|does|do|there|it|all|any|anything|everything|anyone|everyone|something|happen(?:ed|ing|s)?|went|goes?|going|how|why|this|that|these|those|my|our|we|i|you|me|please|again|just|if|so)(?![\p{L}\p{N}-])/giu

/** Without filler words and the signs around them; empty where only signs are left. */
export function withoutFillers(words: string): string {
  const rest = words
    .replaceAll(FILLERS, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s:;,.]+|[\s:;,?!]+$/g, '')
  return /[\p{L}\p{N}]/u.test(rest) ? rest : ''
}

const STATUSES = 'resolved|investigating|identified|monitoring|update|scheduled|completed'
/** "[Resolved] ", "Update: ", as mails and messages put before a title. */
const STATUS_LABEL = new RegExp(`^\\s*(?:\\[(?:${STATUSES})\\]\\s*:?|(?:${STATUSES})\\s*:)\\s*`, 'i')

/** Without emoji, and without the status that messages put before a title. */
export function withoutStatusLabel(q: string): string {
  const rest = withoutEmoji(q).replace(STATUS_LABEL, '')
  return /[\p{L}\p{N}]/u.test(rest) ? rest : q
}

/** Phrases in quotation marks and words with the sign of an exclusion: they mean what they say. */
const LITERAL = /(?<!\S)-?"[^"]*"|"[^"]*"|(?<!\S)-\p{L}\S*/gu

/** Literal parts, and the rest of the query, which may be interpreted. */
export function parseLiterals(q: string): { literals: string[]; rest: string } {
  return { literals: q.match(LITERAL) ?? [], rest: q.replaceAll(LITERAL, ' ').replaceAll('"', ' ') }
}

/** What an address leads to, where a query is nothing else. */
export interface SearchedAddress {
  /** The public id in a permalink of this site or of another one. */
  publicId: string | null
  /** The forms in which a source may write it. */
  urls: string[]
}

export function parseAddress(q: string): SearchedAddress | null {
  const typed = q.trim()
  if (!/^https?:\/\/[^\s/]+\/\S+$/i.test(typed) || !URL.canParse(typed)) return null
  const url = new URL(typed)
  const [, publicId = null] = /^\/vendors\/[^/]+\/incidents\/([0-9a-z]{6,20})(?:\/|$)/.exec(url.pathname) ?? []
  const plain = (url.origin + url.pathname).replace(/\/$/, '')
  return { publicId, urls: [...new Set([typed, url.href, plain, `${plain}/`])] }
}
