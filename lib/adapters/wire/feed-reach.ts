import type { ParsedIncident, Reach } from '#lib/adapters/adapter.ts'
import { earliestOf, latestOf } from '#lib/domain/instant.ts'

/** A feed's item: the times that it gives itself, and those of the incident that it tells. */
export interface ItemTimes {
  publishedAt: Date | null
  updatedAt: Date | null
  firstAt: Date | null
  lastAt: Date | null
}

/** `incident` is null for an item that is one of several of its incident. */
export function timesOfItem(
  { publishedAt, updatedAt }: Pick<ItemTimes, 'publishedAt' | 'updatedAt'>,
  incident: Pick<ParsedIncident, 'updates' | 'statedStartedAt' | 'statedEndedAt'> | null,
): ItemTimes {
  const own = [publishedAt, updatedAt, incident?.statedStartedAt ?? null, incident?.statedEndedAt ?? null]
  const told = [...own, ...(incident?.updates ?? []).map(({ postedAt }) => postedAt)]
  return { publishedAt, updatedAt, firstAt: earliestOf(told), lastAt: latestOf(told) }
}

/**
 * How far back a feed of the newest items goes. Feeds do not say whether they are sorted by start, creation or change, and
 * often any of these fits. Nothing that began after the last word of the item at the far end could be missing in any of these
 * orders, so the feed reaches back to that word. Null if the items are in no order, or one has no time.
 */
export function feedReach(items: readonly ItemTimes[]): Reach | null {
  const ends = KEYS.flatMap((key) => farEnds(items, key))
  const from = latestOf(ends.map(({ lastAt }) => lastAt))
  return from === null ? null : { order: 'started', from: { incident: from, notice: from } }
}

const KEYS = ['publishedAt', 'updatedAt', 'firstAt', 'lastAt'] as const

/** The last item if the times are newest first, the first one if they are oldest first, both if all are equal. */
function farEnds(items: readonly ItemTimes[], key: (typeof KEYS)[number]): ItemTimes[] {
  const times = items.map((item) => item[key]?.getTime() ?? Number.NaN)
  const isSorted = (isRight: (a: number, b: number) => boolean) =>
    !times.some(Number.isNaN) && times.every((time, index) => index === 0 || isRight(times[index - 1] as number, time))
  return [
    ...(isSorted((a, b) => a >= b) ? items.slice(-1) : []),
    ...(isSorted((a, b) => a <= b) ? items.slice(0, 1) : []),
  ]
}
