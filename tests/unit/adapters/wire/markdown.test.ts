import fc from 'fast-check'
import { parseFragment } from 'parse5'
import { describe, expect, it } from 'vitest'
import { htmlToMarkdown, htmlToText, MAX_BODY_LENGTH, toBody } from '#lib/adapters/wire/markdown.ts'
import { cpuMsOf } from '../../../support/cpu-time.ts'
import { anyHtml } from '../../../support/html-shapes.ts'

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
    ['absolute', 'https://acme.example/a_b?x=1&y=2', '[x](https://acme.example/a_b?x=1\\&y=2)'],
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
      // 50 ms is right for warm code; three times that is room for the collector and for a machine whose cores are shared.
      if (ms > 150) expect(Math.min(await cpuMsOf(read), await cpuMsOf(read)), html.slice(0, 200)).toBeLessThan(150)
    }
    expect(sum).toBeLessThan(5_000)
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
