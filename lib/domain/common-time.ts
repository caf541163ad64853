import { clipCoverage, coveredPeriods } from './coverage.ts'
import type { HistoryIncident } from './history.ts'
import type { CoveragePeriod, Period } from './incident.ts'
import { maxOf } from './many.ts'
import { intersectPeriods, isIn, mergePeriods, subtractPeriods, sumSeconds } from './period.ts'
import { spanAt } from './span.ts'

/** Histories of several vendors cover different times; this is the time that they have in common. */

/**
 * The parts of the window that are known for every vendor, completely or in part; merged, in time order. None without vendors.
 */
export function commonTime(coverages: CoveragePeriod[][], window: Period): Period[] {
  return intersectAll(coverages.map((coverage) => coveredPeriods(coverage, window)))
}

/** What a vendor's incidents add up to within some periods. */
export interface FiguresWithin {
  /** Union of the spans. */
  downtimeSeconds: number
  /** Incidents that were open, or began, within the periods; an undated one is in none. */
  incidentCount: number
  /** Those of them without a duration, which add nothing. */
  unknownDurationCount: number
  /** The longest one's time within the periods. */
  longestSeconds: number
}

/** The figures of incidents within periods that are merged and in time order. */
export function figuresWithin(incidents: HistoryIncident[], periods: Period[], asOf: Date): FiguresWithin {
  const parts = incidents.flatMap((incident) => {
    const { startedAt, durationSeconds, countedUntil } = spanAt(incident, asOf)
    if (startedAt === null || startedAt >= asOf) return []
    const open = countedUntil === null ? [] : intersectPeriods([{ from: startedAt, to: countedUntil }], periods)
    const isTheirs = open.length > 0 || periods.some((period) => isIn(startedAt, period))
    return isTheirs ? [{ open, isUnknown: durationSeconds === null }] : []
  })
  return {
    downtimeSeconds: sumSeconds(mergePeriods(parts.flatMap(({ open }) => open))),
    incidentCount: parts.length,
    unknownDurationCount: parts.filter(({ isUnknown }) => isUnknown).length,
    longestSeconds: maxOf(
      parts.map(({ open }) => sumSeconds(open)),
      0,
    ),
  }
}

/**
 * Whether what a vendor's incidents add up to within some periods is a minimum. One that was lost sight of at one of these moments may
 * have lasted through all that came later of them.
 */
export function isMinimumWithin(lostSightAt: readonly Date[], periods: readonly Period[]): boolean {
  const end = periods.at(-1)?.to
  return end !== undefined && lostSightAt.some((last) => last < end)
}

/** The coverage of several histories as one: complete where each is, partial where at least one is known at all. */
export function coverageTogether(coverages: CoveragePeriod[][], window: Period): CoveragePeriod[] {
  const complete = intersectAll(
    coverages.map((periods) =>
      mergePeriods(clipCoverage(periods, window).filter(({ quality }) => quality === 'complete')),
    ),
  )
  const any = mergePeriods(coverages.flatMap((periods) => coveredPeriods(periods, window)))
  return [
    ...complete.map((period) => ({ ...period, quality: 'complete' as const })),
    ...subtractPeriods(any, complete).map((period) => ({ ...period, quality: 'partial' as const })),
  ].sort((a, b) => a.from.getTime() - b.from.getTime())
}

function intersectAll(lists: Period[][]): Period[] {
  const [first = [], ...rest] = lists
  return rest.reduce(intersectPeriods, first)
}
