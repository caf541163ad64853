import { setTimeout as sleep } from 'node:timers/promises'
import type { PgBoss } from 'pg-boss'
import type { ParsedDocument, SourceDocument } from '#lib/adapters/adapter.ts'
import { getAdapter } from '#lib/adapters/registry.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { formatCount } from '#lib/domain/format.ts'
import { deriveSpan } from '#lib/domain/span.ts'
import type { Happening } from '#lib/domain/twins.ts'
import { describeUnclear } from './claims.ts'
import { detectPlatform } from './detect-platform.ts'
import { parseDocument } from './parser.ts'
import { type PreviewedIncident, previewDocuments } from './preview.ts'
import { visitHosts } from './read-address.ts'
import { readSource } from './read-source.ts'

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
  /** Sentences on what of the source could not be read or understood as a whole; they are the first of the warnings too. */
  problems: string[]
  warnings: string[]
  /** Everything that the addresses which a poll would read list at present; null unless it was asked for. */
  listed: Happening[] | null
}

interface DetectionRequest {
  url: string
  /** Whether all that is listed is wanted too. */
  isWhole: boolean
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
  await boss.work<DetectionRequest>(QUEUE, { localConcurrency: 2, pollingIntervalSeconds: 1 }, async ([job]) =>
    job === undefined ? null : await detect(job.data),
  )
}

/** Asks for the platform behind an address; the answer is found under the id that is returned. */
export async function startDetection(boss: PgBoss, request: DetectionRequest): Promise<string> {
  const id = await boss.send(QUEUE, request)
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

/** The same here and now, for a process that has no worker beside it. Throws as `readDetection`. */
export async function detectHere(request: DetectionRequest): Promise<DetectionResult> {
  return toResult(await detect(request))
}

async function detect({ url, isWhole }: DetectionRequest): Promise<Answer> {
  try {
    const { found, read } = await visitHosts(async (visitor) => {
      const { document, ...found } = await detectPlatform(url, visitor)
      const adapter = getAdapter(found.platform)
      return {
        found,
        read:
          adapter === null ? { documents: [], errors: [] } : await readSource(adapter, found.url, document, visitor),
      }
    })
    const { parsed, refused } = await parseAll(found.platform, read.documents)
    const errors = [...read.errors, ...refused]
    // What is only on the old page is told from a whole list, or not at all.
    if (isWhole && errors[0] !== undefined) throw errors[0]
    const problems = [...countProblems(parsed), ...errors.map(({ message }) => message)]
    return {
      found: {
        ...found,
        platformName: getAdapter(found.platform)?.name ?? found.platform,
        preview: previewDocuments(parsed, new Date()),
        problems,
        warnings: [...problems, ...parsed.flatMap(describeWarnings)].slice(0, MAX_WARNINGS),
        listed: isWhole ? listAll(parsed) : null,
      },
    }
  } catch (error) {
    if (!(error instanceof OutageHistoryError)) throw error
    return { problem: { code: error.code, message: error.message } }
  }
}

/** Throws the error of the first document when none of them can be parsed. */
async function parseAll(platform: string, documents: readonly SourceDocument[]) {
  const parsed: ParsedDocument[] = []
  const refused: OutageHistoryError[] = []
  const results = await Promise.allSettled(documents.map((document) => parseDocument(platform, document)))
  for (const [place, result] of results.entries()) {
    if (result.status === 'fulfilled') parsed.push(result.value)
    else if (result.reason instanceof OutageHistoryError)
      refused.push(new OutageHistoryError(result.reason.code, `${documents[place]?.url}: ${result.reason.message}`))
    else throw result.reason
  }
  const [first] = results
  if (parsed.length === 0 && first?.status === 'rejected') throw first.reason
  return { parsed, refused }
}

const MAX_WARNINGS = 50

/** How much could not be understood or read at all, before what each of the items is about. */
function countProblems(parsed: readonly ParsedDocument[]): string[] {
  const unclear = describeUnclear(parsed.flatMap(({ incidents }) => incidents))
  const aside = parsed.flatMap(({ quarantined }) => quarantined).length
  return [
    ...(unclear === null ? [] : [unclear]),
    ...(aside === 0 ? [] : [`Put aside, since it cannot be read: ${formatCount(aside, 'item', 'items')}.`]),
  ]
}

function describeWarnings({ warnings }: ParsedDocument): string[] {
  return warnings.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
}

/** What every document lists, newest first. */
function listAll(parsed: readonly ParsedDocument[]): Happening[] {
  const listed = new Map<string, Happening>()
  for (const incident of parsed.flatMap(({ incidents }) => incidents)) {
    const { externalId, title } = incident
    listed.set(externalId, { externalId, title, startedAt: deriveSpan(incident).startedAt })
  }
  return [...listed.values()].sort((a, b) => (b.startedAt?.getTime() ?? 0) - (a.startedAt?.getTime() ?? 0))
}

function toResult(answer: Answer): DetectionResult {
  if ('problem' in answer) throw new OutageHistoryError(answer.problem.code, answer.problem.message)
  const { preview, listed, ...found } = answer.found
  return {
    ...found,
    preview: preview.map(thaw),
    listed: listed?.map((incident) => ({ ...incident, startedAt: toDate(incident.startedAt) })) ?? null,
  }
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
