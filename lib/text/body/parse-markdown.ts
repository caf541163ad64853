import type { ElementContent, Nodes, Root, RootContent } from 'hast'
import { sanitize } from 'hast-util-sanitize'
import type { Nodes as MarkdownNodes } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype, { type Options } from 'remark-rehype'
import { unified } from 'unified'
import { element, linkAddresses } from './parse-plain-text.ts'

/**
 * Limits far above what people write. The parser's work grows with the square of some of these: parsing `>` repeated 65,000
 * times takes 18 seconds and exhausts its stack. A text beyond a limit is shown as typed.
 */
const MAX_LENGTH = 32 * 1024
const MAX_DEPTH = 24
const MAX_BRACKETS = 1_000
const MAX_LINES = 1_000
const MAX_EMPHASES = 500
const MAX_TICKS = 1_000
const TOO_DEEP_A_LINE = /^(?:[ \t]*(?:>|[-+*]|\d{1,9}[.)])){25}/m

const ALLOWED = ['p', 'br', 'strong', 'em', 'del', 'ul', 'ol', 'li', 'a', 'code', 'pre']

const HANDLERS: Options['handlers'] = {
  // Typed tags stay visible as text: dropping them would drop words such as <redacted>.
  html: (_state, { value }: { value: string }) =>
    /^<br\s*\/?>$/i.test(value) ? element('br') : { type: 'text', value },
  heading: (state, node) => element('p', [element('strong', state.all(node) as ElementContent[])]),
  image: (_state, { url, alt }: { url: string; alt?: string }) =>
    element('a', [{ type: 'text', value: alt || url }], { href: url }),
  tableRow: (state, node) => element('p', intersperse(state.all(node) as ElementContent[], ' · ')),
}

/** Constructs disabled in remark-gfm, which finds bare addresses in two passes, both unlike our search in plain text. */
const BARE_ADDRESSES = ['wwwAutolink', 'protocolAutolink', 'emailAutolink']

const processor = unified()
  .use(remarkParse)
  // Times and versions use single tildes: "14:00~15:30, 16:00~17:00".
  .use(remarkGfm, { singleTilde: false })
  .use(function disableBareAddresses() {
    const { micromarkExtensions, fromMarkdownExtensions } = this.data()
    micromarkExtensions?.push({ disable: { null: BARE_ADDRESSES } })
    for (const extension of fromMarkdownExtensions?.flat() ?? []) extension.transforms = []
  })
  .use(remarkRehype, { handlers: HANDLERS })

/** A tree of allowed elements only; null for a text beyond the limits. */
export function parseMarkdown(text: string): Root | null {
  if (text.length > MAX_LENGTH || isTangled(text)) return null
  const markdown = processor.parse(text)
  if (isDeeperThan(markdown, MAX_DEPTH)) return null
  const tree = processor.runSync(markdown)
  tree.children = settleLinks(tree.children)
  return sanitize(tree as Nodes, {
    tagNames: ALLOWED,
    attributes: { a: ['href'], ol: ['start'] },
    protocols: { href: ['http', 'https', 'mailto'] },
    strip: ['script', 'style'],
  }) as Root
}

/** Puts schemes in lower case, as the sanitiser requires, and links bare addresses except within links and code. */
function settleLinks<Node extends RootContent>(nodes: Node[]): Node[] {
  return nodes.flatMap((node): Node[] => {
    if (node.type === 'text') return linkAddresses(node.value) as Node[]
    if (node.type !== 'element' || node.tagName === 'code') return [node]
    const { href } = node.properties
    if (typeof href !== 'string') node.children = settleLinks(node.children)
    else {
      node.properties.href = href.replace(/^[a-z]+:/i, (scheme) => scheme.toLowerCase())
      node.children = withoutLinks(node.children)
    }
    return [node]
  })
}

/** HTML has no link within a link, as an image within one would be. */
function withoutLinks(nodes: ElementContent[]): ElementContent[] {
  return nodes.flatMap((node) => {
    if (node.type !== 'element') return [node]
    const children = withoutLinks(node.children)
    return node.tagName === 'a' ? children : [{ ...node, children }]
  })
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

/** Not recursive, since the tree may be too deep for the stack. */
function isDeeperThan(root: MarkdownNodes, limit: number): boolean {
  let level: MarkdownNodes[] = [root]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) return true
    level = level.flatMap((node) => ('children' in node ? node.children : []))
  }
  return false
}

function intersperse(nodes: ElementContent[], separator: string): ElementContent[] {
  return nodes.flatMap((node, index) => (index === 0 ? [node] : [{ type: 'text' as const, value: separator }, node]))
}
