import { clipCoverage, countKnownDays, coveredMonths, coveredPeriods, fillsWindow } from './coverage.ts'
import type { CoveragePeriod, Period } from './incident.ts'
import { earlier, earliestOf, isAfter, secondsBetween } from './instant.ts'
import { listMonths, type MonthKey, monthOf, monthPeriod } from './month.ts'
import { clipAll, intersectPeriods, isIn, mergePeriods, sumSeconds } from './period.ts'
import { type OpenSpan, type SpanAt, spanAt } from './span.ts'
import { parseWindow, type Window } from './window.ts'

/** What the figures need from an incident. */
export interface HistoryIncident extends OpenSpan {
  id: string
  /** Bounds for the start of an undated incident; either may be null. */
  startedAfter: Date | null
  startedBefore: Date | null
}

export interface MonthRow {
  month: MonthKey
  incidentCount: number | null
  downtimeSeconds: number | null
  /** True if an outage was lost sight of in this month, so that the downtime may be longer. */
  downtimeIsMinimum?: true | undefined
}

/** Every figure of a window; the rules are those of /methodology. */
export interface History {
  asOf: Date
  window: Period
  coverage: {
    /** First and last covered instant of the window; null when none is. */
    from: Date | null
    to: Date | null
    complete: boolean
    /** How many of the window's days are known, and how many it has. */
    knownDays: number
    days: number
    periods: CoveragePeriod[]
  }
  incidentCount: number
  /** Ids of incidents that began before the window and were still open at its start; oldest first. */
  carriedOver: string[]
  unknownDurationCount: number
  downtimeSeconds: number
  /** Whether the downtime is a minimum because the end of an incident is unknown. */
  downtimeIsMinimum: boolean
  incidentSeconds: number
  incidentsPerMonth: number | null
  /** Finished incidents of the window with a known duration: what median and p90 are of. */
  durationCount: number
  medianDurationSeconds: number | null
  p90DurationSeconds: number | null
  medianTimeToMitigateSeconds: number | null
  longest: { id: string; durationSeconds: number } | null
  timeWithoutIncidentPercent: number | null
  monthly: MonthRow[]
}

/** Everything stored, regardless of the window: the second sentence of a page. */
export interface Held {
  incidentCount: number
  downtimeSeconds: number
  downtimeIsMinimum: boolean
  unknownDurationCount: number
  /** The first covered or first known instant; null without data. */
  since: Date | null
}

/** The mean Gregorian month. */
export const SECONDS_PER_MONTH = 30.436875 * 86_400
/** With fewer values, a median is mostly chance. */
const FEWEST_FOR_A_RANK = 5
/** A percentage reads as one of the whole window, so with less coverage than this there is none. */
const LEAST_COVERED = 0.95

/**
 * The figures of `window` as of `asOf`, from the incidents that count: filtered, and without those corrected to "not an
 * outage". Order and repetition (by id) do not matter. `isInWindow` decides whether an incident is in the window.
 */
export function computeHistory(input: {
  incidents: HistoryIncident[]
  coverage: CoveragePeriod[]
  window: Window
  asOf: Date
}): History {
  const { coverage, window, asOf } = input
  const { inWindow, carriedOver, spans, downPeriods, downtime, downtimeIsMinimum, unknownDurationCount } = gather(input)
  const covered = coveredPeriods(coverage, window)
  const finished = spans.filter(isFinished)
  const durations = finished.map((span) => span.durationSeconds).sort(ascending)
  return {
    asOf,
    window: { from: window.from, to: window.to },
    coverage: {
      from: covered[0]?.from ?? null,
      to: covered.at(-1)?.to ?? null,
      complete: fillsWindow(coverage, window),
      ...countKnownDays(coverage, window),
      periods: clipCoverage(coverage, window),
    },
    incidentCount: inWindow.length,
    carriedOver: carriedOver.map(({ id }) => id),
    unknownDurationCount,
    downtimeSeconds: sumSeconds(downtime),
    downtimeIsMinimum,
    incidentSeconds: sumSeconds(downPeriods),
    incidentsPerMonth: perMonth(inWindow.length, sumSeconds(covered)),
    durationCount: durations.length,
    medianDurationSeconds: nearestRank(durations, 50),
    p90DurationSeconds: nearestRank(durations, 90),
    medianTimeToMitigateSeconds: nearestRank(
      spans
        .map((span) => span.timeToMitigateSeconds)
        .filter((seconds) => seconds !== null)
        .sort(ascending),
      50,
    ),
    longest: findLongest(finished),
    timeWithoutIncidentPercent: percentWithout(downtime, covered, window),
    monthly: listMonthRows(
      inWindow,
      { downtime, unendedAt: lostSightAt(input.incidents, window, asOf) },
      coverage,
      window,
    ),
  }
}

/** The spans that make up the totals of a window. */
function gather({ incidents, window, asOf }: { incidents: HistoryIncident[]; window: Window; asOf: Date }) {
  const known = distinct(incidents)
  const inWindow = known.filter((incident) => isInWindow(incident, window))
  const carriedOver = known.filter((incident) => isCarriedOver(incident, window, asOf))
  const spans = inWindow.map((incident) => ({ id: incident.id, ...spanAt(incident, asOf) }))
  const downPeriods = clipAll(
    [...carriedOver.map((incident) => spanAt(incident, asOf)), ...spans].flatMap(downPeriodOf),
    window,
  )
  const unknownDurationCount = spans.filter((span) => span.durationSeconds === null).length
  const downtimeIsMinimum =
    spans.some((span) => span.durationIsMinimum) ||
    carriedOver.some((incident) => spanAt(incident, asOf).durationIsMinimum)
  const downtime = mergePeriods(downPeriods)
  return { inWindow, carriedOver, spans, downPeriods, downtime, downtimeIsMinimum, unknownDurationCount }
}

/**
 * The last counted moments of incidents in the window whose duration is a minimum: how long they went on after that is unknown.
 */
export function lostSightAt(incidents: HistoryIncident[], window: Period, asOf: Date): Date[] {
  return incidents.flatMap((incident) => {
    const { startedAt, countedUntil, durationIsMinimum } = spanAt(incident, asOf)
    if (!durationIsMinimum || startedAt === null || countedUntil === null) return []
    const last = countedUntil > startedAt ? new Date(countedUntil.getTime() - 1) : startedAt
    return isIn(last, window) ? last : []
  })
}

/** The time of the window in which at least one incident was open; merged, and as long as `downtimeSeconds`. */
export function listDowntime(incidents: HistoryIncident[], window: Period, asOf: Date): Period[] {
  return mergePeriods(
    clipAll(
      incidents.flatMap((incident) => downPeriod(incident, asOf)),
      window,
    ),
  )
}

/** Everything stored as of `asOf`; the same as the window `all` counts. */
export function computeHeld(input: { incidents: HistoryIncident[]; coverage: CoveragePeriod[]; asOf: Date }): Held {
  const since = firstKnown(input.incidents, input.coverage)
  const window = parseWindow('all', { asOf: input.asOf, firstKnown: since })
  const { inWindow, downtime, downtimeIsMinimum, unknownDurationCount } = gather({ ...input, window })
  const downtimeSeconds = sumSeconds(downtime)
  return { incidentCount: inWindow.length, downtimeSeconds, downtimeIsMinimum, unknownDurationCount, since }
}

/** The start of the window `all`: the first covered or first known instant; null when nothing is known. */
export function firstKnown(incidents: HistoryIncident[], coverage: CoveragePeriod[]): Date | null {
  return earliestOf([
    ...incidents.map(({ startedAt, startedAfter, startedBefore }) => startedAt ?? startedAfter ?? startedBefore),
    ...coverage.filter(({ quality }) => quality !== 'failed').map(({ from }) => from),
  ])
}

/**
 * In the window means started in the window. An undated incident is in it when both its bounds are; in `all` it always is,
 * unless it must have started after the window's end.
 */
export function isInWindow(
  incident: Pick<HistoryIncident, 'startedAt' | 'startedAfter' | 'startedBefore'>,
  window: Window,
): boolean {
  const { startedAt, startedAfter, startedBefore } = incident
  if (startedAt !== null) return isIn(startedAt, window)
  if (window.text === 'all') return startedAfter === null || startedAfter < window.to
  return areBoundsIn(startedAfter, startedBefore, window)
}

/** Whether it began before the window and was still open when the window began. */
function isCarriedOver(incident: HistoryIncident, window: Period, asOf: Date): boolean {
  const isOlder = incident.startedAt !== null && isAfter(window.from, incident.startedAt)
  return isOlder && clipAll(downPeriod(incident, asOf), window).length > 0
}

function areBoundsIn(after: Date | null, before: Date | null, period: Period): boolean {
  return after !== null && before !== null && after >= period.from && before <= period.to
}

/** The time that an incident adds to the totals; empty if its duration is unknown. */
function downPeriod(incident: HistoryIncident, asOf: Date): Period[] {
  return downPeriodOf(spanAt(incident, asOf))
}

function downPeriodOf({ startedAt, countedUntil }: SpanAt): Period[] {
  return startedAt === null || countedUntil === null ? [] : [{ from: startedAt, to: countedUntil }]
}

/** Each id once, oldest first. */
function distinct(incidents: HistoryIncident[]): HistoryIncident[] {
  const byId = new Map(incidents.map((incident) => [incident.id, incident]))
  return [...byId.values()]
    .map((incident) => ({ incident, key: sortKey(incident) }))
    .sort((a, b) => a.key - b.key || (a.incident.id < b.incident.id ? -1 : 1))
    .map(({ incident }) => incident)
}

function sortKey({ startedAt, startedBefore, startedAfter }: HistoryIncident): number {
  return (startedAt ?? startedBefore ?? startedAfter)?.getTime() ?? 0
}

/** A `seen` end gives no duration for a median. */
function isFinished<T extends SpanAt>(span: T): span is T & { durationSeconds: number } {
  return span.endedAt !== null && span.durationSeconds !== null && span.basis !== 'seen'
}

function perMonth(count: number, coveredSeconds: number): number | null {
  return coveredSeconds === 0 ? null : count / Math.max(1, coveredSeconds / SECONDS_PER_MONTH)
}

function ascending(a: number, b: number): number {
  return a - b
}

/** Expects values in ascending order. */
function nearestRank(sorted: number[], percentile: number): number | null {
  if (sorted.length < FEWEST_FOR_A_RANK) return null
  return sorted[Math.ceil((sorted.length * percentile) / 100) - 1] ?? null
}

/** The oldest of the longest; null without any. */
function findLongest(finished: { id: string; durationSeconds: number }[]): History['longest'] {
  let longest: History['longest'] = null
  for (const { id, durationSeconds } of finished) {
    if (longest === null || durationSeconds > longest.durationSeconds) longest = { id, durationSeconds }
  }
  return longest
}

/** Floored in integer arithmetic, so that a second of downtime never rounds up to 100. */
function percentWithout(downtime: Period[], covered: Period[], window: Period): number | null {
  const coveredSeconds = sumSeconds(covered)
  if (coveredSeconds === 0 || coveredSeconds < LEAST_COVERED * secondsBetween(window.from, window.to)) return null
  const quietSeconds = coveredSeconds - sumSeconds(intersectPeriods(downtime, covered))
  return Math.floor((quietSeconds * 100_000) / coveredSeconds) / 1000
}

/**
 * A month without coverage has null, not zero. Known facts in such a month (an incident that a document named, an outage that
 * ran on) are still shown, so that the rows add up to the window.
 */
function listMonthRows(
  inWindow: HistoryIncident[],
  { downtime, unendedAt }: { downtime: Period[]; unendedAt: Date[] },
  coverage: CoveragePeriod[],
  window: Period,
): MonthRow[] {
  const covered = coveredMonths(coverage, window)
  const nothing = (month: MonthKey) => (covered.has(month) ? 0 : null)
  const counts = Map.groupBy(inWindow, monthOfIncident)
  const seconds = secondsByMonth(downtime)
  const minima = new Set(unendedAt.map(monthOf))
  return listMonths(window).map((month) => ({
    month,
    incidentCount: counts.get(month)?.length || nothing(month),
    downtimeSeconds: seconds.get(month) || nothing(month),
    ...(minima.has(month) && { downtimeIsMinimum: true }),
  }))
}

/** Whole seconds of merged periods by UTC month; months with none are left out. */
export function secondsByMonth(periods: Period[]): Map<MonthKey, number> {
  const seconds = new Map<MonthKey, number>()
  // Most begin in the month of the one before, which need not be found again.
  let month = ''
  let whole: Period | null = null
  for (const { from, to } of periods) {
    for (let start = from; isAfter(to, start); ) {
      if (whole === null || !isIn(start, whole)) {
        month = monthOf(start)
        whole = monthPeriod(month)
      }
      const end = earlier(whole.to, to)
      seconds.set(month, (seconds.get(month) ?? 0) + secondsBetween(start, end))
      start = end
    }
  }
  return seconds
}

/** The month in which it counts; null for an undated one that does not fit within a single month. */
export function monthOfIncident({ startedAt, startedAfter, startedBefore }: HistoryIncident): MonthKey | null {
  if (startedAt !== null) return monthOf(startedAt)
  if (startedAfter === null) return null
  const month = monthOf(startedAfter)
  return areBoundsIn(startedAfter, startedBefore, monthPeriod(month)) ? month : null
}
