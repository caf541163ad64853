import type { SourceDocument } from '#lib/adapters/adapter.ts'
import { getAdapter } from '#lib/adapters/registry.ts'
import { onlyRow } from '#lib/database/client.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { readDocument } from '#lib/documents/document.ts'
import { isOfFormat, recogniseFormat } from '#lib/documents/recognise-format.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import type { Source } from '#lib/sources/source.ts'

/** The code of the error for a document that is of another platform than its source. */
export const OTHER_PLATFORM = 'other_platform'

/**
 * Why a document must not be read as its source's: another platform recognises it, and the source's own does not, although its
 * adapter can read it. incident.io serves the addresses and the shapes of Statuspage, under ids of its own: read as Statuspage,
 * a page that has moved there would have each of its incidents twice. Null for a document of the source's platform, and for one
 * that nobody recognises.
 */
export function findStranger(platform: string, document: SourceDocument): OutageHistoryError | null {
  const other = isOfFormat(platform, document) ? null : recogniseFormat(document)
  if (other === null) return null
  const [name, own] = [other, platform].map((one) => getAdapter(one)?.name ?? one)
  return new OutageHistoryError(
    OTHER_PLATFORM,
    `the document is from ${name}, not from ${own}; nothing was read from it`,
  )
}

/**
 * The same for a source that reads any feed: its feed was that of one platform, and is that of another now. Null where it is
 * still the same, and where what it was is not known.
 */
export async function findNewFormat(
  tx: Transaction,
  { id, platform }: Source,
  document: SourceDocument,
): Promise<OutageHistoryError | null> {
  if (platform !== 'feed') return null
  const { rows } = await tx.query<{ documentId: string }>(
    `select d.id as "documentId" from observations o join documents d on d.id = o.document_id
     where o.source_id = $1 and d.url is not distinct from $2 and o.verdict = 'accepted' and d.body is not null
       and cardinality(d.listed) > 0
     order by o.last_observed_at desc limit 1`,
    [id, document.url],
  )
  const last = rows[0] === undefined ? null : await readDocument(tx, rows[0].documentId)
  const [before, now] = [last && recogniseFormat({ ...last, readAt: null }), recogniseFormat(document)]
  if (before === null || now === null || before === now) return null
  const names = [before, now].map((one) => getAdapter(one)?.name ?? one)
  return new OutageHistoryError(
    OTHER_PLATFORM,
    `the feed was from ${names[0]} and is now from ${names[1]}, with no known incident; nothing was read from it`,
  )
}

/** Whether the source already has one of these incidents, so that the document is read as it always was. */
export async function hasAnyOf(tx: Transaction, { id }: Source, externalIds: readonly string[]): Promise<boolean> {
  const { rows } = await tx.query<{ has: boolean }>(
    `select exists (select from incidents where source_id = $1 and external_id = any($2)) or
       exists (select from incident_keys where source_id = $1 and external_id = any($2)) as has`,
    [id, externalIds],
  )
  return onlyRow(rows).has
}
