/** Math.max, Math.min and push take arguments, of which the stack holds about ten thousand; these take any number. */

/** The largest of the values and `least`; -Infinity when there are none. */
export function maxOf(values: Iterable<number>, least = Number.NEGATIVE_INFINITY): number {
  let max = least
  for (const value of values) max = Math.max(max, value)
  return max
}

/** The smallest of the values and `most`; Infinity when there are none. */
export function minOf(values: Iterable<number>, most = Number.POSITIVE_INFINITY): number {
  let min = most
  for (const value of values) min = Math.min(min, value)
  return min
}

/** Adds items at the end of a list. */
export function append<Item>(list: Item[], items: Iterable<Item>): void {
  for (const item of items) list.push(item)
}
