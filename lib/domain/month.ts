import type { Period } from './incident.ts'

/** A UTC calendar month, "2025-10". */
export type MonthKey = string

export function monthOf(instant: Date): MonthKey {
  return `${instant.getUTCFullYear()}-${String(instant.getUTCMonth() + 1).padStart(2, '0')}`
}

/** From the first midnight of the month to the first of the next. */
export function monthPeriod(key: MonthKey): Period {
  const [year, month] = [Number(key.slice(0, 4)), Number(key.slice(5))]
  return { from: new Date(Date.UTC(year, month - 1)), to: new Date(Date.UTC(year, month)) }
}

/** The first midnight after the month of an instant. */
function startOfNextMonth(instant: Date): Date {
  return new Date(Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth() + 1))
}

/** Every month that the period touches; the first and last may be partial. None for an empty period. */
export function listMonths({ from, to }: Period): MonthKey[] {
  const months: MonthKey[] = []
  for (let start = from; start < to; start = startOfNextMonth(start)) months.push(monthOf(start))
  return months
}

/** A UTC calendar quarter, "2025-Q3". */
export type QuarterKey = string

const QUARTER = /^(\d{4})-Q([1-4])$/

export function quarterOf(instant: Date): QuarterKey {
  return `${instant.getUTCFullYear()}-Q${Math.floor(instant.getUTCMonth() / 3) + 1}`
}

/** The quarter of an instant and those before it, newest first. */
export function listQuarters(latest: Date, count: number): QuarterKey[] {
  return Array.from({ length: count }, (_, back) =>
    quarterOf(new Date(Date.UTC(latest.getUTCFullYear(), latest.getUTCMonth() - 3 * back))),
  )
}

/** The one before: "2026-Q2" of "2026-Q3". */
export function previousQuarter(key: QuarterKey): QuarterKey {
  return listQuarters(quarterPeriod(key)?.from ?? new Date(0), 2)[1] ?? key
}

/** From its first midnight to the first of the next quarter; null for any other text. */
export function quarterPeriod(text: string): Period | null {
  const [, year, number] = QUARTER.exec(text) ?? []
  if (year === undefined || Number(year) === 0) return null
  const [first, month] = [Number(year), 3 * (Number(number) - 1)]
  return { from: new Date(Date.UTC(first, month)), to: new Date(Date.UTC(first, month + 3)) }
}

/** "Q3 2025" */
export function formatQuarter(key: QuarterKey): string {
  const [year, number] = key.split('-')
  return `${number} ${year}`
}
