import type { Element, Nodes as HastNodes, Root as HastRoot } from 'hast'
import { type Schema, sanitize } from 'hast-util-sanitize'
import type { Root as MdastRoot, PhrasingContent, RootContent } from 'mdast'
import rehypeRemark from 'rehype-remark'
import remarkStringify from 'remark-stringify'
import { unified } from 'unified'
import { parseHtml, UnboundedHtmlError } from './html-tree.ts'
import { type Item, pathOf, readBlock } from './item.ts'
import { warn } from './report.ts'
import { cleanBlock, cut } from './text.ts'

/** Longer than any real body (12,000 characters), and all that a parser of HTML is given. */
export const MAX_BODY_LENGTH = 64 * 1024

export interface Body {
  body: string
  format: 'text' | 'markdown'
}

/** The text of an update from a field that may hold HTML, Markdown or plain text; empty when the field is. */
export function readBody(item: Item, key: string, base: string | null = null): Body {
  const text = readBlock(item, key)
  if (text === null) return { body: '', format: 'text' }
  return formatBody(text, base, (message) => warn(item.report, pathOf(item, key), message))
}

/**
 * HTML becomes Markdown, Markdown stays as it is, and all else is plain text. Cut to MAX_BODY_LENGTH.
 * `base` is the address that relative links are resolved against; without it they lose their address. `complain` hears
 * what was lost.
 */
export function toBody(text: string, base: string | null = null, complain: (message: string) => void = () => {}): Body {
  return formatBody(cleanBlock(text), base, complain)
}

function formatBody(cleaned: string, base: string | null, complain: (message: string) => void): Body {
  if (cleaned.length > MAX_BODY_LENGTH) complain(`cut to ${MAX_BODY_LENGTH} characters of ${cleaned.length}`)
  if (!MARKUP.test(cleaned)) return { body: cut(cleaned, MAX_BODY_LENGTH), format: 'text' }
  if (!isHtml(cleaned)) {
    return { body: cut(cleaned, MAX_BODY_LENGTH), format: isMarkdown(cleaned) ? 'markdown' : 'text' }
  }
  if (!RICH.test(cleaned) || cleaned.length > MAX_BODY_LENGTH)
    return { body: cut(htmlToText(cleaned), MAX_BODY_LENGTH), format: 'text' }
  try {
    return { body: htmlToMarkdown(cleaned, base), format: 'markdown' }
  } catch (error) {
    if (!(error instanceof UnboundedHtmlError)) throw error
    complain(`${error.message}: kept as plain text`)
    return { body: cut(htmlToText(cleaned), MAX_BODY_LENGTH), format: 'text' }
  }
}

/** Whether the text has a tag or a character reference of HTML. "<SOME/ALL> customers" has none. */
export function isHtml(text: string): boolean {
  return (text.includes('<') && KNOWN_TAG.test(text)) || (text.includes('&') && REFERENCE.test(text))
}

/**
 * HTML as Markdown: links, lists, emphasis, headings and code are kept, all else is unwrapped to its text. Throws
 * UnboundedHtmlError for what would take long.
 */
export function htmlToMarkdown(html: string, base: string | null = null): string {
  // Where no block element makes the lines, the line ends of the text do.
  const tree = parseHtml(BLOCK_TAG.test(html) ? html : html.replaceAll('\n', '<br>'))
  prepare(tree, base)
  const clean = sanitize(tree, ALLOWED) as HastRoot
  clean.children = simplifyInlines(clean.children)
  const markdown = converter.runSync(clean) as unknown as MdastRoot
  joinTexts(markdown)
  splitAtDoubleBreaks(markdown)
  return cleanBlock(converter.stringify(markdown as never))
}

/** HTML as plain text in linear time: tags go, blocks and breaks become line ends, character references are decoded. */
export function htmlToText(html: string): string {
  const text = (BLOCK_TAG.test(html) ? html.replaceAll('\n', ' ') : html)
    .replace(/<\/?(?:p|div|ul|ol|h[1-6]|table|blockquote|pre|hr)\b[^<>]*>/gi, '\n\n')
    .replace(/<(?:br|li|tr)\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
  const lines = decodeReferences(text)
    .split('\n')
    .map((line) => line.trim())
  return cleanBlock(lines.join('\n').replace(/\n{3,}/g, '\n\n'))
}

/** Decodes numeric character references and the few named ones that HTML bodies of status pages use. */
export function decodeReferences(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED_REFERENCES.get(name.toLowerCase()) ?? whole
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 0x10ffff ? '\uFFFD' : String.fromCodePoint(code)
  })
}

const NAMED_REFERENCES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['ndash', '–'],
  ['mdash', '—'],
  ['hellip', '…'],
])

/** A character without which a text is neither HTML nor Markdown; most bodies have none and are looked at no further. */
const MARKUP = /[<&#*`\]\n]/

const TAGS =
  'a|abbr|article|b|blockquote|br|code|dd|del|details|div|dl|dt|em|figure|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|mark|ol|p|pre|s|script|section|small|span|strike|strong|style|sub|summary|sup|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|var'
const KNOWN_TAG = new RegExp(`</?(?:${TAGS})(?:\\s[^<>]*)?/?>`, 'i')
const BLOCK_TAG = /<(?:article|blockquote|details|div|dl|figure|h[1-6]|hr|ol|p|pre|section|table|ul)\b/i
const REFERENCE = /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});/i

/** What plain text cannot say: all but paragraphs and breaks, and the character references that only a parser knows. */
const RICH =
  /<(?:a|b|strong|i|em|u|s|ul|ol|li|dl|h[1-6]|code|pre|kbd|blockquote|table|hr|img|script|style|iframe|details)\b|&(?!(?:amp|lt|gt|quot|apos|nbsp|ndash|mdash|hellip);)[a-z]{2,8};/i

/**
 * Signs of Markdown that prose does not have by accident: a heading, emphasis in pairs, a link, a fence, a list of two.
 * The text before each is what any text with that sign has, and is looked for first.
 */
const MARKDOWN_SIGNS: readonly [string, RegExp][] = [
  ['# ', /^#{1,6} \S/m],
  ['**', /\*\*[^*\n]+\*\*/],
  ['](', /\]\((?:https?:|mailto:|\/)/],
  ['```', /^```/m],
  ['\n', /^[-*+] \S[^\n]*\n+[-*+] \S/m],
]

function isMarkdown(text: string): boolean {
  return MARKDOWN_SIGNS.some(([mark, sign]) => text.includes(mark) && sign.test(text))
}

const ALLOWED: Schema = {
  tagNames: [
    ...['p', 'br', 'hr', 'strong', 'b', 'em', 'i', 'a', 'ul', 'ol', 'li', 'code', 'pre', 'blockquote'],
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'tr', 'div', 'dl', 'dt', 'dd'],
  ],
  attributes: { a: ['href'] },
  protocols: { href: ['http', 'https', 'mailto'] },
  strip: ['script', 'style', 'template', 'iframe', 'noscript', 'title'],
}

const converter = unified()
  .use(rehypeRemark, {
    handlers: { tr: (state, node) => ({ type: 'paragraph', children: state.all(node) as PhrasingContent[] }) },
  })
  .use(remarkStringify, {
    bullet: '-',
    emphasis: '_',
    rule: '-',
    // Two blanks and not a backslash, which would stand in the way of everybody who reads the source.
    handlers: { break: () => '  \n' },
  })
  .freeze()

/** Links become absolute, images their description, cells of a row are told apart: what unwrapping would lose. */
function prepare(node: HastNodes, base: string | null): void {
  if (node.type === 'element') {
    if (node.tagName === 'a') resolveLink(node, base)
    else if (node.tagName === 'tr') node.children = withSeparators(node.children)
    else if (typeof node.properties.alt === 'string') node.children = [{ type: 'text', value: node.properties.alt }]
  }
  if ('children' in node) for (const child of node.children) prepare(child, base)
}

/**
 * Without elements of a line that hold nothing but blanks, or that stand within another of their kind: they say nothing, but
 * the converter looks for the neighbours of each blank across all of the former, and copies a text once for each of the latter.
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
  ['a', 'a'],
  ['code', 'code'],
])

/** A link that leads nowhere on the web (a script, a bare fragment, a path without `base`) keeps its text only. */
function resolveLink(link: Element, base: string | null): void {
  const address = typeof link.properties.href === 'string' ? URL.parse(link.properties.href, base ?? undefined) : null
  if (address !== null && /^(?:https?|mailto):$/.test(address.protocol)) link.properties.href = address.href
  else link.tagName = 'span'
}

function withSeparators(cells: Element['children']): Element['children'] {
  const elements = cells.filter((cell) => cell.type === 'element')
  return elements.flatMap((cell, index) => (index === 0 ? [cell] : [{ type: 'text', value: ' | ' }, cell]))
}

/**
 * Emphasis of nothing goes, and texts that then stand side by side become one: only within one text does the writer see that
 * a "<" and the letter after it have to be kept from being a tag.
 */
function joinTexts(parent: { children: (RootContent | PhrasingContent)[] }): void {
  const children: typeof parent.children = []
  for (const node of parent.children) {
    if ('children' in node) joinTexts(node)
    if ((node.type === 'strong' || node.type === 'emphasis') && node.children.length === 0) continue
    const last = children.at(-1)
    if (node.type === 'text' && last?.type === 'text') last.value += node.value
    else children.push(node)
  }
  parent.children = children
}

/** Two breaks in a row are how people who have only `<br>` begin a paragraph. */
function splitAtDoubleBreaks(parent: MdastRoot | (RootContent & { children: unknown[] })): void {
  const children = parent.children as RootContent[]
  parent.children = children.flatMap((child): RootContent[] => {
    if (child.type === 'paragraph')
      return paragraphsOf(child.children).map((part) => ({ type: 'paragraph', children: part }))
    if ('children' in child) splitAtDoubleBreaks(child)
    return [child]
  }) as never
}

function paragraphsOf(children: PhrasingContent[]): PhrasingContent[][] {
  const parts: PhrasingContent[][] = [[]]
  let breaks = 0
  for (const child of children) {
    if (child.type === 'break') {
      breaks++
      continue
    }
    if (child.type === 'text' && child.value.trim() === '') {
      if (breaks === 0) parts.at(-1)?.push(child)
      continue
    }
    if (breaks > 1) parts.push([])
    else if (breaks === 1 && parts.at(-1)?.length) parts.at(-1)?.push({ type: 'break' })
    breaks = 0
    parts.at(-1)?.push(child)
  }
  return parts.filter((part) => part.length > 0)
}
