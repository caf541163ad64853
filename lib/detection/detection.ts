import type { PgBoss } from 'pg-boss'
import type { ParsedDocument, SourceDocument } from '#lib/adapters/adapter.ts'
import { getAdapter } from '#lib/adapters/registry.ts'
import { describeUnclear } from '#lib/documents/normalise.ts'
import { parseDocument } from '#lib/documents/parser.ts'
import { previewDocuments } from '#lib/documents/preview.ts'
import type { Happening } from '#lib/domain/duplicates.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { formatCount } from '#lib/domain/format.ts'
import { deriveSpan } from '#lib/domain/span.ts'
import { visitHosts } from '#lib/fetch/read-address.ts'
import {
  type Answer,
  DETECTION_QUEUE,
  type DetectionRequest,
  type DetectionResult,
  prepareDetections,
  toResult,
} from '#lib/runs/detection-queue.ts'
import { workQueue } from '#lib/runs/work-queue.ts'
import { detectPlatform } from './detect-platform.ts'
import { readSource } from './read-source.ts'

/** Concurrent detections: people wait for them, and each sends several requests to a host at once. */
const CONCURRENCY = 2

/** Works on detections until `boss` is stopped. */
export async function consumeDetections(boss: PgBoss): Promise<void> {
  await prepareDetections(boss)
  await workQueue<DetectionRequest>(boss, DETECTION_QUEUE, { concurrency: CONCURRENCY }, detect)
}

/** Detects in this process, for a process without a worker beside it. Throws as `readDetection`. */
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
        ...previewDocuments(parsed, new Date()),
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

/** The summary of what could not be parsed or read, before the warnings about single items. */
function countProblems(parsed: readonly ParsedDocument[]): string[] {
  const unclear = describeUnclear(parsed.flatMap(({ incidents }) => incidents))
  const aside = parsed.flatMap(({ quarantined }) => quarantined).length
  return [
    ...(unclear === null ? [] : [unclear]),
    ...(aside === 0 ? [] : [`Quarantined because they cannot be read: ${formatCount(aside, 'item', 'items')}.`]),
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
