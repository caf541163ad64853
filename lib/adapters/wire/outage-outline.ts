import { ParseError } from '#lib/domain/errors.ts'
import {
  at,
  endsSentence,
  isWritten,
  type Line,
  readDeclared,
  readName,
  readTimeline,
  readUpdateStart,
  splitLines,
  type UpdateStart,
} from './outage-lines.ts'
import { MAX_INCIDENTS } from './report.ts'
import { cut } from './text.ts'

/** The structure of an `outage-text` document, before its values are interpreted. */

export interface Outline {
  /** Without blank lines. */
  header: Line[]
  /** In document order. */
  sections: Section[]
}

/** The lines of one incident. */
export interface Section {
  /** Null when the timeline has no title line of its own before it. */
  title: Line | null
  timeline: Line
  /** N of the timeline line. */
  declaredCount: number
  /** Text between the timeline line and the first update; there should be none. */
  loose: Line[]
  updates: { start: UpdateStart; text: Line[] }[]
  /** All of the incident's lines. */
  lines: Line[]
}

/**
 * Only the line `Timeline · N updates` separates titles from texts: a title is the line before it. N decides whether a doubtful
 * line ("- resolved by release 2024 of …") begins an update or belongs to the text above it. Throws ParseError for more
 * incidents than one document may list.
 */
export function outlineOf(text: string): Outline {
  const lines = splitLines(text)
  const written = lines.filter(isWritten)
  const heads = written.flatMap((timeline, index) => {
    const declaredCount = readTimeline(timeline)
    if (declaredCount === null) return []
    const before = written[index - 1]
    return { title: before !== undefined && canBeTitle(before) ? before : null, timeline, declaredCount }
  })
  if (heads.length > MAX_INCIDENTS) {
    throw new ParseError(`lists ${heads.length} incidents; at most ${MAX_INCIDENTS} are read from one document`)
  }
  const beginnings = heads.map(({ title, timeline }) => (title ?? timeline).number - 1)
  return {
    header: lines.slice(0, beginnings[0]).filter(isWritten),
    sections: heads.map((head, index) => toSection(head, lines.slice(beginnings[index], beginnings[index + 1]))),
  }
}

/**
 * Throws ParseError when the document was cut off within a line or within its last incident. A cut between two incidents leaves
 * a shorter list and cannot be detected. `isListWhole` means that no further incident is expected, so a last line without a
 * full stop cannot be the title of one.
 */
export function refuseCut(text: string, { sections }: Outline, isListWhole: boolean): void {
  const last = splitLines(text).findLast(isWritten)
  const section = sections.at(-1)
  if (last === undefined || section === undefined) return

  const refuse = (what: string) => {
    throw new ParseError(`the document was cut short: ${what}`, at(last))
  }
  const endsInBreak = /[\n\r\u2028\u2029]/.test(text.slice(text.trimEnd().length))
  if (!endsInBreak && !endsSentence(last) && last.number !== section.timeline.number) {
    refuse(`it ends within this line, after "${last.flat.slice(-40)}"`)
  }
  const listed = section.updates.length
  const lastText = (section.updates.at(-1)?.text ?? section.loose).filter(isWritten)
  if (listed === 0 && lastText.length === 0) return
  if (listed < section.declaredCount) {
    refuse(`its last incident declares ${section.declaredCount} updates and lists ${listed}`)
  }
  if (lastText.length === 0) refuse('its last update has no text')
  if (lastText.length > 1 && !isListWhole && !endsSentence(last)) {
    refuse(`"${cut(last.flat, 80)}" looks like a title without its timeline`)
  }
}

function canBeTitle(line: Line): boolean {
  if (readName(line) !== null || readDeclared(line) !== null || readTimeline(line) !== null) return false
  return readUpdateStart(line)?.doubt !== 1
}

function toSection(head: Pick<Section, 'title' | 'timeline' | 'declaredCount'>, lines: Line[]): Section {
  const content = lines.slice(head.title === null ? 1 : head.timeline.number - head.title.number + 1)
  const starts = listUpdateStarts(content, head.declaredCount)
  const textBetween = (start: Line, end: Line | undefined) =>
    content.slice(start.number - head.timeline.number, end && end.number - head.timeline.number - 1)
  return {
    ...head,
    loose: textBetween(head.timeline, starts[0]?.line).filter(isWritten),
    updates: starts.map((start, index) => ({ start, text: textBetween(start.line, starts[index + 1]?.line) })),
    lines,
  }
}

/** The certain ones, plus doubtful ones up to the declared number. */
function listUpdateStarts(lines: Line[], declaredCount: number): UpdateStart[] {
  const found = lines.map(readUpdateStart).filter((start) => start !== null)
  const upTo = (doubt: number) => found.filter((start) => start.doubt <= doubt)
  return [upTo(1), upTo(2)].find((starts) => starts.length >= declaredCount) ?? found
}
