import { coveredPeriods } from './coverage.ts'
import { type HistoryIncident, listDowntime, lostSightAt } from './history.ts'
import { type CoveragePeriod, type Impact, type Period, rankImpact } from './incident.ts'
import { isAfter, later } from './instant.ts'
import { clipAll, intersectPeriods, isIn, sumSeconds } from './period.ts'
import { spanAt } from './span.ts'

/** A UTC day, "2025-10-20". */
export type DayKey = string

export interface DayRow extends SliceFigures {
  day: DayKey
}

export interface HourRow extends SliceFigures {
  /** "2025-10-20T09" */
  hour: string
}

/** The figures of a day, or of an hour. */
interface SliceFigures {
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
const FIRST_INSTANT = '0000-01-01T00:00:00Z'

/** A UTC day or hour: its length, and how many characters of an ISO instant name it. */
interface Slice {
  ms: number
  keyLength: number
}

const DAY: Slice = { ms: DAY_MS, keyLength: '2025-10-20'.length }
const HOUR: Slice = { ms: 3_600_000, keyLength: '2025-10-20T09'.length }

interface Sliced {
  incidents: DayIncident[]
  coverage: CoveragePeriod[]
  window: Period
  asOf: Date
}

/** Every UTC day that the window touches; the first and last may be partial. Undated incidents have no day. */
export function listDays(input: Sliced): DayRow[] {
  return listSlices(input, DAY).map(({ key: day, ...figures }) => ({ day, ...figures }))
}

/** The same by UTC hours, "2025-10-20T09"; for windows of a day or so. */
export function listHours(input: Sliced): HourRow[] {
  return listSlices(input, HOUR).map(({ key: hour, ...figures }) => ({ hour, ...figures }))
}

function listSlices({ incidents, coverage, window, asOf }: Sliced, slice: Slice): (SliceFigures & { key: string })[] {
  const seconds = secondsBySlice(listDowntime(incidents, window, asOf), slice)
  const known = secondsBySlice(coveredPeriods(coverage, window), slice)
  const minima = new Set(lostSightAt(incidents, window, asOf).map((last) => keyOf(startOf(last, slice), slice)))
  const touching = Map.groupBy(
    incidents.flatMap((incident) =>
      slicesOf(incident, { window, asOf }, slice).map((key) => ({ key, impact: incident.impact })),
    ),
    ({ key }) => key,
  )
  return slicesIn(window, slice).map((key) => {
    const open = touching.get(key) ?? []
    const isKnown = known.has(key) || open.length > 0
    return {
      key,
      downtimeSeconds: isKnown ? (seconds.get(key) ?? 0) : null,
      ...(minima.has(key) && { downtimeIsMinimum: true }),
      incidentCount: open.length,
      worst: open.map(({ impact }) => impact).reduce(worse, null),
    }
  })
}

/** The days that a period touches, in order. */
export function daysIn(period: Period): DayKey[] {
  return slicesIn(period, DAY)
}

export function dayPeriod(day: DayKey): Period {
  return periodOf(day, DAY)
}

function slicesIn({ from, to }: Period, slice: Slice): string[] {
  const keys: string[] = []
  for (let ms = startOf(from, slice); ms < to.getTime(); ms += slice.ms) keys.push(keyOf(ms, slice))
  return keys
}

function periodOf(key: string, { ms }: Slice): Period {
  const from = new Date(`${key}${FIRST_INSTANT.slice(key.length)}`)
  return { from, to: new Date(from.getTime() + ms) }
}

/** An incident without a duration counts on the day, or in the hour, in which it began. */
function slicesOf(incident: DayIncident, { window, asOf }: Pick<Sliced, 'window' | 'asOf'>, slice: Slice): string[] {
  const { startedAt, countedUntil, durationSeconds } = spanAt(incident, asOf)
  if (startedAt === null || !isAfter(asOf, startedAt)) return []
  if (countedUntil === null || durationSeconds === 0)
    return isIn(startedAt, window) ? slicesIn(instantOf(startedAt), slice) : []
  return clipAll([{ from: startedAt, to: countedUntil }], window).flatMap((period) => slicesIn(period, slice))
}

/** The second that contains an instant. */
function instantOf(instant: Date): Period {
  return { from: instant, to: new Date(instant.getTime() + 1) }
}

/** Whole seconds of merged periods by slice; slices with none are left out. */
function secondsBySlice(periods: Period[], slice: Slice): Map<string, number> {
  const seconds = new Map<string, number>()
  for (const period of periods) {
    for (const key of slicesIn(period, slice)) {
      const inSlice = sumSeconds(intersectPeriods([period], [periodOf(key, slice)]))
      if (inSlice > 0) seconds.set(key, (seconds.get(key) ?? 0) + inSlice)
    }
  }
  return seconds
}

function worse(worst: Impact | null, impact: Impact): Impact {
  return worst === null || rankImpact(impact) > rankImpact(worst) ? impact : worst
}

function startOf(instant: Date, { ms }: Slice): number {
  return Math.floor(instant.getTime() / ms) * ms
}

function keyOf(ms: number, { keyLength }: Slice): string {
  return new Date(ms).toISOString().slice(0, keyLength)
}

/** The last `days` days of the window. */
export function lastDays(window: Period, days: number): Period {
  return { from: later(window.from, new Date(startOf(window.to, DAY) - (days - 1) * DAY_MS)), to: window.to }
}
