import type { Element, Nodes } from 'hast'
import { safeAddress } from '../addresses.ts'
import { escapeHtml } from '../markup.ts'
import { type BodyText, parseBody } from './parse-body.ts'

/** Markdown that was written last: feeds show the same texts again each minute, and parsing one takes 0.2 ms. */
const written = new Map<string, string>()
const MAX_WRITTEN = 1_000
const MAX_KEPT_LENGTH = 4_000

/** A vendor's text as HTML of a few elements, without classes or scripts; '' for an empty one. */
export function bodyToHtml(text: BodyText): string {
  if (text.body.trim() === '') return ''
  if (!text.isMarkdown || text.body.length > MAX_KEPT_LENGTH) return write(parseBody(text))
  const html = written.get(text.body) ?? write(parseBody(text))
  // The one that was used longest ago goes first.
  written.delete(text.body)
  written.set(text.body, html)
  for (const oldest of written.keys()) {
    if (written.size <= MAX_WRITTEN) break
    written.delete(oldest)
  }
  return html
}

function write(node: Nodes): string {
  if (node.type === 'text') return escapeHtml(node.value)
  if (node.type !== 'element' && node.type !== 'root') return ''
  const inner = node.children.map(write).join('')
  if (node.type === 'root') return inner
  if (node.tagName === 'br') return '<br>'
  if (node.tagName === 'ol') return `<ol${startOf(node)}>${inner}</ol>`
  if (node.tagName !== 'a') return `<${node.tagName}>${inner}</${node.tagName}>`
  const href = safeAddress(node.properties.href)
  return href === null ? inner : `<a href="${escapeHtml(href)}">${inner}</a>`
}

function startOf({ properties }: Element): string {
  const start = Number(properties.start ?? 1)
  return start === 1 ? '' : ` start="${start}"`
}
