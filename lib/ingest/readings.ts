import type { Extent } from '#lib/adapters/adapter.ts'
import type { Transaction } from './transaction.ts'

export type Verdict = 'accepted' | 'suspicious' | 'failed'

/** A reading that is about to be stored. */
export interface NewReading {
  sourceId: number
  documentId: string
  url: string | null
  sha256: string
  saidAt: Date
  readAt: Date | null
  extent: Extent
  listedCount: number
}

/** What storing a reading showed of its place among the others of its source. */
export interface Placed {
  verdict: Verdict
  /** Whether it speaks later than every other accepted one. */
  isLatest: boolean
  /** The accepted list before it at the same address: how many incidents it had, and when it was read; null for the first. */
  previous: { listedCount: number; readAt: Date | null } | null
  /** Later readings that are judged otherwise now that this one is known, by document. */
  rejudged: string[]
}

/** Fewer incidents than this may come and go without comment. */
const MANY = 5

/**
 * A list that has lost more than half of what it had, or all of it, is an outage of the status page more likely than a
 * rewriting of history.
 */
export function isSuspicious(extent: Extent, listedCount: number, previousCount: number | null): boolean {
  if (!isList(extent)) return false
  return previousCount !== null && previousCount >= MANY && listedCount * 2 < previousCount
}

/** What lists everything, or the newest of it: the two may follow each other at one address as a history grows. */
const LISTS: Extent[] = ['whole', 'newest']

export function isList(extent: Extent): boolean {
  return LISTS.includes(extent)
}

/** Stores a reading with its verdict. The source must be locked. */
export async function placeReading(tx: Transaction, reading: NewReading): Promise<Placed> {
  const { sourceId, saidAt, sha256 } = reading
  const { rows } = await tx.query(
    `select coalesce(bool_or(r.verdict = 'accepted'), false) as is_late, count(*) > 0 as has_later
     from readings r join documents d on d.id = r.document_id
     where r.source_id = $1 and r.said_at >= $2 and (r.said_at > $2 or d.sha256 > $3)`,
    [sourceId, saidAt, sha256],
  )
  const previous = await findPrevious(tx, reading)
  const verdict: Verdict = isSuspicious(reading.extent, reading.listedCount, previous?.listedCount ?? null)
    ? 'suspicious'
    : 'accepted'
  await storeReading(tx, { ...reading, verdict })
  const rejudged = rows[0].has_later ? await rejudge(tx, reading) : []
  return { verdict, isLatest: !rows[0].is_late && rejudged.length === 0, previous, rejudged }
}

/** Stores a reading as it is; the same one again changes only its verdict. */
export async function storeReading(
  tx: Transaction,
  {
    sourceId,
    documentId,
    saidAt,
    readAt,
    verdict,
  }: Pick<NewReading, 'sourceId' | 'documentId' | 'saidAt' | 'readAt'> & { verdict: Verdict },
): Promise<void> {
  await tx.query(
    `insert into readings (source_id, document_id, said_at, read_at, verdict) values ($1, $2, $3, $4, $5)
     on conflict (source_id, said_at, document_id) do update set verdict = excluded.verdict, read_at = excluded.read_at
     where readings.verdict <> excluded.verdict`,
    [sourceId, documentId, saidAt, readAt, verdict],
  )
}

async function findPrevious(
  tx: Transaction,
  { sourceId, url, saidAt, sha256, extent }: NewReading,
): Promise<Placed['previous']> {
  const { rows } = await tx.query(
    `select cardinality(d.listed) as "listedCount", r.read_at as "readAt" from readings r join documents d on d.id = r.document_id
     where r.source_id = $1 and d.url is not distinct from $2 and r.verdict = 'accepted' and d.extent = any($5)
       and r.said_at <= $3 and (r.said_at < $3 or d.sha256 < $4)
     order by r.said_at desc, d.sha256 desc limit 1`,
    [sourceId, url, saidAt, sha256, isList(extent) ? LISTS : [extent]],
  )
  return rows[0] ?? null
}

/** Judges the later readings at the same address anew. Returns the documents of those whose verdict changed. */
async function rejudge(tx: Transaction, { sourceId, url, saidAt, documentId }: NewReading): Promise<string[]> {
  const { rows } = await tx.query(
    `select r.document_id, r.said_at, r.verdict, d.extent, cardinality(d.listed) as count
     from readings r join documents d on d.id = r.document_id
     where r.source_id = $1 and d.url is not distinct from $2 and r.verdict <> 'failed' and d.extent in ('whole', 'newest')
     order by r.said_at, d.sha256`,
    [sourceId, url],
  )
  const changed: string[] = []
  let previous: number | null = null
  for (const row of rows) {
    const isOwn = row.document_id === documentId && row.said_at.getTime() === saidAt.getTime()
    const verdict = row.count !== null && isSuspicious(row.extent, row.count, previous) ? 'suspicious' : 'accepted'
    if (verdict === 'accepted') previous = row.count
    if (verdict === row.verdict || isOwn) continue
    changed.push(row.document_id)
    await tx.query('update readings set verdict = $1 where source_id = $2 and document_id = $3 and said_at = $4', [
      verdict,
      sourceId,
      row.document_id,
      row.said_at,
    ])
  }
  return changed
}
