import type { Nodes } from 'hast'
import { safeAddress } from '../addresses.ts'
import { escapeHtml } from '../markup.ts'
import { type BodyText, parseBody } from './parse-body.ts'

/** A vendor's text as HTML of a few elements, without classes or scripts; '' for an empty one. */
export function bodyToHtml(text: BodyText): string {
  return text.body.trim() === '' ? '' : write(parseBody(text))
}

function write(node: Nodes): string {
  if (node.type === 'text') return escapeHtml(node.value)
  if (node.type !== 'element' && node.type !== 'root') return ''
  const inner = node.children.map(write).join('')
  if (node.type === 'root') return inner
  if (node.tagName === 'br') return '<br>'
  if (node.tagName !== 'a') return `<${node.tagName}>${inner}</${node.tagName}>`
  const href = safeAddress(node.properties.href)
  return href === null ? inner : `<a href="${escapeHtml(href)}">${inner}</a>`
}
