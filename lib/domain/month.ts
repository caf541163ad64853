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
export function startOfNextMonth(instant: Date): Date {
  return new Date(Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth() + 1))
}

/** Every month that the period touches; the first and last may be partial. None for an empty period. */
export function listMonths({ from, to }: Period): MonthKey[] {
  const months: MonthKey[] = []
  for (let start = from; start < to; start = startOfNextMonth(start)) months.push(monthOf(start))
  return months
}
