import { setTimeout as sleep } from 'node:timers/promises'
import type { BackfillRead, BackfillStep, DocumentRequest } from '#lib/adapters/adapter.ts'
import { getAdapter } from '#lib/adapters/registry.ts'
import { pool } from '#lib/db.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { getEnv } from '#lib/env.ts'
import { type KeptDocument, keepDocument, readDocument } from './documents.ts'
import { type Deed, StoppingError } from './execute-run.ts'
import { FetchError } from './fetch-document.ts'
import { ingestDocument } from './ingest-document.ts'
import { ownAddress, saysGone, withdrawGone } from './own-address.ts'
import { readAddress } from './read-address.ts'
import { addOutcomes, addToRun, type ClaimedRun, emptyOutcome, LostLeaseError, loadSum, type Outcome } from './runs.ts'
import type { Source } from './sources.ts'
import { inTransaction, type Transaction } from './transaction.ts'

/** Pages of a history are larger than a list of the newest, single incidents smaller: one cap for all of them. */
const MAX_BYTES = 25_000_000
/** Answers in a row that say "not now" after which the back-fill stops, to be resumed by the next. */
const MOST_REFUSALS = 5

interface Page {
  url: string
  documentId: string | null
  fetchedAt: Date | null
}

/**
 * Reads the whole history that a platform offers, address by address. Which addresses there are, and which have been read, is
 * kept in the database in the transaction that took each document in: a back-fill that was stopped in any way goes on where
 * it was, and reads no page twice. A later back-fill begins anew. Incidents that we hold but that the history did not name are
 * read at their own addresses; what is gone from there, and from the history, is withdrawn.
 */
export function backfillSource({ spacingMs }: { spacingMs?: number } = {}): Deed {
  return async (run, source, finish, stopping) => {
    const step = getAdapter(source.platform)?.backfill
    if (source.url === null || step === null || step === undefined) {
      const message = `${source.vendorSlug}: ${source.platform} offers no history beyond what a poll reads.`
      return { ...emptyOutcome('failed'), error: { code: 'no_history', message } }
    }
    if (run.dryRun) {
      const message = 'A back-fill has no dry run: it would have to read the whole history only to forget it.'
      return { ...emptyOutcome('failed'), error: { code: 'no_dry_run', message } }
    }
    const { url } = source
    await inTransaction((tx) => addPages(tx, source.id, step.next(url, null)))
    const spacing = { spacingMs: spacingMs ?? getEnv().BACKFILL_SPACING_MS }
    let total = emptyOutcome('unchanged')
    let refusals = 0
    const clock = startClock()
    for (let page = await nextPage(source); page !== null; page = await nextPage(source)) {
      if (stopping?.aborted) throw new StoppingError()
      try {
        total = addOutcomes(total, await readPage(page, { run, step, sourceUrl: url, source, ...spacing }))
        refusals = 0
      } catch (error) {
        if (!(error instanceof FetchError)) throw error
        refusals += 1
        if (refusals >= MOST_REFUSALS)
          return {
            ...total,
            ...(await loadSum(pool(), run)),
            end: 'failed',
            error: { code: error.code, message: stopped(source, error) },
          }
        // A worker that stops wakes it, and finds out at the next page.
        const waiting = sleep((error.retryAfterSeconds ?? 2 ** refusals) * 1000, undefined, { signal: stopping })
        await waiting.catch(() => {})
      }
      await tellProgress(run, source.id, clock)
    }
    const missing = await listMissing(source)
    const options = { ...spacing, isUrgent: true }
    total = addOutcomes(total, await withdrawGone(source, missing, options, (tx, gone) => addToRun(tx, run, gone)))
    return await inTransaction(async (tx) => {
      await tx.query('delete from backfill_pages where source_id = $1', [source.id])
      const sum = await loadSum(tx, run)
      const end = sum.created + sum.updated + sum.withdrawn > 0 && total.end === 'unchanged' ? 'succeeded' : total.end
      const warnings = [...new Set([...sum.warnings, ...total.warnings])]
      const outcome = { ...total, ...sum, end, warnings, changes: total.changes }
      await finish(tx, outcome)
      return outcome
    })
  }
}

interface PageContext {
  run: ClaimedRun
  step: BackfillStep
  sourceUrl: string
  source: Source
  spacingMs: number
}

async function readPage(page: Page, { run, step, sourceUrl, source, spacingMs }: PageContext): Promise<Outcome> {
  const document = await getDocument(page, source, spacingMs)
  const parsed = document === null ? null : parseOrNull(source, document)
  const read: BackfillRead = { request: { url: page.url }, document: parsed === null ? null : document, parsed }
  const further = step.next(sourceUrl, read)
  const done = async (tx: Transaction, outcome: Outcome, error: string | null) => {
    await addToRun(tx, run, outcome)
    await addPages(tx, source.id, further)
    await tx.query('update backfill_pages set read_at = now(), error = $3 where source_id = $1 and url = $2', [
      source.id,
      page.url,
      error,
    ])
  }
  if (document === null) {
    const nothing = emptyOutcome('unchanged')
    await inTransaction((tx) => done(tx, nothing, 'There is nothing at this address.'))
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

/** What is at the page's address: as it was read before the back-fill was stopped, or read now and kept. Null for 404 and 410. */
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
    await tx.query('update backfill_pages set document_id = $3, fetched_at = $4 where source_id = $1 and url = $2', [
      source.id,
      page.url,
      kept.id,
      readAt,
    ])
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

function parseOrNull(source: Source, document: PageDocument) {
  try {
    return getAdapter(source.platform)?.parse(document) ?? null
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}

async function addPages(tx: Transaction, sourceId: number, requests: DocumentRequest[]): Promise<void> {
  if (requests.length === 0) return
  // Pages of the history first, then what they name, each in the order of its discovery.
  await tx.query(
    `insert into backfill_pages (source_id, url, position)
     select $1, found.url, (select coalesce(max(position), 0) from backfill_pages where source_id = $1) + found.place
     from unnest($2::text[]) with ordinality as found(url, place)
     on conflict (source_id, url) do nothing`,
    [sourceId, requests.map(({ url }) => url)],
  )
}

/** The next address to read; once the history has none left, those of known incidents that it did not name. */
async function nextPage(source: Source): Promise<Page | null> {
  const next = await findPage(source.id)
  if (next !== null) return next
  await inTransaction(async (tx) => addPages(tx, source.id, [...(await listOwn(tx, source)).values()]))
  return await findPage(source.id)
}

async function findPage(sourceId: number): Promise<Page | null> {
  const { rows } = await pool().query<Page>(
    `select url, document_id as "documentId", fetched_at as "fetchedAt" from backfill_pages
     where source_id = $1 and read_at is null order by position limit 1`,
    [sourceId],
  )
  return rows[0] ?? null
}

/** The addresses, by incident, of those that we hold and that are not withdrawn. */
async function listOwn(tx: Transaction, source: Source): Promise<Map<string, DocumentRequest>> {
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

/** Incidents that we hold, that had nothing at their own address, and that no other page of the back-fill carried. */
async function listMissing(source: Source): Promise<string[]> {
  const { rows } = await pool().query<{ url: string }>(
    'select url from backfill_pages where source_id = $1 and document_id is null and error is not null',
    [source.id],
  )
  if (rows.length === 0) return []
  const empty = new Set(rows.map(({ url }) => url))
  const suspects = [...(await listOwn(pool(), source))].filter(([, { url }]) => empty.has(url)).map(([id]) => id)
  const { rows: seen } = await pool().query<{ id: string }>(
    `select suspect as id from unnest($2::text[]) as suspect where exists (
       select from backfill_pages p join documents d on d.id = p.document_id where p.source_id = $1 and suspect = any(d.listed))`,
    [source.id, suspects],
  )
  const carried = new Set(seen.map(({ id }) => id))
  return suspects.filter((id) => !carried.has(id))
}

interface Clock {
  startedAt: number
  read: number
}

function startClock(): Clock {
  return { startedAt: performance.now(), read: 0 }
}

/** Counts, rate and the time left at this rate; throws LostLeaseError when the run was cancelled or taken over. */
async function tellProgress(run: ClaimedRun, sourceId: number, clock: Clock): Promise<void> {
  clock.read += 1
  const perSecond = clock.read / ((performance.now() - clock.startedAt) / 1000)
  const { rowCount } = await pool().query(
    `update runs set progress = (
         select json_build_object('attempt', $2::int, 'done', count(read_at), 'total', count(*), 'rate', $4::float8,
                                  'secondsLeft', round((count(*) - count(read_at)) / $4::float8))
         from backfill_pages where source_id = $3
       )
     where id = $1 and attempts = $2 and state = 'running'`,
    [run.id, run.attempt, sourceId, perSecond],
  )
  if (rowCount === 0) throw new LostLeaseError(run.id)
}

function stopped(source: Source, error: FetchError): string {
  return `${source.vendorSlug}: the back-fill stopped and can be resumed; ${error.message}`
}
