import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Body } from '#components/text/body.tsx'
import { cpuMsOf } from '../../../support/cpu-time.ts'
import { anyMarkdown } from '../../../support/generators/any-markdown.ts'

function render(text: string, { isMarkdown = true, maxLength }: { isMarkdown?: boolean; maxLength?: number } = {}) {
  const html = renderToStaticMarkup(<Body text={text} isMarkdown={isMarkdown} maxLength={maxLength} />)
  return html.replace(/^<div dir="auto" class="vendor-text">|<\/div>$/g, '')
}

/** Names of all elements in what was rendered. */
function elements(html: string): string[] {
  return [...new Set([...html.matchAll(/<([a-z0-9]+)/g)].map(([, name]) => name as string))].sort()
}

describe('plain text', () => {
  it('keeps paragraphs and lines', () => {
    expect(render('One\ntwo\n\nThree', { isMarkdown: false })).toBe('<p>One<br/>two</p><p>Three</p>')
  })

  it('links addresses, without the punctuation after them', () => {
    expect(render('See https://example.org/a?b=1&c=2.', { isMarkdown: false })).toBe(
      '<p>See <a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer nofollow ugc" class="wrap-anywhere linked">https://example.org/a?b=1&amp;c=2</a>.</p>',
    )
  })

  it.each([
    ['https://e.example/wiki/Outage_(network). Then', 'https://e.example/wiki/Outage_(network)'],
    ['(see https://e.example/a)', 'https://e.example/a'],
    ['参照 https://e.example/事故。次', 'https://e.example/事故'],
    ['「https://e.example/a」、', 'https://e.example/a'],
    ['HTTPS://e.example/A,', 'https://e.example/A'],
    ['www.e.example/a?', 'http://www.e.example/a'],
    ['to ops_team@e.example.', 'mailto:ops_team@e.example'],
    ['at https:// and www. and @x', null],
  ])('and Markdown find the address in "%s"', (text, address) => {
    for (const isMarkdown of [false, true]) {
      const links = [...render(text, { isMarkdown }).matchAll(/href="([^"]*)"/g)].map(([, href]) =>
        decodeURI(href ?? ''),
      )
      expect(links).toEqual(address === null ? [] : [address])
    }
  })

  it('shows markup as it was typed', () => {
    expect(render('<b>x</b> *y* <script>alert(1)</script>', { isMarkdown: false })).toBe(
      '<p>&lt;b&gt;x&lt;/b&gt; *y* &lt;script&gt;alert(1)&lt;/script&gt;</p>',
    )
  })

  it('of nothing is nothing', () => {
    expect(render(' \n ', { isMarkdown: false })).toBe('')
  })
})

describe('Markdown', () => {
  it('has emphasis, lists, code and line breaks', () => {
    expect(render('**a** *b* `c`<br>d\n\n- e\n- f')).toBe(
      '<p><strong>a</strong> <em>b</em> <code>c</code><br/>d</p>\n<ul>\n<li>e</li>\n<li>f</li>\n</ul>',
    )
  })

  it('leaves single tildes, and strikes out between two', () => {
    expect(render('14:00~15:30 KST, 16:00~17:00 KST, ~~over~~')).toBe(
      '<p>14:00~15:30 KST, 16:00~17:00 KST, <del>over</del></p>',
    )
  })

  it('links in whatever case the scheme is written, and neither in code nor in a link', () => {
    expect(
      [
        ...render('[t](HTTPS://e.example/) `http://a.example` [http://b.example](http://c.example)').matchAll(
          /href="([^"]*)"/g,
        ),
      ].map(([, href]) => href),
    ).toEqual(['https://e.example/', 'http://c.example/'])
  })

  it('turns headings into strong lines, and pictures into links', () => {
    expect(elements(render('# Title\n\n![chart](https://example.org/chart.png)'))).toEqual(['a', 'p', 'strong'])
  })

  it('keeps words in angle brackets', () => {
    expect(render('The <redacted> endpoint')).toBe('<p>The &lt;redacted&gt; endpoint</p>')
  })

  it.each([
    ['<img src=x onerror=alert(1)>'],
    ['<svg><script>alert(1)</script></svg>'],
    ['<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>'],
    ['<noscript><p title="</noscript><img src=x onerror=alert(1)>">'],
    ['<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">'],
    ['<style>*{color:red}</style><iframe srcdoc="<script>alert(1)</script>"></iframe>'],
    ['<a href="javascript:alert(1)" onclick="alert(1)">x</a>'],
    ['| a |\n|-|\n| <b onmouseover=alert(1)>x</b> |'],
    ['[^1]: <form action=//evil.example><input>\n\n[^1]'],
  ])('makes no element and no attribute out of %s', (text) => {
    const html = render(text)
    expect(elements(html).filter((name) => !['a', 'p', 'br', 'ol', 'li'].includes(name))).toEqual([])
    expect(html).not.toMatch(/<[^>]* (?:on\w+|style|src|srcdoc|action|id|class="(?!wrap-anywhere linked))/)
  })

  it.each([
    ['javascript:alert(1)'],
    ['JaVaScRiPt:alert(1)'],
    ['java&#x73;cript:alert(1)'],
    ['data:text/html,x'],
    ['vbscript:x'],
    ['//evil.example'],
    ['/admin'],
    ['#top'],
    ['file:///etc/passwd'],
  ])('leaves a link to %s as text', (href) => {
    expect(elements(render(`[words](${href})`))).toEqual(['p'])
    expect(render(`[words](${href})`)).toContain('words')
  })

  it.each([['https://example.org/a'], ['http://example.org/'], ['mailto:ops@example.org']])('links %s', (href) => {
    expect(render(`[words](${href})`)).toContain(`<a href="${href}" rel="noopener noreferrer nofollow ugc"`)
  })
})

describe('a text beyond the limits', () => {
  it.each([
    ['quotes', '>'.repeat(60_000)],
    ['spaced quotes', '> '.repeat(30_000)],
    ['nested lists', Array.from({ length: 400 }, (_, depth) => `${' '.repeat(depth)}- a`).join('\n')],
    ['brackets', '['.repeat(60_000)],
    ['emphasis', '*a_'.repeat(20_000)],
    ['half links', '[a](<b'.repeat(10_000)],
    ['half tags', '<a '.repeat(20_000)],
    ['footnotes', `[^a]: x\n\n${'[^a]'.repeat(15_000)}`],
    ['backslashes', '\\'.repeat(60_000)],
    ['ticks', Array.from({ length: 250 }, (_, length) => '`'.repeat(length)).join(' ')],
  ])('of %s costs less than two seconds and is shown', async (_, text) => {
    expect(await cpuMsOf(() => expect(render(text)).not.toBe(''))).toBeLessThan(2_000)
  })

  it('costs little, whatever Markdown it is made of', async () => {
    const texts = fc.sample(anyMarkdown(32_000), { seed: 2, numRuns: 80 })
    let sum = 0
    for (const text of texts) {
      const ms = await cpuMsOf(() => expect(render(text)).not.toBe(undefined))
      expect(ms, text.slice(0, 200)).toBeLessThan(1_500)
      sum += ms
    }
    expect(sum).toBeLessThan(8_000)
  })

  it('still has its bare addresses as links', () => {
    const links = render('[see http://a.example/b_c_d?x=1, www.b.example/y and c@d.example.').match(/href="[^"]+"/g)
    expect(links).toEqual([
      'href="http://a.example/b_c_d?x=1"',
      'href="http://www.b.example/y"',
      'href="mailto:c@d.example"',
    ])
  })

  it('is cut at a word where a list wants it short, and says so', () => {
    expect(render(`${'word '.repeat(30)}end`, { isMarkdown: false, maxLength: 52 })).toBe(
      `<p>${'word '.repeat(10).trim()}</p><p class="text-soft">… The full text is longer.</p>`,
    )
  })
})
