import { countKnownDays, coveredPeriods, FEWEST_DAYS } from '#lib/domain/coverage.ts'
import type { DayIncident } from '#lib/domain/days.ts'
import { listDowntime } from '#lib/domain/history.ts'
import { type CoveragePeriod, type Period, rankImpact } from '#lib/domain/incident.ts'
import { monthsBefore } from '#lib/domain/instant.ts'
import { monthOf, monthPeriod } from '#lib/domain/month.ts'
import { intersectPeriods, isIn, sumSeconds } from '#lib/domain/period.ts'
import type { Window } from '#lib/domain/window.ts'
import { type Break, breakWithin } from './breaks.ts'
import { type KnownMonths, knownMonths } from './known-months.ts'
import { type AtMost, atMostUp } from './nines.ts'
import { type Rate, rateOf } from './rate.ts'
import { type Trend, trendOf } from './trend.ts'

/** What may be said of a window beyond what was posted in it. */
export interface Chance {
  /** By month, each with the limits that chance leaves it; null for under six known months. */
  rates: { incidents: Rate | null; downtimeSeconds: Rate | null }
  /** How much uptime the postings alone allow; null where they set no bound, for under 60 known days, and where not all outages count. */
  atMost: { all: AtMost | null; major: AtMost | null }
}

interface ChanceInput {
  incidents: DayIncident[]
  coverage: CoveragePeriod[]
  asOf: Date
}

/** `isWhole`: whether the incidents are outages, and none of them was filtered out. */
export function chanceOf({
  incidents,
  coverage,
  window,
  asOf,
  isWhole,
}: ChanceInput & { window: Window; isWhole: boolean }): Chance {
  const known = coveredPeriods(coverage, window)
  const downtime = listDowntime(incidents, window, asOf)
  const months = knownMonths(startsWithin(incidents, window), downtime, known)
  const rates = {
    incidents: rateOf(months.counts, { isCount: true }),
    downtimeSeconds: rateOf(months.seconds, { isCount: false }),
  }
  if (!isWhole || countKnownDays(coverage, window).knownDays < FEWEST_DAYS)
    return { rates, atMost: { all: null, major: null } }
  const major = incidents.filter(({ impact }) => rankImpact(impact) >= rankImpact('major'))
  const seconds = sumSeconds(known)
  const boundOf = (periods: Period[]) => atMostUp(sumSeconds(intersectPeriods(periods, known)), seconds)
  return { rates, atMost: { all: boundOf(downtime), major: boundOf(listDowntime(major, window, asOf)) } }
}

/** The months of incidents within periods that are merged and in time order, such as the time known of several vendors. */
export function monthsWithin(
  incidents: DayIncident[],
  periods: Period[],
  { window, asOf }: { window: Period; asOf: Date },
): KnownMonths {
  return knownMonths(startsWithin(incidents, window), listDowntime(incidents, window, asOf), periods)
}

/** Why nothing is said of a trend. */
export const TREND_REASONS = ['not all is known', 'reporting changed', 'not checked', 'too few'] as const

export interface TrendStatement {
  /** The whole months that are compared: the first and the last year, and where they meet. */
  from: Date
  middle: Date
  to: Date
  trend: Trend | null
  /** Null where there is a trend. */
  reason: (typeof TREND_REASONS)[number] | null
  /** When reporting changed, where that is the reason. */
  changedAt: Date | null
}

const YEAR = 12

/**
 * The twelve whole months before `asOf` against the twelve before those, if all of them is known and reporting did not change between.
 * `breaks`: null where it has not been looked for changes.
 */
export function trendAt({ incidents, coverage, asOf }: ChanceInput, breaks: readonly Break[] | null): TrendStatement {
  const to = monthPeriod(monthOf(asOf)).from
  const [middle, from] = [monthsBefore(to, YEAR), monthsBefore(to, 2 * YEAR)]
  const statement = { from, middle, to, trend: null, changedAt: null }
  if (
    ![
      { from, to: middle },
      { from: middle, to },
    ].every((year) => isWhollyKnown(coverage, year))
  )
    return { ...statement, reason: 'not all is known' }
  if (breaks === null) return { ...statement, reason: 'not checked' }
  const change = breakWithin(breaks, { from, to })
  if (change !== undefined) return { ...statement, reason: 'reporting changed', changedAt: new Date(change.at) }
  const [earlier, latest] = [
    { from, to: middle },
    { from: middle, to },
  ].map((year) => knownMonths(startsOf(incidents), [], coveredPeriods(coverage, year)).counts)
  const trend = trendOf(latest ?? [], earlier ?? [])
  return { ...statement, trend, reason: trend === null ? 'too few' : null }
}

/** Whether 95 percent of its days are known. */
export function isWhollyKnown(coverage: CoveragePeriod[], period: Period): boolean {
  const { knownDays, days } = countKnownDays(coverage, period)
  return knownDays >= 0.95 * days
}

/** When those that count began. */
export function startsOf(incidents: DayIncident[]): Date[] {
  return incidents.flatMap(({ startedAt, basis }) => (startedAt === null || basis === 'unclear' ? [] : startedAt))
}

/** Without one that began as the window ended: the window's figures leave it out. */
function startsWithin(incidents: DayIncident[], window: Period): Date[] {
  return startsOf(incidents).filter((startedAt) => isIn(startedAt, window))
}
