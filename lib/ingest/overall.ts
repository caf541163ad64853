import { getAdapter } from '#lib/adapters/registry.ts'
import { notifyChange } from '#lib/database/change.ts'
import { pool } from '#lib/database/client.ts'
import { preparing } from '#lib/database/prepared.ts'
import { inTransaction, lockSource, type Transaction } from '#lib/database/transaction.ts'
import { overallOf, toComponentName } from '#lib/documents/normalise.ts'
import { parseDocument } from '#lib/documents/parser.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { saysGone, type Validators } from '#lib/fetch/fetch-document.ts'
import { type ReadOptions, readAddress } from '#lib/fetch/read-address.ts'
import { writeComponentNames } from '#lib/incidents/components.ts'
import { settleSourceFacts } from '#lib/incidents/source-facts.ts'
import { emptyOutcome, type Outcome } from '#lib/runs/run.ts'
import type { Source } from '#lib/sources/source.ts'
import { toParseError } from './ingest-document.ts'

/**
 * Reads the platform's own indicator and the states of its components where they have an address of their own. They are kept
 * beside the source as they were read last, and nowhere else: such a document lists what is open, and its bytes change at every
 * read, so as an observation it would fill the archive and judge incidents. What cannot be read is a warning and no failure, for
 * the history was read well. To be called after it.
 */
export async function readOverall(source: Source, options: ReadOptions): Promise<Outcome> {
  const request = source.url === null ? null : (getAdapter(source.platform)?.overall?.(source.url) ?? null)
  if (request === null) return emptyOutcome('unchanged')
  const { url, maxBytes } = request
  const validators = await findIndicatorValidators(source.id)
  try {
    const answer = await readAddress(url, { ...options, validators, maxBytes })
    if (answer.kind === 'not-modified') await noteReadAgain(source.id, answer.readAt)
    else {
      const parsed = await parseDocument(source.platform, { ...answer, url }).catch((error) => {
        throw error instanceof OutageHistoryError ? error : toParseError(error, source, null)
      })
      await inTransaction(async (tx) => await rememberOverall(preparing(tx), source, parsed, answer))
    }
  } catch (error) {
    if (!(error instanceof OutageHistoryError)) throw error
    if (!saysGone(error)) return { ...emptyOutcome('unchanged'), warnings: [`${source.vendorSlug}: ${error.message}`] }
    if (validators !== undefined) await inTransaction(async (tx) => await forgetOverall(tx, source))
  }
  return emptyOutcome('unchanged')
}

async function findIndicatorValidators(sourceId: number): Promise<Validators | undefined> {
  const { rows } = await preparing(pool()).query<Validators>(
    `select indicator_etag as etag, indicator_last_modified as "lastModified" from sources
     where id = $1 and indicator_read_at is not null`,
    [sourceId],
  )
  return rows[0]
}

async function noteReadAgain(sourceId: number, readAt: Date): Promise<void> {
  await preparing(pool()).query<never>(
    'update sources set indicator_read_at = greatest(indicator_read_at, $2) where id = $1',
    [sourceId, readAt],
  )
}

async function rememberOverall(
  tx: Transaction,
  source: Source,
  parsed: Awaited<ReturnType<typeof parseDocument>>,
  { readAt, validators }: { readAt: Date; validators: Validators },
): Promise<void> {
  await lockSource(tx, source.id)
  const { indicator, componentsOut } = overallOf(parsed)
  const renamed = await writeComponentNames(tx, source.id, parsed.components.map(toComponentName), {
    mayRename: true,
    hasGroups: true,
  })
  const { rows } = await tx.query<{ changed: boolean }>(
    `with old as (select indicator, components_out from sources where id = $1)
     update sources s set indicator = $2, components_out = $3, indicator_read_at = $4, indicator_etag = $5,
       indicator_last_modified = $6
     from old where s.id = $1
     returning (s.indicator, s.components_out) is distinct from (old.indicator, old.components_out) as changed`,
    [source.id, indicator, JSON.stringify(componentsOut), readAt, validators.etag, validators.lastModified],
  )
  if (rows[0]?.changed === true || renamed > 0) await notifyChange(tx, source.vendorSlug)
}

/** The page has no such address, or no more: what its lists say of it counts again. */
async function forgetOverall(tx: Transaction, source: Source): Promise<void> {
  await lockSource(tx, source.id)
  const { rowCount } = await tx.query<never>(
    `update sources set indicator_read_at = null, indicator_etag = null, indicator_last_modified = null
     where id = $1 and indicator_read_at is not null`,
    [source.id],
  )
  if (rowCount !== 0 && (await settleSourceFacts(tx, source.id))) await notifyChange(tx, source.vendorSlug)
}
