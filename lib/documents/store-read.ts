import type { Transaction } from '#lib/database/transaction.ts'
import { countBefore, insertRead, joinReads, type ReadTimes, singleRead, splitReads } from '#lib/domain/read-times.ts'
import type { KeptDocument } from './document.ts'

export type Verdict = 'accepted' | 'suspicious' | 'failed'

/** One read of a document, and what came of it. */
export interface Read {
  sourceId: number
  documentId: string
  url: string | null
  sha256: string
  /** The read time, or without one the newest posted time in the document. */
  observedAt: Date
  hasReadTime: boolean
  /** The poll interval that is in force from this read on. */
  intervalSeconds: number
}

/** A read of a stored document. */
export function toRead(
  {
    source,
    document,
    readAt,
    intervalSeconds,
  }: { source: { id: number }; document: KeptDocument; readAt: Date | null; intervalSeconds: number },
  observedAt: Date,
): Read {
  return {
    sourceId: source.id,
    documentId: document.id,
    url: document.url,
    sha256: document.sha256,
    observedAt,
    hasReadTime: readAt !== null,
    intervalSeconds,
  }
}

/** As for polls: a server cannot ask for more than a day. */
export const MAX_INTERVAL_SECONDS = 86_400

/** Fewer missed polls than this leave no gap. */
const JOINED_INTERVALS = 3

/** Whether no poll was missed between two reads of an address, by the poll interval in force after the earlier one. */
export function isJoined(earlierAt: Date, laterAt: Date, intervalSeconds: number): boolean {
  return laterAt.getTime() - earlierAt.getTime() <= JOINED_INTERVALS * intervalSeconds * 1000
}

export interface Row extends ReadTimes {
  documentId: string
  sha256: string
  intervalSeconds: number
  verdict: Verdict
}

/**
 * Stores a read with its verdict. A read that continues an observation of the same document extends it. A read that
 * falls into an observation of another document at the same address splits that observation, so that observations of
 * one address never overlap. Storing a known read again changes at most its verdict. The source must be locked.
 */
export async function storeRead(tx: Transaction, read: Read, verdict: Verdict): Promise<void> {
  const { documentId, sha256, observedAt, hasReadTime, intervalSeconds } = read
  const { before, after } = await findNeighbours(tx, read)
  const single = { ...singleRead(observedAt, hasReadTime), documentId, sha256, intervalSeconds, verdict }
  if (before === null || before.lastAt < observedAt) return await extend(tx, read, single, before, after)
  if (before.documentId !== documentId) {
    const count = countBefore(before, observedAt, { orAt: before.sha256 < sha256 })
    const parts = part(before, count, count)
    if (parts.length < 2) return await extend(tx, read, single, before, after)
    const interval = Math.max(intervalSeconds, parts[0]?.intervalSeconds ?? 0)
    return await replaceRows(tx, read, [before], [...parts, { ...single, intervalSeconds: interval }])
  }
  if (before.verdict !== verdict) {
    const others = part(before, countBefore(before, observedAt), countBefore(before, observedAt, { orAt: true }))
    const readCount = Math.max(single.readCount, Math.min(before.readCount, 1))
    return await replaceRows(tx, read, [before], [...others, { ...single, readCount }])
  }
  if (!hasReadTime) return
  const longer = before.readCount === 0 ? single : { ...before, ...insertRead(before, observedAt) }
  if (longer.readCount !== before.readCount) await replaceRows(tx, read, [before], [longer])
}

/** Raises the interval of the last observation at these addresses, because a server asked for a longer pause. */
export async function lengthenInterval(
  tx: Transaction,
  sourceId: number,
  urls: string[],
  seconds: number,
): Promise<void> {
  await tx.query<never>(
    `update observations o set interval_seconds = $3
     from unnest($2::text[]) as list(url), lateral (
       select p.document_id, p.first_observed_at from observations p join documents d on d.id = p.document_id
       where p.source_id = $1 and d.url = list.url order by p.last_observed_at desc limit 1
     ) last
     where o.source_id = $1 and o.document_id = last.document_id and o.first_observed_at = last.first_observed_at
       and o.interval_seconds < $3`,
    [sourceId, urls, seconds],
  )
}

/** Joins a read with the observations before and after it at its address, where they continue each other. */
async function extend(tx: Transaction, read: Read, single: Row, before: Row | null, after: Row | null): Promise<void> {
  const removed: Row[] = []
  let row = single
  if (before !== null && continues(before, row)) {
    removed.push(before)
    row = { ...row, ...joinReads(before, row) }
  }
  if (after !== null && continues(row, after)) {
    removed.push(after)
    row = { ...after, ...joinReads(row, after) }
  }
  await replaceRows(tx, read, removed, [row])
}

/** Whether both are of the same document and no poll was missed between them. */
export function continues(earlier: Row, later: Row): boolean {
  if (earlier.documentId !== later.documentId || earlier.verdict !== later.verdict) return false
  return (
    earlier.readCount > 0 && later.readCount > 0 && isJoined(earlier.lastAt, later.firstAt, earlier.intervalSeconds)
  )
}

/**
 * Splits an observation into the reads before number `to` and those from number `from` on. No poll was missed between
 * them, whatever the interval is now.
 */
function part(row: Row, to: number, from: number): Row[] {
  const [head] = splitReads(row, to)
  const [, tail] = splitReads(row, from)
  if (head === null || tail === null)
    return [head, tail].flatMap((reads) => (reads === null ? [] : { ...row, ...reads }))
  const gapSeconds = (tail.firstAt.getTime() - head.lastAt.getTime()) / 1000
  const intervalSeconds = Math.max(row.intervalSeconds, Math.ceil(gapSeconds / JOINED_INTERVALS))
  return [
    { ...row, ...head, intervalSeconds },
    { ...row, ...tail },
  ]
}

/** The last observation of the address that begins before or with the read, and the first that begins after it. */
async function findNeighbours(
  tx: Transaction,
  { sourceId, url, observedAt, sha256 }: Read,
): Promise<{ before: Row | null; after: Row | null }> {
  const find = (condition: string, direction: 'asc' | 'desc') => `(
    select o.document_id as "documentId", d.sha256, o.first_observed_at as "firstAt", o.last_observed_at as "lastAt",
      o.read_count as "readCount", o.recent_gaps as "recentGaps", o.interval_seconds as "intervalSeconds", o.verdict,
      ${direction === 'desc'} as "isBefore"
    from observations o join documents d on d.id = o.document_id
    where o.source_id = $1 and d.url is not distinct from $2 and ${condition}
    order by o.first_observed_at ${direction}, d.sha256 ${direction} limit 1)`
  const { rows } = await tx.query<Row & { isBefore: boolean }>(
    `${find('o.first_observed_at <= $3 and (o.first_observed_at < $3 or d.sha256 <= $4)', 'desc')}
     union all ${find('o.first_observed_at >= $3 and (o.first_observed_at > $3 or d.sha256 > $4)', 'asc')}`,
    [sourceId, url, observedAt, sha256],
  )
  return {
    before: rows.find(({ isBefore }) => isBefore) ?? null,
    after: rows.find(({ isBefore }) => !isBefore) ?? null,
  }
}

export async function replaceRows(
  tx: Transaction,
  { sourceId }: Pick<Read, 'sourceId'>,
  removed: Row[],
  rows: Row[],
): Promise<void> {
  const isKept = (old: Row) => rows.some((row) => row.documentId === old.documentId && +row.firstAt === +old.firstAt)
  for (const { firstAt, documentId } of removed.filter((old) => !isKept(old))) {
    await tx.query<never>(
      'delete from observations where source_id = $1 and first_observed_at = $2 and document_id = $3',
      [sourceId, firstAt, documentId],
    )
  }
  for (const { documentId, firstAt, lastAt, readCount, recentGaps, intervalSeconds, verdict } of rows) {
    await tx.query<never>(
      `insert into observations (source_id, document_id, first_observed_at, last_observed_at, read_count, recent_gaps,
         interval_seconds, verdict) values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (source_id, first_observed_at, document_id) do update set last_observed_at = excluded.last_observed_at,
         read_count = excluded.read_count, recent_gaps = excluded.recent_gaps, interval_seconds = excluded.interval_seconds,
         verdict = excluded.verdict`,
      [sourceId, documentId, firstAt, lastAt, readCount, recentGaps, intervalSeconds, verdict],
    )
  }
}
