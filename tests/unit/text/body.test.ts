import fc from 'fast-check'
import { toJsxRuntime } from 'hast-util-to-jsx-runtime'
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5'
import { createElement, Fragment } from 'react'
import { jsx, jsxs } from 'react/jsx-runtime'
import { renderToStaticMarkup } from 'react-dom/server'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { describe, expect, it } from 'vitest'
import { Body } from '#components/text/body.tsx'
import { toBody } from '#lib/adapters/wire/markdown.ts'
import { safeAddress } from '#lib/text/addresses.ts'
import type { BodyText } from '#lib/text/body/parse-body.ts'
import { bodyToHtml } from '#lib/text/body/to-html.ts'
import { bodyToMarkdown } from '#lib/text/body/to-markdown.ts'
import { bodyToPlainText, isAddressItself } from '#lib/text/body/to-plain-text.ts'
import { isFull } from '../../support/full.ts'
import { anyMarkdown } from '../../support/generators/any-markdown.ts'
import { htmlTexts } from '../../support/generators/html-texts.ts'

const markdown = (body: string): BodyText => ({ body, isMarkdown: true })
const plain = (body: string): BodyText => ({ body, isMarkdown: false })

const STATEMENT =
  'Errors are **elevated** for `/v1/[id]/*`, see [the docs](https://e.example/a_b?b=1&c=2).\n\n- _One_\n- Two<br>lines\n\n~~Over~~'

describe('a text of a vendor', () => {
  it('is HTML in feeds', () => {
    expect(bodyToHtml(markdown(STATEMENT))).toBe(
      '<p>Errors are <strong>elevated</strong> for <code>/v1/[id]/*</code>, see <a href="https://e.example/a_b?b=1&amp;c=2">the docs</a>.</p>\n<ul>\n<li><em>One</em></li>\n<li>Two<br>lines</li>\n</ul>\n<p><del>Over</del></p>',
    )
  })

  it('has the numbers that its lists begin with', () => {
    const text = markdown('3. Three\n4. Four')
    expect(bodyToHtml(text)).toBe('<ol start="3">\n<li>Three</li>\n<li>Four</li>\n</ol>')
    expect(bodyToPlainText(text)).toBe('3. Three\n4. Four')
    expect(bodyToMarkdown(text)).toBe('3. Three\n4. Four')
  })

  it('is plain text in calendars', () => {
    expect(bodyToPlainText(markdown(STATEMENT))).toBe(
      'Errors are elevated for /v1/[id]/*, see the docs (https://e.example/a_b?b=1&c=2).\n\n- One\n- Two\n  lines\n\n~~Over~~',
    )
  })

  it('is Markdown of which every sign is ours', () => {
    expect(bodyToMarkdown(markdown(STATEMENT))).toBe(
      'Errors are **elevated** for `/v1/[id]/*`, see the docs (<https://e.example/a_b?b=1&c=2>).\n\n- _One_\n- Two  \n  lines\n\n~~Over~~',
    )
  })

  it('that is plain has no markup in any form', () => {
    const text = plain('*x* <b>y</b> # z_1\n- a\n1. b')
    expect(bodyToHtml(text)).toBe('<p>*x* &lt;b&gt;y&lt;/b&gt; # z_1<br>- a<br>1. b</p>')
    expect(bodyToPlainText(text)).toBe(text.body)
    expect(bodyToMarkdown(text)).toBe('\\*x\\* \\<b\\>y\\</b\\> \\# z\\_1  \n\\- a  \n1\\. b')
  })

  it('is bold once in Markdown, where bold is in bold', () => {
    expect(bodyToMarkdown(markdown('### ~~**Impact** seen~~'))).toBe('**~~Impact seen~~**')
  })

  it('has marks in Markdown where every reader takes them for marks', () => {
    expect(bodyToMarkdown(markdown('(*a*), नमस्ते*b*, *c*🎉'))).toBe('(_a_), नमस्तेb, c🎉')
  })

  it('keeps the blanks of code in Markdown', () => {
    expect(bodyToMarkdown(markdown('a`  b  `c'))).toBe('a`  b  `c')
  })

  it('draws no line in Markdown for lists of nothing', () => {
    expect(bodyToMarkdown(markdown('- > - > - > -\n\nEnd'))).toBe('- - - \\- \n\nEnd')
  })

  it('keeps two lists apart in Markdown, though there is nothing between them', () => {
    expect(bodyToMarkdown(markdown('1. One\n\n###\n\n1. Two'))).toBe('1. One\n\n1) Two')
  })

  it('of nothing is nothing', () => {
    for (const write of [bodyToHtml, bodyToPlainText, bodyToMarkdown]) expect(write(markdown(' \n '))).toBe('')
  })

  it('links nowhere but to the web and to mail', () => {
    expect(bodyToHtml(markdown('[a](javascript:alert) [b](/c) [d](mailto:e@f.example)'))).toBe(
      '<p>a b <a href="mailto:e@f.example">d</a></p>',
    )
  })
})

it('has no link within a link', () => {
  expect(bodyToHtml(markdown('[a ![b](http://c.example) d](http://e.example)'))).toBe(
    '<p><a href="http://e.example/">a b d</a></p>',
  )
})

const BLOCKS = /^(?:p|div|h\d|blockquote|ul|ol|li|br|pre|table|tr|td|th|hr)$/

/** The words of HTML, with the address of each link that does not show it, and the sign of each item. */
function wordsOf(html: string): string[] {
  const text = (node: DefaultTreeAdapterTypes.Node, sign = ''): string => {
    if ('value' in node) return node.value
    if (!('childNodes' in node)) return ''
    const start = Number(('attrs' in node && node.attrs.find(({ name }) => name === 'start')?.value) || 1)
    let item = start - 1
    const inner = node.childNodes
      .map((child) => {
        if (child.nodeName !== 'li') return text(child)
        item += 1
        return text(child, node.nodeName === 'ol' ? `${item}. ` : '- ')
      })
      .join('')
    const href = node.nodeName === 'a' && 'attrs' in node ? safeAddress(node.attrs[0]?.value) : null
    if (href !== null && !isAddressItself(href, inner)) return `${inner} (${href})`
    return BLOCKS.test(node.nodeName) ? ` ${sign}${inner} ` : sign + inner
  }
  return splitWords(text(parseFragment(html)))
}

/** Signs of struck text are not in every form, nor is the scheme of an address that begins with www. */
function splitWords(text: string): string[] {
  return text
    .replaceAll('~~', '')
    .replace(/http:\/\/(?=www\.)/gi, '')
    .split(/\s+/)
    .filter(Boolean)
}

const readers = {
  CommonMark: unified().use(remarkParse).use(remarkRehype),
  GFM: unified().use(remarkParse).use(remarkGfm, { singleTilde: false }).use(remarkRehype),
}

/** Markdown as a program shows it that follows the specification. */
function shownBy(reader: keyof typeof readers, text: string): string {
  const tree = readers[reader].runSync(readers[reader].parse(text))
  return renderToStaticMarkup(toJsxRuntime(tree, { Fragment, jsx, jsxs }))
}

/** SEED= repeats what failed; it stands in the name of the test. */
const seed = Number(process.env.SEED ?? (process.env.CI ? 12 : Date.now() % 1_000_000))

const said: fc.Arbitrary<BodyText> = fc.oneof(
  htmlTexts.map((html): BodyText => {
    const { body, format } = toBody(html)
    return { body, isMarkdown: format === 'markdown' }
  }),
  fc.record({ body: anyMarkdown(120), isMarkdown: fc.boolean() }),
)

it(`has the same words as HTML, plain text and Markdown (seed ${seed})`, () => {
  fc.assert(
    fc.property(said, (text) => {
      const html = bodyToHtml(text)
      const page = renderToStaticMarkup(createElement(Body, { text: text.body, isMarkdown: text.isMarkdown }))
      const words = wordsOf(html)
      expect(wordsOf(page), 'the page').toEqual(words)
      expect(splitWords(bodyToPlainText(text)), 'plain text').toEqual(words)
      const written = bodyToMarkdown(text)
      // Readers that make links of bare addresses differ in where a backslash ends one.
      const isRead = words.every((word) => !word.includes('\\'))
      for (const reader of isRead ? (['CommonMark', 'GFM'] as const) : (['CommonMark'] as const))
        expect(wordsOf(shownBy(reader, written)), `${reader}: ${written}`).toEqual(words)
    }),
    { seed, numRuns: isFull ? 5_000 : 300 },
  )
})
