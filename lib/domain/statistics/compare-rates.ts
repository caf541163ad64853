import { LEVEL, type Month, totalOf } from './rate.ts'
import { ratioOf, verdictOf } from './ratio.ts'

/** One of several rates against all others. */
export interface ComparedRates {
  /** Which has the lowest, or the highest. */
  index: number
  /** From which of the others an interval tells it apart. */
  different: number[]
  /** From which it does not. */
  alike: number[]
}

/**
 * Which of several has the lowest rate (or the highest), and whether the interval of its ratio to each other one excludes that they are
 * the same. The one is picked out by the figures that it is judged by, so every pair counts: all these verdicts together hold at the
 * level of one (Bonferroni). Null for fewer than two, and where none of them can be judged for want of known months.
 */
export function compareRates(
  histories: readonly (readonly Month[])[],
  { isCount, extreme }: { isCount: boolean; extreme: 'lowest' | 'highest' },
): ComparedRates | null {
  const [first, ...rest] = histories
    .map((months, index) => ({ months, index, rate: quotientOf(months) }))
    .sort((a, b) => (extreme === 'lowest' ? a.rate - b.rate : b.rate - a.rate) || a.index - b.index)
  if (first === undefined || rest.length === 0) return null
  const pairs = (histories.length * rest.length) / 2
  const level = 1 - (1 - LEVEL) / pairs
  const ratios = rest.map(({ months, index }) => ({ index, ratio: ratioOf(first.months, months, { isCount, level }) }))
  if (ratios.every(({ ratio }) => ratio === null)) return null
  const isDifferent = ({ ratio }: (typeof ratios)[number]) => verdictOf(ratio) !== 'cannot be told apart'
  return {
    index: first.index,
    different: ratios.filter(isDifferent).map(({ index }) => index),
    alike: ratios.filter((one) => !isDifferent(one)).map(({ index }) => index),
  }
}

function quotientOf(months: readonly Month[]): number {
  const { amount, exposure } = totalOf(months)
  return exposure === 0 ? 0 : amount / exposure
}
