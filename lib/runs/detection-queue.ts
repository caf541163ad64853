import { setTimeout as sleep } from 'node:timers/promises'
import type { PgBoss } from 'pg-boss'
import type { PreviewedIncident } from '#lib/documents/preview.ts'
import type { Happening } from '#lib/domain/duplicates.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'

/**
 * Detection reads what strangers serve, so it is the worker's work; a route asks for it and waits. Nothing is stored but the
 * answer, for an hour, with its job.
 */
export const DETECTION_QUEUE = 'detections'

export interface DetectionResult {
  platform: string
  platformName: string
  url: string
  evidence: string
  /** Where the address has moved to another host; saving that is the admin's decision. */
  movedTo: string | null
  preview: PreviewedIncident[]
  /** Sentences on what of the source could not be read or understood as a whole; they are the first of the warnings too. */
  problems: string[]
  warnings: string[]
  /** Everything that the addresses which a poll would read list at present; null unless it was asked for. */
  listed: Happening[] | null
}

export interface DetectionRequest {
  url: string
  /** Whether all that is listed is wanted too. */
  isWhole: boolean
}

export type Answer = { found: DetectionResult } | { problem: { code: string; message: string } }

/** Makes the queue; done by whoever sends to it or works on it. */
export async function prepareDetections(boss: PgBoss): Promise<void> {
  await boss.createQueue(DETECTION_QUEUE, {
    notify: true,
    retryLimit: 1,
    retryDelay: 1,
    expireInSeconds: 120,
    deleteAfterSeconds: 3_600,
  })
}

/** Asks for the platform behind an address; the answer is found under the id that is returned. */
export async function startDetection(boss: PgBoss, request: DetectionRequest): Promise<string> {
  const id = await boss.send(DETECTION_QUEUE, request)
  if (id === null)
    throw new OutageHistoryError('detection_failed', 'The address could not be queued; please try again.')
  return id
}

/**
 * The answer to a detection, with a preview of the incidents; null while there is none yet, or none any more. Throws
 * OutageHistoryError with the worker's code and sentence when there is none to be had.
 */
export async function readDetection(boss: PgBoss, id: string): Promise<DetectionResult | null> {
  const job = await boss.getJobById(DETECTION_QUEUE, id)
  if (job?.state === 'completed') return toResult(job.output as Answer)
  if (job?.state === 'failed') {
    throw new OutageHistoryError(
      'detection_failed',
      'The address could not be examined; the log of the worker says why.',
    )
  }
  return null
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

/** The answer with its instants as such again. Throws OutageHistoryError for a problem. */
export function toResult(answer: Answer): DetectionResult {
  if ('problem' in answer) throw new OutageHistoryError(answer.problem.code, answer.problem.message)
  const { preview, listed, ...found } = answer.found
  return {
    ...found,
    preview: preview.map(fromJson),
    listed: listed?.map((incident) => ({ ...incident, startedAt: toDate(incident.startedAt) })) ?? null,
  }
}

/** The queue keeps JSON, in which instants are text. */
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
