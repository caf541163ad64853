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
    const block = writeBlock(node, isOther)
    if (block === '') continue
    blocks.push(block)
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
      const written = writeBlocks(item.children)
      // Three signs of empty items in a row would be a line across the page.
      const content = /^(?:[-*] *)+$/.test(written) ? written.replace(/[-*]/g, '\\-') : written
      return sign + content.replaceAll('\n', `\n${' '.repeat(sign.length)}`)
    })
    .join('\n')
}

interface Around {
  /** The characters on both sides, beside which a mark could be read as a sign of the text. */
  before: string
  after: string
  /** The marks that are open: bold in bold would close it. */
  open: readonly string[]
}

function writePhrases(nodes: ElementContent[], before = '', open: Around['open'] = []): string {
  let written = ''
  for (const [index, node] of nodes.entries()) {
    const next = nodes[index + 1]
    const after = next === undefined ? '' : textOf(next).charAt(0)
    written += writePhrase(node, { before: written.at(-1) ?? before, after, open })
  }
  return written
}

function writePhrase(node: ElementContent, { before, after, open }: Around): string {
  if (node.type === 'text') return writeText(node.value)
  if (node.type !== 'element') return ''
  if (node.tagName === 'br') return '  \n'
  if (node.tagName === 'code') return writeCode(textOf(node), before)
  if (node.tagName === 'a') return writeLink(node, writePhrases(node.children, before, open))
  const mark = MARKS[node.tagName]
  const isMarked =
    mark !== undefined &&
    !open.includes(mark) &&
    EDGES_OF_WORDS.test(textOf(node)) &&
    PARTED.test(before) &&
    PARTED.test(after)
  return isMarked
    ? mark + writePhrases(node.children, before, [...open, mark]) + mark
    : writePhrases(node.children, before, open)
}

/** Nothing, a blank, or punctuation that is no mark itself: beside a letter, its accent or a picture, readers differ. */
const PARTED = /^(?:|\s|(?![*_~`])\p{P})$/u
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
  if (before === '`' || text.includes('`') || text.trim() === '') return writeText(text)
  // Of blanks on both sides, a reader takes one away.
  return /^ .* $/.test(text) ? `\` ${text} \`` : `\`${text}\``
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
