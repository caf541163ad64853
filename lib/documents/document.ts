import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Reach } from '#lib/adapters/adapter.ts'
import { onlyRow } from '#lib/database/client.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import type { Kind } from '#lib/domain/incident.ts'
import type { ComponentState } from '#lib/text/indicator.ts'
import type { NormalisedDocument, SourceFacts } from './normalise.ts'

const compress = promisify(gzip)
const decompress = promisify(gunzip)

/** What a document says as a whole. It is stored so that the document can be ordered among others without its body. */
export interface DocumentSummary {
  kinds: Kind[]
  oldestAt: string | null
  newestAt: string | null
  covers: { from: string; to: string } | null
  declared: { incidentCount: number; since: string | null } | null
  indicator: string | null
  /** Absent where it lists none. */
  componentsOut?: ComponentState[]
  /** Null where an absent incident proves nothing; undefined for documents described before this field existed. */
  reach?: Reach<string> | null
}

/** A stored document. */
export interface KeptDocument {
  id: string
  sha256: string
  url: string | null
  contentType: string | null
}

/**
 * Stores the bytes that a source served, once per distinct body and address. Parsing is a separate step. `last` is a stored document
 * of the address with its body, which need not be looked for where the bytes are the same.
 */
export async function keepDocument(
  tx: Transaction,
  {
    sourceId,
    bytes,
    url,
    contentType,
    last = null,
  }: {
    sourceId: number
    bytes: Uint8Array
    url: string | null
    contentType: string | null
    last?: KeptDocument | null
  },
): Promise<KeptDocument> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (last?.sha256 === sha256) return { ...last, contentType }
  const known = await tx.query<{ id: string }>(
    `select id from documents where source_id = $1 and url is not distinct from $2 and sha256 = $3 and body is not null`,
    [sourceId, url, sha256],
  )
  if (known.rows[0] !== undefined) return { id: known.rows[0].id, sha256, url, contentType }
  const { rows } = await tx.query<{ id: string }>(
    `insert into documents (source_id, url, content_type, sha256, byte_length, body, listed) values ($1, $2, $3, $4, $5, $6, '{}')
     on conflict (source_id, url, sha256) do update set body = excluded.body returning id`,
    [sourceId, url, contentType, sha256, bytes.byteLength, await compress(bytes, { level: 3 })],
  )
  return { id: onlyRow(rows).id, sha256, url, contentType }
}

/** The bytes of a stored document; null once the body was pruned. */
export async function readDocument(
  tx: Transaction,
  id: string,
): Promise<(KeptDocument & { bytes: Uint8Array }) | null> {
  const { rows } = await tx.query<KeptDocument & { body: Uint8Array }>(
    'select id, sha256, url, content_type as "contentType", body from documents where id = $1 and body is not null',
    [id],
  )
  if (rows[0] === undefined) return null
  const { body, ...kept } = rows[0]
  return { ...kept, bytes: await decompress(body) }
}

/** Stores what was parsed from a document and when it was read. */
export async function describeDocument(
  tx: Transaction,
  id: string,
  {
    normalised,
    listed,
    observedAt,
    readAt,
  }: { normalised: NormalisedDocument; listed: ReadonlySet<string>; observedAt: Date; readAt: Date | null },
): Promise<void> {
  await tx.query<never>(
    `update documents set parsed = true, listed = $2, completeness = $3, summary = $4, observed_at = greatest(observed_at, $5),
       first_read_at = least(first_read_at, $6), last_read_at = greatest(last_read_at, $6), normalised_hash = $7
     where id = $1`,
    [
      id,
      [...listed],
      normalised.completeness,
      JSON.stringify(summarise(normalised)),
      observedAt,
      readAt,
      hashOf(normalised),
    ],
  )
}

/** A hash of everything that incidents, coverage and source facts take from a document. */
function hashOf(normalised: NormalisedDocument): string {
  const parts = [normalised.completeness, JSON.stringify(summarise(normalised)), JSON.stringify(normalised.gone)]
  for (const { externalId, otherIds, fullHash } of normalised.incidents)
    parts.push(externalId, otherIds.join(' '), fullHash)
  for (const { externalId, name, group } of normalised.components) parts.push(externalId, name, group ?? '')
  return createHash('sha256').update(parts.join('\0')).digest('base64url')
}

/** The document that was last read at this address, if it is another one whose hash without its stamp is this. */
export async function findAlike(
  tx: Transaction,
  sourceId: number,
  { id, url }: Pick<KeptDocument, 'id' | 'url'>,
  stamplessHash: string,
): Promise<string | null> {
  const { rows } = await tx.query<{ id: string; isAlike: boolean }>(
    `select d.id, d.id <> $3 and d.stampless_hash is not distinct from $4 as "isAlike"
     from observations o join documents d on d.id = o.document_id
     where o.source_id = $1 and d.url is not distinct from $2 order by o.last_observed_at desc limit 1`,
    [sourceId, url, id, stamplessHash],
  )
  return rows[0]?.isAlike === true ? rows[0].id : null
}

/** Stores of a document that it says what `alike` says; `touchDocument` stores the read. */
export async function describeAlike(tx: Transaction, id: string, alike: string, readAt: Date): Promise<void> {
  await tx.query<never>(
    `update documents d set parsed = true, listed = a.listed, completeness = a.completeness, summary = a.summary,
       first_read_at = least(d.first_read_at, $3), normalised_hash = a.normalised_hash, stampless_hash = a.stampless_hash
     from documents a where d.id = $1 and a.id = $2`,
    [id, alike, readAt],
  )
}

export async function setStamplessHash(tx: Transaction, id: string, stamplessHash: string): Promise<void> {
  await tx.query<never>('update documents set stampless_hash = $2 where id = $1', [id, stamplessHash])
}

/** Records one more read of a document that was parsed before. */
export async function touchDocument(tx: Transaction, id: string, readAt: Date): Promise<void> {
  await tx.query<never>(
    'update documents set observed_at = greatest(observed_at, $2), last_read_at = greatest(last_read_at, $2) where id = $1',
    [id, readAt],
  )
}

export function summarise(normalised: NormalisedDocument): DocumentSummary {
  const { kinds, oldestAt, newestAt, covers, declared, indicator, componentsOut, reach } = normalised
  return {
    kinds,
    oldestAt: oldestAt?.toISOString() ?? null,
    newestAt: newestAt?.toISOString() ?? null,
    covers: covers && { from: covers.from.toISOString(), to: covers.to.toISOString() },
    declared: declared && { incidentCount: declared.incidentCount, since: declared.since?.toISOString() ?? null },
    indicator,
    ...(componentsOut.length > 0 && { componentsOut }),
    reach: reach && { order: reach.order, from: JSON.parse(JSON.stringify(reach.from)) },
  }
}

/** What a document says of its source as a whole, read from its summary. */
export function toFacts({ kinds, declared, indicator, componentsOut = [] }: DocumentSummary): SourceFacts {
  const since = declared?.since ?? null
  return {
    kinds,
    declared: declared && { incidentCount: declared.incidentCount, since: since === null ? null : new Date(since) },
    indicator,
    componentsOut,
  }
}
