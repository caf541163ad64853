import fc from 'fast-check'
import type { Root } from 'mdast'
import { parseFragment } from 'parse5'
import remarkStringify, { type Options } from 'remark-stringify'
import { unified } from 'unified'
import { describe, expect, it } from 'vitest'
import { htmlToMarkdown } from '#lib/adapters/wire/html-to-markdown.ts'
import { htmlToText, MAX_BODY_LENGTH, toBody } from '#lib/adapters/wire/markdown.ts'
import { MARKDOWN } from '#lib/adapters/wire/write-markdown.ts'
import { cpuMsOf } from '../../../support/cpu-time.ts'
import { anyHtml } from '../../../support/generators/any-html.ts'

describe('a body', () => {
  it.each([
    ['plain text', 'All is well.\r\nThank you.', { body: 'All is well.\nThank you.', format: 'text' }],
    [
      'placeholders that are no tags',
      'for <SOME/ALL> customers & others',
      { body: 'for <SOME/ALL> customers & others', format: 'text' },
    ],
    ['Markdown', '### Why\n\n**Because**', { body: '### Why\n\n**Because**', format: 'markdown' }],
    ['a Markdown list', 'Affected:\n- one\n- two', { body: 'Affected:\n- one\n- two', format: 'markdown' }],
    [
      'paragraphs and breaks',
      '<p>One<br />two</p>\n<p>three &amp; four</p>',
      { body: 'One\ntwo\n\nthree & four', format: 'text' },
    ],
    ['breaks for paragraphs', 'One.<br /><br />Two.', { body: 'One.\n\nTwo.', format: 'text' }],
    ['a reference alone', 'it&nbsp;works', { body: 'it works', format: 'text' }],
    [
      'inline tags among line ends',
      '<b>Start:</b> now\n<b>End:</b> later\n\nBye',
      { body: '**Start:** now  \n**End:** later\n\nBye', format: 'markdown' },
    ],
    [
      'lists',
      '<ul><li>one</li><li><em>two</em><ul><li>three</li></ul></li></ul>',
      { body: '- one\n- _two_\n  - three', format: 'markdown' },
    ],
    ['tables', '<table><tr><th>a</th><th>b</th></tr></table><i>c</i>', { body: 'a | b\n\n_c_', format: 'markdown' }],
  ])('of %s', (_, text, body) => {
    expect(toBody(text)).toEqual(body)
  })

  it.each([
    ['absolute', 'https://acme.example/a_b?x=1&y=2', '[x](https://acme.example/a_b?x=1&y=2)'],
    ['relative', '/incidents/1', '[x](https://status.acme.example/incidents/1)'],
    ['without a scheme', '//evil.example/', '[x](https://evil.example/)'],
    ['of mail', 'mailto:a@acme.example', '[x](mailto:a@acme.example)'],
    ['a script', 'javascript:alert(1)', 'x'],
    ['a script in disguise', ' java&#10;script:alert(1)', 'x'],
    ['data', 'data:text/html,x', 'x'],
    ['unreadable', 'http://[', 'x'],
  ])('with a link that is %s', (_, href, markdown) => {
    expect(htmlToMarkdown(`<a href="${href}">x</a>`, 'https://status.acme.example/history')).toBe(markdown)
  })

  it.each([
    [
      'blanks in what stands out',
      '<p><strong>Impact window: </strong>10:05 UTC to 11:20 UTC. <strong>Component: </strong>Database</p>',
      '**Impact window:** 10:05 UTC to 11:20 UTC. **Component:** Database',
    ],
    ['no-break spaces in it', '<b>Start:&nbsp;</b>10:05', '**Start:**\u00A010:05'],
    ['punctuation before a letter', '<b>Impact:</b>low <b>【障害】</b>について', '**Impact**:low **【障害**】について'],
    ['breaks in it', '<p><b>Start<br></b>now<b><br><br>End</b></p>', '**Start**  \nnow\n\n**End**'],
    ['a part of a word', 'un<em>planned</em>, a<i><b>b</b></i>c', 'un*planned*, a***b***c'],
    ['neighbours', '<b>a</b><b>b</b><i>c</i> <i>d</i><b>e</b>', '**ab**c d**e**'],
    ['struck text', '<p><del>Resolved</del> not yet, <s>a</s><strike>b</strike></p>', '~~Resolved~~ not yet, ~~ab~~'],
    ['a deletion in a word', '<p>a<del><i>b</i>c</del>d</p>', 'a~~bc~~d'],
    ['code beside code', '<p><code>a</code><code>b</code>c</p>', '`ab`c'],
    ['tildes', '<b>14:00~15:30</b> ~~x~~', '**14:00~15:30** \\~\\~x\\~\\~'],
    [
      'addresses',
      '<b>x</b> https://e.example/r?id=1&amp;page_no=2, https://e.example/a_(b)_c!',
      '**x** https://e.example/r?id=1&page_no=2, [https://e.example/a\\_(b)\\_c](https://e.example/a_(b)_c)!',
    ],
    ['a link with brackets', '<a href="https://e.example/a_(b)?x=[1]">x</a>', '[x](https://e.example/a_(b)?x=%5B1%5D)'],
    [
      'blanks in a link',
      '<p>see<a href="https://e.example/"> the docs </a>now</p>',
      'see [the docs](https://e.example/) now',
    ],
  ])('without character references and with few backslashes: %s', (_, html, markdown) => {
    expect(htmlToMarkdown(html)).toBe(markdown)
  })

  it('is no HTML because it tells of a tag, and keeps what follows', () => {
    const body = 'Pages that use the <script> tag fail; all else works.'
    expect(toBody(body)).toEqual({ body, format: 'text' })
    expect(toBody('Texts after <b> and <code> are bold.')).toMatchObject({ format: 'text' })
  })

  it('shows what was struck out as such where it is plain text', () => {
    expect(htmlToText('<p><s>Resolved</s> not yet</p>')).toBe('~~Resolved~~ not yet')
  })

  it('loses the same tags in one pass as kind after kind', () => {
    const kindAfterKind = (html: string) =>
      html
        .replace(/<\/?(?:p|div|h[1-6])\b[^<>]*>/gi, '\n\n')
        .replace(/<(?:br|li|tr)\b[^<>]*>/gi, '\n')
        .replace(/<\/?(?:del|s|strike)\b[^<>]*>/gi, '~~')
        .replace(/<[^<>]*>/g, '')
    const part = fc.constantFrom(
      ..."<p |</|<|>|<br/>|</br>|<S>|</del>|<strike x='|<p-a>|<pre_|<h7>|<H2>|<i>|< b|a|/|~".split('|'),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 9 }), (parts) => {
        const html = parts.join('')
        expect(htmlToText(html)).toBe(
          kindAfterKind(html)
            .replace(/\n{3,}/g, '\n\n')
            .split('\n')
            .map((line) => line.trim())
            .join('\n')
            .trim(),
        )
      }),
      { numRuns: 3_000, seed: 12 },
    )
  })

  it('writes prose as it would after a search for every sign', () => {
    const { handlers, ...rest } = MARKDOWN
    const writer = (options: Options) => unified().use(remarkStringify, options).freeze()
    const [quick, slow] = [
      writer(MARKDOWN),
      writer({ ...rest, handlers: { ...handlers, text: (node, _, state, info) => state.safe(node.value, info) } }),
    ]
    const part = fc.constantFrom(
      ...'a,é,1,., ,-,+,=,:,;,(,),/,\',",?,%,…,!,#,*,_,[,],&,amp;,1. ,- ,\n'.split(',').concat(','),
    )
    const text = fc
      .array(part, { minLength: 1, maxLength: 6 })
      .map((parts) => ({ type: 'text', value: parts.join('') }))
    const strong = text.map((inner) => ({ type: 'strong', children: [inner] }))
    const link = text.map((inner) => ({ type: 'link', url: 'https://x.example/', children: [inner] }))
    const line = fc.array(fc.oneof(text, strong, link, fc.constant({ type: 'break' })), { minLength: 1, maxLength: 4 })
    const block = fc
      .tuple(line, fc.constantFrom('paragraph', 'heading'))
      .map(([children, type]) => ({ type, depth: 2, children }))
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 3 }), (children) => {
        const tree = { type: 'root', children } as Root
        expect(quick.stringify(tree)).toBe(slow.stringify(tree))
      }),
      { numRuns: 2_000, seed: 12 },
    )
  })

  it('takes little time for a name without an end', async () => {
    const html = `<${'a'.repeat(200_000)}`
    expect(await cpuMsOf(() => htmlToText(html))).toBeLessThan(500)
  })

  it('keeps no script, style, frame or picture, but what they are called', () => {
    const html =
      '<p>a<script>b</script><style>c</style><iframe src="https://x.example">d</iframe><img src="https://x.example" alt="e"><svg><text>f</text></svg></p>'
    expect(htmlToMarkdown(html)).toBe('aef')
  })

  it('escapes what would be Markdown or HTML', () => {
    expect(htmlToMarkdown('<p>*a* &lt;b&gt; [c](d) # e</p>')).toBe('\\*a\\* \\<b> \\[c]\\(d) # e')
  })

  it('is cut to 64 KB', () => {
    expect(toBody('x'.repeat(100_000)).body).toHaveLength(MAX_BODY_LENGTH)
    expect(toBody(`<b>${'x'.repeat(100_000)}</b>`)).toEqual({ body: 'x'.repeat(MAX_BODY_LENGTH), format: 'text' })
  })

  it.each([
    ['elements', `<p>${'<i>x</i> '.repeat(501)}</p>`, 'has more than 500 elements'],
    [
      'elements made of few tags',
      `<p>${tags(40, '<b class=%>')}</p>${'<p>x</p>'.repeat(100)}`,
      'has more than 500 elements',
    ],
    ['attributes', `<b ${tags(31, 'a% ')}>x</b>`, 'has a tag of more than 30 attributes'],
    ['attributes behind a quote', `<script><b a="</script><b ${tags(31, 'a% ')}>x`, 'a tag of more than 30 attributes'],
    ['levels', `${'<div>'.repeat(51)}<b>x</b>`, 'is nested deeper than 50 elements'],
    ['levels after ends of nothing', `${'</div>'.repeat(90)}${'<div>'.repeat(51)}<b>x`, 'is nested deeper than 50'],
  ])('of too many %s is plain text, and says so', (_, html, reason) => {
    const complaints: string[] = []
    const { body, format } = toBody(html, null, (complaint) => complaints.push(complaint))
    expect(complaints).toEqual([expect.stringContaining(reason)])
    expect(complaints[0]).toMatch(/: kept as plain text$/)
    expect([format, body.includes('x')]).toEqual(['text', true])
  })

  it('leaves out elements of a line that say nothing or say it twice', () => {
    expect(htmlToMarkdown('<b>a<i></i><strong>b <em><b>c</b></em></strong></b><i> </i><code></code>d')).toBe(
      '**ab _c_** d',
    )
  })

  it('takes little time, whatever HTML it is made of', async () => {
    const texts = fc.sample(anyHtml(MAX_BODY_LENGTH), { seed: 4, numRuns: 320 })
    let sum = 0
    for (const html of texts) {
      const read = () => {
        toBody(html)
        htmlToText(html)
      }
      const ms = await cpuMsOf(read)
      sum += ms
      // The dearest take 50 to 200 ms; what grows with the square of the length would take many seconds.
      if (ms > 500) expect(Math.min(await cpuMsOf(read), await cpuMsOf(read)), html.slice(0, 200)).toBeLessThan(500)
    }
    expect(sum).toBeLessThan(16_000)
  })

  it('keeps a "<" from becoming a tag with the letter after an emphasis of nothing', () => {
    expect(htmlToMarkdown('&lt;<b></b>x<b>y</b>')).toBe('\\<x**y**')
  })

  it('has no tag left that a browser would take for more than text, whatever HTML it was made of', () => {
    const piece = fc.constantFrom(
      '<b>',
      '</b>',
      '<p>',
      '<a href="javascript:x">',
      '<img src=x onerror=y>',
      '<script>',
      '</script>',
      '<svg/onload=z>',
      '<xmp>',
      '<!--',
      '-->',
      '&lt;',
      'x',
      ' ',
      '\n',
      '`',
      '<li>',
      '<math>',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const markdown = htmlToMarkdown(pieces.join(''))
          .replace(/\\[<&]/g, ' ')
          .replace(/`[^`]*`/g, '')
        expect(tagsIn(markdown)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})

/** The piece so many times, with its number for each "%". */
function tags(count: number, piece: string): string {
  return Array.from({ length: count }, (_, n) => piece.replace('%', String(n))).join('')
}

function tagsIn(html: string): string[] {
  return parseFragment(html).childNodes.flatMap((node) => ('tagName' in node ? node.tagName : []))
}
