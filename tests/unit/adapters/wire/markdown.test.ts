import fc from 'fast-check'
import rehypeParse from 'rehype-parse'
import { unified } from 'unified'
import { describe, expect, it } from 'vitest'
import { htmlToMarkdown, htmlToText, MAX_BODY_LENGTH, toBody } from '#lib/adapters/wire/markdown.ts'
import { cpuMsOf } from '../../../support/cpu-time.ts'

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

  it('is cut to 64 KB, and nested 50 deep at most, before any parser sees it', () => {
    expect(toBody('x'.repeat(100_000)).body).toHaveLength(MAX_BODY_LENGTH)
    expect(toBody(`<b>${'x'.repeat(100_000)}</b>`).body).toBe('x'.repeat(MAX_BODY_LENGTH))
    expect(toBody(`${'<b>'.repeat(60)}deep${'</b>'.repeat(60)}`).body).toBe('deep')
  })

  it.each([
    ['nested tags', '<b>'.repeat(20_000)],
    ['tags without ends', '<a href="'.repeat(6_000)],
    ['opening brackets', '<'.repeat(MAX_BODY_LENGTH)],
    ['square brackets', '['.repeat(MAX_BODY_LENGTH)],
    ['references', '&amp;'.repeat(13_000)],
    ['blanks', `a${' '.repeat(60_000)}<br>b`],
    ['asterisks', '**'.repeat(30_000)],
    ['list items', '- a\n'.repeat(15_000)],
  ])('of hostile %s takes little time', async (_, text) => {
    const read = () => {
      toBody(text)
      htmlToText(text)
    }
    expect(await cpuMsOf(read)).toBeLessThan(3_000)
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

function tagsIn(html: string): string[] {
  const tree = unified().use(rehypeParse, { fragment: true }).parse(html)
  return tree.children.flatMap((node) => (node.type === 'element' ? node.tagName : []))
}
