import type { Happening } from '#lib/domain/duplicates.ts'
import {
  awaitDetection,
  type DetectionProgress,
  type DetectionResult,
  readDetection,
  readDetectionProgress,
  startDetection,
} from '#lib/runs/detection-queue.ts'
import { connectSender } from '#lib/runs/queue.ts'
import { isUuid } from '#lib/url/row-id.ts'

export type { DetectionResult }

/** How long a caller waits: less than the usual limits of proxies. */
const TIMEOUT_MS = 25_000
/** How long a browser waits for an ordinary site; of a slow one it sees the progress. */
const PATIENCE_MS = 1_500

/**
 * Detects the platform of an address and previews its incidents; stores nothing. Null when the worker has no answer
 * yet. Throws OutageHistoryError with a sentence for the admin when the address cannot be read.
 */
export async function detect(url: string): Promise<DetectionResult | null> {
  const boss = await connectSender()
  return await awaitDetection(boss, await startDetection(boss, { url, isWhole: false }), TIMEOUT_MS)
}

/** As `detect`, with every incident that is listed there. */
export async function detectWhole(url: string): Promise<(DetectionResult & { listed: Happening[] }) | null> {
  const boss = await connectSender()
  const found = await awaitDetection(boss, await startDetection(boss, { url, isWhole: true }), TIMEOUT_MS)
  return found && { ...found, listed: found.listed ?? [] }
}

/**
 * As `detect`, but the answer is left where `getDetection` finds it for an hour. Returns its id once it is there, or when it
 * takes longer. With `isWhole`, all that is listed there is part of the answer. Throws as `detect`.
 */
export async function detectForLater(url: string, { isWhole = false } = {}): Promise<string> {
  const boss = await connectSender()
  const id = await startDetection(boss, { url, isWhole })
  await awaitDetection(boss, id, PATIENCE_MS)
  return id
}

/** The answer to a detection; null while there is none yet, or none any more. Throws as `detect`. */
export async function getDetection(id: string): Promise<DetectionResult | null> {
  if (!isUuid(id)) return null
  return await readDetection(await connectSender(), id)
}

/** Where a detection without an answer has got; null where there is none any more. */
export async function getDetectionProgress(id: string): Promise<DetectionProgress | null> {
  if (!isUuid(id)) return null
  return await readDetectionProgress(await connectSender(), id)
}
