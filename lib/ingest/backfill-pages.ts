import type { DocumentRequest } from '#lib/adapters/adapter.ts'
import { pool } from '#lib/database/client.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import type { OutageHistoryError } from '#lib/domain/errors.ts'
import type { LeasedRun } from '#lib/runs/run.ts'

/** Attempts for one page within one back-fill: at once, and after 1, 5 and 25 minutes. */
const MAX_TRIES = 4
const FIRST_RETRY_SECONDS = 60
const RETRY_FACTOR = 5

/** An address that a back-fill has to read. */
export interface Page {
  url: string
  documentId: string | null
  fetchedAt: Date | null
}

/** A page that could not be read and is given up for now. */
export interface UnreadPage {
  url: string
  error: string
}

/** History pages first, then the addresses that they name, each in the order of discovery. Known ones stay as they are. */
export async function addPages(tx: Transaction, sourceId: number, requests: DocumentRequest[]): Promise<void> {
  if (requests.length === 0) return
  await tx.query<never>(
    `insert into backfill_pages (source_id, url, position)
     select $1, found.url, (select coalesce(max(position), 0) from backfill_pages where source_id = $1) + found.place
     from unnest($2::text[]) with ordinality as found(url, place)
     on conflict (source_id, url) do nothing`,
    [sourceId, requests.map(({ url }) => url)],
  )
}

/**
 * Resets the attempts of pages that an earlier back-fill could not read, and puts them behind new pages. A restart of
 * the same run resets nothing that the run itself has given up.
 */
export async function reopenPages(tx: Transaction, { id, sourceId }: LeasedRun): Promise<void> {
  await tx.query<never>(
    `update backfill_pages set tries = 1, retry_at = null, read_at = null
     where source_id = $1 and error_code is not null and tried_by is distinct from $2`,
    [sourceId, id],
  )
}

/** The next page to read now, failed ones last. Null when there is none, or none yet. */
export async function findPage(sourceId: number): Promise<Page | null> {
  const { rows } = await pool().query<Page>(
    `select url, document_id as "documentId", fetched_at as "fetchedAt" from backfill_pages
     where source_id = $1 and read_at is null and coalesce(retry_at, '-infinity') <= now()
     order by least(tries, 1), position limit 1`,
    [sourceId],
  )
  return rows[0] ?? null
}

/** The time until the next waiting page may be tried again; null when none waits. */
export async function secondsUntilRetry(sourceId: number): Promise<number | null> {
  const { rows } = await pool().query<{ seconds: number | null }>(
    `select ceil(extract(epoch from min(retry_at) - now()))::int as seconds from backfill_pages
     where source_id = $1 and read_at is null and retry_at is not null`,
    [sourceId],
  )
  const seconds = rows[0]?.seconds ?? null
  return seconds === null ? null : Math.max(0, seconds)
}

/**
 * Records a failed page, so that the others are read before it is tried again; after its last attempt it counts as
 * read. A page that must not be read is not tried again.
 */
export async function noteFailure(
  { id, sourceId }: LeasedRun,
  { url }: Page,
  { code, message }: OutageHistoryError,
  { isFinal }: { isFinal: boolean },
): Promise<void> {
  await pool().query<never>(
    `update backfill_pages set tries = tries + 1, error_code = $3, error = $4, tried_by = $9,
       retry_at = now() + make_interval(secs => $6 * power($7::int, tries)),
       read_at = case when $5 or tries + 1 >= $8 then now() end
     where source_id = $1 and url = $2`,
    [sourceId, url, code, message, isFinal, FIRST_RETRY_SECONDS, RETRY_FACTOR, MAX_TRIES, id],
  )
}

/** Records that a page was read, or that nothing exists at its address (`error` says so). */
export async function noteRead(tx: Transaction, sourceId: number, { url }: Page, error: string | null): Promise<void> {
  await tx.query<never>(
    `update backfill_pages set read_at = now(), error = $3, error_code = null, retry_at = null
     where source_id = $1 and url = $2`,
    [sourceId, url, error],
  )
}

/** The pages that the back-fill has given up, in the order of discovery. */
export async function listUnread(tx: Transaction, sourceId: number): Promise<UnreadPage[]> {
  const { rows } = await tx.query<UnreadPage>(
    'select url, error from backfill_pages where source_id = $1 and error_code is not null order by position',
    [sourceId],
  )
  return rows
}

/** The next back-fill starts over; unread pages are kept for it and for the daily attempt. */
export async function forgetReadPages(tx: Transaction, sourceId: number): Promise<void> {
  await tx.query<never>('delete from backfill_pages where source_id = $1 and error_code is null', [sourceId])
}
