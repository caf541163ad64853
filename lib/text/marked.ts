/** Text in pieces, some of them highlighted; joined, they are the text. */
export type MarkedText = { text: string; isMatch: boolean }[]

/** Markers around a matching word: private-use characters, which no vendor's text needs. */
export const MARK = { start: '\ue000', stop: '\ue001' } as const

/** Splits a text at its markers. A marker without its partner is dropped. */
export function parseMarked(text: string): MarkedText {
  return text
    .split(/(\ue000[^\ue000\ue001]*\ue001)/)
    .map((piece) => ({
      text: piece.replace(/[\ue000\ue001]/g, ''),
      isMatch: piece.startsWith(MARK.start) && piece.endsWith(MARK.stop),
    }))
    .filter((piece) => piece.text !== '')
}

/**
 * Marks a text at the same places as another text of equal length. Matches with no blank between them are joined, such as both
 * parts of "Node.js".
 */
export function markAs(text: string, marked: string): MarkedText {
  let end = 0
  const pieces: MarkedText = []
  for (const piece of parseMarked(marked)) {
    const from = end
    end += piece.text.length
    pieces.push({ text: text.slice(from, end), isMatch: piece.isMatch })
  }
  return pieces.reduce<MarkedText>((joined, piece) => {
    const [before, last] = [joined.at(-2), joined.at(-1)]
    if (piece.isMatch && before?.isMatch && last && !/\s/.test(last.text))
      joined.splice(-2, 2, { text: before.text + last.text + piece.text, isMatch: true })
    else joined.push(piece)
    return joined
  }, [])
}
