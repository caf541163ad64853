import type { Period } from '#lib/domain/incident.ts'
import { secondsBetween } from '#lib/domain/instant.ts'

/** A time in which several vendors were down at once. */
export interface SharedOutage extends Period {
  seconds: number
  /** The slugs of all that were down at some time of it, in the order in which they are given. */
  vendors: string[]
}

/**
 * The times in which at least two vendors were down, in time order: each reaches for as long as two or more are. `downtimes`: each
 * vendor's, merged and in time order.
 */
export function findSharedOutages(downtimes: readonly { slug: string; downtime: Period[] }[]): SharedOutage[] {
  const edges = downtimes
    .flatMap(({ slug, downtime }) =>
      downtime.flatMap(({ from, to }) => [
        { at: from, slug, isStart: true },
        { at: to, slug, isStart: false },
      ]),
    )
    // An end comes before a start at the same instant, since periods are half-open.
    .sort((a, b) => a.at.getTime() - b.at.getTime() || Number(a.isStart) - Number(b.isStart))
  const order = downtimes.map(({ slug }) => slug)
  const down = new Set<string>()
  const shared: SharedOutage[] = []
  let open: { from: Date; slugs: Set<string> } | null = null
  for (const { at, slug, isStart } of edges) {
    if (isStart) down.add(slug)
    else down.delete(slug)
    if (down.size >= 2) {
      open ??= { from: at, slugs: new Set() }
      for (const one of down) open.slugs.add(one)
    } else if (open !== null) {
      const { from, slugs } = open
      const seconds = secondsBetween(from, at)
      if (seconds > 0) shared.push({ from, to: at, seconds, vendors: order.filter((one) => slugs.has(one)) })
      open = null
    }
  }
  return joinAdjacent(shared, order)
}

/** One ends where the next begins if the second vendor of the first is up just when another goes down. */
function joinAdjacent(shared: SharedOutage[], order: string[]): SharedOutage[] {
  const joined: SharedOutage[] = []
  for (const outage of shared) {
    const last = joined.at(-1)
    if (last === undefined || last.to < outage.from) joined.push(outage)
    else {
      const slugs = new Set([...last.vendors, ...outage.vendors])
      last.to = outage.to
      last.seconds += outage.seconds
      last.vendors = order.filter((slug) => slugs.has(slug))
    }
  }
  return joined
}
