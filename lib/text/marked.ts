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
