import { setTimeout as sleep } from 'node:timers/promises'
import type { BackfillRead, BackfillStep, DocumentRequest } from '#lib/adapters/adapter.ts'
import { pool } from '#lib/database/client.ts'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'
import { type KeptDocument, keepDocument, readDocument } from '#lib/documents/document.ts'
import { parseDocument } from '#lib/documents/parser.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { RefusedAddressError } from '#lib/fetch/address-guard.ts'
import { FetchError, saysGone } from '#lib/fetch/fetch-document.ts'
import { readAddress } from '#lib/fetch/read-address.ts'
import { PausedError, StoppingError } from '#lib/runs/handler.ts'
import { addOutcomes, addToRun, emptyOutcome, type LeasedRun, LostLeaseError, type Outcome } from '#lib/runs/run.ts'
import type { Source } from '#lib/sources/source.ts'
import { addPages, findPage, noteFailure, noteRead, type Page, secondsUntilRetry } from './backfill-pages.ts'
import { ingestDocument } from './ingest-document.ts'
import { ownAddress } from './own-address.ts'

/** History pages are larger than a list of the newest, single incidents smaller: one limit for all of them. */
const MAX_BYTES = 25_000_000
/** Consecutive refusals after which the back-fill stops; the next one resumes it. */
const MAX_REFUSALS = 5
/** Consecutive unreadable pages after which the whole host is considered to be failing. */
const MAX_FAILURES = 20
/** Longer waits release the worker's slot for another back-fill. */
const MAX_SLEEP_SECONDS = 5
export interface PageContext {
  run: LeasedRun
  step: BackfillStep
  sourceUrl: string
  source: Source
  spacingMs: number
  isWhole: boolean
}

/** The results of the pages that this execution of the run has read. Throws when the host lets none of them be read. */
export async function readPages(
  context: PageContext,
  stopping: AbortSignal | undefined,
): Promise<Outcome & { isStopped: boolean }> {
  const { run, source, isWhole } = context
  let total = emptyOutcome('unchanged')
  let failures = 0
  const clock = startClock()
  for (;;) {
    if (stopping?.aborted) throw new StoppingError()
    const page = await nextPage(source, isWhole)
    if (page === null) {
      const seconds = await secondsUntilRetry(source.id)
      if (seconds === null) return { ...total, isStopped: false }
      await waitFor(seconds, stopping)
      continue
    }
    try {
      total = addOutcomes(total, await readPage(page, context))
      failures = 0
      await tellProgress(run, source.id, clock, 0)
    } catch (error) {
      if (!(error instanceof FetchError || error instanceof RefusedAddressError)) throw error
      failures += 1
      const patience = patienceAskedFor(error)
      if (patience === null) await noteFailure(run, page, error, { isFinal: error instanceof RefusedAddressError })
      const refusals = await tellProgress(run, source.id, clock, patience === null ? null : 1)
      if (refusals >= MAX_REFUSALS || failures >= MAX_FAILURES) {
        const message = `${source.vendorSlug}: the back-fill stopped and can be resumed; ${error.message}`
        return { ...total, isStopped: true, end: 'failed', error: { code: error.code, message } }
      }
      if (patience !== null) await waitFor(patience.seconds ?? 2 ** refusals, stopping)
    }
  }
}

/**
 * How long a busy or silent host asks to wait, if it does, when none of its pages can be read now. Null for any other
 * answer, which concerns one page.
 */
function patienceAskedFor(error: FetchError | RefusedAddressError): { seconds: number | null } | null {
  if (!(error instanceof FetchError)) return null
  const isAboutHost = error.status === null ? SILENCE.has(error.code) : error.status === 429 || error.status === 503
  return isAboutHost ? { seconds: error.retryAfterSeconds } : null
}

const SILENCE = new Set([
  ...['timeout', 'network', 'enotfound', 'eai_again', 'econnrefused', 'econnreset', 'ehostunreach', 'enetunreach'],
  ...['und_err_connect_timeout', 'und_err_headers_timeout', 'und_err_body_timeout', 'cert_has_expired'],
])

async function waitFor(seconds: number, stopping: AbortSignal | undefined): Promise<void> {
  if (seconds > MAX_SLEEP_SECONDS) throw new PausedError(seconds)
  // A stopping worker wakes it, and notices before the next page.
  await sleep(seconds * 1000, undefined, { signal: stopping }).catch(() => {})
}

async function readPage(page: Page, { run, step, sourceUrl, source, spacingMs }: PageContext): Promise<Outcome> {
  const document = await getDocument(page, source, spacingMs)
  const parsed = document === null ? null : await parseOrNull(source, document)
  const read: BackfillRead = { request: { url: page.url }, document: parsed === null ? null : document, parsed }
  const further = step.next(sourceUrl, read)
  const done = async (tx: Transaction, outcome: Outcome, error: string | null) => {
    await addToRun(tx, run, outcome)
    await addPages(tx, source.id, further)
    await noteRead(tx, source.id, page, error)
  }
  if (document === null) {
    const nothing = emptyOutcome('unchanged')
    await inTransaction((tx) => done(tx, nothing, 'There is no page at this address.'))
    return nothing
  }
  return await ingestDocument({
    source,
    document,
    readAt: document.readAt,
    dryRun: false,
    now: new Date(),
    finish: (tx, outcome) => done(tx, outcome, outcome.error?.message ?? null),
  })
}

type PageDocument = KeptDocument & { bytes: Uint8Array; readAt: Date }

/**
 * The document at the page's address: as it was read before the back-fill was stopped, or read and stored now. Null for
 * 404 and 410.
 */
async function getDocument(page: Page, source: Source, spacingMs: number): Promise<PageDocument | null> {
  if (page.documentId !== null && page.fetchedAt !== null) {
    const kept = await readDocument(pool(), page.documentId)
    if (kept !== null) return { ...kept, readAt: page.fetchedAt }
  }
  const address = new URL(page.url)
  address.hash = ''
  const answer = await readIfThere(address.href, spacingMs)
  if (answer === null) return null
  const { bytes, contentType, readAt } = answer
  return await inTransaction(async (tx) => {
    const kept = await keepDocument(tx, { sourceId: source.id, bytes, url: address.href, contentType })
    await tx.query<never>(
      'update backfill_pages set document_id = $3, fetched_at = $4 where source_id = $1 and url = $2',
      [source.id, page.url, kept.id, readAt],
    )
    return { ...kept, bytes, readAt }
  })
}

async function readIfThere(url: string, spacingMs: number) {
  try {
    const answer = await readAddress(url, { spacingMs, maxBytes: MAX_BYTES, isUrgent: true })
    return answer.kind === 'document' ? answer : null
  } catch (error) {
    if (saysGone(error)) return null
    throw error
  }
}

async function parseOrNull(source: Source, document: PageDocument) {
  try {
    return await parseDocument(source.platform, document)
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}

/** The next address to read; after the history, those of known incidents that it did not name. */
async function nextPage(source: Source, isWhole: boolean): Promise<Page | null> {
  const next = await findPage(source.id)
  if (next !== null || !isWhole) return next
  await inTransaction(async (tx) => addPages(tx, source.id, [...(await listOwn(tx, source)).values()]))
  return await findPage(source.id)
}

/** The addresses of stored incidents that are not withdrawn, by incident. */
export async function listOwn(tx: Transaction, source: Source): Promise<Map<string, DocumentRequest>> {
  const { rows } = await tx.query<{ id: string }>(
    'select external_id as id from incidents where source_id = $1 and withdrawn_at is null order by sort_at desc, id desc',
    [source.id],
  )
  const requests = rows.flatMap(({ id }): [string, DocumentRequest][] => {
    const request = ownAddress(source, id)
    return request === null ? [] : [[id, request]]
  })
  return new Map(requests)
}

interface Clock {
  startedAt: number
  read: number
}

function startClock(): Clock {
  return { startedAt: performance.now(), read: 0 }
}

/**
 * Stores counts, rate and remaining time, and the number of consecutive refusals: `refusals` more, none with 0,
 * unchanged with null. Returns that number. Throws LostLeaseError when the run was cancelled or another worker has it.
 */
async function tellProgress(run: LeasedRun, sourceId: number, clock: Clock, refusals: number | null): Promise<number> {
  clock.read += 1
  const perSecond = clock.read / ((performance.now() - clock.startedAt) / 1000)
  const { rows } = await pool().query<{ refusals: number }>(
    `update runs set interruptions = 0, progress = (
         select json_build_object('attempt', $2::int, 'done', count(read_at), 'total', count(*), 'rate', $4::float8,
                                  'secondsLeft', round((count(*) - count(read_at)) / $4::float8),
                                  'refusals', case when $5::int = 0 then 0
                                    else coalesce((runs.progress->>'refusals')::int, 0) + coalesce($5::int, 0) end)
         from backfill_pages where source_id = $3
       )
     where id = $1 and attempts = $2 and state = 'running'
     returning (progress->>'refusals')::int as refusals`,
    [run.id, run.attempt, sourceId, perSecond, refusals],
  )
  if (rows[0] === undefined) throw new LostLeaseError(run.id)
  return rows[0].refusals
}
