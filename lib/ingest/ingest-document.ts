import { preparing } from '#lib/database/prepared.ts'
import { inTransaction, lockSource, type Transaction } from '#lib/database/transaction.ts'
import type { KeptDocument } from '#lib/documents/document.ts'
import { listedIds, type NormalisedDocument } from '#lib/documents/normalise.ts'
import { parseAndNormalise } from '#lib/documents/parser.ts'
import { hashWithoutStamp } from '#lib/documents/stampless.ts'
import { storeRead, toRead } from '#lib/documents/store-read.ts'
import { OutageHistoryError, ParseError } from '#lib/domain/errors.ts'
import { describeAhead } from '#lib/incidents/clock.ts'
import { figuresChanged } from '#lib/incidents/figures.ts'
import { storeIncidents } from '#lib/incidents/store-incidents.ts'
import { log } from '#lib/log.ts'
import { addOutcomes, emptyOutcome, type Outcome } from '#lib/runs/run.ts'
import type { Source } from '#lib/sources/source.ts'
import { type IngestInput, intervalInForce, isPresent, type Repeat } from './ingest-input.ts'
import { describeLost, listLostCorrections } from './lost-corrections.ts'
import { rememberStampless, takeAlike, takeRepeat } from './repeats.ts'
import { findNewFormat, findStranger, hasAnyOf } from './stranger.ts'

export type TriedDocument = Pick<IngestInput, 'document' | 'readAt' | 'freshSeconds'>

/**
 * Ingests one stored document: all of it or nothing. A document that cannot be parsed or is suspicious is a result and
 * no error: nothing is changed, and the document stays. Throws what the database throws.
 */
export async function ingestDocument(input: IngestInput): Promise<Outcome> {
  const { source, dryRun, now } = input
  if (dryRun) return await tryDocuments(source, [input], now)
  let hashed: string | null = null
  // A large document is hashed once, and only if its bytes are new.
  const stampless = () => (hashed ??= hashWithoutStamp(source.platform, input.document))
  const repeated = await inTransaction(async (plain) => {
    const tx = preparing(plain)
    return (await takeRepeat(tx, input)) ?? (await takeAlike(tx, input, stampless))
  })
  if (repeated !== null) return repeated
  const normalised = await read(input)
  if (normalised instanceof OutageHistoryError) return await refuse(input, normalised)
  const stranger = input.isPolled === true ? await strangerIn(input, normalised) : null
  if (stranger !== null) return await refuse(input, stranger)
  return await inTransaction(async (tx) => {
    const outcome = await store(tx, input, normalised)
    if (!normalised.dependsOnReadAt) await rememberStampless(tx, input, outcome, stampless)
    await input.finish(tx, outcome)
    return outcome
  })
}

/**
 * Records that the source answered with the same document again, whose bytes are loaded only if they are needed. Null if they are,
 * and are no longer there.
 */
export async function ingestAgain(input: Repeat, load: () => Promise<Uint8Array | null>): Promise<Outcome | null> {
  const repeated = await inTransaction((tx) => takeRepeat(preparing(tx), input))
  if (repeated !== null) return repeated
  const bytes = await load()
  return bytes === null ? null : await ingestDocument({ ...input, document: { ...input.document, bytes } })
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
      const figures = await compare()
      const end = total.end === 'unchanged' && figures.length > 0 ? 'succeeded' : total.end
      return { ...total, end, changes: [...figures, ...total.changes] }
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
  { source, document, readAt, freshSeconds, now, isLive = false }: Omit<IngestInput, 'dryRun' | 'finish'>,
  normalised: NormalisedDocument,
): Promise<Outcome> {
  const intervalSeconds = intervalInForce(source, freshSeconds)
  const lostBefore = await listLostCorrections(tx, source.vendorId)
  const stored = await storeIncidents(tx, {
    source,
    document,
    normalised,
    readAt,
    intervalSeconds,
    now,
    isLive: isLive && isPresent(readAt, intervalSeconds, now),
  })
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
  const { source, freshSeconds, readAt, now, finish } = input
  const outcome = refusal(input, error)
  const intervalSeconds = intervalInForce(source, freshSeconds)
  await inTransaction(async (tx) => {
    await lockSource(tx, source.id)
    await storeRead(tx, toRead({ ...input, intervalSeconds }, readAt ?? now), 'failed')
    await finish(tx, outcome)
  })
  return outcome
}

function refusal({ source, document }: Pick<IngestInput, 'source' | 'document'>, error: OutageHistoryError): Outcome {
  return {
    ...emptyOutcome('failed'),
    documentsRead: 1,
    error: { code: error.code, message: `${describe(source, document)}: ${error.message}` },
  }
}

function describe(source: Source, document: KeptDocument): string {
  return `${source.vendorSlug}: the ${source.platform} document${document.url === null ? '' : ` from ${document.url}`}`
}
