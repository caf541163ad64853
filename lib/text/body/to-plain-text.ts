import type { Element, Nodes } from 'hast'
import { safeAddress } from '../addresses.ts'
import { type BodyText, parseBody } from './parse-body.ts'

/**
 * A vendor's text without any markup, for calendars, tables and messages: a link is followed by its address in brackets, items of
 * lists begin with a dash or their number, and struck text stays between tildes.
 */
export function bodyToPlainText(text: BodyText): string {
  if (!text.isMarkdown) return text.body.trim()
  return write(parseBody(text))
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function write(node: Nodes): string {
  if (node.type === 'text') return node.value
  if (node.type === 'root') return node.children.map(write).join('')
  return node.type === 'element' ? writeElement(node) : ''
}

function writeElement(element: Element): string {
  const inner = element.children.map(write).join('')
  switch (element.tagName) {
    case 'br':
      return '\n'
    case 'p':
    case 'pre':
      return `${inner.trim()}\n\n`
    case 'ul':
    case 'ol':
      return `${writeItems(element)}\n\n`
    case 'del':
      return `~~${inner}~~`
    case 'a':
      return inner + addressOf(element, inner)
    default:
      return inner
  }
}

/** Lines of an item after its first are indented, so that they show where they belong. */
function writeItems(list: Element): string {
  const items = list.children.filter((child) => child.type === 'element')
  const first = Number(list.properties.start ?? 1)
  return `\n${items
    .map((item, index) => {
      const sign = list.tagName === 'ol' ? `${first + index}. ` : '- '
      return (
        sign +
        write({ type: 'root', children: item.children })
          .trim()
          .replace(/\n+/g, `\n${' '.repeat(sign.length)}`)
      )
    })
    .join('\n')}`
}

/** " (https://…)", unless the words of the link are its address. */
export function addressOf(link: Element, words: string): string {
  const href = safeAddress(link.properties.href)
  return href === null || isAddressItself(href, words) ? '' : ` (${href})`
}

/** Whether a reader sees where a link leads from its words alone. */
export function isAddressItself(href: string, words: string): boolean {
  const target = decode(href)
  return ['', 'http://', 'https://', 'mailto:'].some((scheme) => {
    const address = safeAddress(scheme + words)
    return address !== null && decode(address) === target
  })
}

/** With the signs decoded that some encode in an address and others do not. */
function decode(address: string): string {
  return address.replace(/%[2-7][0-9a-f]/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)))
}
