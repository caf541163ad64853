import type { Period } from './incident.ts'

/** A UTC calendar month, "2025-10". */
export type MonthKey = string

export function monthOf(instant: Date): MonthKey {
  return instant.toISOString().slice(0, 7)
}

/** From the first midnight of the month to the first of the next. */
export function monthPeriod(key: MonthKey): Period {
  const from = new Date(`${key}-01T00:00:00Z`)
  return { from, to: new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1)) }
}

/** Every month that the period touches, the first and last perhaps in part; none for an empty period. */
export function listMonths({ from, to }: Period): MonthKey[] {
  const months: MonthKey[] = []
  for (let start = from; start < to; start = monthPeriod(monthOf(start)).to) months.push(monthOf(start))
  return months
}
