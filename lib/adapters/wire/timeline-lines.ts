import { decodeReferences } from './markdown.ts'
import { isOrdinary, meaningOf } from './state-words.ts'
import { cleanLine } from './text.ts'
import { parseIso } from './time.ts'
import { toPageTime, WRITTEN_TIME } from './written-time.ts'

export interface WrittenEntry {
  /** In a form that `parsePageTime` reads. */
  time: string
  label: string
  body: string
}

/** How a line begins: with a time, a state word, both, or neither. */
interface Line {
  time: string | null
  label: string | null
  body: string
  /** "Resolved: 10:00 UTC": a labelled fact, unless the lines beside it make it a step. */
  isFact: boolean
  /** Whether it has a separate time beside words that are not known states. */
  isOdd?: boolean
}

/** Longer texts are articles, not timelines. */
const MAX_LENGTH = 64_000
const MAX_LINES = 400
const BLOCK =
  /<\/?(?:p|div|li|tr|dt|dd|h[1-6]|br|ul|ol|dl|table|section|article|header|footer|hr|blockquote)\b[^<>]*>/gi
const TIME_TAG = /<time\b([^<>]*)>([^<>]{0,60})<\/time>/gi
const DATETIME = /\bdatetime=["']([^"'<>]{10,40})["']/i
/** In every written time, and quickly searched for. */
const CLOCK_DIGITS = /\d[:h]\d\d/
const TIME = new RegExp(WRITTEN_TIME, 'gu')
const ONLY_TIME = /^(?:(?:posted|updated|published)(?: on| at)? |on |at )?\ue000(\d+)\ue001$/i
const PARTS = /([:：](?=\s|$)|[\t|()[\]【】•·]| [-–—] |[–—])/
/** Words that begin ordinary lines, beside those of titles. */
const ASIDE = /^(?:notice|note|news)$/i
const WORKING = ['investigating', 'identified', 'monitoring', 'in_progress']

/**
 * The steps of a timeline in which only lines, cells or list items separate time, state and text, with the time before the
 * state, after it or after the text. Null when there are none. `isWhole` is false when a time has no known state, or a state no
 * time; there are no entries when it is uncertain which time belongs to which state.
 */
export function readTimelineLines(html: string): { entries: WrittenEntry[]; isWhole: boolean } | null {
  if (html.length > MAX_LENGTH || !CLOCK_DIGITS.test(html)) return null
  const written = linesOf(html)
  const lines = written.map(readLine)
  const isSteps = lines.some(({ isFact, label }) => isFact && WORKING.includes(meaningOf(label) ?? ''))
  const heads = lines.filter((line) => (line.time ?? line.label) !== null && !(line.isFact && !isSteps))
  const isComplete = (line: Line) => line.time !== null && line.label !== null
  const complete = heads.filter(isComplete)
  const steps = complete.length > 0 ? complete : pairUp(heads)
  if (steps.length === 0 && written.some(isStepWithoutDay)) return { entries: [], isWhole: false }
  const areMixed = heads.some(({ time }) => time !== null) && heads.some(({ label }) => label !== null)
  if (steps.length === 0 && areMixed) return { entries: [], isWhole: false }
  if (steps.every(({ label }) => meaningOf(label) === 'note')) return null
  const entries = steps.map(({ time, label }, index) => ({
    time: time ?? '',
    label: label ?? '',
    body: bodyOf(lines, steps, index),
  }))
  return {
    entries,
    isWhole: !lines.some(({ isOdd }) => isOdd) && (complete.length === 0 || complete.length === heads.length),
  }
}

function linesOf(html: string): string[] {
  const isHtml = /<[a-z]/i.test(html)
  const text = (isHtml ? html.replace(/\s+/g, ' ') : html)
    .replace(TIME_TAG, (_, attributes: string, shown: string) => {
      const iso = DATETIME.exec(attributes)?.[1] ?? ''
      return `<i>${parseIso(iso) === null ? shown : iso}</i>`
    })
    .replace(BLOCK, '\n')
    .replace(/<[^<>]*>/g, '\t')
  return decodeReferences(text)
    .split('\n', MAX_LINES)
    .map((line) => line.split('\t').map(cleanLine).filter(Boolean).join('\t'))
    .filter((line) => line !== '')
}

function readLine(line: string): Line {
  const times: string[] = []
  const shown: string[] = []
  const mark = (written: string) => {
    const time = toPageTime(written)
    if (time === null) return written
    shown.push(written)
    return `\ue000${times.push(time) - 1}\ue001`
  }
  const marked = CLOCK_DIGITS.test(line) ? line.replace(TIME, mark) : line
  const restore = (text: string) => text.replace(/\ue000(\d+)\ue001/g, (_, index) => shown[Number(index)] ?? '')
  const pieces = parted(marked).split(PARTS)
  const filled = [...pieces.keys()].filter((index) => index % 2 === 0 && pieces[index]?.trim() !== '')
  const at = (position: number) => pieces[filled[position] ?? -1]?.trim() ?? ''
  const timeAt = (position: number) => times[Number(ONLY_TIME.exec(at(position))?.[1] ?? -1)] ?? null
  const labelAt = (position: number) => (isLabel(at(position)) ? at(position) : null)
  const bodyFrom = (position: number, end = pieces.length) =>
    restore(pieces.slice(filled[position] ?? pieces.length, end).join(''))
      .replaceAll('\t', ' ')
      .trim()
  const last = filled.length - 1
  const isPair = last === 1 && /[:：]/.test(pieces.slice((filled[0] ?? 0) + 1, filled[1]).join(''))
  if (timeAt(0) !== null) {
    const label = labelAt(1)
    return { time: timeAt(0), label, body: bodyFrom(label === null ? 1 : 2), isFact: false }
  }
  const label = labelAt(0)
  if (label === null) {
    const isOdd = last > 0 && !isPair && (timeAt(1) !== null || timeAt(last) !== null)
    return { time: null, label, body: restore(marked).replaceAll('\t', ' '), isFact: false, isOdd }
  }
  if (timeAt(1) !== null) {
    return { time: timeAt(1), label, body: bodyFrom(2), isFact: isPair }
  }
  const isBehind = last > 0 && timeAt(last) !== null
  return {
    time: isBehind ? timeAt(last) : null,
    label,
    body: bodyFrom(1, isBehind ? filled[last] : undefined),
    isFact: false,
  }
}

/** Adds a sign between a time and a state at the beginning of a line that are separated only by a blank. */
function parted(marked: string): string {
  return marked
    .replace(/^([^\ue000\t]{3,40}?) ?(?=\ue000)/, (whole, text) => (isLabel(text) ? `${text}\t` : whole))
    .replace(/^(\ue000\d+\ue001) (.{3,40}?)(?=[:：](?: |$)| [-–—] |[–—|\t]|$)/, (whole, time, text) =>
      isLabel(text) ? `${time}\t${text}` : whole,
    )
}

const CLOCK = String.raw`\d{1,2}[:h]\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?Uhr)?(?: ?\(?(?:[A-Z]{2,5}|(?:UTC|GMT)[+-]\d{1,2})\)?)?`
const CLOCK_IN_FRONT = new RegExp(String.raw`^[^\p{L}\d]{0,3}${CLOCK}(?![\d:])`, 'u')
const CLOCK_BEHIND = new RegExp(String.raw`[^\p{L}\d]+${CLOCK}[^\p{L}\d]{0,3}$`, 'u')

/** "14:05 UTC – investigating: text", "Resolved: 14:05 UTC". Which day it was is not known. */
function isStepWithoutDay(line: string): boolean {
  const isBehind = !CLOCK_IN_FRONT.test(line)
  const rest = line.replace(isBehind ? CLOCK_BEHIND : CLOCK_IN_FRONT, '')
  if (rest === line) return false
  const pieces = rest.split(PARTS).filter((piece) => /\p{L}/u.test(piece))
  return isLabel(pieces[0]?.trim() ?? '') && (!isBehind || pieces.length === 1)
}

function isLabel(text: string): boolean {
  return text.length <= 40 && !ASIDE.test(text) && !isOrdinary(text) && meaningOf(text) !== null
}

/** Times and states on alternating lines. */
function pairUp(heads: readonly Line[]): Line[] {
  const isTimeFirst = heads[0]?.time !== null
  const areInTurn = heads.every(({ time }, index) => (time !== null) === ((index % 2 === 0) === isTimeFirst))
  if (heads.length === 0 || heads.length % 2 === 1 || !areInTurn) return []
  return heads.flatMap((head, index) => {
    const next = heads[index + 1]
    if (index % 2 === 1 || next === undefined) return []
    head.time ??= next.time
    head.label ??= next.label
    return [head]
  })
}

/** The text from one step to the next, without lines that are only its time or state. */
function bodyOf(lines: readonly Line[], steps: readonly Line[], index: number): string {
  const from = lines.indexOf(steps[index] as Line)
  const to = steps[index + 1] === undefined ? lines.length : lines.indexOf(steps[index + 1] as Line)
  return lines
    .slice(from, to)
    .map(({ body }) => body.replace(/^[\s:–—|•·-]+/, ''))
    .filter((body) => body !== '')
    .join('\n')
}
