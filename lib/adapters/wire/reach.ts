import type { Reach } from '#lib/adapters/adapter.ts'
import type { Kind } from '#lib/domain/incident.ts'
import { earliestOf } from '#lib/domain/instant.ts'
import { type Item, readLooseDate } from './item.ts'
import { createReport } from './report.ts'

/**
 * How far back a list goes, from the times that it is sorted by, for all its entries in their listed order. A list that turns
 * out not to be sorted, or has an entry with an unknown time, reaches nowhere, as does an empty list.
 */
export function reachOf(order: Reach['order'], times: Partial<Record<Kind, (Date | null)[]>>): Reach | null {
  const from: Reach['from'] = {}
  for (const [kind, listed] of Object.entries(times) as [Kind, (Date | null)[]][]) {
    const oldest = isInOrder(listed) ? earliestOf(listed) : null
    if (oldest !== null) from[kind] = oldest
  }
  return Object.keys(from).length > 0 ? { order, from } : null
}

/** Whether all times are known and sorted, either newest or oldest first. */
function isInOrder(times: readonly (Date | null)[]): boolean {
  const runs = (isRight: (a: Date, b: Date) => boolean) =>
    times.every((time, index) => {
      const next = times[index + 1]
      return time !== null && (next === undefined || (next !== null && isRight(time, next)))
    })
  return runs((a, b) => a >= b) || runs((a, b) => a <= b)
}

/** The times under a key of each item, for `reachOf`; null where one is missing or unreadable. */
export function timesOf(items: readonly Item[], key: string): (Date | null)[] {
  // What is wrong with them is told where the items themselves are read.
  return items.map((item) => readLooseDate({ ...item, report: createReport() }, key))
}
