import { studentQuantile } from './distributions.ts'

/** How often something happens, and between which limits chance leaves that. */

/** One month of a history: how many outages, or how many seconds, and how much of it is known, in months. */
export interface Month {
  amount: number
  exposure: number
}

export interface Rate {
  /** Of a month; the quotient of all amounts and all known months. */
  perMonth: number
  low: number
  /** Null where nothing was posted and the amounts are seconds: there is no telling how long the first outage would be. */
  high: number | null
}

/** What intervals hold: nine in ten of them have the true rate within. */
export const LEVEL = 0.9
/** Of fewer months, nobody can tell how much they vary. */
export const FEWEST_MONTHS = 6

/**
 * The variance of the months over what independent events would give (Pearson's statistic over its degrees of freedom). Under one it
 * counts as one where `isCount`: outages do not avoid each other. Null for too few months, or where nothing was posted.
 */
export function dispersionOf(months: readonly Month[], { isCount }: { isCount: boolean }): number | null {
  const known = months.filter(({ exposure }) => exposure > 0)
  const { amount, exposure } = totalOf(known)
  if (known.length < 2 || amount === 0) return null
  const expected = (month: Month) => (amount / exposure) * month.exposure
  const pearson = known.reduce((sum, month) => sum + (month.amount - expected(month)) ** 2 / expected(month), 0)
  return isCount ? Math.max(1, pearson / (known.length - 1)) : pearson / (known.length - 1)
}

/** The rate with its interval, by quasi-Poisson on the scale of logarithms; null for too few months. */
export function rateOf(months: readonly Month[], { isCount }: { isCount: boolean }): Rate | null {
  const known = months.filter(({ exposure }) => exposure > 0)
  const { amount, exposure } = totalOf(known)
  if (known.length < FEWEST_MONTHS) return null
  const dispersion = dispersionOf(known, { isCount })
  if (dispersion === null && !isCount) return { perMonth: 0, low: 0, high: null }
  return limitsOf({ amount, exposure }, { dispersion: dispersion ?? 1, degrees: known.length - 1 })
}

/** The rate with the interval that this dispersion gives, which was estimated with so many degrees of freedom. */
export function limitsOf(
  { amount, exposure }: Month,
  { dispersion, degrees }: { dispersion: number; degrees: number },
): Rate {
  // Of nothing, Poisson's limit: so many are expected where none comes once in twenty times.
  if (amount === 0) return { perMonth: 0, low: 0, high: (-dispersion * Math.log((1 - LEVEL) / 2)) / exposure }
  const perMonth = amount / exposure
  const reach = Math.exp(studentQuantile((1 + LEVEL) / 2, degrees) * Math.sqrt(dispersion / amount))
  return { perMonth, low: perMonth / reach, high: perMonth * reach }
}

export function totalOf(months: readonly Month[]): Month {
  return months.reduce(
    (sum, { amount, exposure }) => ({ amount: sum.amount + amount, exposure: sum.exposure + exposure }),
    { amount: 0, exposure: 0 },
  )
}
