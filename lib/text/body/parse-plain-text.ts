import type { Element, ElementContent, Root } from 'hast'
import { findAddresses } from '../addresses.ts'

/** Splits paragraphs at empty lines, keeps line breaks, and links addresses. */
export function parsePlainText(text: string): Root {
  return { type: 'root', children: text.split(/\n\s*\n/).map((paragraph) => element('p', linesOf(paragraph))) }
}

function linesOf(paragraph: string): ElementContent[] {
  return paragraph.split('\n').flatMap((line, index) => [...(index > 0 ? [element('br')] : []), ...linkAddresses(line)])
}

/** The text with its addresses as links. */
export function linkAddresses(text: string): ElementContent[] {
  return findAddresses(text).map((piece) => {
    const content: ElementContent = { type: 'text', value: piece.text }
    return piece.href === null ? content : element('a', [content], { href: piece.href })
  })
}

export function element(
  tagName: string,
  children: ElementContent[] = [],
  properties: Element['properties'] = {},
): Element {
  return { type: 'element', tagName, properties, children }
}
