import { InvalidInputError } from './errors.ts'
import { formatLongDay, formatMonth } from './format.ts'
import type { Period } from './incident.ts'
import { earlier, isCalendarDay, monthsBefore, refuseFuture, toSecond } from './instant.ts'
import { formatQuarter, monthPeriod, quarterPeriod } from './month.ts'

/** The time that a page, list or figure covers: half-open, never beyond `asOf`, cut to whole seconds. */
export interface Window extends Period {
  /** As in the URL: "24m", "2025-Q3". */
  text: string
  /** As in a sentence: "in the last 2 years", "in October 2025". */
  label: string
}

export const DEFAULT_WINDOW = '24m'

/** The windows that reach back from `asOf`, in the order in which they are offered. */
export const RELATIVE_WINDOWS = ['24m', '12m', '90d', 'all'] as const

const DAY_MS = 86_400_000

/** In words, for whoever writes one. */
export const WINDOW_FORMS =
  '24m, 12m, 90d, all, a year (2025), a quarter (2025-Q3), a month (2025-10), a day (2025-10-20) or days (2025-01-01..2025-03-31)'

/**
 * `24m` and `12m` begin at the same day and time that many months before `asOf`, `90d` 90 days before it, `all` at `firstKnown`
 * (the first covered or first known instant; null makes it empty). A year, a quarter, a month or a range of days, both ends included, is
 * in UTC and ends at its own end, or at `asOf` if that is earlier. Throws InvalidInputError for any other text, for a window
 * that begins after `asOf`, and for an `asOf` later than `now`.
 */
export function parseWindow(
  text: string,
  { asOf, firstKnown, now }: { asOf: Date; firstKnown: Date | null; now?: Date },
): Window {
  if (now !== undefined) refuseFuture(asOf, 'asOf', now)
  const to = toSecond(asOf)
  switch (text) {
    case '24m':
      return { text, label: 'in the last 2 years', from: monthsBefore(to, 24), to }
    case '12m':
      return { text, label: 'in the last 12 months', from: monthsBefore(to, 12), to }
    case '90d':
      return { text, label: 'in the last 90 days', from: new Date(to.getTime() - 90 * DAY_MS), to }
    case 'all': {
      const from = toSecond(earlier(firstKnown ?? to, to))
      return { text, label: `since ${formatLongDay(from)}`, from, to }
    }
  }
  const calendar = parseCalendarWindow(text)
  if (calendar.from > to) throw new InvalidInputError(`window ${text} begins after ${to.toISOString()}.`, 'window')
  return { ...calendar, to: earlier(calendar.to, to) }
}

/** A single day, "2025-10-20", as the range that it is; any other text as it stands. */
export function fullWindowText(text: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}..${text}` : text
}

/** The day of a window of a single day, "2025-10-20"; null for any other. */
export function singleDayOf(text: string): string | null {
  const [first, last] = text.split('..')
  return first !== undefined && first === last ? first : null
}

/** Throws InvalidInputError unless `text` has a window's form; whether it is in the past depends on `asOf`. */
export function checkWindowText(text: string): void {
  if (!(RELATIVE_WINDOWS as readonly string[]).includes(text)) parseCalendarWindow(text)
}

function parseCalendarWindow(text: string): Window {
  if (/^\d{4}$/.test(text) && isCalendarDay(`${text}-01-01`)) {
    const year = Number(text)
    return { text, label: `in ${text}`, from: new Date(Date.UTC(year, 0)), to: new Date(Date.UTC(year + 1, 0)) }
  }
  const quarter = quarterPeriod(text)
  if (quarter !== null) return { text, label: `in ${formatQuarter(text)}`, ...quarter }
  if (/^\d{4}-\d{2}$/.test(text) && isCalendarDay(`${text}-01`)) {
    return { text, label: `in ${formatMonth(text)}`, ...monthPeriod(text) }
  }
  const [, first, last] = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(fullWindowText(text)) ?? []
  if (first === undefined || last === undefined || !isCalendarDay(first) || !isCalendarDay(last)) {
    throw new InvalidInputError(`window must be one of ${WINDOW_FORMS}.`, 'window')
  }
  if (last < first) throw new InvalidInputError(`window ${text} ends before it begins.`, 'window')
  const from = new Date(`${first}T00:00:00Z`)
  const lastDay = new Date(`${last}T00:00:00Z`)
  return { text, label: rangeLabel(from, lastDay), from, to: new Date(lastDay.getTime() + DAY_MS) }
}

function rangeLabel(first: Date, last: Date): string {
  const [start, end] = [formatLongDay(first), formatLongDay(last)]
  if (start === end) return `on ${end}`
  if (first.getTime() === 0) return `until ${end}`
  const isSameYear = first.getUTCFullYear() === last.getUTCFullYear()
  return `between ${isSameYear ? start.slice(0, -', 2025'.length) : start} and ${end}`
}
