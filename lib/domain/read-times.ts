/**
 * Consecutive reads of one document, with no other document at its address in between: the first, the last, and their number.
 * The latest reads are stored exactly, as the gaps between them; older ones count as evenly spaced.
 */
export interface ReadTimes {
  firstAt: Date
  lastAt: Date
  /** Zero for a document without a read time, which counts as one read at `firstAt`. */
  readCount: number
  /** Milliseconds between each of the latest reads and the next, oldest first; at most MAX_GAPS. */
  recentGaps: number[]
}

/** Enough for a day of reads every five minutes. */
export const MAX_GAPS = 287

export function singleRead(at: Date, hasReadTime = true): ReadTimes {
  return { firstAt: at, lastAt: at, readCount: hasReadTime ? 1 : 0, recentGaps: [] }
}

/** The time of read number `index`, starting at 0. */
export function readAt(times: ReadTimes, index: number): Date {
  const { firstAt, recentGaps } = times
  const exactFrom = firstExact(times)
  const exactAt = times.lastAt.getTime() - sum(recentGaps)
  if (index >= exactFrom) return new Date(exactAt + sum(recentGaps.slice(0, index - exactFrom)))
  const first = firstAt.getTime()
  return new Date(first + Math.floor((index * (exactAt - first)) / exactFrom))
}

/** The number of reads before `at`; with `orAt`, including those at exactly that time. */
export function countBefore(times: ReadTimes, at: Date, { orAt = false } = {}): number {
  const isBefore = (index: number) => {
    const read = readAt(times, index)
    return read < at || (orAt && read.getTime() === at.getTime())
  }
  let [low, high] = [0, Math.max(times.readCount, 1)]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBefore(middle)) low = middle + 1
    else high = middle
  }
  return low
}

/** Splits the reads into the first `count` and the others; null for an empty part. */
export function splitReads(times: ReadTimes, count: number): [ReadTimes | null, ReadTimes | null] {
  const all = Math.max(times.readCount, 1)
  if (count <= 0) return [null, times]
  if (count >= all) return [times, null]
  const exactFrom = firstExact(times)
  const { recentGaps } = times
  return [
    {
      firstAt: times.firstAt,
      lastAt: readAt(times, count - 1),
      readCount: count,
      recentGaps: recentGaps.slice(0, Math.max(count - 1 - exactFrom, 0)),
    },
    {
      firstAt: readAt(times, count),
      lastAt: times.lastAt,
      readCount: all - count,
      recentGaps: recentGaps.slice(Math.max(count - exactFrom, 0)),
    },
  ]
}

/** Joins the reads of one document with later ones of the same. */
export function joinReads(earlier: ReadTimes, later: ReadTimes): ReadTimes {
  const gap = later.firstAt.getTime() - earlier.lastAt.getTime()
  const gaps = firstExact(later) === 0 ? [...earlier.recentGaps, gap, ...later.recentGaps] : later.recentGaps
  return {
    firstAt: earlier.firstAt,
    lastAt: later.lastAt,
    readCount: earlier.readCount + later.readCount,
    recentGaps: gaps.slice(-MAX_GAPS),
  }
}

/**
 * Inserts a read between the first and the last. Unchanged if the read is already known, or if only the number of reads is
 * known there: it counts as one of them.
 */
export function insertRead(times: ReadTimes, at: Date): ReadTimes {
  const before = countBefore(times, at)
  const isKnown = readAt(times, before).getTime() === at.getTime()
  const [earlier, later] = splitReads(times, before)
  if (isKnown || before <= firstExact(times) || earlier === null || later === null) return times
  return joinReads(joinReads(earlier, singleRead(at)), later)
}

/** The index of the oldest read with an exactly known time, apart from the very first. */
function firstExact({ readCount, recentGaps }: ReadTimes): number {
  return Math.max(readCount, 1) - 1 - recentGaps.length
}

function sum(gaps: number[]): number {
  return gaps.reduce((total, gap) => total + gap, 0)
}
