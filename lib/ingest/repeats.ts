import type { Completeness } from '#lib/adapters/adapter.ts'
import { lockSource, type Transaction } from '#lib/database/transaction.ts'
import {
  type DocumentSummary,
  describeAlike,
  findAlike,
  setStamplessHash,
  toFacts,
  touchDocument,
} from '#lib/documents/document.ts'
import { isJoined, storeRead, toRead } from '#lib/documents/store-read.ts'
import { type Change, countChanges } from '#lib/incidents/changes.ts'
import { extendStoredCoverage } from '#lib/incidents/coverage.ts'
import { rememberSourceFacts } from '#lib/incidents/source-facts.ts'
import { settleRepeat } from '#lib/incidents/store-incidents.ts'
import { emptyOutcome, type Outcome } from '#lib/runs/run.ts'
import { type IngestInput, intervalInForce, isPresent, type Repeat } from './ingest-input.ts'

/** The last accepted observation of a document that has been parsed. */
interface LastRead {
  completeness: Completeness
  summary: DocumentSummary
  listedCount: number
  observedAt: Date
  hasReadTime: boolean
  intervalSeconds: number
}

/**
 * Records a repeated read without parsing: the same bytes, with no other document in between. Null when parsing is
 * needed: the document could not be parsed before, or another document of the source that concerns its incidents was
 * read since.
 */
export async function takeRepeat(tx: Transaction, input: Repeat): Promise<Outcome | null> {
  const { source, document, readAt } = input
  await lockSource(tx, source.id)
  const last = await findLastRead(tx, input, document.id)
  if (last === null || (readAt !== null) !== last.hasReadTime || (readAt !== null && readAt < last.observedAt))
    return null
  return await settle(tx, input, last)
}

/**
 * The same for bytes that differ from those before them at the address in nothing but the time at which the page says that it was
 * made. The source must be locked.
 */
export async function takeAlike(
  tx: Transaction,
  input: IngestInput,
  stamplessHash: () => string | null,
): Promise<Outcome | null> {
  const { source, document, readAt } = input
  if (readAt === null) return null
  const stampless = stamplessHash()
  const alike = stampless === null ? null : await findAlike(tx, source.id, document, stampless)
  const last = alike === null ? null : await findLastRead(tx, input, alike)
  if (alike === null || last === null || !last.hasReadTime || readAt <= last.observedAt) return null
  await describeAlike(tx, document.id, alike, readAt)
  return await settle(tx, input, last)
}

/** Notes the hash by which a later document is known to be alike, unless this one says something of which each read is told. */
export async function rememberStampless(
  tx: Transaction,
  { document, readAt }: IngestInput,
  { end, warnings, quarantined }: Outcome,
  stamplessHash: () => string | null,
): Promise<void> {
  if (readAt === null || end === 'suspicious' || warnings.length > 0 || quarantined.length > 0) return
  const stampless = stamplessHash()
  if (stampless !== null) await setStamplessHash(tx, document.id, stampless)
}

/** Null if it was not parsed, or if another document that concerns its incidents was read since. */
async function findLastRead(tx: Transaction, { source, readAt }: Repeat, documentId: string): Promise<LastRead | null> {
  const { rows } = await tx.query<LastRead>(
    `select d.completeness, d.summary, cardinality(d.listed) as "listedCount", o.last_observed_at as "observedAt", o.read_count > 0 as "hasReadTime",
       o.interval_seconds as "intervalSeconds"
     from documents d join observations o on o.document_id = d.id and o.source_id = d.source_id
     where d.id = $1 and d.parsed and o.verdict = 'accepted'
       and not exists (
         select from observations p join documents e on e.id = p.document_id
         where p.source_id = $2 and p.document_id <> d.id and p.verdict <> 'failed' and p.last_observed_at >= o.last_observed_at
           and (d.completeness = 'whole' or e.completeness = 'whole' or e.url is not distinct from d.url or d.listed && e.listed or exists (
               select from incident_keys k where k.source_id = $2 and k.external_id = any(d.listed || e.listed)) or p.last_observed_at >= $3)
       )
     order by o.last_observed_at desc limit 1`,
    [documentId, source.id, readAt],
  )
  return rows[0] ?? null
}

/** Stores a read that says what `last` said, and what follows from the time that has passed. */
async function settle(tx: Transaction, input: Repeat, last: LastRead): Promise<Outcome> {
  const { source, document, readAt, freshSeconds, finish } = input
  let changes: Change[] = []
  if (readAt !== null && readAt > last.observedAt) {
    const intervalSeconds = intervalInForce(source, freshSeconds)
    const read = toRead({ ...input, intervalSeconds }, readAt)
    // No other document of its address was read since, so this is the good read before it.
    const joinedSince = isJoined(last.observedAt, readAt, last.intervalSeconds) ? last.observedAt : null
    await storeRead(tx, read, 'accepted')
    await touchDocument(tx, document.id, readAt)
    const { completeness, summary } = last
    await extendStoredCoverage(tx, source, {
      completeness,
      summary,
      observedAt: readAt,
      hasReadTime: true,
      joinedSince,
    })
    const factsChanged = await rememberSourceFacts(tx, source.id, toFacts(summary), readAt)
    const live =
      input.isLive && isPresent(readAt, intervalSeconds, input.now)
        ? { readAt, intervalSeconds, hasBeenRead: true }
        : null
    changes = await settleRepeat(tx, source, { documentId: document.id, at: readAt, factsChanged, live })
  }
  const counts = { ...countChanges(changes, 0), unchanged: last.listedCount }
  const end = changes.length > 0 ? 'succeeded' : 'unchanged'
  const outcome = { ...emptyOutcome(end), ...counts, documentsRead: 1, changes }
  await finish(tx, outcome)
  return outcome
}
