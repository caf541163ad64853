/** A text in pieces, of which some stand out; joined, they are the text. */
export type MarkedText = { text: string; isMatch: boolean }[]

/** What a matching word is put between: private characters, which no text of a vendor needs. */
export const MARK = { start: '\ue000', stop: '\ue001' } as const

/** Takes a text apart at its marks. A mark without its other half goes. */
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
 * Marks a text where another of the same length is marked. Matches between which no blank stands are one, as both parts of
 * "Node.js" are.
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
