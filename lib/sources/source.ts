import type { Transaction } from '#lib/database/transaction.ts'
import { ConflictError, NotFoundError } from '#lib/domain/errors.ts'

/** What an ingest needs to know about its source. */
export interface Source {
  id: number
  /** Together with `vendorKey`, the part of public ids that all its incidents share: the values from their creation. */
  key: string
  vendorId: number
  vendorKey: string
  vendorSlug: string
  platform: string
  url: string | null
  origin: 'live' | 'import' | 'sample'
  pollIntervalSeconds: number
}

const SELECT = `
  select s.id, coalesce(s.id_source_key, s.key) as key, s.vendor_id as "vendorId",
         coalesce(s.id_vendor_key, v.key) as "vendorKey", v.slug as "vendorSlug", s.platform, s.url,
         s.origin::text as origin, s.poll_interval_seconds as "pollIntervalSeconds"
  from sources s join vendors v on v.id = s.vendor_id`

/** Throws NotFoundError for an unknown id. */
export async function getSource(tx: Transaction, id: number): Promise<Source> {
  const { rows } = await tx.query<Source>(`${SELECT} where s.id = $1`, [id])
  if (rows[0] === undefined) throw new NotFoundError(`There is no source ${id}.`)
  return rows[0]
}

/** The sources of a vendor, paused or not, the primary first; with null, those of all vendors by name. */
export async function listSources(
  tx: Transaction,
  vendorId: number | null,
  { isPausedToo = true } = {},
): Promise<Source[]> {
  const { rows } = await tx.query<Source>(
    `${SELECT} where ($1::int is null or s.vendor_id = $1) and ($2 or s.paused_at is null and v.paused_at is null)
     order by lower(v.name), s.vendor_id, s.is_primary desc, s.id`,
    [vendorId, isPausedToo],
  )
  return rows
}

export interface NewSource {
  vendorId: number
  platform: string
  url: string | null
  origin: Source['origin']
}

/**
 * Platform and host for a source with an address, the platform alone for imports, "sample" for the sample. Part of every
 * public id of the source's incidents, so it never changes.
 */
export function sourceKey({ platform, url, origin }: Omit<NewSource, 'vendorId'>): string {
  if (origin === 'sample') return 'sample'
  return url === null ? platform : `${platform}:${new URL(url).host}`
}

/**
 * Returns the source with this key, creating it if necessary. It becomes the primary source unless one at least as good
 * is primary already; a source of imported documents, once one was read.
 */
export async function findOrCreateSource(tx: Transaction, source: NewSource): Promise<number> {
  const key = sourceKey(source)
  const known = await findSource(tx, source.vendorId, key)
  return known ?? (await createSource(tx, source))
}

/** Throws ConflictError when the vendor already has a source of this platform at this host. */
export async function createSource(tx: Transaction, source: NewSource): Promise<number> {
  const key = sourceKey(source)
  const { rows } = await tx.query<{ id: number }>(
    `insert into sources (vendor_id, key, platform, url, origin) values ($1, $2, $3, $4, $5)
     on conflict (vendor_id, key) do nothing returning id`,
    [source.vendorId, key, source.platform, source.url, source.origin],
  )
  if (rows[0] === undefined) throw new ConflictError(`The vendor already has a source "${key}".`)
  // Documents may turn out to be unreadable; until one was read, their source takes no other's place.
  if (source.origin === 'import') await fillPrimary(tx, source.vendorId)
  else await preferAsPrimary(tx, source.vendorId, rows[0].id)
  return rows[0].id
}

/** Null when the vendor has no source with this key. */
export async function findSource(tx: Transaction, vendorId: number, key: string): Promise<number | null> {
  const { rows } = await tx.query<{ id: number }>('select id from sources where vendor_id = $1 and key = $2', [
    vendorId,
    key,
  ])
  return rows[0]?.id ?? null
}

/** The source that documents of a platform belong to: the one that was first, and never the bundled sample. */
export async function findSourceOfPlatform(
  tx: Transaction,
  vendorId: number,
  platform: string,
): Promise<number | null> {
  const { rows } = await tx.query<{ id: number }>(
    "select id from sources where vendor_id = $1 and platform = $2 and origin <> 'sample' order by is_primary desc, id limit 1",
    [vendorId, platform],
  )
  return rows[0]?.id ?? null
}

/**
 * A polled page ranks before imported documents, and both before the bundled sample; among equals, the earlier one
 * stays.
 */
export async function preferAsPrimary(tx: Transaction, vendorId: number, id: number): Promise<void> {
  const rank = "array_position(array['sample', 'import', 'live'], origin::text)"
  const { rowCount } = await tx.query<never>(
    `select from sources where vendor_id = $1 and is_primary and ${rank} >= (select ${rank} from sources where id = $2)`,
    [vendorId, id],
  )
  if (rowCount !== 0) return
  await makeOnlyPrimary(tx, { id, vendorId })
}

export async function makeOnlyPrimary(
  tx: Transaction,
  { id, vendorId }: Pick<Source, 'id' | 'vendorId'>,
): Promise<void> {
  await tx.query<never>('update sources set is_primary = false where vendor_id = $1 and is_primary', [vendorId])
  await tx.query<never>('update sources set is_primary = true where id = $1', [id])
}

/** Chooses a new primary source after the former one was removed: the best of the others, polled ones first. */
export async function fillPrimary(tx: Transaction, vendorId: number): Promise<void> {
  await tx.query<never>(
    `update sources set is_primary = true where id = (
       select s.id from sources s where s.vendor_id = $1
       order by exists (select from moves m where m.source_id = s.id), array_position(array['live', 'import', 'sample'], s.origin::text), s.id
       limit 1
     ) and not exists (select from sources where vendor_id = $1 and is_primary)`,
    [vendorId],
  )
}
