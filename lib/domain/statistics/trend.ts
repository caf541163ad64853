import { studentProbability, studentQuantile } from './distributions.ts'
import { type Month, totalOf } from './rate.ts'
import { pooledDispersion, ratioOf, type Verdict } from './ratio.ts'

/** Whether something became more or less frequent. */
export interface Trend {
  direction: Verdict
  /** In the later months, and in the earlier. */
  latestPerMonth: number
  earlierPerMonth: number
  /** How often chance alone gives a difference like this or a greater one. */
  probability: number
  /** With which probability a doubling would have been noticed. */
  powerForDoubling: number
}

/** A difference that chance gives more often than once in forty is not told. */
export const NOMINAL = 0.025

/** The later months against the earlier, of counts; null for too few months, and for none posted in either. */
export function trendOf(latest: readonly Month[], earlier: readonly Month[]): Trend | null {
  const ratio = ratioOf(latest, earlier, { isCount: true, isOneHistory: true })
  if (ratio === null) return null
  const [now, before] = [totalOf(latest), totalOf(earlier)]
  const isChange = ratio.probability <= NOMINAL
  return {
    direction: isChange ? (ratio.ratio > 1 ? 'more' : 'fewer') : 'cannot be told apart',
    latestPerMonth: now.amount / now.exposure,
    earlierPerMonth: before.amount / before.exposure,
    probability: ratio.probability,
    powerForDoubling: powerForDoubling(latest, earlier),
  }
}

/** The chance that a doubling of the earlier rate passes the test, by the months' own spread. */
function powerForDoubling(latest: readonly Month[], earlier: readonly Month[]): number {
  const degrees = latest.length + earlier.length - 2
  const dispersion = pooledDispersion(latest, earlier, { isCount: true })
  const before = totalOf(earlier)
  const amount = Math.max(0.5, before.amount)
  const after = (2 * amount * totalOf(latest).exposure) / before.exposure
  const error = Math.sqrt(dispersion / amount + dispersion / after)
  const limit = studentQuantile(1 - NOMINAL / 2, degrees)
  return 1 - studentProbability(limit - Math.LN2 / error, degrees)
}
