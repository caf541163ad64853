import type { Element, ElementContent, Root } from 'hast'

/** An address in running text, without the punctuation that ends its sentence. */
const ADDRESS = /(https?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]}])/

/** Paragraphs at empty lines, lines as they were, addresses as links. */
export function parsePlainText(text: string): Root {
  return { type: 'root', children: text.split(/\n\s*\n/).map((paragraph) => element('p', linesOf(paragraph))) }
}

function linesOf(paragraph: string): ElementContent[] {
  return paragraph.split('\n').flatMap((line, index) => [...(index > 0 ? [element('br')] : []), ...linked(line)])
}

function linked(line: string): ElementContent[] {
  // With one capturing group, every second part is an address.
  return line.split(ADDRESS).map((part, index) => {
    const content: ElementContent = { type: 'text', value: part }
    return index % 2 === 1 ? element('a', [content], { href: part }) : content
  })
}

function element(tagName: string, children: ElementContent[] = [], properties: Element['properties'] = {}): Element {
  return { type: 'element', tagName, properties, children }
}
