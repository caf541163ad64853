import { clipCoverage, coveredPeriods } from './coverage.ts'
import type { CoveragePeriod, Period } from './incident.ts'
import { intersectPeriods, mergePeriods, subtractPeriods, sumSeconds } from './period.ts'

/** Histories of several vendors cover different times; this is the time that they have in common. */

export interface CommonTime {
  /** The parts of the window that are known for every vendor, completely or in part; merged, in time order. */
  periods: Period[]
  seconds: number
  /** Downtime of each vendor within those parts, in the given order. */
  downtimeSeconds: number[]
}

/** `downtime`: merged periods. Without histories there is no common time. */
export function commonTime(
  histories: { coverage: CoveragePeriod[]; downtime: Period[] }[],
  window: Period,
): CommonTime {
  const periods = intersectAll(histories.map(({ coverage }) => coveredPeriods(coverage, window)))
  return {
    periods,
    seconds: sumSeconds(periods),
    downtimeSeconds: histories.map(({ downtime }) => sumSeconds(intersectPeriods(downtime, periods))),
  }
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
