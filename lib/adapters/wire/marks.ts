import type { InlineCode, Link, Nodes, PhrasingContent, Root, RootContent } from 'mdast'
import { append, maxOf } from '#lib/domain/many.ts'
import { findAddresses } from '#lib/text/addresses.ts'
import { mustBeLink } from './write-markdown.ts'

/** Marked text: it can begin only before a word and end only after one, unless a blank or a mark is on its other side. */
const MARKS = ['delete', 'strong', 'emphasis'] as const
type Mark = (typeof MARKS)[number]
const NO_MARKS: readonly Mark[] = []

/** A word, a run of blanks, a punctuation mark or a non-text node, with the marks around it. */
interface Piece {
  node: PhrasingContent
  kind: 'word' | 'blank' | 'other'
  marks: Set<Mark>
}

/**
 * Makes deleted, strong and emphasised text expressible in Markdown. Blanks at its ends move outside, as does a punctuation
 * mark with a letter on its other side ("<b>Impact:</b>low" becomes "**Impact**:low"). Two of a kind merge, and emphasis that
 * touches or crosses strong text is dropped. Two breaks in a row begin a paragraph, since authors without paragraphs mean that.
 * The words and their order stay.
 */
export function settleMarks(node: Nodes): void {
  if (!('children' in node)) return
  if (node.type === 'heading' || node.type === 'tableCell')
    node.children = settleLines(node.children).flatMap(withBlankBefore)
  else (node as Root).children = (node as Root).children.flatMap(settleBlock)
}

function settleBlock(node: RootContent): RootContent[] {
  if (node.type === 'paragraph')
    return settleLines(node.children, { mayPart: true }).map((children) => ({ type: 'paragraph', children }))
  settleMarks(node)
  return [node]
}

function withBlankBefore(line: PhrasingContent[], index: number): PhrasingContent[] {
  return index === 0 ? line : [{ type: 'text', value: ' ' }, ...line]
}

/** The contents of `nodes` as paragraphs or, where they must not be split, as lines; none of them empty. */
function settleLines(nodes: PhrasingContent[], { mayPart = false } = {}): PhrasingContent[][] {
  const split = nodes.some(hasMark) ? splitText : splitBlanks
  return settlePieces(
    nodes.flatMap((node) => splitMarkdown(node, NO_MARKS, split)),
    mayPart,
  )
}

/** Most paragraphs have no marked text; they need not be taken apart into words. */
function hasMark(node: PhrasingContent): boolean {
  return isMark(node.type) || (node.type === 'link' && node.children.some(hasMark))
}

function settlePieces(pieces: Piece[], mayPart = false): PhrasingContent[][] {
  return parted(pieces, mayPart).map((part) => {
    for (const mark of MARKS) {
      if (!part.some(({ marks }) => marks.has(mark))) continue
      for (const run of listRuns(part, mark)) trim(part, mark, run)
      separate(part, mark)
      for (const run of listRuns(part, mark)) trim(part, mark, run)
      freeDeletions(part, mark)
    }
    return build(part, 0, part.length, new Set())
  })
}

const isMark = (type: string): type is Mark => (MARKS as readonly string[]).includes(type)

type Split = (text: string, marks: readonly Mark[]) => Piece[]

function splitMarkdown(node: PhrasingContent, marks: readonly Mark[], split: Split, isInLink = false): Piece[] {
  if (isMark(node.type) && 'children' in node) {
    const inner = [...marks, node.type as Mark]
    return node.children.flatMap((child) => splitMarkdown(child, inner, split, isInLink))
  }
  if (node.type === 'text') return isInLink ? split(node.value, marks) : takeOutAddresses(node.value, marks, split)
  if (node.type === 'link') return takeOutOfLink(node, marks, split)
  if (node.type === 'inlineCode') return takeOutOfCode(node, marks)
  return [{ node, kind: node.type === 'break' ? 'blank' : 'other', marks: new Set(marks) }]
}

function splitText(text: string, marks: readonly Mark[]): Piece[] {
  return (text.match(PIECES) ?? []).map((value) => ({
    node: { type: 'text', value },
    kind: /^\s/.test(value) ? 'blank' : PUNCTUATION.test(value) ? 'other' : 'word',
    marks: new Set(marks),
  }))
}

/** A text in its blanks at both ends and the rest. */
function splitBlanks(text: string, marks: readonly Mark[]): Piece[] {
  return (text.match(ENDS) ?? []).map((value) => ({
    node: { type: 'text', value },
    kind: /^\s/.test(value) ? 'blank' : 'word',
    marks: new Set(marks),
  }))
}

function takeOutAddresses(text: string, marks: readonly Mark[], split: Split): Piece[] {
  return findAddresses(text).flatMap((piece): Piece[] => {
    if (piece.href === null || !mustBeLink(piece.text, piece.href)) return split(piece.text, marks)
    const children: Link['children'] = [{ type: 'text', value: piece.text }]
    return [{ node: { type: 'link', url: piece.href, children }, kind: 'other', marks: new Set(marks) }]
  })
}

/** Inline code has no line ends, and blanks at its ends move outside. */
function takeOutOfCode({ value }: InlineCode, marks: readonly Mark[]): Piece[] {
  const code: InlineCode = { type: 'inlineCode', value: value.trim().replace(/\s*\n\s*/g, ' ') }
  const blank = (): Piece => ({ node: { type: 'text', value: ' ' }, kind: 'blank', marks: new Set(marks) })
  return [
    ...(/^\s/.test(value) ? [blank()] : []),
    ...(code.value === '' ? [] : [{ node: code, kind: 'other', marks: new Set(marks) } as const]),
    ...(/\S\s+$/.test(value) ? [blank()] : []),
  ]
}

/** Blanks at the ends of a link move outside; a link of only blanks is dropped. */
function takeOutOfLink(link: Link, marks: readonly Mark[], split: Split): Piece[] {
  const inner = link.children.flatMap((child) => splitMarkdown(child, NO_MARKS, split, true))
  const first = inner.findIndex(({ kind }) => kind !== 'blank')
  const last = inner.findLastIndex(({ kind }) => kind !== 'blank')
  const beside = (pieces: Piece[]) => pieces.map(({ node }): Piece => ({ node, kind: 'blank', marks: new Set(marks) }))
  if (first === -1) return beside(inner)
  // In text that must stay on one line, breaks become blanks.
  link.children = settlePieces(inner.slice(first, last + 1)).flatMap(withBlankBefore) as Link['children']
  const piece: Piece = { node: link, kind: 'other', marks: new Set(marks) }
  return [...beside(inner.slice(0, first)), piece, ...beside(inner.slice(last + 1))]
}

const PUNCTUATION = /^[\p{P}\p{S}]/u
/** Without backtracking: a run of blanks, or a text up to its last character that is none. */
const ENDS = /\s+|\S(?:.*\S)?/gs
const PIECES = /\s+|[\p{P}\p{S}]|[^\s\p{P}\p{S}]+/gu

/** The parts between breaks, without the blanks at their ends, which would be written as character references. */
function parted(pieces: readonly Piece[], mayPart: boolean): Piece[][] {
  const parts: Piece[][] = []
  let waiting: Piece[] = []
  let part: Piece[] = []
  for (const piece of pieces) {
    if (piece.kind === 'blank') {
      waiting.push(piece)
      continue
    }
    const breaks = waiting.filter(({ node }) => node.type === 'break')
    if (part.length > 0 && breaks.length > (mayPart ? 1 : 0)) {
      parts.push(part)
      part = []
    } else if (part.length > 0) append(part, breaks.length > 0 ? breaks : waiting)
    part.push(piece)
    waiting = []
  }
  if (part.length > 0) parts.push(part)
  return parts
}

/** Half-open spans of neighbours within this mark. */
function listRuns(pieces: readonly Piece[], mark: Mark): [number, number][] {
  const runs: [number, number][] = []
  for (const [index, piece] of pieces.entries()) {
    if (!piece.marks.has(mark)) continue
    const last = runs.at(-1)
    if (last?.[1] === index) last[1]++
    else runs.push([index, index + 1])
  }
  return runs
}

function trim(pieces: readonly Piece[], mark: Mark, [from, to]: [number, number]): void {
  let [first, last] = [from, to - 1]
  while (first <= last && mustLeave(mark, pieces[first], pieces[first - 1])) pieces[first++]?.marks.delete(mark)
  while (first <= last && mustLeave(mark, pieces[last], pieces[last + 1])) pieces[last--]?.marks.delete(mark)
}

function mustLeave(mark: Mark, piece: Piece | undefined, outside: Piece | undefined): boolean {
  // A deletion is written with the same sign.
  if (mark === 'delete' && piece?.node.type === 'text' && piece.node.value === '~') return true
  return piece?.kind === 'blank' || (piece?.kind === 'other' && isLetter(outside))
}

/** Markdown treats any character except blanks and punctuation as a letter; some parsers do so for all beyond U+FFFF. */
function isLetter(piece: Piece | undefined): boolean {
  if (piece === undefined || piece.kind === 'blank' || piece.node.type !== 'text') return false
  return piece.kind === 'word' || piece.node.value.length > 1
}

/** No mark crosses an earlier one, and emphasis does not touch strong text: adjacent asterisks are ambiguous. */
function separate(pieces: readonly Piece[], mark: Mark): void {
  for (const other of MARKS.slice(0, MARKS.indexOf(mark))) {
    const mayTouch = other !== 'strong'
    const others = listRuns(pieces, other)
    for (const [from, to] of listRuns(pieces, mark)) {
      for (const [start, end] of others) {
        const isSplit = mayTouch ? to <= start || from >= end : to < start || from > end
        const isNested = (from >= start && to <= end) || (from <= start && to >= end)
        if (isSplit || isNested) continue
        for (let index = from; index < to; index++) if (index < start || index >= end) pieces[index]?.marks.delete(mark)
      }
    }
  }
}

/** Within a word, no other mark begins or ends where a deletion does: one sign would hide the other's letter. */
function freeDeletions(pieces: readonly Piece[], mark: Mark): void {
  if (mark === 'delete') return
  const edges = listRuns(pieces, 'delete')
  for (const [from, to] of listRuns(pieces, mark)) {
    const isTied =
      (isLetter(pieces[from - 1]) && edges.some(([start]) => start === from)) ||
      (isLetter(pieces[to]) && edges.some(([, end]) => end === to))
    if (isTied) for (let index = from; index < to; index++) pieces[index]?.marks.delete(mark)
  }
}

/** The pieces from `from` up to, not including, `to` as nodes, without the marks that already surround them. */
function build(pieces: readonly Piece[], from: number, to: number, open: ReadonlySet<Mark>): PhrasingContent[] {
  const nodes: PhrasingContent[] = []
  for (let index = from; index < to; ) {
    const piece = pieces[index] as Piece
    const marks = piece.marks.size === 0 ? NO_MARKS : [...piece.marks].filter((mark) => !open.has(mark))
    if (marks.length === 0) {
      addTo(nodes, piece)
      index++
      continue
    }
    const ends = marks.map((mark) => endOfRun(pieces, index, to, mark))
    const end = maxOf(ends, index)
    const mark = marks[ends.indexOf(end)] as Mark
    const children = build(pieces, index, end, new Set([...open, mark]))
    // "_" has no meaning next to a letter.
    const isInWord = isLetter(pieces[index - 1]) || isLetter(pieces[end])
    nodes.push({ type: mark, children, data: isInWord ? { marker: '*' } : {} } as PhrasingContent)
    index = end
  }
  return nodes
}

function endOfRun(pieces: readonly Piece[], from: number, to: number, mark: Mark): number {
  let end = from
  while (end < to && pieces[end]?.marks.has(mark)) end++
  return end
}

/** Merges adjacent texts, and adjacent code, whose signs would otherwise be read as those of another piece of code. */
function addTo(nodes: PhrasingContent[], { node }: Piece): void {
  const last = nodes.at(-1)
  if (node.type === 'text' && last?.type === 'text') last.value += node.value
  else if (node.type === 'inlineCode' && last?.type === 'inlineCode') last.value += node.value
  else nodes.push(node)
}
