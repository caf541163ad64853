import fc from 'fast-check'
import type { Nodes, Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, it } from 'vitest'
import { markdownFormat } from '#lib/formats/markdown.ts'
import { incidentView, update } from '../../support/incident-view.ts'
import { wholeFile } from '../../support/pieces.ts'

const [from, to] = [new Date('2024-03-10T00:00Z'), new Date('2026-03-10T00:00Z')]
const history = { asOf: to, window: { from, to }, incidentCount: 1, unknownDurationCount: 0 }
const PERMALINK = 'http://localhost:3000/vendors/acme/incidents/abcdefghjkmn/slow-exports'

/** What a vendor can say, in each place where it is shown. */
interface Said {
  title: string
  body: string
  status: string
}

function fileOf({ title, body, status }: Said): Promise<string> {
  const said = { ...update('u1', null, '2026-03-04T23:40:00Z', body), sourceStatus: status }
  const format = markdownFormat({
    title: `${title} outage history`,
    summary: `${title} had 1 outage.`,
    history,
    candour: null,
  })
  return wholeFile(format, [incidentView({ title, permalink: PERMALINK, updates: [said] })])
}

function nodesOf(tree: Nodes): Nodes[] {
  return [tree, ...('children' in tree ? tree.children.flatMap((child) => nodesOf(child)) : [])]
}

function textOf(tree: Nodes): string {
  return 'children' in tree ? tree.children.map((child) => textOf(child)).join('') : 'value' in tree ? tree.value : ''
}

const KINDS = [
  'html',
  'image',
  'imageReference',
  'linkReference',
  'definition',
  'footnoteReference',
  'footnoteDefinition',
]

/** All that would lead a reader somewhere, or be HTML, but for the one link of the incident's heading. */
function foreign(tree: Root): string[] {
  return nodesOf(tree).flatMap((node) => {
    if (KINDS.includes(node.type)) return [`${node.type}: ${JSON.stringify(node)}`]
    if (node.type !== 'link' || node.url === PERMALINK) return []
    // A reader that makes links of bare addresses shows where they lead.
    return node.url.endsWith(textOf(node)) ? [] : [`link: ${textOf(node)} → ${node.url}`]
  })
}

/** What stands below the document itself, by kind: neither a quotation nor a heading can be left. */
function outline(tree: Root): string[] {
  return tree.children.map((node) => (node.type === 'heading' ? `heading ${node.depth}` : node.type))
}

const OUTLINE = ['heading 1', 'paragraph', 'list', 'heading 2', 'paragraph', 'paragraph', 'blockquote']

const parsers = {
  CommonMark: unified().use(remarkParse),
  'GitHub’s Markdown': unified().use(remarkParse).use(remarkGfm),
}

const fragments = fc.constantFrom(
  ...[
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    '!',
    '|',
    '`',
    '```',
    '~~~',
    '\\',
    '*',
    '_',
    '#',
    '-',
    '+',
    '=',
    '---',
    '&',
    '&lt;',
  ],
  ...['&#91;', ':', '"', "'", '^', '1.', '\n', '\r', '\r\n', '\n\n', '\t', '    ', ' ', 'word', 'http://evil.example/'],
  ...[
    '[x](http://evil.example/)',
    '[x]: http://evil.example/',
    '<http://evil.example/>',
    '<b>',
    '<!--',
    '-->',
    '![x](y)',
  ],
  ...['<a href="http://evil.example/">', '<script>', '| a | b |\n|---|---|', '[^1]', '[^1]: note', 'www.evil.example'],
)
const said = fc
  .array(fragments, { minLength: 1, maxLength: 14 })
  .map((parts) => parts.join(''))
  .filter((text) => text.trim() !== '')

describe.each(Object.entries(parsers))('as %s reads it', (_name, parser) => {
  it('has no link, image or HTML but its own, whatever a vendor says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record({ title: said, body: said, status: said }), async (vendor) => {
        const tree = parser.runSync(parser.parse(await fileOf(vendor))) as Root
        expect(foreign(tree)).toEqual([])
        expect(nodesOf(tree).filter((node) => node.type === 'link' && node.url === PERMALINK)).toHaveLength(1)
        expect(outline(tree)).toEqual(OUTLINE)
      }),
      { numRuns: 150 },
    )
  })

  it('shows a title letter by letter', () => {
    const title = '\\ `a` *b* _c_ [d](e) <f> # | ~~g~~ &amp; ![h](i) x'
    return fileOf({ title, body: 'b', status: 'c' }).then((file) => {
      const link = nodesOf(parser.parse(file)).find((node) => node.type === 'link')
      expect(link && textOf(link)).toBe(title)
    })
  })
})
