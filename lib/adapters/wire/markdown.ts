import { htmlToMarkdown } from './html-to-markdown.ts'
import { hasBlocks, UnboundedHtmlError } from './html-tree.ts'
import { type Item, pathOf, readBlock } from './item.ts'
import { warn } from './report.ts'
import { cleanBlock, cut } from './text.ts'

/** Longer than any real body (12,000 characters); an HTML parser gets no more than this. */
export const MAX_BODY_LENGTH = 64 * 1024

export interface Body {
  body: string
  format: 'text' | 'markdown'
}

/** An update's text, from a field that may hold HTML, Markdown or plain text; empty when the field is. */
export function readBody(item: Item, key: string, base: string | null = null): Body {
  const text = readBlock(item, key)
  if (text === null) return { body: '', format: 'text' }
  return formatBody(text, base, (message) => warn(item.report, pathOf(item, key), message))
}

/**
 * HTML becomes Markdown, Markdown stays as it is, and everything else is plain text. Cut to MAX_BODY_LENGTH. Relative links are
 * resolved against `base`; without it they lose their address. `complain` is told what was lost.
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

/**
 * Whether the text has an HTML tag or character reference. "<SOME/ALL> customers" has none, and "the <script> tag fails" only
 * mentions one: a single bare tag counts only if people commonly leave it unclosed.
 */
function isHtml(text: string): boolean {
  return (text.includes('<') && KNOWN_TAG.test(text)) || (text.includes('&') && REFERENCE.test(text))
}

/** HTML as plain text in linear time: drops tags, turns blocks and breaks into line ends, decodes character references. */
export function htmlToText(html: string): string {
  const text = decodeReferences(withoutTags(html.includes('\n') && hasBlocks(html) ? html.replaceAll('\n', ' ') : html))
  if (!text.includes('\n')) return cleanBlock(text)
  const lines = text.split('\n').map((line) => line.trim())
  return cleanBlock(lines.join('\n').replace(/\n{3,}/g, '\n\n'))
}

/** Takes the tags in one pass, unless what is left of "<p<br>>" forms another: then the blocks go first, the marks last. */
function withoutTags(html: string): string {
  if (!html.includes('<')) return html
  const text = html.replace(TAG, (_, slash: string, name: string) => signOf(name.toLowerCase(), slash !== ''))
  if (!text.includes('<') || !ANY_TAG.test(text)) return text
  return html
    .replace(/<\/?(?:p|div|ul|ol|h[1-6]|table|blockquote|pre|hr)\b[^<>]*>/gi, '\n\n')
    .replace(/<(?:br|li|tr)\b[^<>]*>/gi, '\n')
    .replace(/<\/?(?:del|s|strike)\b[^<>]*>/gi, '~~')
    .replace(/<[^<>]*>/g, '')
}

/** No letter may follow the name, or a long name without an end would be tried at each of its lengths. */
const TAG = /<(\/?)(\w*)(?!\w)[^<>]*>/g
const ANY_TAG = /<[^<>]*>/
const BLOCKS: ReadonlySet<string> = new Set('p div ul ol h1 h2 h3 h4 h5 h6 table blockquote pre hr'.split(' '))
const LINE_STARTS: ReadonlySet<string> = new Set(['br', 'li', 'tr'])
const DELETIONS: ReadonlySet<string> = new Set(['del', 's', 'strike'])

function signOf(name: string, isEnd: boolean): string {
  if (BLOCKS.has(name)) return '\n\n'
  if (LINE_STARTS.has(name)) return isEnd ? '' : '\n'
  return DELETIONS.has(name) ? '~~' : ''
}

/** Decodes numeric character references and the few named ones that the HTML bodies of status pages use. */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text
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

/** Text without any of these characters is neither HTML nor Markdown; most bodies have none and need no further check. */
const MARKUP = /[<&#*`\]\n]/

const TAGS =
  'a|abbr|article|b|blockquote|br|code|dd|del|details|div|dl|dt|em|figure|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|mark|ol|p|pre|s|script|section|small|span|strike|strong|style|sub|summary|sup|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|var'
const KNOWN_TAG = new RegExp(
  `</(?:${TAGS})\\s*>|<(?:${TAGS})(?:\\s+[a-z-]+=[^<>]*|\\s*/)>|<(?:br|dd|dt|hr|img|li|p|td|th|tr)(?:\\s[^<>]*)?>`,
  'i',
)
const REFERENCE = /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z\d]{1,9});/i

/** What plain text cannot express: all except paragraphs and breaks, and character references that only a parser knows. */
const RICH =
  /<(?:a|b|strong|i|em|u|s|del|strike|ul|ol|li|dl|h[1-6]|code|pre|kbd|blockquote|table|hr|img|script|style|iframe|details)\b|&(?!(?:amp|lt|gt|quot|apos|nbsp|ndash|mdash|hellip);)[a-z][a-z\d]{1,9};/i

/**
 * Signs of Markdown that prose does not contain by accident: a heading, paired emphasis, a link, a fence, a list of two. The
 * text before each occurs in any text with that sign, and is searched for first.
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
