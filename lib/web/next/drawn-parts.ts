import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { log } from '#lib/log.ts'

const MARK = '<template data-drawn="'
const END_OF_MARK = '"></template>'
/** What the log says of a part that threw. */
export const LEFT_TO_NEXT = 'a part of a page has to be drawn by Next'

/** The parts of one page that are drawn beside Next. */
export interface DrawnParts {
  /** Draws a part, and returns what `data-drawn` of its mark says; null if it cannot, for Next to meet the same error. */
  draw(part: ReactNode): string | null
  /** The page that Next wrote, in UTF-8, with the parts in place of their marks. */
  fill(page: Buffer): Buffer
}

/**
 * Draws parts of a page straight to HTML. Next draws everything twice, to flight data and from these to HTML, and then writes the
 * flight data into the page, from which `document.ts` takes it out again (decision 157).
 */
export function createDrawnParts(): DrawnParts {
  const parts: string[] = []
  return {
    draw(part) {
      try {
        return String(parts.push(renderToStaticMarkup(part)) - 1)
      } catch (error) {
        log.warn({ err: error }, LEFT_TO_NEXT)
        return null
      }
    },
    fill(page) {
      const pieces: Buffer[] = []
      let filledUntil = 0
      // Whatever a vendor writes is no mark: React escapes "<", and so does Next in its data.
      for (let start = page.indexOf(MARK); start !== -1; start = page.indexOf(MARK, filledUntil)) {
        const end = page.indexOf(END_OF_MARK, start)
        const part = parts[Number(page.toString('latin1', start + MARK.length, end))]
        if (part === undefined) throw new Error('A page has a mark of a part that was not drawn for it.')
        pieces.push(page.subarray(filledUntil, start), Buffer.from(part))
        filledUntil = end + END_OF_MARK.length
      }
      return pieces.length === 0 ? page : Buffer.concat([...pieces, page.subarray(filledUntil)])
    },
  }
}
