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

/**
 * The platform behind an address, with a preview of its incidents; null when there is no answer within `timeoutMs`.
 * Throws OutageHistoryError with the worker's code and sentence when there is none to be had.
 */
export async function requestDetection(boss: PgBoss, url: string, timeoutMs: number): Promise<DetectionResult | null> {
  const id = await boss.send(QUEUE, { url })
  const deadline = Date.now() + timeoutMs
  while (id !== null && Date.now() < deadline) {
    const job = await boss.getJobById(QUEUE, id)
    if (job?.state === 'completed') return toResult(job.output as Answer)
    if (job?.state === 'failed')
      throw new OutageHistoryError(
        'detection_failed',
        'The address could not be examined; the log of the worker says why.',
      )
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
  return answer.found
}
