import { DateTime } from 'luxon'
import type { Period } from '#lib/domain/incident.ts'
import { findZone, flagSeason, type NamedZone, type SeasonFlag, ZONE_NAME } from './zone-name.ts'
import { zonedInstant } from './zoned-time.ts'

/** A window that an update's text states; shown beside the duration, but in no total unless an admin accepts it. */
export interface StatedWindow extends Period {
  /** The words that state it, exactly as in the text. */
  quote: string
  /** How its times were read: "UTC", "America/Los_Angeles" for PT, "UTC-8" for PST. */
  zone: string
  flag: SeasonFlag | null
}

const MAX_BODY_LENGTH = 20_000
const MAX_WINDOW_MS = 24 * 3_600_000
/** A date without a year that is further back than this may just as well be in the future. */
const FURTHEST_BACK_DAYS = 180

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH = String.raw`(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?(?![a-z])`
const DAY = String.raw`\d{1,2}(?:st|nd|rd|th)?(?![\w:])`
const DATE = String.raw`(?:\d{4}-\d{2}-\d{2}(?!\d)|(?:${MONTH}\s${DAY}|${DAY}\s(?:of\s)?${MONTH})(?:,?\s\d{4}(?!\d))?)`

/** A time of day with its adjacent zone and date. Every part is bounded: any text is read in one pass. */
const TIMES = new RegExp(
  String.raw`(?<![\w:.,/$#])(?:(?<dateBefore>${DATE})(?:t|,?\s{1,3}(?:at\s)?))?` +
    String.raw`(?<hour>\d{1,2})(?::(?<minute>\d{2})(?::\d{2})?)?(?![\d:])(?:\s{0,3}(?<meridiem>[ap])\.?m\b\.?)?` +
    String.raw`(?:\s{0,3}(?:(?<zone>${ZONE_NAME})|\((?<bracketed>${ZONE_NAME})\)))?(?:,?\s{1,3}(?:on\s)?(?:the\s)?(?<dateAfter>${DATE})(?:\s{1,3}(?<zoneAfter>${ZONE_NAME})(?![a-z]))?)?`,
  'giu',
)
const ABOUT = String.raw`(?:(?:approximately|approx\.?|about|around|roughly|~)\s?)?`
const WEEKDAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day'
const OPENING = new RegExp(
  String.raw`(?:(?<![\w-])(?<date>${DATE}),?\s)?(?<word>\b(?:between|from)\s(?:the\stimes\s)?)?(?:${WEEKDAY},?\s)?${ABOUT}$`,
  'iu',
)
const CONNECTOR = new RegExp(
  String.raw`^,?\s{0,3}(?<word>and|&(?:amp;)?|to|until|till|through(?:\sto)?|[-–—])\s{0,3}${ABOUT}$`,
  'iu',
)
/** What every pair of times has between them; most texts have none, and need no search for times. */
const JOINT = new RegExp(String.raw`(?:and|&(?:amp;)?|to|until|till|through|[-–—])\s{0,3}${ABOUT}(?:\d|${MONTH})`, 'iu')

/** A zone beside a time; without one, no pair is read. */
const ZONED = new RegExp(String.raw`(?:\d(?:st|nd|rd|th)?|[ap]\.?m\.?)\s{0,3}\(?${ZONE_NAME}`, 'iu')

/** Words in the same sentence that make it an announcement. */
const ANNOUNCING =
  /\b(?:will|going to|planned|upcoming|tomorrow|expected to|scheduled (?:for|from|to|between|maintenance))\b/iu
/** Day names that are not supported. */
const OTHER_DAY = new RegExp(String.raw`\b(?:${WEEKDAY}|yesterday|last night|\d{1,2}\/\d{1,2})\b`, 'iu')
const DATES = new RegExp(String.raw`(?<![\w-])${DATE}`, 'giu')

/**
 * The first window that a text states: two times of day joined by "to", a dash, or "and" after "between", at least one with a
 * zone. Without a date it is the nearest that began before `postedAt`; it may cross midnight. Null without a window, when its
 * day would be a guess, when it is announced rather than reported, and when its length is zero, negative or over 24 hours.
 */
export function findStatedWindow(body: string, postedAt: Date): StatedWindow | null {
  const text = body.slice(0, MAX_BODY_LENGTH)
  if (!JOINT.test(text) || !ZONED.test(text)) return null
  const times = [...text.matchAll(TIMES)]
  const dates = [...text.matchAll(DATES)].map(([date]) => readDay(date)).filter((date) => date !== null)
  for (const [index, first] of times.entries()) {
    const second = times[index + 1]
    const found = second === undefined ? null : readPair(text, first, second)
    const window = found === null ? null : toWindow(found, dates, postedAt)
    if (window !== null) return window
  }
  return null
}

/** A month and a day as in a text, perhaps without the year. */
interface StatedDay {
  year: number | null
  month: number
  day: number
}

interface CalendarDay extends StatedDay {
  year: number
}

interface StatedTime {
  hour: number
  minute: number
  zone: NamedZone
  day: StatedDay | null
}

interface StatedPair {
  start: StatedTime
  end: StatedTime
  quote: string
  sentence: string
}

/** Two neighbouring times as the ends of one window; null unless the words between and before them say so. */
function readPair(text: string, first: RegExpExecArray, second: RegExpExecArray): StatedPair | null {
  const connector = CONNECTOR.exec(text.slice(first.index + first[0].length, second.index))?.groups?.word?.toLowerCase()
  if (connector === undefined) return null
  const before = text.slice(Math.max(0, first.index - 300), first.index)
  const opening = OPENING.exec(before)
  const word = opening?.groups?.word?.split(/\s/)[0]?.toLowerCase()
  if (/^(?:and|&)/.test(connector) && word !== 'between') return null

  const [hours, zones] = [readHours(first, second), readZones(first, second)]
  if (hours === null || zones === null) return null
  const [startDay, endDay] = [readDay(dateOf(first) ?? opening?.groups?.date), readDay(dateOf(second))]
  const hasOpening = word !== undefined || opening?.groups?.date !== undefined
  const quoteFrom = first.index - (hasOpening ? (opening?.[0].length ?? 0) : 0)
  const end = second.index + second[0].length
  return {
    start: { hour: hours[0], minute: Number(first.groups?.minute ?? 0), zone: zones[0], day: startDay },
    end: { hour: hours[1], minute: Number(second.groups?.minute ?? 0), zone: zones[1], day: endDay },
    quote: text.slice(quoteFrom, end).trim(),
    sentence: `${before.split(/[.!?]\s|\n/).at(-1)}${text.slice(first.index, end)}${text.slice(end, end + 40).split(/[.!?]/)[0]}`,
  }
}

/** The instants of a pair; null when they are in the future, too far apart, or on a day that would be a guess. */
function toWindow(
  { start, end, quote, sentence }: StatedPair,
  dates: StatedDay[],
  postedAt: Date,
): StatedWindow | null {
  const given = start.day ?? end.day
  if (ANNOUNCING.test(sentence) || (given === null && OTHER_DAY.test(sentence))) return null
  const posted = DateTime.fromJSDate(postedAt, { zone: start.zone.zone })
  const period = listCandidates(given, posted)
    .map((day) => periodFrom(start, end, day))
    .find((found) => found !== null && found.from <= postedAt)
  if (period === undefined || period === null || (given === null && !isAmong(dates, period.day))) return null
  const { from, to } = period
  if (given?.year === null && from < posted.minus({ days: FURTHEST_BACK_DAYS }).toJSDate()) return null

  const lengthMs = to.getTime() - from.getTime()
  if (!(lengthMs > 0 && lengthMs <= MAX_WINDOW_MS)) return null
  return { from, to, quote, zone: end.zone.zone, flag: flagSeason(end.zone, from) }
}

/** The days on which it may have begun, most likely first: missing parts are the posting's day or year, or the previous one. */
function listCandidates(given: StatedDay | null, posted: DateTime): CalendarDay[] {
  if (given === null) return [posted, posted.minus({ days: 1 })].map(({ year, month, day }) => ({ year, month, day }))
  const years = given.year === null ? [posted.year, posted.year - 1] : [given.year]
  return years.map((year) => ({ ...given, year }))
}

/**
 * Start and end for a window of that day, and the day on which it began; null if they do not exist. An end without its own day
 * is the next such time after the start: in an hour that clocks show twice, the second one.
 */
function periodFrom(start: StatedTime, end: StatedTime, day: CalendarDay): (Period & { day: CalendarDay }) | null {
  const endDay = end.day === null ? day : { ...end.day, year: end.day.year ?? day.year }
  const from = instantOf(start, day)
  const to = instantOf(end, endDay, from)
  if (from === null || to === null) return null
  if (from <= to) return { from, to, day }
  if (end.day === null) return toPeriod(from, instantOf(end, shiftDay(endDay, { days: 1 })), day)
  if (start.day === null) {
    const before = shiftDay(day, { days: -1 })
    return toPeriod(instantOf(start, before), to, before)
  }
  return toPeriod(from, end.day.year === null ? instantOf(end, shiftDay(endDay, { years: 1 })) : to, day)
}

function toPeriod(from: Date | null, to: Date | null, day: CalendarDay) {
  return from === null || to === null ? null : { from, to, day }
}

function instantOf({ hour, minute, zone }: StatedTime, day: CalendarDay, since: Date | null = null): Date | null {
  return zonedInstant({ ...day, hour, minute }, zone.zone, since)
}

function shiftDay({ year, month, day }: CalendarDay, by: { days?: number; years?: number }): CalendarDay {
  const shifted = DateTime.utc(year, month, day).plus(by)
  return { year: shifted.year, month: shifted.month, day: shifted.day }
}

/** If a text has dates but none beside the window, the window is on one of them, or its day is a guess. */
function isAmong(dates: StatedDay[], start: CalendarDay): boolean {
  return dates.length === 0 || dates.some(({ month, day }) => month === start.month && day === start.day)
}

/** Hours of the day of both ends; an end without am or pm takes the other's, or the opposite if that would run backwards. */
function readHours(first: RegExpExecArray, second: RegExpExecArray): [number, number] | null {
  const [a, b] = [Number(first.groups?.hour), Number(second.groups?.hour)]
  const [meridiemA, meridiemB] = [first.groups?.meridiem?.toLowerCase(), second.groups?.meridiem?.toLowerCase()]
  const isTimeA = first.groups?.minute !== undefined || meridiemA !== undefined || meridiemB !== undefined
  const isTimeB = second.groups?.minute !== undefined || meridiemB !== undefined
  const hasMeridiem = meridiemA !== undefined || meridiemB !== undefined
  const minutes = [first, second].map((time) => Number(time.groups?.minute ?? 0))
  if (!isTimeA || !isTimeB || minutes.some((minute) => minute > 59)) return null
  if (!hasMeridiem) return a < 24 && b < 24 ? [a, b] : null
  if (a < 1 || a > 12 || b < 1 || b > 12) return null
  const isInOrder = (a % 12) * 60 + (minutes[0] ?? 0) < (b % 12) * 60 + (minutes[1] ?? 0)
  const pmA = meridiemA === undefined ? (meridiemB === 'p') === isInOrder : meridiemA === 'p'
  const pmB = meridiemB === undefined ? (meridiemA === 'p') === isInOrder : meridiemB === 'p'
  return [(a % 12) + (pmA ? 12 : 0), (b % 12) + (pmB ? 12 : 0)]
}

/** The zones of both ends; an end without a zone takes the other's. */
function readZones(first: RegExpExecArray, second: RegExpExecArray): [NamedZone, NamedZone] | null {
  const [a, b] = [first, second].map(({ groups }) =>
    findZone(groups?.zone ?? groups?.bracketed ?? groups?.zoneAfter ?? ''),
  )
  const [start, end] = [a ?? b, b ?? a]
  return start && end ? [start, end] : null
}

function dateOf(time: RegExpExecArray): string | undefined {
  return time.groups?.dateBefore ?? time.groups?.dateAfter
}

function readDay(date: string | undefined): StatedDay | null {
  if (date === undefined) return null
  const [year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)?.slice(1).map(Number) ?? []
  if (year !== undefined && month !== undefined && day !== undefined) return { year, month, day }
  const statedYear = /\d{4}/.exec(date)?.[0]
  const name = /[a-z]{3,}/i.exec(date.replace(/\d+(?:st|nd|rd|th)?/i, ''))?.[0]
  const statedDay = /\d{1,2}/.exec(date)?.[0]
  return {
    year: statedYear === undefined ? null : Number(statedYear),
    month: MONTHS.indexOf(name?.slice(0, 3).toLowerCase() ?? '') + 1,
    day: Number(statedDay),
  }
}
