import { type DetectionResult, requestDetection } from '#lib/ingest/detection.ts'
import { connectSender } from '#lib/ingest/queue.ts'

/** How long a caller is kept waiting: under what proxies commonly allow. */
const TIMEOUT_MS = 25_000

/**
 * Finds out what platform an address is of, and what its incidents would look like; stores nothing. Null when the worker has
 * no answer yet. Throws OutageHistoryError, whose sentence an admin can act on, when the address cannot be read.
 */
export async function detect(url: string): Promise<DetectionResult | null> {
  return await requestDetection(await connectSender(), url, TIMEOUT_MS)
}
