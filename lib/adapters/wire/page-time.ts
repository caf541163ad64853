import { zonedInstant } from '#lib/text/zoned-time.ts'
import { cleanLine } from './text.ts'
import { monthNumber, offsetMinutes, utc } from './time.ts'

/**
 * Times as Statuspage and similar platforms write them for readers: "Aug 21, 00:37 UTC", in the page's zone, mostly without a
 * year. The year comes from another known time.
 */
export interface PageTime {
  /** Null when not written. */
  year: number | null
  month: number
  day: number
  hour: number
  minute: number
  /** 0 when not written. */
  second: number
  /** The zone's short name as written; null when missing. */
  zone: string | null
  /** The zone's name in the IANA database, if that is written: "Europe/London". It counts more than `zone`. */
  area: string | null
}

/** How far an entry may be after a time that it should precede, because of clocks or out-of-order entries. */
const TOLERANCE_MS = 2 * 86_400_000
const HALF_YEAR_MS = 183 * 86_400_000

/** Null when the text is not such a time. */
export function parsePageTime(text: string): PageTime | null {
  const line = cleanLine(text)
  const match = MONTH_FIRST.exec(line)?.groups ?? DAY_FIRST.exec(line)?.groups
  const month = monthNumber(match?.month ?? '')
  const hour = match === undefined ? null : hourOf(Number(match.hour), match.half)
  if (match === undefined || Number.isNaN(month) || hour === null) return null
  return {
    year: match.year === undefined ? null : Number(match.year),
    month,
    day: Number(match.day),
    hour,
    minute: Number(match.minute),
    second: Number(match.second ?? 0),
    zone: match.zone ?? null,
    area: match.area ?? null,
  }
}

/** The name of a zone in the IANA database, as a pattern without groups. */
export const ZONE_AREA = `(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)(?:/[A-Za-z_+-]{2,30}){1,2}`

const CLOCK = String.raw`(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d))?(?: ?(?<half>[AaPp])\.?[Mm]\.?)?(?: \(?(?<zone>(?:UTC|GMT)[+-]\d{1,2}(?::?\d\d)?|[A-Z]{1,5}|[+-]\d\d(?::?\d\d)?)\)?(?![a-z/]))?(?: (?<area>${ZONE_AREA}))?`
/** Between a date and its time: a comma, a hyphen, "at", or only a blank. */
const GAP = '(?:,? at|,? [-–—]|,)? '
const MONTH = String.raw`(?<month>[A-Z][a-z]{2,8})\.?`
const DAY = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?`
const YEAR = String.raw`(?<year>\d{4})`
/** What `parsePageTime` reads, for searching longer texts; without groups. */
export const PAGE_TIME = `(?:${MONTH} ${DAY}|${DAY} ${MONTH})(?:,? ${YEAR})?${GAP}${CLOCK}`.replace(/\(\?<\w+>/g, '(?:')
/** "Aug 21, 00:37 UTC", "September 4, 2026 at 10:00 PM UTC", "Sep 4, 2026 - 22:00 UTC" */
const MONTH_FIRST = new RegExp(`^${MONTH} ${DAY}(?:,? ${YEAR})?${GAP}${CLOCK}$`)
/** "4 September 2026, 22:00 UTC", "4 Sep 22:00", "4 Sep 2026, 22:00 (GMT+00:00) Europe/London" */
const DAY_FIRST = new RegExp(`^${DAY} ${MONTH}(?:,? ${YEAR})?${GAP}${CLOCK}$`)

/** "12:30 AM" is half past midnight; null for a time that a twelve-hour clock does not show. */
function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour
  if (hour < 1 || hour > 12) return null
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
}

/** The instant of such a time if it has a year and an unambiguous zone; null otherwise. */
export function parsePageInstant(text: string | null): Date | null {
  const time = text === null ? null : parsePageTime(text)
  return time === null || time.year === null ? null : atOrBefore(time, new Date(0))
}

/**
 * "Aug 26, 23:37 - Aug 27, 19:44 UTC" or "Aug 27, 10:04 - 12:12 UTC"; a lone time is an empty range. The start's year is the
 * one nearest to `near`, the end's the first after the start, since planned work may last most of a year.
 */
export function parsePageRange(
  text: string,
  near: Date,
  offsetOf: (time: PageTime) => number | null = zoneOffset,
): { from: Date; until: Date } | null {
  const [first = '', second] = cleanLine(text).split(' - ', 2)
  const last = second ?? first
  const zone = / ([A-Z]{1,5}|[+-]\d\d(?::?\d\d)?)$/.exec(last)?.[1] ?? null
  const from = parsePageTime(first)
  const until = from && (parsePageTime(last) ?? parsePageTime(`${first.slice(0, first.lastIndexOf(','))}, ${last}`))
  if (from === null || until === null) return null
  const offset = offsetOf({ ...until, zone })
  const start = nearestTo(from, near, from.zone === null ? offset : offsetOf(from))
  const end = start && after(until, start, offset)
  return start === null || end === null ? null : { from: start, until: end }
}

/** The latest such time not after `bound`, give or take two days; walking a timeline backwards thus crosses New Year. */
export function atOrBefore(time: PageTime, bound: Date, offset: number | null = zoneOffset(time)): Date | null {
  return find(time, bound, offset, (instant) => instant - bound.getTime() <= TOLERANCE_MS)
}

/** Minutes east of UTC of the zone as written; null if unknown, such as IST, or missing. */
export function zoneOffset(time: PageTime): number | null {
  if (time.zone === null || AMBIGUOUS_ZONES.has(time.zone)) return null
  const offset = /^(?:UTC|GMT)([+-])(\d{1,2}):?(\d\d)?$/.exec(time.zone)
  if (offset === null) return offsetMinutes(time.zone)
  return offsetMinutes(`${offset[1]}${offset[2]?.padStart(2, '0')}${offset[3] ?? ''}`)
}

/** Whether a time ends with a zone name that several places share. */
export function hasSharedZone(text: string): boolean {
  return AMBIGUOUS_ZONES.has(/ \(?([A-Z]{3})\)?$/.exec(text)?.[1] ?? '')
}

/** Whether a zone of that name may have this offset in minutes east of UTC. An unknown name may have any. */
export function mayLieAt(zone: string, minutes: number): boolean {
  return AMBIGUOUS_ZONES.get(zone)?.includes(minutes) ?? Math.abs(minutes) <= 14 * 60
}

/**
 * Abbreviations that several zones share, with their possible minutes east of UTC. Only another known time can tell which is
 * meant.
 */
const AMBIGUOUS_ZONES: ReadonlyMap<string, readonly number[]> = new Map([
  ['IST', [60, 120, 330]],
  ['CST', [-360, -300, 480]],
  ['BST', [60, 360, 660]],
  ['AST', [-240, 180]],
  ['SST', [-660, 480]],
  ['ECT', [-300, -240]],
  ['AMT', [-240, -180, 240]],
  ['GST', [-120, 240]],
])

/** Such a time, in the year that is nearest to `near`. */
export function nearestTo(time: PageTime, near: Date, offset: number | null = zoneOffset(time)): Date | null {
  return find(time, near, offset, (instant) => Math.abs(instant - near.getTime()) <= HALF_YEAR_MS)
}

/** Allows two days, so that a zone name that is an hour off does not move a time by a year. */
function after(time: PageTime, start: Date, offset: number | null): Date | null {
  return find(time, start, offset, (instant) => {
    const distance = instant - start.getTime()
    return distance >= -TOLERANCE_MS && distance < 363 * 86_400_000
  })
}

/** Tries the year after the bound's first, then earlier ones; eight years span two leap days. */
function find(time: PageTime, bound: Date, offset: number | null, fits: (instant: number) => boolean): Date | null {
  const last = time.year ?? bound.getUTCFullYear() + 1
  for (let year = last; year >= (time.year ?? last - 9); year--) {
    const instant = instantIn(year, time, offset)
    if (instant !== null && (time.year !== null || fits(instant))) return new Date(instant)
  }
  return null
}

/**
 * By the zone's IANA name where that is written: the offset beside it, "(GMT+00:00) Europe/London", is that of the zone in winter,
 * at any time of the year.
 */
function instantIn(year: number, time: PageTime, offset: number | null): number | null {
  const { month, day, hour, minute, second, area } = time
  const zoned = area === null ? null : zonedInstant({ year, month, day, hour, minute, second }, area)
  if (zoned !== null) return zoned.getTime()
  const local = utc(year, month, day, hour, minute, second, 0)
  return local === null || offset === null ? null : local - offset * 60_000
}
