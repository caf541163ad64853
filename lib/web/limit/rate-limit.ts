import { addressBlock } from './client-address.ts'

/** What requests cost that the cache cannot answer. A render takes about 10 ms of one core, an API read 2 ms. */
export const COST = { api: 1, render: 4 } as const

/** How many rows a download is made from in the time that a token stands for. */
const ROWS_PER_TOKEN = 100
/** The longest download too can be had, by who has not asked for much else. */
const MAX_DOWNLOAD_COST = 1_000

/** What it costs to make a download from so many rows: incidents and their updates. */
export function downloadCost(rows: number): number {
  return Math.min(MAX_DOWNLOAD_COST, Math.ceil(rows / ROWS_PER_TOKEN))
}

const CAPACITY = 2_000
const REFILL_PER_SECOND = 200
const MAX_BUCKETS = 20_000

interface Bucket {
  tokens: number
  filledAt: number
}

export interface RateLimit {
  /** Takes `cost` from the visitor's bucket; 0 when it had that much, else the seconds until it has. */
  take(address: string, cost: number): number
}

/**
 * A token bucket per visitor, in this process's memory. Generous: a reader never meets it; it keeps one visitor from having
 * the machine for himself.
 */
export function createRateLimit(
  now: () => number = Date.now,
  capacity = CAPACITY,
  perSecond = REFILL_PER_SECOND,
): RateLimit {
  const buckets = new Map<string, Bucket>()
  return {
    take(address, cost) {
      const block = addressBlock(address)
      const at = now()
      const bucket = buckets.get(block) ?? { tokens: capacity, filledAt: at }
      bucket.tokens = Math.min(capacity, bucket.tokens + ((at - bucket.filledAt) / 1000) * perSecond)
      bucket.filledAt = at
      // Kept in order of last use, so that the bucket given up for room is the one most likely to be full again.
      buckets.delete(block)
      buckets.set(block, bucket)
      if (buckets.size > MAX_BUCKETS) forgetOldest(buckets)
      if (bucket.tokens < cost) return Math.ceil((cost - bucket.tokens) / perSecond)
      bucket.tokens -= cost
      return 0
    },
  }
}

function forgetOldest(buckets: Map<string, Bucket>): void {
  for (const block of buckets.keys()) {
    buckets.delete(block)
    return
  }
}
