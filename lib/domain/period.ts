import type { Period } from './incident.ts'
import { earlier, isAfter, later, secondsBetween } from './instant.ts'

/** Joins periods that touch or overlap, in time order; leaves out empty and backward ones. */
export function mergePeriods(periods: Iterable<Period>): Period[] {
  const merged: Period[] = []
  for (const { from, to } of [...periods].filter(isNotEmpty).sort(byStart)) {
    const last = merged.at(-1)
    if (last !== undefined && !isAfter(from, last.to)) last.to = later(last.to, to)
    else merged.push({ from, to })
  }
  return merged
}

/** Whole seconds covered by at least one of the periods: overlaps count once. */
export function unionSeconds(periods: Iterable<Period>): number {
  return sumSeconds(mergePeriods(periods))
}

/** Whole seconds of all the periods together: overlaps count each time. */
export function sumSeconds(periods: Iterable<Period>): number {
  let seconds = 0
  for (const { from, to } of periods) seconds += secondsBetween(from, to)
  return seconds
}

/** The part of `period` within `bounds`; null when empty. */
export function clip(period: Period, bounds: Period): Period | null {
  const clipped = { from: later(period.from, bounds.from), to: earlier(period.to, bounds.to) }
  return isNotEmpty(clipped) ? clipped : null
}

/** The parts of `periods` within `bounds`. */
export function clipAll(periods: Iterable<Period>, bounds: Period): Period[] {
  return [...periods].map((period) => clip(period, bounds)).filter((period) => period !== null)
}

/** The intersection of two lists of merged periods, in time order. */
export function intersectPeriods(some: Period[], others: Period[]): Period[] {
  const common: Period[] = []
  let i = 0
  let j = 0
  for (let a = some[i], b = others[j]; a !== undefined && b !== undefined; a = some[i], b = others[j]) {
    const both = clip(a, b)
    if (both !== null) common.push(both)
    if (!isAfter(a.to, b.to)) i++
    else j++
  }
  return common
}

/** The parts of merged `periods` outside the merged `gone`, in time order. */
export function subtractPeriods(periods: Period[], gone: Period[]): Period[] {
  return periods.flatMap((period) => {
    const rest: Period[] = []
    let { from } = period
    for (const hole of clipAll(gone, period)) {
      if (from < hole.from) rest.push({ from, to: hole.from })
      from = hole.to
    }
    return from < period.to ? [...rest, { from, to: period.to }] : rest
  })
}

export function isIn(instant: Date, period: Period): boolean {
  const at = instant.getTime()
  return period.from.getTime() <= at && at < period.to.getTime()
}

function isNotEmpty({ from, to }: Period): boolean {
  return from.getTime() < to.getTime()
}

function byStart(a: Period, b: Period): number {
  return a.from.getTime() - b.from.getTime()
}
