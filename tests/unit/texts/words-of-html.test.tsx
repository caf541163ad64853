import fc from 'fast-check'
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { Body } from '#components/text/body.tsx'
import { toBody } from '#lib/adapters/wire/markdown.ts'
import { isFull } from '../../support/full.ts'
import { htmlTexts } from '../../support/generators/html-texts.ts'

/** SEED= repeats what failed; it stands in the name of the test. */
const seed = Number(process.env.SEED ?? (process.env.CI ? 12 : Date.now() % 1_000_000))

/** What begins a line of its own, so that words on both sides of it are two. */
const LINES = /^(?:p|div|h\d|blockquote|ul|ol|li|br|pre|table|tr|td)$/

function wordsOf(html: string): string[] {
  const text = (node: DefaultTreeAdapterTypes.Node): string => {
    if ('value' in node) return node.value
    const inner = 'childNodes' in node ? node.childNodes.map(text).join('') : ''
    return LINES.test(node.nodeName) ? ` ${inner} ` : inner
  }
  // Cells are told apart by a bar.
  return text(parseFragment(html))
    .split(/[\s|]+/)
    .filter(Boolean)
}

it(`shows the words of any HTML, and no others, once it is stored and drawn (seed ${seed})`, () => {
  fc.assert(
    fc.property(htmlTexts, (html) => {
      const { body, format } = toBody(html, null, (complaint) => expect.fail(complaint))
      const drawn = renderToStaticMarkup(<Body text={body} isMarkdown={format === 'markdown'} />)
      expect(wordsOf(drawn), body).toEqual(wordsOf(html))
      expect(body).not.toMatch(/&#x[0-9A-F]+;/)
    }),
    { seed, numRuns: isFull ? 8_000 : 400 },
  )
})
