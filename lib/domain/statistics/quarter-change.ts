import { countKnownDays, coveredPeriods, FEWEST_DAYS } from '#lib/domain/coverage.ts'
import type { CoveragePeriod, Period } from '#lib/domain/incident.ts'
import { monthsBefore } from '#lib/domain/instant.ts'
import { type Break, breakWithin } from './breaks.ts'
import { isWhollyKnown, type TREND_REASONS } from './chance.ts'
import { knownMonths } from './known-months.ts'
import { dispersionOf, FEWEST_MONTHS, LEVEL, limitsOf, type Month, type Rate, totalOf } from './rate.ts'
import { ratioOfTotals, type Verdict, verdictOf } from './ratio.ts'

/** How many outages a quarter had against the quarter before. */
export interface QuarterChange {
  /** A month in the quarter, with its limits; null for under 60 known days, and where too few months are known to tell how they vary. */
  rate: Rate | null
  /** The same of the quarter before. */
  before: Rate | null
  /** Of the quarter; null where nothing can be said. */
  verdict: Verdict | null
  /** Why nothing can be said; null where there is a verdict. */
  reason: (typeof TREND_REASONS)[number] | null
  /** When reporting changed, where that is the reason. */
  changedAt: Date | null
}

/** Three months say little of how much they vary, so all of these are asked, the quarter's own included. */
const MONTHS_ASKED = 24
const QUARTER = 3

interface QuarterInput {
  starts: readonly Date[]
  coverage: CoveragePeriod[]
  quarter: Period
  /** Null where it has not been looked for changes. */
  breaks: readonly Break[] | null
  /** Verdicts of so many vendors stand together, and hold together. */
  vendorCount: number
}

export function quarterChange({ starts, coverage, quarter, breaks, vendorCount }: QuarterInput): QuarterChange {
  const earlier = { from: monthsBefore(quarter.from, QUARTER), to: quarter.from }
  const asked = { from: monthsBefore(quarter.to, MONTHS_ASKED), to: quarter.to }
  const countsOf = (period: Period) => knownMonths(starts, [], coveredPeriods(coverage, period)).counts
  const level = 1 - (1 - LEVEL) / vendorCount
  const change = compareQuarters(countsOf(quarter), countsOf(earlier), countsOf(asked), level)
  const hasRate = (period: Period) => countKnownDays(coverage, period).knownDays >= FEWEST_DAYS
  const rates = { rate: hasRate(quarter) ? change.rate : null, before: hasRate(earlier) ? change.before : null }
  const unsaid = { ...rates, verdict: null, changedAt: null }
  if (![earlier, quarter].every((period) => hasRate(period) && isWhollyKnown(coverage, period)))
    return { ...unsaid, reason: 'not all is known' }
  if (breaks === null) return { ...unsaid, reason: 'not checked' }
  const found = breakWithin(breaks, { from: earlier.from, to: quarter.to })
  return found === undefined ? change : { ...unsaid, reason: 'reporting changed', changedAt: new Date(found.at) }
}

/** The months of two quarters by how much `all` months vary, these among them; as far as the counts allow it. */
export function compareQuarters(
  now: readonly Month[],
  before: readonly Month[],
  all: readonly Month[],
  level: number = LEVEL,
): QuarterChange {
  const spread = spreadOf(all)
  const [ofNow, ofBefore] = [totalOf(now), totalOf(before)]
  const rateOf = (total: Month) => (spread === null || total.exposure === 0 ? null : limitsOf(total, spread))
  const said = { rate: rateOf(ofNow), before: rateOf(ofBefore), changedAt: null }
  if (spread === null || said.rate === null || said.before === null)
    return { ...said, verdict: null, reason: 'too few' }
  const { dispersion, degrees } = spread
  const ratio = ratioOfTotals(ofNow, ofBefore, {
    ...{ isCount: true, level, degrees },
    dispersions: [dispersion, dispersion],
  })
  return { ...said, verdict: ratio && verdictOf(ratio), reason: ratio === null ? 'too few' : null }
}

function spreadOf(months: readonly Month[]): { dispersion: number; degrees: number } | null {
  const known = months.filter(({ exposure }) => exposure > 0)
  if (known.length < FEWEST_MONTHS) return null
  return { dispersion: dispersionOf(known, { isCount: true }) ?? 1, degrees: known.length - 1 }
}
