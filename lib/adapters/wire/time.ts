import { DateTime } from 'luxon'
import { zonedInstant } from '#lib/text/zoned-time.ts'

/** ISO 8601 with a zone or offset; null for anything else. A string without a zone is not an instant. */
export function parseIso(value: unknown): Date | null {
  if (typeof value !== 'string') return null
  const plain = parsePlainIso(value)
  if (plain !== null) return plain
  const match = ISO.exec(value.trim())
  if (match === null) return null
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone = 'Z'] = match
  const millisecond = Math.trunc(Number(`0${fraction.replace(',', '.')}`) * 1000)
  const local = utc(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second), millisecond)
  return atOffset(local, offsetMinutes(zone))
}

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d{1,2}):(\d\d)(?::(\d\d)([.,]\d{1,9})?)? ?(Z|z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)$/

/** "2025-10-20T06:14:51.025Z", as nearly all sources write it, five times as fast as by pattern; null for other forms. */
function parsePlainIso(text: string): Date | null {
  if (text.length !== 24 || text[23] !== 'Z' || text[19] !== '.' || text[10] !== 'T') return null
  if (text[4] !== '-' || text[7] !== '-' || text[13] !== ':' || text[16] !== ':') return null
  const second = digits(text, 17, 2)
  const local = utc(
    digits(text, 0, 4),
    digits(text, 5, 2),
    digits(text, 8, 2),
    digits(text, 11, 2),
    digits(text, 14, 2),
    second,
    digits(text, 20, 3),
  )
  return local === null || Number.isNaN(local) ? null : new Date(local)
}

/** NaN when one of the characters is not a digit. */
function digits(text: string, start: number, length: number): number {
  let number = 0
  for (let i = start; i < start + length; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return Number.NaN
    number = number * 10 + digit
  }
  return number
}

/**
 * RFC 822 and 2822 as feeds write it: the weekday may be missing or wrong, the year may have two digits, the zone may be
 * a name, an offset or a bare Z. Null without a zone or with one that is not in ZONES: a guess would move an incident.
 */
export function parseRfc822(value: unknown): Date | null {
  if (typeof value !== 'string') return null
  const match = RFC_822.exec(value.trim())
  if (match === null) return null
  const [, day, month = '', year = '', hour, minute, second = '0', zone = ''] = match
  const local = utc(fullYear(year), monthNumber(month), Number(day), Number(hour), Number(minute), Number(second), 0)
  return atOffset(local, offsetMinutes(zone))
}

const RFC_822 =
  /^(?:[a-z]{3,9},?\s+)?(\d{1,2})\s+([a-z]{3,9})\.?,?\s+(\d{4}|\d\d)\s+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s+([+-]\d\d:?\d\d|[a-z]{1,5})(?:\s*\([^)]{0,60}\))?$/i

/** JavaScript's Date.toString(): "Fri Apr 22 2022 12:02:11 GMT+0000 (Coordinated Universal Time)". */
export function parseJsDate(value: unknown): Date | null {
  if (typeof value !== 'string') return null
  const match = JS_DATE.exec(value.trim())
  if (match === null) return null
  const [, month = '', day, year, hour, minute, second, zone = 'Z'] = match
  const local = utc(Number(year), monthNumber(month), Number(day), Number(hour), Number(minute), Number(second), 0)
  return atOffset(local, offsetMinutes(zone))
}

const JS_DATE = /^[a-z]{3} ([a-z]{3}) (\d\d) (\d{4}) (\d\d):(\d\d):(\d\d) (?:GMT|UTC)([+-]\d{4})?(?: \([^)]{0,60}\))?$/i

/** Go's time.Time.String(): "2026-08-13 12:56:00 +0000 UTC", also with a fraction or a monotonic reading. Its zero time is null. */
export function parseGoTime(value: unknown): Date | null {
  if (typeof value !== 'string') return null
  const match =
    /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?) ([+-]\d{4})(?: [A-Z]{1,5}| [+-]\d{2,4})?(?: m=[+-][\d.]+)?$/.exec(
      value.trim(),
    )
  return match === null || value.startsWith('0001-01-01') ? null : parseIso(`${match[1]}${match[2]}`)
}

/**
 * "2026-08-13 12:56:00" or with a T, without a zone, read in `zone` (an IANA name or "utc"). Null for an unknown zone. In an
 * hour that clocks show twice, the first instant that is not before `since`.
 */
export function parseZoneless(value: unknown, zone: string, since: Date | null = null): Date | null {
  if (typeof value !== 'string') return null
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?)$/.exec(value.trim())
  if (match === null) return null
  if (zone.toLowerCase() === 'utc') return parseIso(`${match[1]}T${match[2]}Z`)
  const written = parseIso(`${match[1]}T${match[2]}Z`)
  if (written === null) return null
  const { year, month, day, hour, minute, second, millisecond } = DateTime.fromJSDate(written, { zone: 'utc' })
  return zonedInstant({ year, month, day, hour, minute, second, millisecond }, zone, since)
}

/** Seconds or milliseconds since 1970, distinguished by size; as a number or as digits. Zero and below are not times. */
export function parseEpoch(value: unknown): Date | null {
  const number = typeof value === 'string' && /^\d{1,16}(?:\.\d{1,9})?$/.test(value.trim()) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number) || number <= 0) return null
  const milliseconds = number < SMALLEST_MILLISECONDS ? number * 1000 : number
  return milliseconds > LARGEST_TIME ? null : new Date(Math.trunc(milliseconds))
}

/** As seconds this is the year 5138, as milliseconds March 1973. */
const SMALLEST_MILLISECONDS = 1e11
const LARGEST_TIME = 8.64e15

/** Any form that names an instant without doubt: ISO 8601 with a zone, RFC 822, Date.toString(), Go's. Not epochs. */
export function parseInstant(value: unknown): Date | null {
  return parseIso(value) ?? parseRfc822(value) ?? parseJsDate(value) ?? parseGoTime(value)
}

/** Whether a status page could have this time; programs write 0001 and 9999 for none, and charts break on them. */
export function isPlausible(date: Date): boolean {
  const year = date.getUTCFullYear()
  return year >= 1990 && year <= 2100
}

/** Minutes east of UTC for "Z", "+02:00", "-0430", "+02" or a zone name of ZONES; null when it is none of them. */
export function offsetMinutes(zone: string): number | null {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(zone)
  if (match === null) return ZONES.get(zone.toUpperCase()) ?? null
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
  if (minutes > 18 * 60 || Number(match[3] ?? 0) > 59) return null
  return match[1] === '-' ? -minutes : minutes
}

/** 1 to 12 for an English month name or its first three letters; NaN when it is neither. */
export function monthNumber(name: string): number {
  const index = MONTHS.indexOf(name.slice(0, 3).toLowerCase())
  return index === -1 ? Number.NaN : index + 1
}

/** The instant of a UTC calendar date and time; null when there is no such day or time (31 June, 24:01). */
export function utc(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  millisecond: number,
): number | null {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return null
  const isMidnight = hour === 24 && minute === 0 && second === 0
  if (!(isMidnight || (hour <= 23 && minute <= 59 && second <= 60))) return null
  const time = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59), millisecond)
  // Date.UTC reads years 0 to 99 as the 1900s.
  return year < 100 ? new Date(time).setUTCFullYear(year) : time
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Zone names and their offsets. IST and the like are not among them; BST and CST are read as London's and Chicago's. */
const ZONES = new Map(
  Object.entries({
    Z: 0,
    UT: 0,
    UTC: 0,
    GMT: 0,
    WET: 0,
    WEST: 60,
    BST: 60,
    CET: 60,
    CEST: 120,
    EET: 120,
    EEST: 180,
    MSK: 180,
    EST: -300,
    EDT: -240,
    CST: -360,
    CDT: -300,
    MST: -420,
    MDT: -360,
    PST: -480,
    PDT: -420,
    AKST: -540,
    AKDT: -480,
    HST: -600,
    JST: 540,
    KST: 540,
    AWST: 480,
    ACST: 570,
    ACDT: 630,
    AEST: 600,
    AEDT: 660,
    NZST: 720,
    NZDT: 780,
    SGT: 480,
    HKT: 480,
  }),
)

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function atOffset(local: number | null, offset: number | null): Date | null {
  return local === null || offset === null ? null : new Date(local - offset * 60_000)
}

/** RFC 2822: two digits from 50 on are the 1900s. */
function fullYear(text: string): number {
  const year = Number(text)
  if (text.length === 4) return year
  return year >= 50 ? 1900 + year : 2000 + year
}
