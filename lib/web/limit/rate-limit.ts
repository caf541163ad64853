import { addressBlock } from './client-address.ts'

/** A token stands for so much processor time. */
const MS_PER_TOKEN = 2.5

/** The cost of a request that the cache cannot answer, by the processor time that it will probably take (see render-cost.ts). */
export function renderTokens(cpuMs: number): number {
  return Math.max(1, Math.ceil(cpuMs / MS_PER_TOKEN))
}

/** Rows per token for a download. */
const ROWS_PER_TOKEN = 100
/** The longest download is still affordable for a visitor with few other requests. */
const MAX_DOWNLOAD_COST = 1_000

/** The cost of a download by its number of rows: incidents and their updates. */
export function downloadCost(rows: number): number {
  return Math.min(MAX_DOWNLOAD_COST, Math.ceil(rows / ROWS_PER_TOKEN))
}

/** Half a minute of one core: six hundred long history pages, of 48 ms each, that are not cached. */
const CAPACITY = 12_000
/** Three quarters of a core. */
const REFILL_PER_SECOND = 300
const MAX_BUCKETS = 20_000

interface Bucket {
  tokens: number
  filledAt: number
}

export interface RateLimit {
  /** Takes `cost` from the visitor's bucket; returns 0, or the seconds until the bucket has that much. */
  take(address: string, cost: number): number
}

/**
 * A token bucket per visitor, in memory. Generous: a reader never notices it, and one visitor cannot use the whole
 * machine.
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
      // In order of last use, so that the evicted bucket is the one most likely to be full again.
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
