/**
 * A separator of words, as a character class that Postgres and JavaScript read alike: all ASCII signs, the Unicode punctuation
 * that is common between words, and the marks of `lib/text/marked.ts`. By default Postgres may read "API/Dashboard" as a file
 * name and "Node.js" as a host name, each a single word, depending on the surrounding text. Both the index and the query
 * therefore use a blank for each sign: one character for one, so that positions in both texts match. `regexp_replace` takes a
 * quarter of the time of `translate`.
 */
export const SEPARATOR = `[!-/:-@\\[-\`{-~\u00b7\u2010-\u2027\u30fb\ue000\ue001\uff0e\uff0f\uff1a]`

/** The maximum length of a search, in which a pasted title has room. */
export const MAX_SEARCH_LENGTH = 250

const SEPARATORS = new RegExp(`${SEPARATOR}+`, 'gu')

/** An emoji, or a sign that is a part of one. */
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u{fe0f}|\u{200d}/gu

/**
 * User input for `websearch_to_tsquery`: words, "phrases", -exclusions and "or" mean what they mean there, and a word of
 * several parts ("Node.js", "-502/504") becomes the phrase of its parts.
 */
export function toSearchQuery(typed: string): string {
  return withoutEmoji(typed)
    .split('"')
    .map((text, index, segments) =>
      index % 2 === 1 ? `"${text.replace(SEPARATORS, ' ')}"` : toTerms(text, index < segments.length - 1),
    )
    .join('')
}

/** A hyphen between blanks, as titles have it, leaves nothing out; one before a quotation mark does. */
function toTerms(text: string, isBeforeQuote: boolean): string {
  const words = text.split(/(\s+)/)
  return words.map((word, index) => toTerm(word, isBeforeQuote && index === words.length - 1)).join('')
}

/** Without the emoji of a pasted title or message, which others write without them; a query of nothing else keeps them. */
export function withoutEmoji(typed: string): string {
  const words = typed.replace(EMOJI, ' ')
  return /[\p{L}\p{N}]/u.test(words) ? words : typed
}

function toTerm(word: string, isBeforeQuote: boolean): string {
  const sign = word.startsWith('-') ? '-' : ''
  const parts = word.replace(SEPARATORS, ' ').trim()
  if (parts === '') return /\s/.test(word) || !isBeforeQuote ? ' ' : sign
  return sign + (parts.includes(' ') ? `"${parts}"` : parts)
}

/** The words of a query without those that it leaves out, for passages that show why something was found. */
export function wantedWords(typed: string): string {
  return typed
    .replace(/(^|\s)-(?:"[^"]*"?|\S+)/g, ' ')
    .replace(SEPARATORS, ' ')
    .trim()
}
