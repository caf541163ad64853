import { coveredPeriods } from './coverage.ts'
import { type HistoryIncident, listDowntime, lostSightAt } from './history.ts'
import { type CoveragePeriod, type Impact, type Period, rankImpact } from './incident.ts'
import { later } from './instant.ts'
import { clipAll, intersectPeriods, isIn, sumSeconds } from './period.ts'
import { spanAt } from './span.ts'

/** A UTC day, "2025-10-20". */
export type DayKey = string

export interface DayRow {
  day: DayKey
  /** Union of the spans, clipped to the day and the window; null if nothing of the day is known. */
  downtimeSeconds: number | null
  /** True if an outage was lost sight of on this day, so that the downtime may be longer. */
  downtimeIsMinimum?: true | undefined
  /** Incidents that were open at any moment of the day. */
  incidentCount: number
  /** The worst impact among them; null for none. */
  worst: Impact | null
}

export interface DayIncident extends HistoryIncident {
  impact: Impact
}

const DAY_MS = 86_400_000

/** Every UTC day that the window touches; the first and last may be partial. Undated incidents have no day. */
export function listDays(input: {
  incidents: DayIncident[]
  coverage: CoveragePeriod[]
  window: Period
  asOf: Date
}): DayRow[] {
  const { incidents, coverage, window, asOf } = input
  const seconds = secondsByDay(listDowntime(incidents, window, asOf))
  const known = secondsByDay(coveredPeriods(coverage, window))
  const minima = new Set(lostSightAt(incidents, window, asOf).map((last) => keyOf(startOfDay(last))))
  const touching = Map.groupBy(
    incidents.flatMap((incident) => daysOf(incident, window, asOf).map((day) => ({ day, impact: incident.impact }))),
    ({ day }) => day,
  )
  return daysIn(window).map((day) => {
    const open = touching.get(day) ?? []
    const isKnown = known.has(day) || open.length > 0
    return {
      day,
      downtimeSeconds: isKnown ? (seconds.get(day) ?? 0) : null,
      ...(minima.has(day) && { downtimeIsMinimum: true }),
      incidentCount: open.length,
      worst: open.map(({ impact }) => impact).reduce(worse, null),
    }
  })
}

/** The days that a period touches, in order. */
export function daysIn({ from, to }: Period): DayKey[] {
  const days: DayKey[] = []
  for (let ms = startOfDay(from); ms < to.getTime(); ms += DAY_MS) days.push(keyOf(ms))
  return days
}

export function dayPeriod(day: DayKey): Period {
  const from = new Date(`${day}T00:00:00Z`)
  return { from, to: new Date(from.getTime() + DAY_MS) }
}

/** An incident without a duration counts on the day on which it began. */
function daysOf(incident: DayIncident, window: Period, asOf: Date): DayKey[] {
  const { startedAt, countedUntil, durationSeconds } = spanAt(incident, asOf)
  if (startedAt === null || startedAt >= asOf) return []
  if (countedUntil === null || durationSeconds === 0) return isIn(startedAt, window) ? daysIn(instantOf(startedAt)) : []
  return clipAll([{ from: startedAt, to: countedUntil }], window).flatMap(daysIn)
}

/** The second that contains an instant. */
function instantOf(instant: Date): Period {
  return { from: instant, to: new Date(instant.getTime() + 1) }
}

/** Whole seconds of merged periods by day; days with none are left out. */
function secondsByDay(periods: Period[]): Map<DayKey, number> {
  const seconds = new Map<DayKey, number>()
  for (const period of periods) {
    for (const day of daysIn(period)) {
      const inDay = sumSeconds(intersectPeriods([period], [dayPeriod(day)]))
      if (inDay > 0) seconds.set(day, (seconds.get(day) ?? 0) + inDay)
    }
  }
  return seconds
}

function worse(worst: Impact | null, impact: Impact): Impact {
  return worst === null || rankImpact(impact) > rankImpact(worst) ? impact : worst
}

function startOfDay(instant: Date): number {
  return Math.floor(instant.getTime() / DAY_MS) * DAY_MS
}

function keyOf(ms: number): DayKey {
  return new Date(ms).toISOString().slice(0, 10)
}

/** The last `days` days of the window. */
export function lastDays(window: Period, days: number): Period {
  return { from: later(window.from, new Date(startOfDay(window.to) - (days - 1) * DAY_MS)), to: window.to }
}
