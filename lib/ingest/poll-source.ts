import { isDeepStrictEqual } from 'node:util'
import type { DocumentRequest } from '#lib/adapters/adapter.ts'
import { getAdapter } from '#lib/adapters/registry.ts'
import { pool } from '#lib/database/client.ts'
import { preparing } from '#lib/database/prepared.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { type KeptDocument, keepDocument, readDocument } from '#lib/documents/document.ts'
import { countEmptyReads } from '#lib/documents/observations.ts'
import { lengthenInterval, MAX_INTERVAL_SECONDS } from '#lib/documents/store-read.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { FetchError, type NotModified, saysGone } from '#lib/fetch/fetch-document.ts'
import { findValidators, readAddress, rememberValidators } from '#lib/fetch/read-address.ts'
import type { RunHandler } from '#lib/runs/handler.ts'
import { setNextPoll } from '#lib/runs/next-poll.ts'
import { addOutcomes, emptyOutcome, type LeasedRun, type Outcome } from '#lib/runs/run.ts'
import { type PollOutcome, secondsUntilNextPoll } from '#lib/sources/poll-times.ts'
import type { Source } from '#lib/sources/source.ts'
import { ingestAgain, ingestDocument, type TriedDocument, tryDocuments } from './ingest-document.ts'
import {
  elsewhere,
  isTimeToLook,
  lookElsewhere,
  mayHaveMoved,
  noteElsewhere,
  type SeenElsewhere,
} from './moved-hint.ts'
import { readOverall } from './overall.ts'
import { readLeftBehind } from './own-address.ts'

/**
 * Reads every address of the platform's poll and ingests each document in its own transaction. An unreadable address
 * fails the run but does not keep the others from being read, unless its host timed out. Stores the time of the next
 * poll.
 */
export const pollSource: RunHandler = async (run, source, finish) => {
  const poll = getAdapter(source.platform)?.poll
  if (source.url === null || poll === null || poll === undefined) {
    const message = `${source.vendorSlug}: the source "${source.key}" has no address to read; push documents instead.`
    return { ...emptyOutcome('failed'), error: { code: 'not_polled', message } }
  }
  let total = emptyOutcome('unchanged')
  let next: PollOutcome = { kind: 'read', freshSeconds: null }
  let silentHost: string | null = null
  let hasEmpty = false
  const tried: TriedDocument[] = []
  let seen: SeenElsewhere | null | undefined
  for (const request of poll(source.url)) {
    // A host that timed out once is not asked again: others wait for this worker.
    if (new URL(request.url).host === silentHost) continue
    const { outcome, poll: pollOutcome, seen: seenHere } = await readRequest(request, run, source, tried)
    seen ??= seenHere
    if (outcome.error?.code === 'timeout') silentHost = new URL(request.url).host
    hasEmpty ||= outcome.unchanged === 0
    total = addOutcomes(total, outcome)
    if (pollOutcome.kind !== 'read') next = pollOutcome
    else if (next.kind === 'read' && (pollOutcome.freshSeconds ?? 0) > (next.freshSeconds ?? 0)) next = pollOutcome
  }
  if (run.dryRun) return addOutcomes(total, await tryDocuments(source, tried, new Date()))
  seen = await findMove(source, { total, hasEmpty, urls: poll(source.url).map(({ url }) => url), seen })
  if (total.end === 'unchanged' || total.end === 'succeeded') {
    const isUrgent = run.trigger !== 'schedule'
    total = addOutcomes(total, await readLeftBehind(source, { isUrgent }))
    total = addOutcomes(total, await readOverall(source, { isUrgent }))
  }
  return await inTransaction(async (plain) => {
    const tx = preparing(plain)
    if (next.kind === 'refused' && next.retryAfterSeconds !== null) {
      const urls = poll(source.url as string).map(({ url }) => url)
      await lengthenInterval(tx, source.id, urls, Math.min(next.retryAfterSeconds, MAX_INTERVAL_SECONDS))
    }
    const { rows } = await tx.query<{ failures: number; hasHint: boolean }>(
      'select failures, moved_hint is not null as "hasHint" from sources where id = $1 for no key update',
      [source.id],
    )
    const failures = next.kind === 'read' && total.end !== 'failed' ? 0 : (rows[0]?.failures ?? 0) + 1
    const outcome: PollOutcome =
      failures === 0 ? next : next.kind === 'read' ? { kind: 'failed', failures } : { ...next, failures }
    const seconds = secondsUntilNextPoll(outcome, source.pollIntervalSeconds, Math.random())
    await setNextPoll(tx, { sourceId: source.id, seconds, failures, reason: total.error?.message })
    if (seen !== undefined && (seen !== null || rows[0]?.hasHint === true)) await noteElsewhere(tx, source.id, seen)
    await finish(tx, total)
    return total
  })
}

/** As `readOne`; a request that may fail leaves a warning, unless the host asks to be left alone. */
async function readRequest(request: DocumentRequest, run: LeasedRun, source: Source, tried: TriedDocument[]) {
  const read = await readOne(request, run, source, tried)
  if (request.mayFail !== true || read.outcome.end !== 'failed' || read.poll.kind === 'refused') return read
  const warnings = [`${request.url}: ${read.outcome.error?.message ?? 'not read'}`]
  const poll: PollOutcome = { kind: 'read', freshSeconds: null }
  return { outcome: { ...emptyOutcome('unchanged'), warnings }, poll }
}

/** In a dry run, documents are only collected in `tried`. */
async function readOne(
  request: DocumentRequest,
  run: LeasedRun,
  source: Source,
  tried: TriedDocument[],
): Promise<{ outcome: Outcome; poll: PollOutcome; seen?: SeenElsewhere | null | undefined }> {
  const { url, maxBytes } = request
  const last = await findValidators(preparing(pool()), source.id, url)
  try {
    const answer = await readAddress(url, {
      validators: last?.validators,
      maxBytes,
      isUrgent: run.trigger !== 'schedule',
    })
    const poll: PollOutcome = { kind: 'read', freshSeconds: answer.freshSeconds }
    const seen = elsewhere(url, answer)
    if (answer.kind === 'not-modified') {
      return { outcome: await takeAgain(last?.document ?? null, answer, run, source, tried), poll, seen }
    }
    const { bytes, contentType, readAt, validators } = answer
    // Stored under the requested address: the redirect target may change from read to read.
    const kept = await keepDocument(preparing(pool()), {
      sourceId: source.id,
      bytes,
      url,
      contentType,
      last: last?.hasBody === true ? last.document : null,
    })
    const document = { ...kept, bytes }
    if (run.dryRun) {
      tried.push({ document, readAt })
      return { outcome: emptyOutcome('unchanged'), poll }
    }
    const outcome = await ingestDocument({
      source,
      document,
      readAt,
      freshSeconds: answer.freshSeconds,
      isPolled: true,
      isLive: true,
      dryRun: false,
      now: new Date(),
      finish: async (tx, { end }) => {
        // A body that was not ingested must be sent again.
        if (end === 'failed' || end === 'suspicious') return
        if (last?.document.id === kept.id && isDeepStrictEqual(last.validators, validators)) return
        await rememberValidators(tx, { sourceId: source.id, url, sha256: kept.sha256, validators })
      },
    })
    // An address that answers but cannot be read has to be examined.
    return { outcome, poll, seen: seen === null && outcome.end === 'failed' ? undefined : seen }
  } catch (error) {
    if (!(error instanceof OutageHistoryError)) throw error
    if (request.optional === true && saysGone(error)) {
      return { outcome: emptyOutcome('unchanged'), poll: { kind: 'read', freshSeconds: null } }
    }
    const failed = {
      ...emptyOutcome('failed'),
      error: { code: error.code, message: `${source.vendorSlug}: ${error.message}` },
    }
    const status = error instanceof FetchError ? error.status : null
    const isRefusal = status === 429 || status === 503
    const retryAfterSeconds = error instanceof FetchError ? error.retryAfterSeconds : null
    return {
      outcome: failed,
      poll: isRefusal ? { kind: 'refused', retryAfterSeconds, failures: 1 } : { kind: 'failed', failures: 1 },
    }
  }
}

/**
 * What the poll shows of a move: its own redirects, or, where it failed or lists nothing any more, what is found instead. Null
 * for "still here", undefined for nothing either way. `hasEmpty`: a list may have been empty, since it has not shown that it is not.
 */
async function findMove(
  source: Source,
  {
    total,
    hasEmpty,
    urls,
    seen,
  }: { total: Outcome; hasEmpty: boolean; urls: string[]; seen: SeenElsewhere | null | undefined },
): Promise<SeenElsewhere | null | undefined> {
  const redirect = seen ?? null
  if (total.end === 'failed') {
    const isTime = mayHaveMoved(total.error?.code ?? null, (await countFailures(source)) + 1)
    const found = isTime ? await lookElsewhere(source, { redirect, mayBeGone: true }) : null
    return found ?? redirect ?? undefined
  }
  const emptyReads = redirect === null && hasEmpty ? await countEmptyReads(preparing(pool()), source.id, urls) : 0
  if (emptyReads === 0) return seen
  return (isTimeToLook(emptyReads) ? await lookElsewhere(source, { redirect, mayBeGone: false }) : null) ?? undefined
}

async function countFailures({ id }: Source): Promise<number> {
  const { rows } = await pool().query<{ failures: number }>('select failures from sources where id = $1', [id])
  return rows[0]?.failures ?? 0
}

/** "304 Not Modified": the last body was read again at a later time. */
async function takeAgain(
  document: KeptDocument | null,
  { readAt, freshSeconds }: NotModified,
  run: LeasedRun,
  source: Source,
  tried: TriedDocument[],
): Promise<Outcome> {
  if (document === null) return emptyOutcome('unchanged')
  const load = async () => await readDocument(pool(), document.id)
  if (run.dryRun) {
    const loaded = await load()
    if (loaded !== null) tried.push({ document: loaded, readAt })
    return emptyOutcome('unchanged')
  }
  const input = {
    source,
    document,
    readAt,
    freshSeconds,
    isLive: true,
    dryRun: false,
    now: new Date(),
    finish: async () => {},
  }
  return (await ingestAgain(input, async () => (await load())?.bytes ?? null)) ?? emptyOutcome('unchanged')
}
