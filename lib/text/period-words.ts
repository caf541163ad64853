import { isCalendarDay } from '#lib/domain/instant.ts'
import { quarterOf, quarterPeriod } from '#lib/domain/month.ts'

/** A period of whole UTC days that a query names. */
export interface WordedPeriod {
  /** As a window in an address: "2025", "2025-Q3", "2025-10", "2025-10-20..2025-10-20". */
  window: string
  /** "19:45", if a single day is named with a time of day. */
  time: string | null
  /** The words that name it, as typed. */
  words: string
}

/** A calendar date with parts left out: no day is a whole month, no month a whole year; `months` is the length of a quarter. */
interface Point {
  year: number | null
  month: number | null
  day: number | null
  months?: number
}

interface Days {
  first: Date
  last: Date
}

type Reader = (match: RegExpExecArray, today: Date) => Point | Days

const MONTH_NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH =
  '(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
/** The names that are no other words; "may", "march" and the short forms need a day or a year beside them. */
const LONE_MONTH = '(?<month>january|february|april|june|july|august|september|october|november|december)'
const DAY = '(?<day>\\d{1,2})(?:st|nd|rd|th)?'
const LAST_DAY = '(?<lastDay>\\d{1,2})(?:st|nd|rd|th)?'
const YEAR = '(?<year>(?:19|20)\\d\\d)'
const DASH = '\\s?[-–—]\\s?'

const asPoint: Reader = ({ groups = {} }) => toPoint(groups)
const asQuarter: Reader = ({ groups = {} }) => ({
  ...toPoint(groups),
  month: 3 * (Number(groups.quarter) - 1) + 1,
  months: 3,
})

/** The spellings, the longest first. A form of digits alone is read only in the order year, month, day. */
const SPELLINGS: readonly [RegExp, Reader][] = [
  spelling(`${DAY}${DASH}${LAST_DAY}\\s+${MONTH}(?:,?\\s+${YEAR})?`, asDays),
  spelling(`${MONTH}\\s+${DAY}${DASH}${LAST_DAY}(?:,?\\s+${YEAR})?`, asDays),
  spelling(`${YEAR}[-/.](?<month>\\d{1,2})[-/.](?<day>\\d{1,2})`, asPoint),
  spelling(`q(?<quarter>[1-4])[\\s-]${YEAR}`, asQuarter),
  spelling(`${YEAR}[\\s-]q(?<quarter>[1-4])`, asQuarter),
  spelling(`${DAY}\\s+(?:of\\s+)?${MONTH}(?:,?\\s+${YEAR})?`, asPoint),
  spelling(`${MONTH}\\s+${DAY}(?!:)(?:,?\\s+${YEAR})?`, asPoint),
  spelling(`${MONTH}\\s+${YEAR}`, asPoint),
  spelling(`${YEAR}-(?<month>\\d\\d)`, asPoint),
  spelling(LONE_MONTH, asPoint),
  spelling('today|yesterday', ([word], today) => {
    const day = addDays(today, word.toLowerCase() === 'today' ? 0 : -1)
    return { first: day, last: day }
  }),
  spelling('(?<which>last|this)\\s+(?<unit>week|month|quarter|year)', ({ groups = {} }, today) =>
    relative(groups, today),
  ),
  spelling(YEAR, asPoint),
]
const CONNECTOR = /\s*(?:to|until|till|through|thru|and|–|—|-|\.\.)\s*/iy
const TIME =
  /(?:t|,?\s+(?:at\s+)?)(?<hour>[01]?\d|2[0-3]):(?<minute>[0-5]\d)(?::\d\d)?(?:\s?(?:utc|gmt|z))?(?![\p{L}\p{N}])/iuy
const LEADING = /(?<word>\b(?:from|between|since|in|on|at|during))\s+$/i

/**
 * The first period that a query names, and the other words. A date without a year is the latest one that is not in the future;
 * "since" reaches to today. Dates that do not exist or have not begun, and days and months of digits alone ("10/11"), which some
 * read one way and some the other, stay words. `period` is null if none is named.
 */
export function findPeriodWords(text: string, now: Date): { period: WordedPeriod | null; rest: string } {
  const today = startOfDay(now)
  let passed = 0
  for (const { index } of text.matchAll(/(?<![\p{L}\p{N}/.-])[\p{L}\p{N}]/gu)) {
    if (index < passed) continue
    const found = readPeriod(text, index, today)
    if (found === null) continue
    passed = found.end
    if (!('first' in found)) continue
    const before = text.slice(0, index)
    const leading = LEADING.exec(before)
    const start = leading?.index ?? index
    const last = /^since$/i.test(leading?.groups?.word ?? '') ? today : found.last
    return {
      period: { window: toWindow(found.first, last), time: found.time, words: text.slice(start, found.end).trim() },
      rest: `${text.slice(0, start)} ${text.slice(found.end)}`.replace(/\s+/g, ' ').trim(),
    }
  }
  return { period: null, rest: text.trim() }
}

/** Only an end for words that have the form of a date but name none. */
function readPeriod(
  text: string,
  index: number,
  today: Date,
): (Days & { time: string | null; end: number }) | { end: number } | null {
  const one = readPoint(text, index, today)
  if (one === null || one.read === null) return one
  const connector = matchAt(CONNECTOR, text, one.end)
  const other = connector && readPoint(text, one.end + connector[0].length, today)
  const days = other?.read ? joinDays(one.read, other.read, today) : toDays(one.read, today)
  const end = other?.read ? other.end : one.end
  if (days === null || days.first > today || days.last < days.first) return { end }
  const time = days.first < days.last ? null : matchAt(TIME, text, end)
  const { hour = '', minute = '' } = time?.groups ?? {}
  return { ...days, time: time && `${hour.padStart(2, '0')}:${minute}`, end: end + (time?.[0].length ?? 0) }
}

/** `read` is null for a date that does not exist. */
function readPoint(text: string, index: number, today: Date): { read: Point | Days | null; end: number } | null {
  for (const [pattern, reader] of SPELLINGS) {
    const match = matchAt(pattern, text, index)
    if (match === null) continue
    const read = reader(match, today)
    return { read: toDays(read, today) === null ? null : read, end: index + match[0].length }
  }
  return null
}

/** From one point to another; a year that only one of them has is that of both, unless the period would run backwards. */
function joinDays(from: Point | Days, to: Point | Days, today: Date): Days | null {
  if ('first' in from || 'first' in to || (from.year === null && to.year === null)) {
    const [start, end] = [toDays(from, today), toDays(to, today)]
    if (start === null || end === null) return null
    const isWrapped = end.last < start.first && 'month' in from
    const first = isWrapped ? toDays({ ...from, year: start.first.getUTCFullYear() - 1 }, today)?.first : start.first
    return first === undefined ? null : { first, last: end.last }
  }
  const start = toDays({ ...from, year: from.year ?? to.year }, today)
  const end = toDays({ ...to, year: to.year ?? from.year }, today)
  if (start === null || end === null) return null
  if (start.first <= end.last) return { first: start.first, last: end.last }
  if (from.year === null) return joinDays({ ...from, year: (to.year ?? 0) - 1 }, to, today)
  return to.year === null ? joinDays(from, { ...to, year: from.year + 1 }, today) : null
}

/** Null for a date that no year has. */
function toDays(read: Point | Days, today: Date): Days | null {
  if ('first' in read) return read
  if (read.year !== null) return daysIn({ ...read, year: read.year })
  // February 29 comes every four years, or after eight.
  for (let year = today.getUTCFullYear(); year > today.getUTCFullYear() - 9; year -= 1) {
    const days = daysIn({ ...read, year })
    if (days !== null && days.first <= today) return days
  }
  return null
}

function daysIn({ year, month, day, months = 1 }: Point & { year: number }): Days | null {
  if (month === null) return { first: utc(year, 1, 1), last: utc(year, 12, 31) }
  if (day === null) {
    if (month < 1 || month > 12) return null
    return { first: utc(year, month, 1), last: addDays(utc(year, month + months, 1), -1) }
  }
  const text = [String(year), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
  if (!isCalendarDay(text)) return null
  return { first: utc(year, month, day), last: utc(year, month, day) }
}

/** "1–5 October 2025" */
function asDays({ groups = {} }: RegExpExecArray, today: Date): Days | Point {
  const point = toPoint(groups)
  const last = toDays({ ...point, day: Number(groups.lastDay) }, today)
  const first = last && daysIn({ ...point, year: last.last.getUTCFullYear() })
  return first === null || last === null ? { ...point, month: 0 } : { first: first.first, last: last.last }
}

function relative({ which = '', unit = '' }: Record<string, string>, today: Date): Days {
  const ago = which.toLowerCase() === 'last' ? 1 : 0
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth() + 1]
  switch (unit.toLowerCase()) {
    case 'year':
      return { first: utc(year - ago, 1, 1), last: utc(year - ago, 12, 31) }
    case 'month':
      return { first: utc(year, month - ago, 1), last: addDays(utc(year, month - ago + 1, 1), -1) }
    case 'quarter': {
      const start = 3 * Math.floor((month - 1) / 3) + 1 - 3 * ago
      return { first: utc(year, start, 1), last: addDays(utc(year, start + 3, 1), -1) }
    }
    default: {
      const monday = addDays(today, -((today.getUTCDay() + 6) % 7) - 7 * ago)
      return { first: monday, last: addDays(monday, 6) }
    }
  }
}

function toPoint({ year, month, day }: Record<string, string | undefined>): Point {
  return {
    year: year === undefined ? null : Number(year),
    month: month === undefined ? null : monthNumber(month),
    day: day === undefined ? null : Number(day),
  }
}

function monthNumber(word: string): number {
  return /^\d/.test(word) ? Number(word) : MONTH_NAMES.indexOf(word.slice(0, 3).toLowerCase()) + 1
}

function toWindow(first: Date, last: Date): string {
  const [from, to] = [first, last].map((day) => day.toISOString().slice(0, 10)) as [string, string]
  const isMonth = from.endsWith('-01') && addDays(last, 1).getUTCDate() === 1
  if (isMonth && from.slice(0, 7) === to.slice(0, 7)) return from.slice(0, 7)
  if (from.endsWith('-01-01') && to.endsWith('-12-31') && from.slice(0, 4) === to.slice(0, 4)) return from.slice(0, 4)
  const quarter = quarterOf(first)
  const { from: start, to: end } = quarterPeriod(quarter) ?? {}
  if (start?.getTime() === first.getTime() && end?.getTime() === addDays(last, 1).getTime()) return quarter
  return `${from}..${to}`
}

function spelling(form: string, reader: Reader): [RegExp, Reader] {
  return [new RegExp(`(?:${form})(?:(?=t\\d\\d:)|(?![\\p{L}\\p{N}]|[-/.]\\d))`, 'iuy'), reader]
}

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index
  return pattern.exec(text)
}

function utc(year: number, month: number, day: number): Date {
  return new Date(Date.UTC(year, month - 1, day))
}

function addDays(day: Date, count: number): Date {
  return new Date(day.getTime() + count * 86_400_000)
}

function startOfDay(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 86_400_000) * 86_400_000)
}
