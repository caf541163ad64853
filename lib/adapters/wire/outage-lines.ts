import { ParseError } from '#lib/domain/errors.ts'
import type { Status } from '#lib/domain/incident.ts'
import { cleanLine, cut } from './text.ts'
import { STATUS_WORDS } from './words.ts'

/** The lines of the `outage-text` format, each taken alone. */

export interface Line {
  /** From 1. */
  number: number
  /** As in the document. */
  raw: string
  /** For structure: white space folded, invisible characters removed, one kind of dash; empty for a blank line. */
  flat: string
}

/** `- resolved Jan 29, 2026, 11:13 PM UTC` */
export interface UpdateStart {
  line: Line
  /** The source's own word. */
  word: string
  /** Null when the word is unknown. */
  status: Status | null
  /** Null when the date cannot be read. */
  postedAt: Date | null
  /** False when the zone is not UTC or is missing. */
  isUtc: boolean
  /** 1: certainly begins an update. 2: has a date, but several words. 3: has no date, or a malformed one. */
  doubt: 1 | 2 | 3
}

/** Real documents have about 9 lines per incident, so this is five times what the most incidents need. */
const MAX_LINES = 1_000_000

/** A longer line is text, however it begins. */
const MAX_STRUCTURE_LENGTH = 500

const TITLE = /^(\S.*?) Outage History$/i
const DECLARED = /^There (?:was|were) (no|\d[\d,]{0,9}) .*?\boutages?\b(?: since (.{6,20}?\d{4})\b)?/i
const TIMELINE = /^Timeline ?[·•∙⋅・‧\uFFFD] ?(?:(1) update|(\d{1,6}) updates)$/i
const TIMELINE_LIKE = /^Timeline ?[·•∙⋅・‧\uFFFD]/i
const DATE = /(?<month>\p{L}{3,9})\.? (?<day>\d{1,2}),? (?<year>\d{4})/u
const TIME = /(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))? ?(?<half>[ap]\.?m\b\.?)?/
const UPDATE = new RegExp(
  `^- ?(?<word>\\p{L}[\\p{L}_' -]{0,40}?):? ${DATE.source},?(?: at)? ${TIME.source} ?(?<zone>[^\\s\\d]\\S*)?$`,
  'iu',
)
const UPDATE_WITHOUT_DATE = /^- ?(?<word>\p{L}[\p{L}_-]{0,40}) (?:.*\bUTC|.*\b\d{4}\b.*|Invalid Date)$/iu
const SENTENCE_END = /[.!?…。！？]["'”’»)\]]*$/
const MONTHS = 'january february march april may june july august september october november december'.split(' ')

/** Throws ParseError for more lines than any list of outages has. */
export function splitLines(text: string): Line[] {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/)
  if (lines.length > MAX_LINES) throw new ParseError(`has ${lines.length} lines; at most ${MAX_LINES} are read`)
  return lines.map((raw, index) => ({ number: index + 1, raw, flat: flatten(raw) }))
}

export function flatten(raw: string): string {
  const visible = raw.replace(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, '')
  return cleanLine(visible).replace(/[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g, '-')
}

export function isWritten(line: Line): boolean {
  return line.flat !== ''
}

export function endsSentence(line: Line): boolean {
  return SENTENCE_END.test(line.flat)
}

/** The path of a line, for warnings and errors. */
export function at(line: Line): string {
  return `line ${line.number}`
}

/** X of `X Outage History`, else null. */
export function readName(line: Line): string | null {
  return isLong(line) ? null : (TITLE.exec(cleanLine(line.raw))?.[1] ?? null)
}

/** For `There were 31 X outages since May 28, 2024 …`; null for another line. `since` is null without a valid date. */
export function readDeclared(line: Line): { incidentCount: number; since: Date | null } | null {
  const [, count, date] = (isLong(line) ? null : DECLARED.exec(line.flat)) ?? []
  if (count === undefined) return null
  const parts = new RegExp(`^${DATE.source}$`, 'u').exec(date ?? '')?.groups
  const since = parts === undefined ? null : instantOf({ ...parts, hour: '0', minute: '0' })
  return { incidentCount: count.toLowerCase() === 'no' ? 0 : Number(count.replaceAll(',', '')), since }
}

/** "up" of `X is up right now`, which runs into the next sentence without a blank; null for another line. */
export function readIndicator(line: Line, name: string): string | null {
  if (!line.flat.startsWith(`${flatten(name)} `)) return null
  return /^ (?:is|has) (.{1,80}?) right now/.exec(line.flat.slice(flatten(name).length))?.[1] ?? null
}

/** N of `Timeline · N updates`; null for another line. Throws ParseError for an incomplete one. */
export function readTimeline(line: Line): number | null {
  const [, one, many] = TIMELINE.exec(line.flat) ?? []
  const count = one ?? many
  if (count !== undefined) return Number(count)
  if (!TIMELINE_LIKE.test(line.flat)) return null
  throw new ParseError(`"Timeline · N updates" was expected, not "${cut(line.flat, 80)}"`, at(line))
}

/** Null for a line that cannot begin an update. */
export function readUpdateStart(line: Line): UpdateStart | null {
  if (!line.flat.startsWith('-') || isLong(line)) return null
  const dated = UPDATE.exec(line.flat)?.groups
  const word = dated?.word ?? UPDATE_WITHOUT_DATE.exec(line.flat)?.groups?.word ?? ''
  const status = STATUS_WORDS.get(word.toLowerCase().replaceAll('-', ' ')) ?? null
  if (dated === undefined) {
    return status === null ? null : { line, word, status, postedAt: null, isUtc: true, doubt: 3 }
  }
  const isUtc = dated.zone?.toUpperCase() === 'UTC'
  const doubt = !isUtc ? 3 : status === null && word.includes(' ') ? 2 : 1
  return { line, word, status, postedAt: instantOf(dated), isUtc, doubt }
}

function isLong(line: Line): boolean {
  return line.flat.length > MAX_STRUCTURE_LENGTH
}

/** Null for an invalid date ("Feb 30") or time ("13:00 PM"), or one outside 1990-2100. */
function instantOf(parts: Record<string, string | undefined>): Date | null {
  const [year = 0, day = 0, hour = 0, minute = 0, second = 0] = [
    parts.year,
    parts.day,
    parts.hour,
    parts.minute,
    parts.second ?? '0',
  ].map(Number)
  const month = MONTHS.findIndex((name) => name.startsWith((parts.month ?? '').toLowerCase()))
  const half = parts.half?.[0]?.toLowerCase()
  if (month === -1 || year < 1990 || year > 2100 || minute > 59 || second > 59) return null
  if (hour > (half === undefined ? 23 : 12) || (half === 'p' && hour === 0)) return null
  const hourOfDay = half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0)
  const instant = new Date(Date.UTC(year, month, day, hourOfDay, minute, second))
  return instant.getUTCDate() === day ? instant : null
}
