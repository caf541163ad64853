import { studentProbability, studentQuantile } from './distributions.ts'
import { dispersionOf, FEWEST_MONTHS, LEVEL, type Month, totalOf } from './rate.ts'

/** Two rates against each other. */
export interface Ratio {
  /** The first rate over the second. */
  ratio: number
  low: number
  high: number
  /** How often chance alone gives a difference like this or a greater one, in either direction. */
  probability: number
}

export const VERDICTS = ['more', 'fewer', 'cannot be told apart'] as const
export type Verdict = (typeof VERDICTS)[number]

interface RatioOptions {
  /** Whether the amounts are counts, rather than seconds. */
  isCount: boolean
  /** What the interval holds. */
  level?: number
  /** Whether both come from one history, whose months vary alike. */
  isOneHistory?: boolean
}

/**
 * The ratio of two rates with its interval, by quasi-Poisson on the scale of logarithms. Half an outage stands for none, so that the
 * ratio to nothing is finite; seconds have no such least amount. Null for too few months, and where nothing was posted in either (or,
 * of seconds, in one).
 */
export function ratioOf(
  first: readonly Month[],
  second: readonly Month[],
  { isCount, level = LEVEL, isOneHistory = false }: RatioOptions,
): Ratio | null {
  const [a, b] = [known(first), known(second)]
  if (a.length < FEWEST_MONTHS || b.length < FEWEST_MONTHS) return null
  const [totalA, totalB] = [totalOf(a), totalOf(b)]
  const degrees = isOneHistory ? a.length + b.length - 2 : Math.min(a.length, b.length) - 1
  const [ofA, ofB] = [dispersionOf(a, { isCount }) ?? 1, dispersionOf(b, { isCount }) ?? 1]
  const pooled = pooledDispersion(a, b, { isCount })
  const dispersions: [number, number] = isOneHistory ? [pooled, pooled] : [ofA, ofB]
  return ratioOfTotals(totalA, totalB, { isCount, level, dispersions, degrees })
}

/** The same of sums, by dispersions that were estimated with so many degrees of freedom. */
export function ratioOfTotals(
  first: Month,
  second: Month,
  {
    isCount,
    level = LEVEL,
    dispersions: [ofFirst, ofSecond],
    degrees,
  }: { isCount: boolean; level?: number; dispersions: [number, number]; degrees: number },
): Ratio | null {
  const least = isCount ? 0.5 : 0
  const [amountA, amountB] = [Math.max(least, first.amount), Math.max(least, second.amount)]
  if (first.amount + second.amount === 0 || amountA === 0 || amountB === 0) return null
  const error = Math.sqrt(ofFirst / amountA + ofSecond / amountB)
  const ratio = amountA / first.exposure / (amountB / second.exposure)
  const reach = Math.exp(studentQuantile((1 + level) / 2, degrees) * error)
  const probability = 2 * (1 - studentProbability(Math.abs(Math.log(ratio)) / error, degrees))
  return { ratio, low: ratio / reach, high: ratio * reach, probability }
}

/** What an interval allows to be said of the first. */
export function verdictOf(ratio: Ratio | null): Verdict {
  if (ratio === null || (ratio.low <= 1 && ratio.high >= 1)) return 'cannot be told apart'
  return ratio.low > 1 ? 'more' : 'fewer'
}

/** Of two parts of one history, each weighed by its degrees of freedom. */
export function pooledDispersion(
  first: readonly Month[],
  second: readonly Month[],
  { isCount }: { isCount: boolean },
): number {
  const [a, b] = [first.length - 1, second.length - 1]
  const dispersion = (months: readonly Month[]) => dispersionOf(months, { isCount }) ?? 1
  return (dispersion(first) * a + dispersion(second) * b) / (a + b)
}

function known(months: readonly Month[]): Month[] {
  return months.filter(({ exposure }) => exposure > 0)
}
