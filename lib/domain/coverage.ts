import { COVERAGE_QUALITIES, type CoveragePeriod, type Period } from './incident.ts'
import { earliestOf, toSecond } from './instant.ts'
import { listMonths, type MonthKey } from './month.ts'
import { clip, clipAll, mergePeriods, subtractPeriods, sumSeconds } from './period.ts'

const DAY_MS = 86_400_000

/** What a document says about the time that it covers; the caller takes it from the parsed document. */
export interface Observation {
  /** What it means when an incident is missing, as in the adapter contract. */
  completeness: 'whole' | 'newest' | 'open' | 'single' | 'gone' | 'part'
  /** Start of the oldest incident that it lists; null when it lists none with a time. */
  oldestStart: Date | null
  /** The newest posted time in it; null when it has none. */
  newestTime: Date | null
  /** When it was read; null for a document imported without a read time. */
  readAt: Date | null
  /** For `part`: the period for which it lists everything; null when it states none. */
  covers: Period | null
}

/**
 * The time for which a document proves a source's history, up to when it was read, or else to its newest time.
 *
 * `previousReadAt` is the previous good read of the same address, if it is recent enough to connect to: anything a list does
 * not show has not happened since. A list then covers the time from there even when its entries are all newer or it is empty; a
 * document of open incidents covers it in part, since it omits incidents that opened and closed in between. Empty when the
 * document proves nothing: a single incident, a list without a time.
 */
export function coverageOf(observation: Observation, previousReadAt: Date | null = null): CoveragePeriod[] {
  const { completeness, oldestStart, newestTime, readAt, covers } = observation
  const end = readAt ?? newestTime
  if (end === null) return []
  const isShort = completeness === 'newest' && oldestStart !== null
  switch (completeness) {
    case 'whole':
    case 'newest':
      return periodOf(isShort ? oldestStart : earliestOf([oldestStart, previousReadAt]), end, 'complete')
    case 'open':
      return periodOf(previousReadAt, end, 'partial')
    case 'part':
      return covers === null ? [] : clipAll([covers], { from: covers.from, to: end }).map(asComplete)
    case 'single':
    case 'gone':
      return []
  }
}

/**
 * Non-overlapping periods in time order, with adjacent ones of equal quality joined: where several overlap, complete wins over
 * partial and partial over failed. Order and repetition do not matter.
 */
export function mergeCoverage(periods: Iterable<CoveragePeriod>): CoveragePeriod[] {
  const all = [...periods]
  let taken: Period[] = []
  const merged: CoveragePeriod[] = []
  for (const quality of COVERAGE_QUALITIES) {
    const ofQuality = mergePeriods(all.filter((period) => period.quality === quality))
    for (const period of subtractPeriods(ofQuality, taken)) merged.push({ ...period, quality })
    taken = mergePeriods([...taken, ...ofQuality])
  }
  return merged.sort((a, b) => a.from.getTime() - b.from.getTime())
}

/** Merges the periods of one more read: a better read replaces a worse one, never the reverse. */
export function extendCoverage(known: CoveragePeriod[], observation: CoveragePeriod[]): CoveragePeriod[] {
  return mergeCoverage([...known, ...observation])
}

/** The coverage that lies in the window. */
export function clipCoverage(periods: CoveragePeriod[], window: Period): CoveragePeriod[] {
  return mergeCoverage(periods).flatMap((period) => {
    const clipped = clip(period, window)
    return clipped === null ? [] : [{ ...clipped, quality: period.quality }]
  })
}

/** The parts of the window for which we know something, complete or partial; merged, in time order. */
export function coveredPeriods(periods: CoveragePeriod[], window: Period): Period[] {
  return mergePeriods(
    clipAll(
      periods.filter(({ quality }) => quality !== 'failed'),
      window,
    ),
  )
}

/** Whole seconds of the window that are covered, completely or in part. */
export function coveredSeconds(periods: CoveragePeriod[], window: Period): number {
  return sumSeconds(coveredPeriods(periods, window))
}

/** Whether complete periods fill the window without a gap. An empty window is not filled. */
export function fillsWindow(periods: CoveragePeriod[], window: Period): boolean {
  const complete = mergePeriods(
    clipAll(
      periods.filter(({ quality }) => quality === 'complete'),
      window,
    ),
  )
  const only = complete.length === 1 ? complete[0] : undefined
  return only !== undefined && only.from <= window.from && only.to >= window.to
}

/** A day of which less is covered is not a known day. */
const LEAST_OF_A_DAY = 0.95

/** Under so many known days, no sentence gives a rate, a rank or a verdict. */
export const FEWEST_DAYS = 60

/**
 * How many of the window's UTC days are known, completely or in part. A window that begins within a day does not count that
 * day; its last day, often today, is judged by the part that lies in the window.
 */
export function countKnownDays(periods: CoveragePeriod[], window: Period): { knownDays: number; days: number } {
  const first = Math.ceil(window.from.getTime() / DAY_MS)
  const end = Math.ceil(window.to.getTime() / DAY_MS)
  const edges = new Map<number, number>()
  let knownDays = 0
  for (const { from, to } of coveredPeriods(periods, window)) {
    const [wholeFrom, wholeTo] = [Math.ceil(from.getTime() / DAY_MS), Math.floor(to.getTime() / DAY_MS)]
    knownDays += Math.max(0, wholeTo - wholeFrom)
    for (const day of new Set([wholeFrom - 1, wholeTo])) {
      if (day >= wholeFrom && day < wholeTo) continue
      const covered = Math.min(to.getTime(), (day + 1) * DAY_MS) - Math.max(from.getTime(), day * DAY_MS)
      if (covered > 0) edges.set(day, (edges.get(day) ?? 0) + covered)
    }
  }
  for (const [day, covered] of edges) {
    const length = Math.min(window.to.getTime(), (day + 1) * DAY_MS) - day * DAY_MS
    if (day >= first && covered >= LEAST_OF_A_DAY * length) knownDays += 1
  }
  return { knownDays, days: end - first }
}

/** The months of the window with any coverage. */
export function coveredMonths(periods: CoveragePeriod[], window: Period): Set<MonthKey> {
  return new Set(coveredPeriods(periods, window).flatMap(listMonths))
}

/** How far a source has been read, which limits its incidents without an end. */
export interface Reach {
  periods: CoveragePeriod[]
  /** The last good read counts: a list of open incidents covers no time, but its incidents were open when it was read. */
  lastReadAt: Date | null
  /** How long after that it is trusted: three poll intervals, in milliseconds; 0 for a source that is not polled. */
  graceMs: number
}

/**
 * The time up to which an incident without an end counts at `asOf`: `asOf` itself if that is covered, or was within `graceMs`
 * before; else the end of the last covered time before it. If nothing was covered by then, the earliest possible instant.
 */
export function countsUntil({ periods, lastReadAt, graceMs }: Reach, asOf: Date): Date {
  let last = lastReadAt !== null && lastReadAt <= asOf ? lastReadAt.getTime() : Number.NEGATIVE_INFINITY
  for (const { from, to, quality } of periods) {
    if (quality === 'failed' || from > asOf) continue
    last = Math.max(last, to.getTime())
  }
  return asOf.getTime() - last < graceMs || last >= asOf.getTime() ? asOf : new Date(Math.max(last, 0))
}

function periodOf(from: Date | null, to: Date, quality: CoveragePeriod['quality']): CoveragePeriod[] {
  return from !== null && from < to ? [{ from: toSecond(from), to, quality }] : []
}

function asComplete(period: Period): CoveragePeriod {
  return { ...period, quality: 'complete' }
}
