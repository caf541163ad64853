import type { Completeness } from '#lib/adapters/adapter.ts'
import { inTransaction, lockSource, type Transaction } from '#lib/database/transaction.ts'
import { type DocumentSummary, type KeptDocument, toFacts, touchDocument } from '#lib/documents/document.ts'
import { listedIds, type NormalisedDocument } from '#lib/documents/normalise.ts'
import { findJoined } from '#lib/documents/observations.ts'
import { parseAndNormalise } from '#lib/documents/parser.ts'
import { MAX_INTERVAL_SECONDS, type Read, storeRead } from '#lib/documents/store-read.ts'
import { OutageHistoryError, ParseError } from '#lib/domain/errors.ts'
import { type Change, countChanges } from '#lib/incidents/changes.ts'
import { describeAhead } from '#lib/incidents/clock.ts'
import { extendStoredCoverage } from '#lib/incidents/coverage.ts'
import { figuresChanged } from '#lib/incidents/figures.ts'
import { rememberSourceFacts } from '#lib/incidents/source-facts.ts'
import { settleRepeat, storeIncidents } from '#lib/incidents/store-incidents.ts'
import { log } from '#lib/log.ts'
import { addOutcomes, emptyOutcome, type Outcome } from '#lib/runs/run.ts'
import type { Source } from '#lib/sources/source.ts'
import { describeLost, listLostCorrections } from './lost-corrections.ts'
import { findNewFormat, findStranger, hasAnyOf } from './stranger.ts'

export interface IngestInput {
  source: Source
  /** The stored document with its bytes. */
  document: KeptDocument & { bytes: Uint8Array }
  /** Null for a document imported without a read time. */
  readAt: Date | null
  /** How long the answer stays fresh by the server's headers; a time longer than the source's interval replaces it. */
  freshSeconds?: number | null
  /** Whether the source's own address answered with it; that of another platform is then refused, see `findStranger`. */
  isPolled?: boolean
  /** Report the result and roll back. */
  dryRun: boolean
  now: Date
  /** Written in the transaction that stores the document, so that neither is ever ahead of the other. Not called in a dry run. */
  finish: (tx: Transaction, outcome: Outcome) => Promise<void>
}

export type TriedDocument = Pick<IngestInput, 'document' | 'readAt' | 'freshSeconds'>

/**
 * Ingests one stored document: all of it or nothing. A document that cannot be parsed or is suspicious is a result and
 * no error: nothing is changed, and the document stays. Throws what the database throws.
 */
export async function ingestDocument(input: IngestInput): Promise<Outcome> {
  const { source, dryRun, now } = input
  if (dryRun) return await tryDocuments(source, [input], now)
  const repeated = await inTransaction((tx) => takeRepeat(tx, input))
  if (repeated !== null) return repeated
  const normalised = await read(input)
  if (normalised instanceof OutageHistoryError) return await refuse(input, normalised)
  const stranger = input.isPolled === true ? await strangerIn(input, normalised) : null
  if (stranger !== null) return await refuse(input, stranger)
  return await inTransaction(async (tx) => {
    const outcome = await store(tx, input, normalised)
    await input.finish(tx, outcome)
    return outcome
  })
}

/**
 * Ingests documents of one source one after the other in a dry run, and reports the changes, including those of the
 * vendor's headline figures. Throws what the database throws.
 */
export async function tryDocuments(source: Source, documents: TriedDocument[], now: Date): Promise<Outcome> {
  return await inTransaction(
    async (tx) => {
      const compare = await figuresChanged(tx, source.vendorId, now)
      let total = emptyOutcome('unchanged')
      for (const { document, readAt, freshSeconds } of documents) {
        const normalised = await read({ source, document, readAt })
        const input = { source, document, readAt, freshSeconds, now }
        const outcome =
          normalised instanceof OutageHistoryError ? refusal(input, normalised) : await store(tx, input, normalised)
        total = addOutcomes(total, outcome)
      }
      return { ...total, changes: [...(await compare()), ...total.changes] }
    },
    { dryRun: true },
  )
}

/** Logs an error that an adapter must not throw, and says in a sentence of whom it was. */
export function toParseError(error: unknown, source: Source, sha256: string | null): ParseError {
  log.error({ err: error, source: source.id, document: sha256 }, 'an adapter failed on a document')
  return new ParseError(`The adapter for ${source.platform} failed on the document; see the worker log`, null, {
    cause: error,
  })
}

async function read({
  source,
  document,
  readAt,
}: Omit<IngestInput, 'now' | 'dryRun' | 'finish'>): Promise<NormalisedDocument | OutageHistoryError> {
  try {
    return await parseAndNormalise(source.platform, { ...document, readAt })
  } catch (error) {
    if (error instanceof OutageHistoryError) return error
    // An adapter must not throw anything else; if it does, the document stays for whoever fixes it, and the others are
    // ingested.
    return toParseError(error, source, document.sha256)
  }
}

async function strangerIn(
  { source, document, readAt }: IngestInput,
  normalised: NormalisedDocument,
): Promise<OutageHistoryError | null> {
  const listed = [...listedIds(normalised)]
  const content = { ...document, readAt }
  return await inTransaction(async (tx) => {
    if (await hasAnyOf(tx, source, listed)) return null
    return (
      findStranger(source.platform, content) ?? (listed.length > 0 ? await findNewFormat(tx, source, content) : null)
    )
  })
}

async function store(
  tx: Transaction,
  { source, document, readAt, freshSeconds, now }: Omit<IngestInput, 'dryRun' | 'finish'>,
  normalised: NormalisedDocument,
): Promise<Outcome> {
  const intervalSeconds = intervalInForce(source, freshSeconds)
  const lostBefore = await listLostCorrections(tx, source.vendorId)
  const stored = await storeIncidents(tx, { source, document, normalised, readAt, intervalSeconds, now })
  const lost = describeLost(lostBefore, await listLostCorrections(tx, source.vendorId))
  const { verdict, previousCount, changes, ...counts } = stored
  return {
    ...emptyOutcome(verdict === 'suspicious' ? 'suspicious' : changes.length > 0 ? 'succeeded' : 'unchanged'),
    ...counts,
    documentsRead: 1,
    changes,
    warnings: [
      ...lost,
      ...normalised.warnings,
      ...(readAt === null ? [] : describeAhead(normalised.incidents, readAt)),
    ],
    quarantined: normalised.quarantined,
    error:
      verdict === 'suspicious'
        ? {
            code: 'suspicious_document',
            message: `${describe(source, document)} lists ${normalised.incidents.length} incidents where the one before it listed ${previousCount}; nothing was changed.`,
          }
        : null,
  }
}

/** Stores the read, so that a replay with a better adapter finds it, and changes nothing else. */
async function refuse(input: IngestInput, error: OutageHistoryError): Promise<Outcome> {
  const { readAt, now, finish } = input
  const outcome = refusal(input, error)
  await inTransaction(async (tx) => {
    await lockSource(tx, input.source.id)
    await storeRead(tx, toRead(input, readAt ?? now), 'failed')
    await finish(tx, outcome)
  })
  return outcome
}

function toRead({ source, document, readAt, freshSeconds }: IngestInput, observedAt: Date): Read {
  return {
    sourceId: source.id,
    documentId: document.id,
    url: document.url,
    sha256: document.sha256,
    observedAt,
    hasReadTime: readAt !== null,
    intervalSeconds: intervalInForce(source, freshSeconds),
  }
}

function intervalInForce({ pollIntervalSeconds }: Source, freshSeconds: number | null | undefined): number {
  return Math.min(Math.max(pollIntervalSeconds, freshSeconds ?? 0), MAX_INTERVAL_SECONDS)
}

function refusal({ source, document }: Pick<IngestInput, 'source' | 'document'>, error: OutageHistoryError): Outcome {
  return {
    ...emptyOutcome('failed'),
    documentsRead: 1,
    error: { code: error.code, message: `${describe(source, document)}: ${error.message}` },
  }
}

/**
 * Records a repeated read without parsing: the same bytes, with no other document in between. Null when parsing is
 * needed: the document could not be parsed before, or another document of the source that concerns its incidents was
 * read since.
 */
async function takeRepeat(tx: Transaction, input: IngestInput): Promise<Outcome | null> {
  const { source, document, readAt, finish } = input
  await lockSource(tx, source.id)
  const { rows } = await tx.query<{
    completeness: Completeness
    summary: DocumentSummary
    listedCount: number
    observedAt: Date
    hasReadTime: boolean
  }>(
    `select d.completeness, d.summary, cardinality(d.listed) as "listedCount", o.last_observed_at as "observedAt", o.read_count > 0 as "hasReadTime"
     from documents d join observations o on o.document_id = d.id and o.source_id = d.source_id
     where d.id = $1 and d.parsed and o.verdict = 'accepted'
       and not exists (
         select from observations p join documents e on e.id = p.document_id
         where p.source_id = $2 and p.document_id <> d.id and p.verdict <> 'failed' and p.last_observed_at >= o.last_observed_at
           and (d.completeness = 'whole' or e.completeness = 'whole' or e.url is not distinct from d.url or d.listed && e.listed or exists (
               select from incident_keys k where k.source_id = $2 and k.external_id = any(d.listed || e.listed)) or p.last_observed_at >= $3)
       )
     order by o.last_observed_at desc limit 1`,
    [document.id, source.id, readAt],
  )
  const last = rows[0]
  if (last === undefined || (readAt !== null) !== last.hasReadTime || (readAt !== null && readAt < last.observedAt))
    return null
  let changes: Change[] = []
  if (readAt !== null && readAt > last.observedAt) {
    const read = toRead(input, readAt)
    const joinedSince = await findJoined(tx, read)
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
    changes = await settleRepeat(tx, source, { documentId: document.id, at: readAt, now: input.now, factsChanged })
  }
  const counts = { ...countChanges(changes, 0), unchanged: last.listedCount }
  const end = changes.length > 0 ? 'succeeded' : 'unchanged'
  const outcome = { ...emptyOutcome(end), ...counts, documentsRead: 1, changes }
  await finish(tx, outcome)
  return outcome
}

function describe(source: Source, document: KeptDocument): string {
  return `${source.vendorSlug}: the ${source.platform} document${document.url === null ? '' : ` from ${document.url}`}`
}
