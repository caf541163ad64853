import { InvalidInputError } from './errors.ts'

const EARLIEST = Date.UTC(1970, 0, 1)
const TOO_LATE = Date.UTC(10_000, 0, 1)

/** The instant cut to its second: figures count whole seconds, so cutting every boundary first makes parts add up to the whole. */
export function toSecond(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000)
}

/** Whole seconds from the second of `from` to the second of `to`; negative when `to` comes first. */
export function secondsBetween(from: Date, to: Date): number {
  return Math.floor(to.getTime() / 1000) - Math.floor(from.getTime() / 1000)
}

// As numbers: comparing dates directly converts each to a primitive first, which is noticeable in hot loops over spans.

export function isAfter(a: Date, b: Date): boolean {
  return a.getTime() > b.getTime()
}

export function earlier(a: Date, b: Date): Date {
  return a.getTime() <= b.getTime() ? a : b
}

export function later(a: Date, b: Date): Date {
  return a.getTime() >= b.getTime() ? a : b
}

/** The earliest known instant; null when none is known. */
export function earliestOf(instants: Iterable<Date | null>): Date | null {
  let earliest: Date | null = null
  for (const instant of instants) {
    if (instant !== null && (earliest === null || instant.getTime() < earliest.getTime())) earliest = instant
  }
  return earliest
}

/** The latest known instant; null when none is known. */
export function latestOf(instants: Iterable<Date | null>): Date | null {
  let latest: Date | null = null
  for (const instant of instants) {
    if (instant !== null && (latest === null || instant.getTime() > latest.getTime())) latest = instant
  }
  return latest
}

/** The same UTC day and time a number of calendar months earlier; the last day of a shorter month replaces a missing day. */
export function monthsBefore(instant: Date, months: number): Date {
  const target = new Date(instant)
  target.setUTCMonth(target.getUTCMonth() - months)
  if (target.getUTCDate() !== instant.getUTCDate()) target.setUTCDate(0)
  return target
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?(Z|[+ -]\d{2}:?\d{2})$/i

/** Describes the error of a text that `readInstant` cannot read. */
export const NO_INSTANT = 'must be an instant with its zone, from 1970 to 9999, such as 2026-05-28T00:00:00Z'

/**
 * An ISO 8601 instant with its zone, "2026-05-28T00:00:00Z" or "2026-05-28T02:00+02:00"; seconds may be left out.
 * A blank before the offset is a plus sign that a form decoder has replaced. Null for anything else, for days that do not
 * exist, and for times before 1970 or after 9999, which Postgres and JSON readers do not all support.
 */
export function readInstant(text: string): Date | null {
  const [, day, time, seconds = ':00', zone] = INSTANT.exec(text.trim()) ?? []
  if (day === undefined || !isCalendarDay(day)) return null
  const instant = new Date(`${day}T${time}${seconds}${zone?.toUpperCase().replace(' ', '+')}`)
  return instant.getTime() >= EARLIEST && instant.getTime() < TOO_LATE ? instant : null
}

/** Like `readInstant`, but throws InvalidInputError naming `field` instead of returning null. */
export function parseInstant(text: string, field: string): Date {
  const instant = readInstant(text)
  if (instant === null) throw new InvalidInputError(`${field} ${NO_INSTANT}.`, field)
  return instant
}

/** Like parseInstant, for a moment to look back from: later than `now` is refused. */
export function parsePastInstant(text: string, field: string, now: Date): Date {
  const instant = parseInstant(text, field)
  refuseFuture(instant, field, now)
  return instant
}

/** Throws InvalidInputError when `instant` is later than `now`. */
export function refuseFuture(instant: Date, field: string, now: Date): void {
  if (instant > now)
    throw new InvalidInputError(`${field} is in the future; the latest allowed time is ${now.toISOString()}.`, field)
}

/** Whether "2025-02-28" is a calendar day, from 1970 on. */
export function isCalendarDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.getTime() >= EARLIEST && day.toISOString().startsWith(text)
}

const MINUTE_MS = 60_000

/** The first whole minute after an instant: everything posted at that instant has happened by then. */
export function minuteAfter(instant: Date): Date {
  return new Date((Math.floor(instant.getTime() / MINUTE_MS) + 1) * MINUTE_MS)
}
