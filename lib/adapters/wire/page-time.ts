import { cleanLine } from './text.ts'
import { monthNumber, offsetMinutes, utc } from './time.ts'

/**
 * Times as Statuspage and its likes write them for readers: "Aug 21, 00:37 UTC", in the page's zone, mostly without a year.
 * The year comes from a time known otherwise.
 */
export interface PageTime {
  /** Null when it is not written. */
  year: number | null
  month: number
  day: number
  hour: number
  minute: number
  /** The zone's short name as written; null when it is not. */
  zone: string | null
}

/** How far an entry may lie after the time that it should precede: clocks, out-of-order entries. */
const TOLERANCE_MS = 2 * 86_400_000
const HALF_YEAR_MS = 183 * 86_400_000

/** Null when the text is no such time. */
export function parsePageTime(text: string): PageTime | null {
  const match = PAGE_TIME.exec(cleanLine(text))
  if (match === null) return null
  const [, month = '', day, year, hour, minute, zone] = match
  if (Number.isNaN(monthNumber(month))) return null
  return {
    year: year === undefined ? null : Number(year),
    month: monthNumber(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    zone: zone ?? null,
  }
}

const PAGE_TIME =
  /^([A-Z][a-z]{2,8})\.? (\d{1,2}),(?: (\d{4}),?)? (\d\d):(\d\d)(?::\d\d)?(?: ([A-Z]{1,5}|[+-]\d\d(?::?\d\d)?))?$/

/**
 * "Aug 26, 23:37 - Aug 27, 19:44 UTC" or "Aug 27, 10:04 - 12:12 UTC"; a lone time is a range of none. Years: for its start
 * the nearest to `near`, for its end the one after the start, since planned work may go on for most of a year.
 */
export function parsePageRange(text: string, near: Date): { from: Date; until: Date } | null {
  const [first = '', second] = cleanLine(text).split(' - ', 2)
  const last = second ?? first
  const zone = / ([A-Z]{1,5}|[+-]\d\d(?::?\d\d)?)$/.exec(last)?.[1] ?? null
  const from = parsePageTime(first)
  const until = from && (parsePageTime(last) ?? parsePageTime(`${first.slice(0, first.lastIndexOf(','))}, ${last}`))
  if (from === null || until === null) return null
  const start = nearest({ ...from, zone: from.zone ?? zone }, near)
  const end = start && after({ ...until, zone }, start)
  return start === null || end === null ? null : { from: start, until: end }
}

/** The latest such time that is not after `bound`, give or take two days; going backwards through a timeline crosses New Year so. */
export function atOrBefore(time: PageTime, bound: Date, offset: number | null = zoneOffset(time)): Date | null {
  return find(time, bound, offset, (instant) => instant - bound.getTime() <= TOLERANCE_MS)
}

/** Minutes east of UTC of the zone as written; null for one that is not known, such as IST, or not written. */
export function zoneOffset(time: PageTime): number | null {
  return time.zone === null ? null : offsetMinutes(time.zone)
}

function nearest(time: PageTime, near: Date): Date | null {
  return find(time, near, zoneOffset(time), (instant) => Math.abs(instant - near.getTime()) <= HALF_YEAR_MS)
}

/** Give or take the two days, so that a zone name that is off by an hour moves nothing by a year. */
function after(time: PageTime, start: Date): Date | null {
  return find(time, start, zoneOffset(time), (instant) => {
    const distance = instant - start.getTime()
    return distance >= -TOLERANCE_MS && distance < 363 * 86_400_000
  })
}

/** Tries the year after the bound's first, then backwards; eight years span two leap days. */
function find(time: PageTime, bound: Date, offset: number | null, fits: (instant: number) => boolean): Date | null {
  if (offset === null) return null
  const last = time.year ?? bound.getUTCFullYear() + 1
  for (let year = last; year >= (time.year ?? last - 9); year--) {
    const local = utc(year, time.month, time.day, time.hour, time.minute, 0, 0)
    if (local === null) continue
    const instant = local - offset * 60_000
    if (time.year !== null || fits(instant)) return new Date(instant)
  }
  return null
}
