/**
 * How much of a query occurs in a name, from 0 to 1, by shared three-letter pieces. The search forgives misspelt vendors by the
 * same measure (https://www.postgresql.org/docs/current/pgtrgm.html); this one works without a database. Case does not matter.
 */
export function likeness(asked: string, name: string): number {
  const wanted = piecesOf(asked)
  if (wanted.size === 0) return 0
  const held = piecesOf(name)
  return [...wanted].filter((piece) => held.has(piece)).length / wanted.size
}

/** Swapping two letters in "github" leaves 3 of its 7 pieces. */
export const LIKE_ENOUGH = 0.42

/** The entries whose name contains the text; if there are none, those with a similar spelling. An empty text: all. */
export function findByName<T>(text: string, things: readonly T[], nameOf: (thing: T) => string): T[] {
  const asked = text.trim().toLowerCase()
  const found = things.filter((thing) => nameOf(thing).toLowerCase().includes(asked))
  return found.length > 0 ? found : things.filter((thing) => likeness(asked, nameOf(thing)) >= LIKE_ENOUGH)
}

/** Pads each word with two blanks before and one after, so that its beginning weighs more than its middle. */
function piecesOf(text: string): Set<string> {
  const pieces = new Set<string>()
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const padded = `  ${word} `
    for (let at = 0; at + 3 <= padded.length; at += 1) pieces.add(padded.slice(at, at + 3))
  }
  return pieces
}
