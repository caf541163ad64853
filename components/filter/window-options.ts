import type { Option } from '#components/ui/field.tsx'
import { formatDay, formatMonth } from '#lib/domain/format.ts'
import { formatQuarter, listQuarters, quarterPeriod } from '#lib/domain/month.ts'
import { RELATIVE_WINDOWS } from '#lib/domain/window.ts'

const WINDOW_WORDS = {
  '24m': '24 months',
  '12m': '12 months',
  '90d': '90 days',
  all: 'All on record',
} as const satisfies Record<(typeof RELATIVE_WINDOWS)[number], string>

/** A year of them; older ones can be named in an address or a search. */
const QUARTERS_OFFERED = 4

/** The windows on offer, and the chosen one if it is none of them. `latest`: the moment that the page is of. */
export function windowOptions(chosen: string, years: number[], latest: Date): Option[] {
  const quarters = listQuarters(latest, QUARTERS_OFFERED).map((value, back) => ({
    value,
    label: ['This quarter, ', 'Last quarter, '][back] ?? '',
  }))
  const offered = [
    ...RELATIVE_WINDOWS.map((value) => ({ value, label: WINDOW_WORDS[value] })),
    ...quarters.map(({ value, label }) => ({ value, label: label + formatQuarter(value) })),
    ...years.map((year) => ({ value: String(year), label: String(year) })),
  ]
  if (offered.some(({ value }) => value === chosen)) return offered
  return [{ value: chosen, label: windowText(chosen) }, ...offered]
}

export function windowText(window: string): string {
  if (quarterPeriod(window) !== null) return formatQuarter(window)
  const days = DAYS.exec(window)?.slice(1)
  if (days !== undefined) return [...new Set(days)].map((day) => formatDay(new Date(day))).join(' – ')
  if (MONTH.test(window)) return formatMonth(window)
  return (WINDOW_WORDS as Record<string, string>)[window] ?? window
}

const MONTH = /^\d{4}-\d{2}$/
const DAYS = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/
