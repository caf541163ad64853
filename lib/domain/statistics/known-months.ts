import { SECONDS_PER_MONTH, secondsByMonth } from '#lib/domain/history.ts'
import type { Period } from '#lib/domain/incident.ts'
import { isAfter } from '#lib/domain/instant.ts'
import { type MonthKey, monthOf } from '#lib/domain/month.ts'
import { intersectPeriods } from '#lib/domain/period.ts'
import type { Month } from './rate.ts'

/**
 * A history by month, as far as it is known: how many outages began, and how many seconds were down. `seconds` is empty where there were
 * outages and none of them has a known duration.
 */
export interface KnownMonths {
  counts: Month[]
  seconds: Month[]
}

/** Less of a month is added to the next: one outage in a known day says little of a month. */
const LEAST_OF_A_MONTH = 0.5

/** The months of `known` periods; `known` and `downtime` are merged and in time order. What began or lasted outside is not counted; what began at the very end was still read. */
export function knownMonths(starts: readonly Date[], downtime: Period[], known: Period[]): KnownMonths {
  const exposures = secondsByMonth(known)
  const seconds = secondsByMonth(intersectPeriods(downtime, known))
  const counts = countByMonth(starts, known)
  const months: KnownMonths = { counts: [], seconds: [] }
  let open = { count: 0, seconds: 0, exposure: 0 }
  const close = () => {
    months.counts.push({ amount: open.count, exposure: open.exposure })
    months.seconds.push({ amount: open.seconds, exposure: open.exposure })
    open = { count: 0, seconds: 0, exposure: 0 }
  }
  for (const [month, exposure] of exposures) {
    open.count += counts.get(month) ?? 0
    open.seconds += seconds.get(month) ?? 0
    open.exposure += exposure / SECONDS_PER_MONTH
    if (open.exposure >= LEAST_OF_A_MONTH) close()
  }
  if (open.exposure > 0) addToLast(months, open)
  const isAny = (list: readonly Month[]) => list.some(({ amount }) => amount > 0)
  return isAny(months.counts) && !isAny(months.seconds) ? { ...months, seconds: [] } : months
}

function addToLast({ counts, seconds }: KnownMonths, rest: { count: number; seconds: number; exposure: number }): void {
  const [lastCount, lastSeconds] = [counts.pop(), seconds.pop()]
  const exposure = rest.exposure + (lastCount?.exposure ?? 0)
  counts.push({ amount: rest.count + (lastCount?.amount ?? 0), exposure })
  seconds.push({ amount: rest.seconds + (lastSeconds?.amount ?? 0), exposure })
}

function countByMonth(starts: readonly Date[], known: readonly Period[]): Map<MonthKey, number> {
  const counts = new Map<MonthKey, number>()
  let at = 0
  for (const start of starts.toSorted((a, b) => a.getTime() - b.getTime())) {
    while (at < known.length && isAfter(start, (known[at] as Period).to)) at += 1
    const period = known[at]
    if (period === undefined) break
    if (isAfter(period.from, start)) continue
    const month = monthOf(start)
    counts.set(month, (counts.get(month) ?? 0) + 1)
  }
  return counts
}
