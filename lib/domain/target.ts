import { coveredPeriods } from './coverage.ts'
import { InvalidInputError } from './errors.ts'
import type { CoveragePeriod, Period } from './incident.ts'
import { listMonths, type MonthKey, monthPeriod } from './month.ts'
import { clipAll, isIn, sumSeconds } from './period.ts'

/** A month's posted downtime beside what a target percentage allows; it reports postings and does not judge a contract. */
export interface MonthAgainstTarget {
  month: MonthKey
  /** Downtime in the part of the month within the window; null if nothing of it is known. */
  downtimeSeconds: number | null
  /** True if an outage was lost sight of in this month, so that the downtime may be longer. */
  downtimeIsMinimum?: true | undefined
  /** The downtime that the percentage allows in that part, floored. */
  allowedSeconds: number
  isOver: boolean
  /** Whether all of that part is known. */
  isKnown: boolean
}

/** One row for each month that the window touches. `downtime`: merged periods inside the window; `lostSightAt`: see there. */
export function monthsAgainstTarget(
  history: { downtime: Period[]; coverage: CoveragePeriod[]; lostSightAt?: Date[] },
  window: Period,
  percent: number,
): MonthAgainstTarget[] {
  return listMonths(window).map((month) => {
    const part = clipAll([monthPeriod(month)], window)
    const [inside = monthPeriod(month)] = part
    const seconds = sumSeconds(part)
    const knownSeconds = sumSeconds(coveredPeriods(history.coverage, inside))
    const downtimeSeconds = sumSeconds(clipAll(history.downtime, inside))
    // In hundred-thousandths, so that 99.9 is exact.
    const allowedSeconds = Math.floor((seconds * (100_000 - Math.round(percent * 1000))) / 100_000)
    return {
      month,
      downtimeSeconds: downtimeSeconds === 0 && knownSeconds === 0 ? null : downtimeSeconds,
      ...(history.lostSightAt?.some((last) => isIn(last, inside)) && { downtimeIsMinimum: true }),
      allowedSeconds,
      isOver: downtimeSeconds > allowedSeconds,
      isKnown: knownSeconds === seconds,
    }
  })
}

/** "99.9", "99,95 %"; null for nothing. Throws InvalidInputError outside 0 to 100, or with more than three decimals. */
export function parseTarget(text: string | null): number | null {
  const trimmed = text?.trim().replace(/\s*%$/, '').replace(',', '.') ?? ''
  if (trimmed === '') return null
  const percent = Number(trimmed)
  if (!/^\d{1,3}(\.\d{1,3})?$/.test(trimmed) || percent <= 0 || percent > 100) {
    throw new InvalidInputError('target must be a percentage such as 99.9, with three decimals at most.', 'target')
  }
  return percent
}
