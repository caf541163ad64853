/**
 * How much of what was asked for stands in a name, from 0 to 1, by the pieces of three letters that they share: the
 * measure by which search forgives a misspelt vendor (https://www.postgresql.org/docs/current/pgtrgm.html), for where there is
 * no database to ask. Case does not matter.
 */
export function likeness(asked: string, name: string): number {
  const wanted = piecesOf(asked)
  if (wanted.size === 0) return 0
  const held = piecesOf(name)
  return [...wanted].filter((piece) => held.has(piece)).length / wanted.size
}

/** Two letters that changed places in "github" leave 3 of its 7 pieces. */
export const LIKE_ENOUGH = 0.42

/** What a query asks for beside a name, which may be misspelt: "couriar delay" → "delay". Null where it asks for one of them only. */
export function wordsBeside(query: string, name: string): string | null {
  const words = query.split(/\s+/).filter((word) => word !== '')
  const rest = words.filter((word) => likeness(word, name) < LIKE_ENOUGH)
  return rest.length === 0 || rest.length === words.length ? null : rest.join(' ')
}

/** Those whose name holds the text; where there is none, those whose name is spelt like it. An empty text: all. */
export function findByName<T>(text: string, things: readonly T[], nameOf: (thing: T) => string): T[] {
  const asked = text.trim().toLowerCase()
  const found = things.filter((thing) => nameOf(thing).toLowerCase().includes(asked))
  return found.length > 0 ? found : things.filter((thing) => likeness(asked, nameOf(thing)) >= LIKE_ENOUGH)
}

/** Each word begins with two blanks and ends with one, so that its beginning weighs more than its middle. */
function piecesOf(text: string): Set<string> {
  const pieces = new Set<string>()
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const padded = `  ${word} `
    for (let at = 0; at + 3 <= padded.length; at += 1) pieces.add(padded.slice(at, at + 3))
  }
  return pieces
}
