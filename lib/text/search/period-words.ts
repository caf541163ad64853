import { isCalendarDay } from '#lib/domain/instant.ts'
import { quarterOf, quarterPeriod } from '#lib/domain/month.ts'
import { LONE_MONTH, MONTH, monthNumber } from './month-names.ts'
import { addDays, type Days, RELATIVE_SPELLINGS } from './relative-days.ts'

/** A period of whole UTC days that a query names. */
export interface WordedPeriod {
  /** As a window in an address: "2025", "2025-Q3", "2025-10", "2025-10-20..2025-10-20". */
  window: string
  /** "19:45", if a single day is named with a time of day. */
  time: string | null
  /** The words that name it, as typed. */
  words: string
}

/** A calendar date with parts left out: no day is a whole month, no month a whole year; `months` is the length of a quarter or half. */
interface Point {
  year: number | null
  month: number | null
  day: number | null
  months?: number
}

type Reader = (match: RegExpExecArray, today: Date) => Point | Days | null

const ORDINAL = '(?:st|nd|rd|th|er|º)?\\.?'
const DAY = `(?<day>\\d{1,2})${ORDINAL}`
const LAST_DAY = `(?<lastDay>\\d{1,2})${ORDINAL}`
const YEAR = "(?<year>(?:19|20)\\d\\d|['’]\\d\\d)"
/** The year after a day and a month: "20 Oct, 2025", "20-Oct-25", "20 de octubre de 2025". */
const ITS_YEAR = `(?:(?:,?\\s+(?:del?\\s+)?|,)${YEAR}|[-/.](?<joinedYear>(?:19|20)?\\d\\d))`
const DASH = '\\s?[-–—]\\s?'

const DIGITS_ALONE = `(?<a>\\d{1,2})(?<sign>[./-])(?<b>\\d{1,2})\\k<sign>(?<year>(?:19|20)\\d\\d)`
const UNCLEAR = new RegExp(`(?<![\\p{L}\\p{N}/.-])${DIGITS_ALONE}(?![\\p{L}\\p{N}]|[-/.]\\d)`, 'u')

/** A date as typed, "10/11/2025", and both days that it may be, as "2025-10-11"; both have begun. */
export interface UnclearDate {
  words: string
  days: [string, string]
}

/** The first date in the text that two countries read differently, and that has begun in both; null if there is none. */
export function findUnclearDate(text: string, now: Date): UnclearDate | null {
  const match = UNCLEAR.exec(text)
  const [first, other] = match === null ? [] : daysOfDigits(match.groups ?? {}, startOfDay(now))
  if (match === null || first === undefined || other === undefined) return null
  return {
    words: match[0],
    days: [toWindow(first.first, first.last).slice(0, 10), toWindow(other.first, other.last).slice(0, 10)],
  }
}

/** "a/b/year" with the month first, then with the day first; one if both are the same day or only one of them exists and has begun. */
function daysOfDigits(
  { a = '', b = '', sign = '', year = '' }: Record<string, string | undefined>,
  today: Date,
): Days[] {
  const orders =
    sign === '.' || a === b
      ? [[b, a]]
      : [
          [a, b],
          [b, a],
        ]
  return orders
    .map(([month, day]) => daysIn({ year: Number(year), month: Number(month), day: Number(day) }))
    .filter((days) => days !== null)
    .filter(({ first }) => first <= today)
}

const asPoint: Reader = ({ groups = {} }) => toPoint(groups)
const asPart =
  (months: number): Reader =>
  ({ groups = {} }) => ({ ...toPoint(groups), month: months * (Number(groups.part) - 1) + 1, months })

/**
 * The spellings, the longest first. Digits that begin with a year are year, month, day; with dots, day, month, year, the only order
 * that is written so; with slashes or hyphens they are read only where one of the two numbers cannot be a month.
 */
const SPELLINGS: readonly [RegExp, Reader][] = [
  spelling(`${DAY}${DASH}${LAST_DAY}\\s+${MONTH}${ITS_YEAR}?`, asDays),
  spelling(`${MONTH}\\s+${DAY}${DASH}${LAST_DAY}${ITS_YEAR}?`, asDays),
  spelling(`${YEAR}[-/.](?<month>\\d{1,2})[-/.](?<day>\\d{1,2})`, asPoint),
  spelling('(?<year>(?:19|20)\\d\\d)年\\s?(?<month>\\d{1,2})月(?:\\s?(?<day>\\d{1,2})日)?', asPoint),
  spelling(DIGITS_ALONE, ({ groups = {} }, today) => {
    const [day, other] = daysOfDigits(groups, today)
    return other === undefined ? (day ?? null) : null
  }),
  spelling(`q(?<part>[1-4])[\\s-]${YEAR}`, asPart(3)),
  spelling(`${YEAR}[\\s-]q(?<part>[1-4])`, asPart(3)),
  spelling(`h(?<part>[12])[\\s-]${YEAR}`, asPart(6)),
  spelling(`${YEAR}[\\s-]h(?<part>[12])`, asPart(6)),
  spelling(`${DAY}[\\s/-]?\\s*(?:(?:of|de)\\s+)?${MONTH}${ITS_YEAR}?`, asPoint),
  spelling(`${DAY}${MONTH}(?<year>(?:19|20)\\d\\d)`, asPoint),
  spelling(`${MONTH}[\\s/-]\\s*${DAY}(?!:)${ITS_YEAR}?`, asPoint),
  spelling(`${MONTH}(?:[\\s-]\\s*|\\s+del?\\s+)${YEAR}`, asPoint),
  spelling(`${YEAR}-(?<month>\\d\\d)`, asPoint),
  spelling(LONE_MONTH, asPoint),
  ...RELATIVE_SPELLINGS.map(([form, read]) => spelling(form, ({ groups = {} }, today) => read(groups, today))),
  spelling(YEAR, asPoint),
]
const CONNECTOR = /\s*(?:to|until|till|through|thru|and|–|—|-|\.\.)\s*/iy
const TIME =
  /(?:t|,?\s+(?:at\s+)?)(?<hour>[01]?\d|2[0-3]):(?<minute>[0-5]\d)(?::\d\d)?(?:\s?(?:utc|gmt|z))?(?![\p{L}\p{N}])/iuy
const LEADING = /(?<word>\b(?:from|between|since|after|before|until|in|on|at|during))\s+(?:the\s+)?$/i

/**
 * The first period that a query names, and the other words. A date without a year is the latest one that is not in the future;
 * "since" reaches to today. Dates that do not exist or have not begun stay words, and so do days and months of digits alone that
 * some read one way and some the other ("10/11/2025"), unless one of the two has not begun: see `findUnclearDate`. `period` is null if
 * none is named.
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
    const { first, last } = reach(leading?.groups?.word ?? '', found, today)
    if (last < first || first > today) continue
    return {
      period: {
        window: toWindow(first, last),
        time: first < last ? null : found.time,
        words: text.slice(start, found.end).trim(),
      },
      rest: `${text.slice(0, start)} ${text.slice(found.end)}`.replace(/\s+/g, ' ').trim(),
    }
  }
  return { period: null, rest: text.trim() }
}

/** What "since", "after", "before" or "until" make of the days after them. With a time of day, a part of its day counts too. */
function reach(word: string, { first, last, time }: Days & { time: string | null }, today: Date): Days {
  switch (word.toLowerCase()) {
    case 'since':
      return { first, last: today }
    case 'after':
      return { first: time === null ? addDays(last, 1) : first, last: today }
    case 'before':
      return { first: new Date(0), last: time === null ? addDays(first, -1) : last }
    case 'until':
      return { first: new Date(0), last }
    default:
      return { first, last }
  }
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
    return { read: read === null || toDays(read, today) === null ? null : read, end: index + match[0].length }
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

function toPoint({ year, joinedYear = year, month, day }: Record<string, string | undefined>): Point {
  return {
    year: joinedYear === undefined ? null : Number(joinedYear.replace(/^['’]?(?=\d\d$)/, '20')),
    month: month === undefined ? null : /^\d/.test(month) ? Number(month) : monthNumber(month),
    day: day === undefined ? null : Number(day),
  }
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

function startOfDay(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 86_400_000) * 86_400_000)
}
