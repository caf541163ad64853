import type { MonthKey } from './month.ts'

/**
 * Text forms of times, durations and counts: always UTC and English, regardless of locale, so that server and browser produce
 * the same text. Small enough for the browser: no date library.
 */

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** "under 1m", "2m", "1h 17m", "62h 11m": floored to minutes; hours never become days. */
export function formatDuration(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  if (minutes < 1) return 'under 1m'
  if (minutes < 60) return `${minutes}m`
  return `${Math.floor(minutes / 60)}h ${minutes % 60}m`
}

/** "at least 5h 10m" for a sum that includes an unknown end; else like any duration. */
export function formatSum(seconds: number, isMinimum: boolean | undefined): string {
  if (isMinimum !== true) return formatDuration(seconds)
  return `at least ${seconds < 60 ? '0m' : formatDuration(seconds)}`
}

/** The same of downtime: "none" where there was none. */
export function formatDowntime(seconds: number, isMinimum: boolean | undefined): string {
  return seconds === 0 && isMinimum !== true ? 'none' : formatSum(seconds, isMinimum)
}

/** "Jan 29, 2026, 23:13 UTC" */
export function formatInstant(instant: Date): string {
  return `${formatDay(instant)}, ${formatTime(instant)} UTC`
}

/** "Jan 29, 2026" */
export function formatDay(instant: Date): string {
  return `${formatShortDay(instant)}, ${instant.getUTCFullYear()}`
}

/** "Jan 29" */
export function formatShortDay(instant: Date): string {
  return `${monthName(instant).slice(0, 3)} ${instant.getUTCDate()}`
}

/** "July 26, 2024", for sentences. */
export function formatLongDay(instant: Date): string {
  return `${monthName(instant)} ${instant.getUTCDate()}, ${instant.getUTCFullYear()}`
}

/** "23:13" */
export function formatTime(instant: Date): string {
  return `${twoDigits(instant.getUTCHours())}:${twoDigits(instant.getUTCMinutes())}`
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : String(number)
}

/** "October 2025" */
export function formatMonth(key: MonthKey): string {
  return `${MONTHS[Number(key.slice(5)) - 1]} ${Number(key.slice(0, 4))}`
}

/** "Oct 2025", for axes and narrow columns. */
export function formatShortMonth(key: MonthKey): string {
  return `${MONTHS[Number(key.slice(5)) - 1]?.slice(0, 3)} ${Number(key.slice(0, 4))}`
}

/**
 * "Oct 20, 2025, 09:54 → 10:11 UTC", "Jan 14, 2026, 21:47 → Jan 15, 00:56 UTC"; "since …" while there is no end, and one
 * instant when both are the same. Without the year if the context shows it.
 */
export function formatSpan(startedAt: Date, endedAt: Date | null, { withYear = true } = {}): string {
  const start = `${withYear ? formatDay(startedAt) : formatShortDay(startedAt)}, ${formatTime(startedAt)}`
  if (endedAt === null) return `since ${start} UTC`
  if (startedAt.getTime() === endedAt.getTime()) return `${start} UTC`
  if (formatDay(startedAt) === formatDay(endedAt)) return `${start} → ${formatTime(endedAt)} UTC`
  const isSameYear = startedAt.getUTCFullYear() === endedAt.getUTCFullYear()
  const endDay = isSameYear ? formatShortDay(endedAt) : formatDay(endedAt)
  return `${start} → ${endDay}, ${formatTime(endedAt)} UTC`
}

/** The possible time of an undated incident: "between 14 Oct and 11 Nov 2025", "after …", "before …", "at an unknown time". */
export function formatBounds(after: Date | null, before: Date | null): string {
  if (after === null) return before === null ? 'at an unknown time' : `before ${formatDayFirst(before)}`
  if (before === null) return `after ${formatDayFirst(after)}`
  const first = formatDayFirst(after)
  const last = formatDayFirst(before)
  if (first === last) return `on ${last}`
  const isSameYear = after.getUTCFullYear() === before.getUTCFullYear()
  return `between ${isSameYear ? first.slice(0, -5) : first} and ${last}`
}

/** Incidents per month with one decimal; a rate that would round to zero is "under 0.1". */
export function formatRate(perMonth: number): string {
  return perMonth > 0 && perMonth < 0.05 ? 'under 0.1' : perMonth.toFixed(1)
}

/** "99.123%"; the figure is already floored, and all three decimals are shown. */
export function formatPercent(percent: number): string {
  return `${percent.toFixed(3)}%`
}

/** "62%" of 0.62, never rounded to nothing or to the whole. */
export function formatShare(share: number): string {
  const percent = 100 * share
  if (percent > 0 && percent < 1) return 'under 1%'
  return percent > 99 && percent < 100 ? 'over 99%' : `${Math.round(percent)}%`
}

/** "1 outage", "0 outages", "1,204 outages". */
export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatInteger(count)} ${count === 1 ? singular : plural}`
}

/** "1,204" */
export function formatInteger(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

function formatDayFirst(instant: Date): string {
  return `${instant.getUTCDate()} ${monthName(instant).slice(0, 3)} ${instant.getUTCFullYear()}`
}

function monthName(instant: Date): string {
  return MONTHS[instant.getUTCMonth()] as string
}

/** "Courier", "Courier and WorkOS", "Courier, Stripe and WorkOS" */
export function namesOf(things: readonly { name: string }[]): string {
  return listOf(things.map(({ name }) => name))
}

/** The same list, of any words. */
export function listOf(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}
