import type { Element, ElementContent, Nodes, Root } from 'hast'
import { sanitize } from 'hast-util-sanitize'
import type { Nodes as MarkdownNodes } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype, { type Options } from 'remark-rehype'
import { unified } from 'unified'

/**
 * Limits far above what people write. The parser's work grows with the square of some of these: `>` repeated 65,000
 * times takes it 18 seconds and its stack. A text beyond a limit is shown as it was typed.
 */
const MAX_LENGTH = 32 * 1024
const MAX_DEPTH = 24
const MAX_BRACKETS = 1_000
const MAX_LINES = 1_000
const MAX_EMPHASES = 500
const MAX_TICKS = 1_000
const TOO_DEEP_A_LINE = /^(?:[ \t]*(?:>|[-+*]|\d{1,9}[.)])){25}/m

const ALLOWED = ['p', 'br', 'strong', 'em', 'ul', 'ol', 'li', 'a', 'code', 'pre']

const HANDLERS: Options['handlers'] = {
  // Tags that were typed into the text stay visible as text: dropping them would drop words such as <redacted>.
  html: (_state, { value }: { value: string }) =>
    /^<br\s*\/?>$/i.test(value) ? element('br') : { type: 'text', value },
  heading: (state, node) => element('p', [element('strong', state.all(node) as ElementContent[])]),
  image: (_state, { url, alt }: { url: string; alt?: string }) =>
    element('a', [{ type: 'text', value: alt || url }], { href: url }),
  tableRow: (state, node) => element('p', intersperse(state.all(node) as ElementContent[], ' · ')),
}

/**
 * Bare addresses are found in the finished tree as well, by a second pass of remark-gfm. The first, in the parser, looks back
 * over the whole text for each of its words once a "[" stands open.
 */
const BARE_ADDRESSES = ['wwwAutolink', 'protocolAutolink', 'emailAutolink']

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(function disableBareAddresses() {
    this.data().micromarkExtensions?.push({ disable: { null: BARE_ADDRESSES } })
  })
  .use(remarkRehype, { handlers: HANDLERS })

/** A tree of allowed elements only; null for a text beyond the limits. */
export function parseMarkdown(text: string): Root | null {
  if (text.length > MAX_LENGTH || isTangled(text)) return null
  const markdown = processor.parse(text)
  if (isDeeperThan(markdown, MAX_DEPTH)) return null
  const tree = processor.runSync(markdown)
  return sanitize(tree as Nodes, {
    tagNames: ALLOWED,
    attributes: { a: ['href'] },
    protocols: { href: ['http', 'https', 'mailto'] },
    strip: ['script', 'style'],
  }) as Root
}

function isTangled(text: string): boolean {
  return (
    TOO_DEEP_A_LINE.test(text) ||
    count(text, /[[\]<]/g) > MAX_BRACKETS ||
    count(text, /\n/g) > MAX_LINES ||
    count(text, /\*+|_+|~+/g) > MAX_EMPHASES ||
    count(text, /[`\\]/g) > MAX_TICKS
  )
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

/** Walks without recursion, since the depth is what is in doubt. */
function isDeeperThan(root: MarkdownNodes, limit: number): boolean {
  let level: MarkdownNodes[] = [root]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) return true
    level = level.flatMap((node) => ('children' in node ? node.children : []))
  }
  return false
}

function element(tagName: string, children: ElementContent[] = [], properties = {}): Element {
  return { type: 'element', tagName, properties, children }
}

function intersperse(nodes: ElementContent[], separator: string): ElementContent[] {
  return nodes.flatMap((node, index) => (index === 0 ? [node] : [{ type: 'text' as const, value: separator }, node]))
}
