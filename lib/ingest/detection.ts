import { setTimeout as sleep } from 'node:timers/promises'
import type { PgBoss } from 'pg-boss'
import { getAdapter } from '#lib/adapters/registry.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { detectPlatform } from './detect-platform.ts'
import { type PreviewedIncident, previewDocument } from './preview.ts'
import { readAddress } from './read-address.ts'

/**
 * Detection reads what strangers serve, so it is the worker's work; a route asks for it and waits. Nothing is stored but the
 * answer, for an hour, with its job.
 */
const QUEUE = 'detections'

export interface DetectionResult {
  platform: string
  platformName: string
  url: string
  evidence: string
  /** Where the address has moved to another host; saving that is the admin's decision. */
  movedTo: string | null
  preview: PreviewedIncident[]
  warnings: string[]
}

type Answer = { found: DetectionResult } | { problem: { code: string; message: string } }

/** Makes the queue; done by whoever sends to it or works on it. */
export async function prepareDetections(boss: PgBoss): Promise<void> {
  await boss.createQueue(QUEUE, {
    notify: true,
    retryLimit: 1,
    retryDelay: 1,
    expireInSeconds: 120,
    deleteAfterSeconds: 3_600,
  })
}

/** Works on detections until `boss` is stopped. */
export async function consumeDetections(boss: PgBoss): Promise<void> {
  await prepareDetections(boss)
  await boss.work<{ url: string }>(QUEUE, { localConcurrency: 2, pollingIntervalSeconds: 1 }, async ([job]) =>
    job === undefined ? null : await detect(job.data.url),
  )
}

/** Asks for the platform behind an address; the answer is found under the id that is returned. */
export async function startDetection(boss: PgBoss, url: string): Promise<string> {
  const id = await boss.send(QUEUE, { url })
  if (id === null)
    throw new OutageHistoryError('detection_failed', 'The address could not be queued; please try again.')
  return id
}

/**
 * The answer to a detection, with a preview of the incidents; null while there is none yet, or none any more. Throws
 * OutageHistoryError with the worker's code and sentence when there is none to be had.
 */
export async function readDetection(boss: PgBoss, id: string): Promise<DetectionResult | null> {
  const job = await boss.getJobById(QUEUE, id)
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

async function detect(url: string): Promise<Answer> {
  try {
    const { document, platform, ...detection } = await detectPlatform(url, {
      fetch: (address, options) => readAddress(address, { ...options, isUrgent: true }),
    })
    const adapter = getAdapter(platform)
    const parsed = adapter?.parse(document)
    return {
      found: {
        platform,
        platformName: adapter?.name ?? platform,
        ...detection,
        preview: parsed === undefined ? [] : previewDocument(parsed, new Date()),
        warnings: parsed?.warnings.map(({ path, message }) => `${path}: ${message}`).slice(0, 50) ?? [],
      },
    }
  } catch (error) {
    if (!(error instanceof OutageHistoryError)) throw error
    return { problem: { code: error.code, message: error.message } }
  }
}

function toResult(answer: Answer): DetectionResult {
  if ('problem' in answer) throw new OutageHistoryError(answer.problem.code, answer.problem.message)
  return { ...answer.found, preview: answer.found.preview.map(thaw) }
}

/** The queue keeps JSON, in which instants are text. */
function thaw(incident: PreviewedIncident): PreviewedIncident {
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
