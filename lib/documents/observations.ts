import type { Completeness } from '#lib/adapters/adapter.ts'
import { onlyRow } from '#lib/database/client.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { isJoined, type Read, storeRead, type Verdict } from './store-read.ts'

/** A read of a parsed document that is about to be stored. */
export interface NewRead extends Read {
  completeness: Completeness
  listedCount: number
}

/** How a stored read relates to the other reads of its source. */
export interface Placed {
  verdict: 'accepted' | 'suspicious'
  /** Whether it is later than every other accepted read. */
  isLatest: boolean
  /** How many incidents the accepted list before it at the same address had; null for the first. */
  previousCount: number | null
  /** The previous good read of the same address, if no poll was missed since; null otherwise. */
  joinedSince: Date | null
  /** Whether the same address was read well before; for the page of one incident, whether any was. */
  hasBeenRead: boolean
  /** Documents whose verdict changed at a later read because of this one. */
  rejudged: string[]
}

/** A list with fewer incidents than this may change in any way without suspicion. */
const MANY = 5

/**
 * A complete list that lost more than half of its incidents is more likely an outage of the status page than a
 * rewritten history; so is a list of the newest that lost all of them. A list that only became shorter, as when a
 * vendor shows less history, is believed: it withdraws nothing that lies beyond its reach.
 */
export function isSuspicious(completeness: Completeness, listedCount: number, previousCount: number | null): boolean {
  if (!isHistory(completeness) || previousCount === null || previousCount < MANY) return false
  return completeness === 'whole' ? listedCount * 2 < previousCount : listedCount === 0
}

/** What lists incidents that are over. It can change between the two at one address as its history grows. */
export const HISTORIES: readonly Completeness[] = ['whole', 'newest']

export function isHistory(completeness: Completeness): boolean {
  return HISTORIES.includes(completeness)
}

function isOfOne(completeness: Completeness): boolean {
  return completeness === 'single' || completeness === 'gone'
}

/** Stores a read with its verdict. The source must be locked. */
export async function placeRead(tx: Transaction, read: NewRead): Promise<Placed> {
  const { sourceId, url, observedAt, sha256, completeness, listedCount } = read
  const { rows } = await tx.query<{ is_late: boolean; has_later: boolean; has_been_read: boolean }>(
    `select coalesce(bool_or(o.verdict = 'accepted'), false) as is_late, count(*) > 0 as has_later,
       exists (
         select from observations p join documents e on e.id = p.document_id
         where p.source_id = $1 and p.verdict = 'accepted' and p.last_observed_at < $2 and ($5 or e.url is not distinct from $4)
       ) as has_been_read
     from observations o join documents d on d.id = o.document_id
     where o.source_id = $1 and o.last_observed_at >= $2 and (o.last_observed_at > $2 or d.sha256 > $3)`,
    [sourceId, observedAt, sha256, url, isOfOne(completeness)],
  )
  const joinedSince = await findJoined(tx, read)
  const previousCount = isHistory(completeness) ? await countPrevious(tx, read) : null
  const verdict = isSuspicious(completeness, listedCount, previousCount) ? 'suspicious' : 'accepted'
  await storeRead(tx, read, verdict)
  const place = onlyRow(rows)
  const rejudged = place.has_later ? await rejudge(tx, read) : []
  return {
    verdict,
    isLatest: !place.is_late && rejudged.length === 0,
    previousCount,
    joinedSince,
    hasBeenRead: joinedSince !== null || previousCount !== null || place.has_been_read,
    rejudged,
  }
}

async function countPrevious(tx: Transaction, { sourceId, url, observedAt, sha256 }: NewRead): Promise<number | null> {
  const { rows } = await tx.query<{ count: number | null }>(
    `select cardinality(d.listed) as count from observations o join documents d on d.id = o.document_id
     where o.source_id = $1 and d.url is not distinct from $2 and o.verdict = 'accepted' and d.completeness = any($5)
       and o.first_observed_at <= $3 and (o.first_observed_at < $3 or d.sha256 < $4)
     order by o.first_observed_at desc, d.sha256 desc limit 1`,
    [sourceId, url, observedAt, sha256, HISTORIES],
  )
  return rows[0]?.count ?? null
}

/** The previous good read of the address if no poll was missed in between. Only for reads that are the latest. */
async function findJoined(tx: Transaction, { sourceId, url, observedAt }: Read): Promise<Date | null> {
  const { rows } = await tx.query<{ lastAt: Date; intervalSeconds: number }>(
    `select o.last_observed_at as "lastAt", o.interval_seconds as "intervalSeconds"
     from observations o join documents d on d.id = o.document_id
     where o.source_id = $1 and d.url is not distinct from $2 and o.verdict = 'accepted' and o.read_count > 0
       and o.last_observed_at <= $3
     order by o.last_observed_at desc limit 1`,
    [sourceId, url, observedAt],
  )
  const last = rows[0]
  return last !== undefined && isJoined(last.lastAt, observedAt, last.intervalSeconds) ? last.lastAt : null
}

/** Recomputes the verdicts of the observations at this address. Returns the documents whose verdict changed. */
async function rejudge(tx: Transaction, { sourceId, url }: NewRead): Promise<string[]> {
  const { rows } = await tx.query<{
    document_id: string
    first_observed_at: Date
    verdict: Verdict
    completeness: Completeness
    count: number | null
  }>(
    `select o.document_id, o.first_observed_at, o.verdict, d.completeness, cardinality(d.listed) as count
     from observations o join documents d on d.id = o.document_id
     where o.source_id = $1 and d.url is not distinct from $2 and o.verdict <> 'failed' and d.completeness = any($3)
     order by o.first_observed_at, d.sha256`,
    [sourceId, url, HISTORIES],
  )
  const changed: string[] = []
  let previous: number | null = null
  for (const row of rows) {
    const verdict =
      row.count !== null && isSuspicious(row.completeness, row.count, previous) ? 'suspicious' : 'accepted'
    if (verdict === 'accepted') previous = row.count
    if (verdict === row.verdict) continue
    changed.push(row.document_id)
    await tx.query<never>(
      'update observations set verdict = $1 where source_id = $2 and document_id = $3 and first_observed_at = $4',
      [verdict, sourceId, row.document_id, row.first_observed_at],
    )
  }
  return changed
}

/**
 * How often in a row the source's lists have now been read empty where they once had incidents; 0 while they list something, and
 * for lists of what is open.
 */
export async function countEmptyReads(tx: Transaction, sourceId: number, urls: readonly string[]): Promise<number> {
  const { rows } = await tx.query<{ reads: number | null }>(
    `select max(last.read_count) filter (where last.is_empty) as reads
     from unnest($2::text[]) as list(url), lateral (
       select o.read_count, cardinality(d.listed) = 0 and d.completeness = any($3) and exists (
           select from observations p join documents e on e.id = p.document_id
           where p.source_id = $1 and e.url = list.url and p.verdict = 'accepted' and cardinality(e.listed) > 0
         ) as is_empty
       from observations o join documents d on d.id = o.document_id
       where o.source_id = $1 and d.url = list.url and o.verdict <> 'failed' order by o.last_observed_at desc limit 1
     ) last`,
    [sourceId, urls, HISTORIES],
  )
  return rows[0]?.reads ?? 0
}
