import { createRequire } from 'node:module'
import type { Element, Nodes as HastNodes, Root as HastRoot } from 'hast'
import { type Schema, sanitize } from 'hast-util-sanitize'
import type { Root as MdastRoot, PhrasingContent } from 'mdast'
import { hasBlocks, parseHtml } from './html-tree.ts'
import { settleMarks } from './marks.ts'
import { cleanBlock } from './text.ts'
import { MARKDOWN } from './write-markdown.ts'

/**
 * HTML as Markdown: keeps links, lists, emphasis, headings and code; unwraps everything else to its text. Throws
 * UnboundedHtmlError for HTML that would take long.
 */
export function htmlToMarkdown(html: string, base: string | null = null): string {
  // Without block elements, the text's line ends make the lines.
  const tree = parseHtml(hasBlocks(html) ? html : html.replaceAll('\n', '<br>'))
  prepare(tree, base)
  const clean = sanitize(tree, ALLOWED) as HastRoot
  clean.children = simplifyInlines(clean.children)
  converter ??= createConverter()
  const markdown = converter.runSync(clean) as unknown as MdastRoot
  settleMarks(markdown)
  return cleanBlock(converter.stringify(markdown as never))
}

const ALLOWED: Schema = {
  tagNames: [
    ...[
      'p',
      'br',
      'hr',
      'strong',
      'b',
      'em',
      'i',
      'del',
      's',
      'strike',
      'a',
      'ul',
      'ol',
      'li',
      'code',
      'pre',
      'blockquote',
    ],
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'tr', 'div', 'dl', 'dt', 'dd'],
  ],
  attributes: { a: ['href'] },
  protocols: { href: ['http', 'https', 'mailto'] },
  strip: ['script', 'style', 'template', 'iframe', 'noscript', 'title'],
}

const require = createRequire(import.meta.url)
let converter: ReturnType<typeof createConverter> | undefined

/** Loads a hundred files, so it is left to the first text that is HTML (docs/decisions/172). */
function createConverter() {
  const { unified } = require('unified') as typeof import('unified')
  const { default: rehypeRemark } = require('rehype-remark') as typeof import('rehype-remark')
  const { default: remarkStringify } = require('remark-stringify') as typeof import('remark-stringify')
  return unified()
    .use(rehypeRemark, {
      handlers: { tr: (state, node) => ({ type: 'paragraph', children: state.all(node) as PhrasingContent[] }) },
    })
    .use(remarkStringify, MARKDOWN)
    .freeze()
}

/** Keeps what unwrapping would lose: links become absolute, images their description, and the cells of a row stay separate. */
function prepare(node: HastNodes, base: string | null): void {
  if (node.type === 'element') {
    if (node.tagName === 'a') resolveLink(node, base)
    else if (node.tagName === 'tr') node.children = withSeparators(node.children)
    else if (typeof node.properties.alt === 'string') node.children = [{ type: 'text', value: node.properties.alt }]
  }
  if ('children' in node) for (const child of node.children) prepare(child, base)
}

/**
 * Removes inline elements that contain only blanks or are nested in another of their kind. They mean nothing, but the converter
 * searches across all empty ones for the neighbours of each blank, and copies a text once per nested one.
 */
function simplifyInlines<Node extends HastNodes>(nodes: Node[], open: readonly string[] = []): Node[] {
  return nodes.flatMap((node): Node[] => {
    if (node.type !== 'element') return [node]
    const kind = INLINES.get(node.tagName)
    if (kind === undefined) {
      node.children = simplifyInlines(node.children, open)
      return [node]
    }
    const children = simplifyInlines(node.children as Node[], [...open, kind])
    const isBlank = children.every((child) => child.type === 'text' && child.value.trim() === '')
    if (isBlank || open.includes(kind)) return children
    node.children = children as Element['children']
    return [node]
  })
}

const INLINES = new Map([
  ['strong', 'strong'],
  ['b', 'strong'],
  ['em', 'em'],
  ['i', 'em'],
  ['del', 'del'],
  ['s', 'del'],
  ['strike', 'del'],
  ['a', 'a'],
  ['code', 'code'],
])

/** A link without a web target (a script, a bare fragment, a path without `base`) keeps only its text. */
function resolveLink(link: Element, base: string | null): void {
  const address = typeof link.properties.href === 'string' ? URL.parse(link.properties.href, base ?? undefined) : null
  if (address !== null && /^(?:https?|mailto):$/.test(address.protocol)) link.properties.href = address.href
  else link.tagName = 'span'
}

function withSeparators(cells: Element['children']): Element['children'] {
  const elements = cells.filter((cell) => cell.type === 'element')
  return elements.flatMap((cell, index) => (index === 0 ? [cell] : [{ type: 'text', value: ' | ' }, cell]))
}
