/**
 * A separator of words, as a character class that Postgres and JavaScript read alike: all ASCII signs, the Unicode punctuation
 * that is common between words, and the marks of `lib/text/marked.ts`. By default Postgres may read "API/Dashboard" as a file
 * name and "Node.js" as a host name, each a single word, depending on the surrounding text. Both the index and the query
 * therefore use a blank for each sign: one character for one, so that positions in both texts match. `regexp_replace` takes a
 * quarter of the time of `translate`.
 */
export const SEPARATOR = `[!-/:-@\\[-\`{-~\u00b7\u2010-\u2027\u30fb\ue000\ue001\uff0e\uff0f\uff1a]`

const SEPARATORS = new RegExp(`${SEPARATOR}+`, 'gu')

/**
 * User input for `websearch_to_tsquery`: words, "phrases", -exclusions and "or" mean what they mean there, and a word of
 * several parts ("Node.js", "-502/504") becomes the phrase of its parts.
 */
export function toSearchQuery(typed: string): string {
  return typed
    .split('"')
    .map((text, index) =>
      index % 2 === 1 ? `"${text.replace(SEPARATORS, ' ')}"` : text.split(/(\s+)/).map(toTerm).join(''),
    )
    .join('')
}

function toTerm(word: string): string {
  const sign = word.startsWith('-') ? '-' : ''
  const parts = word.replace(SEPARATORS, ' ').trim()
  if (parts === '') return /\s/.test(word) ? ' ' : sign
  return sign + (parts.includes(' ') ? `"${parts}"` : parts)
}

/** The words of a query without those that it leaves out, for passages that show why something was found. */
export function wantedWords(typed: string): string {
  return typed
    .replace(/(^|\s)-(?:"[^"]*"?|\S+)/g, ' ')
    .replace(SEPARATORS, ' ')
    .trim()
}
