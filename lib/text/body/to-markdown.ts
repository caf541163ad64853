import type { Element, ElementContent, Nodes } from 'hast'
import { maxOf } from '#lib/domain/many.ts'
import { findAddresses, safeAddress } from '../addresses.ts'
import { escapeMarkdownSigns } from '../markup.ts'
import { type BodyText, parseBody } from './parse-body.ts'
import { isAddressItself } from './to-plain-text.ts'

const MARKS: Readonly<Record<string, string>> = { strong: '**', em: '_', del: '~~' }

/**
 * A vendor's text as Markdown in which every sign is either ours or escaped, so that it cannot leave a quotation, be HTML, or
 * have a link whose words hide where it leads: a link becomes its words and its address.
 */
export function bodyToMarkdown(text: BodyText): string {
  if (text.body.trim() === '') return ''
  return writeBlocks(parseBody(text).children as ElementContent[])
}

const BLOCKS = ['p', 'pre', 'ul', 'ol']

/** Blocks parted by empty lines; phrases up to the next block stand together. */
function writeBlocks(nodes: ElementContent[]): string {
  const blocks: string[] = []
  let phrases: ElementContent[] = []
  const endPhrases = () => {
    blocks.push(escapeLines(writePhrases(phrases)).trim())
    phrases = []
  }
  let before = { tagName: '', isOther: false }
  for (const node of nodes) {
    if (node.type !== 'element' || !BLOCKS.includes(node.tagName)) {
      phrases.push(node)
      continue
    }
    endPhrases()
    const isOther = before.tagName === node.tagName && !before.isOther
    blocks.push(writeBlock(node, isOther))
    before = { tagName: node.tagName, isOther }
  }
  endPhrases()
  return blocks.filter((block) => block !== '').join('\n\n')
}

/** `isOther`: with the other signs, so that a list does not continue the one before it. */
function writeBlock(node: Element, isOther: boolean): string {
  if (node.tagName === 'pre') return fence(textOf(node))
  if (node.tagName === 'p') return escapeLines(writePhrases(node.children)).trim()
  return writeItems(node, node.tagName === 'ol' ? (isOther ? ')' : '.') : isOther ? '*' : '-')
}

function writeItems(list: Element, mark: string): string {
  const items = list.children.filter((child) => child.type === 'element')
  const first = Number(list.properties.start ?? 1)
  return items
    .map((item, index) => {
      const sign = list.tagName === 'ol' ? `${first + index}${mark} ` : `${mark} `
      return sign + writeBlocks(item.children).replaceAll('\n', `\n${' '.repeat(sign.length)}`)
    })
    .join('\n')
}

/** `before`: the character before them. */
function writePhrases(nodes: ElementContent[], before = ''): string {
  let written = ''
  for (const [index, node] of nodes.entries()) {
    const next = nodes[index + 1]
    written += writePhrase(node, written.at(-1) ?? before, next === undefined ? '' : textOf(next).charAt(0))
  }
  return written
}

/** `before` and `after`: the characters on both sides, beside which a mark could be read as a sign of the text. */
function writePhrase(node: ElementContent, before: string, after: string): string {
  if (node.type === 'text') return writeText(node.value)
  if (node.type !== 'element') return ''
  if (node.tagName === 'br') return '  \n'
  if (node.tagName === 'code') return writeCode(textOf(node), before)
  const inner = writePhrases(node.children, before)
  if (node.tagName === 'a') return writeLink(node, inner)
  const mark = MARKS[node.tagName]
  const isSafe =
    EDGES_OF_WORDS.test(textOf(node)) && !/[\p{L}\p{N}*_~`]/u.test(before) && !/[\p{L}\p{N}*_~`]/u.test(after)
  return mark !== undefined && isSafe ? mark + inner + mark : inner
}

const EDGES_OF_WORDS = /^[\p{L}\p{N}](?:[^\n]*[\p{L}\p{N}])?$/u

function writeLink(link: Element, inner: string): string {
  const href = safeAddress(link.properties.href)
  return href === null || isAddressItself(href, textOf(link)) ? inner : `${inner} (${writeAddress(href)})`
}

/** Text with its addresses in angle brackets, in which a backslash would be part of the address. */
function writeText(text: string): string {
  return findAddresses(text)
    .map((piece) => (piece.href === null ? escapeText(piece.text) : writeAddress(piece.text)))
    .join('')
}

function writeAddress(address: string): string {
  const isAutolink = /^(?:[a-z]+:[^\s<>\\]*|[\w.+-]+@[a-z\d]+(?:[.-]+[a-z\d]+)*)$/i.test(address)
  if (isAutolink) return `<${address}>`
  return /^www\.[^\s<>\\]*$/i.test(address) ? `<http://${address}>` : escapeText(address)
}

/** Programs that make links of bare addresses would take the backslashes into them, and find addresses where we find none. */
function escapeText(text: string): string {
  return escapeMarkdownSigns(text).replace(/(?<=www)\.|:(?=\/\/)|@/gi, '\\$&')
}

/** Code with ticks in it, or beside another, is written as text: which ticks belong together would depend on their neighbours. */
function writeCode(code: string, before: string): string {
  const text = code.replace(/\s+/g, ' ')
  return before === '`' || text.includes('`') || text.trim() === '' ? writeText(text) : `\`${text}\``
}

function fence(code: string): string {
  const longest = maxOf(
    (code.match(/`+/g) ?? []).map((run) => run.length),
    0,
  )
  const ticks = '`'.repeat(Math.max(3, longest + 1))
  return `${ticks}\n${code.replace(/\n$/, '')}\n${ticks}`
}

/** Each line without the blanks and signs that would begin a block. */
function escapeLines(phrases: string): string {
  return phrases
    .split(/\r\n|[\r\n]/)
    .map((line) =>
      line
        .replace(/^\s+/, '')
        .replace(/^[-+=:]/, '\\$&')
        .replace(/^\d+(?=[.)])/, '$&\\'),
    )
    .join('\n')
}

function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value
  return 'children' in node ? node.children.map(textOf).join('') : ''
}
