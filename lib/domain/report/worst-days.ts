import { type DayIncident, type DayKey, dayPeriod, listDays } from '#lib/domain/days.ts'
import type { CoveragePeriod, Period } from '#lib/domain/incident.ts'
import { clipAll, sumSeconds } from '#lib/domain/period.ts'

/** A day with much downtime. */
export interface WorstDay {
  day: DayKey
  /** In which at least one of the vendors was down. */
  downtimeSeconds: number
  downtimeIsMinimum: boolean
  /** The vendors that were down on it, the most downtime first. */
  vendors: { slug: string; seconds: number }[]
}

/** The days with the most downtime, at most `most`; of equals the earlier first. Days without any are left out. */
export function listWorstDays(
  vendors: readonly { slug: string; downtime: Period[] }[],
  {
    most,
    ...sliced
  }: { incidents: DayIncident[]; coverage: CoveragePeriod[]; window: Period; asOf: Date; most: number },
): WorstDay[] {
  return listDays(sliced)
    .flatMap(({ day, downtimeSeconds, downtimeIsMinimum }) =>
      downtimeSeconds ? { day, downtimeSeconds, downtimeIsMinimum: downtimeIsMinimum ?? false } : [],
    )
    .sort((a, b) => b.downtimeSeconds - a.downtimeSeconds || (a.day < b.day ? -1 : 1))
    .slice(0, most)
    .map((row) => ({ ...row, vendors: downOn(row.day, vendors) }))
}

function downOn(day: DayKey, vendors: readonly { slug: string; downtime: Period[] }[]): WorstDay['vendors'] {
  return vendors
    .map(({ slug, downtime }) => ({ slug, seconds: sumSeconds(clipAll(downtime, dayPeriod(day))) }))
    .filter(({ seconds }) => seconds > 0)
    .sort((a, b) => b.seconds - a.seconds)
}
