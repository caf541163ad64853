import { setTimeout as sleep } from 'node:timers/promises'
import type { PgBoss } from 'pg-boss'
import type { PreviewCounts, PreviewedIncident } from '#lib/documents/preview.ts'
import type { Happening } from '#lib/domain/duplicates.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'

/**
 * Detection reads untrusted content, so a worker does it; a route requests it and waits. Only the answer is stored, for
 * an hour, with its job.
 */
export const DETECTION_QUEUE = 'detections'

export interface DetectionResult {
  platform: string
  platformName: string
  url: string
  evidence: string
  /** The redirect target on another host; saving it is the admin's decision. */
  movedTo: string | null
  /** The vendor's name, as its page says it; null where it does not. */
  siteName: string | null
  preview: PreviewedIncident[]
  counts: PreviewCounts
  /** Sentences on what of the source as a whole could not be read or parsed; they also come first among the warnings. */
  problems: string[]
  warnings: string[]
  /** Everything that the poll's addresses list at present; null unless requested. */
  listed: Happening[] | null
}

export interface DetectionRequest {
  url: string
  /** Whether to include everything that is listed. */
  isWhole: boolean
}

export type Answer = { found: DetectionResult } | { problem: { code: string; message: string } }

/** Creates the queue; called by every sender and worker. */
export async function prepareDetections(boss: PgBoss): Promise<void> {
  await boss.createQueue(DETECTION_QUEUE, {
    notify: true,
    retryLimit: 1,
    retryDelay: 1,
    expireInSeconds: 120,
    deleteAfterSeconds: 3_600,
  })
}

/** Requests a detection; the answer is found under the returned id. */
export async function startDetection(boss: PgBoss, request: DetectionRequest): Promise<string> {
  const id = await boss.send(DETECTION_QUEUE, request)
  if (id === null)
    throw new OutageHistoryError('detection_failed', 'The address could not be queued. Please try again.')
  return id
}

/**
 * The answer to a detection with a preview of the incidents; null while there is none yet, or none any more. Throws
 * OutageHistoryError with the worker's code and sentence if the detection failed.
 */
export async function readDetection(boss: PgBoss, id: string): Promise<DetectionResult | null> {
  const job = await boss.getJobById(DETECTION_QUEUE, id)
  if (job?.state === 'completed') return toResult(job.output as Answer)
  if (job?.state === 'failed') {
    throw new OutageHistoryError('detection_failed', 'The address could not be checked. See the worker log.')
  }
  return null
}

/** Where a detection without an answer has got. */
export interface DetectionProgress {
  url: string
  /** When it was requested. */
  since: Date
  /** False while it waits for a worker. */
  isRunning: boolean
}

/** Null where there is no such detection any more. */
export async function readDetectionProgress(boss: PgBoss, id: string): Promise<DetectionProgress | null> {
  const job = await boss.getJobById<DetectionRequest>(DETECTION_QUEUE, id)
  return job && { url: job.data.url, since: job.createdOn, isRunning: job.state === 'active' }
}

/** Waits for the answer to a detection, `timeoutMs` at most. Throws as `readDetection`. */
export async function awaitDetection(boss: PgBoss, id: string, timeoutMs: number): Promise<DetectionResult | null> {
  const deadline = Date.now() + timeoutMs
  while (Date.now() < deadline) {
    const result = await readDetection(boss, id)
    if (result !== null) return result
    await sleep(150)
  }
  return null
}

/** Restores the instants of an answer. Throws OutageHistoryError for a problem. */
export function toResult(answer: Answer): DetectionResult {
  if ('problem' in answer) throw new OutageHistoryError(answer.problem.code, answer.problem.message)
  const { preview, counts, listed, ...found } = answer.found
  return {
    ...found,
    preview: preview.map(fromJson),
    counts: { ...counts, from: toDate(counts.from), to: toDate(counts.to) },
    listed: listed?.map((incident) => ({ ...incident, startedAt: toDate(incident.startedAt) })) ?? null,
  }
}

/** The queue stores JSON, in which instants are text. */
function fromJson(incident: PreviewedIncident): PreviewedIncident {
  const { startedAt, endedAt, startedAfter, startedBefore, updates } = incident
  return {
    ...incident,
    startedAt: toDate(startedAt),
    endedAt: toDate(endedAt),
    startedAfter: toDate(startedAfter),
    startedBefore: toDate(startedBefore),
    updates: updates.map((update) => ({ ...update, postedAt: new Date(update.postedAt) })),
  }
}

function toDate(text: Date | string | null): Date | null {
  return text === null ? null : new Date(text)
}
