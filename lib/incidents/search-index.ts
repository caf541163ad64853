import { notifyChange } from '#lib/database/change.ts'
import { pool } from '#lib/database/client.ts'
import { preparing } from '#lib/database/prepared.ts'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'
import { SEPARATOR } from '#lib/text/search/search-words.ts'

/**
 * Building the text search vectors costs more than everything else: for more incidents than this it happens shortly
 * after the ingest.
 */
const MAX_AT_ONCE = 1_000
const BATCH = 500

/** Postgres accepts a megabyte of distinct words per incident; no real incident comes near these limits. */
const MAX_BODY_LENGTH = 20_000
const MAX_TEXT_LENGTH = 400_000

/** Updates the search index for written incidents, or marks them as due. */
export async function indexWords(tx: Transaction, incidentIds: (string | null)[]): Promise<void> {
  if (incidentIds.length === 0) return
  if (incidentIds.length <= MAX_AT_ONCE) return await writeWords(tx, incidentIds)
  await tx.query<never>('insert into words_due select unnest($1::bigint[]) on conflict do nothing', [incidentIds])
}

/**
 * Does what large ingests have left, and all of it after an upgrade that parts words in another way: the newest incidents first,
 * in transactions of some seconds, which lock no rows but those of the index. Whoever searches meanwhile finds what the words of
 * before hold. Ends early when `stopping` is aborted. Returns how many incidents there were.
 */
export async function indexDueWords(stopping?: AbortSignal): Promise<number> {
  let count = 0
  // Every run asks, and most have left nothing.
  const { rowCount: due } = await preparing(pool()).query<never>('select from words_due limit $1', [1])
  if (due === 0) return count
  for (;;) {
    const done = await inTransaction(async (tx) => {
      const { rows } = await tx.query<{ id: string }>(
        `delete from words_due where incident_id in (select incident_id from words_due order by 1 desc limit $1 for update skip locked)
         returning incident_id as id`,
        [BATCH],
      )
      await writeWords(
        tx,
        rows.map((row) => row.id),
      )
      return rows.length
    })
    count += done
    if (done < BATCH || stopping?.aborted) break
  }
  // Searches that were answered meanwhile may have missed some.
  if (count > 0) await notifyChange(pool(), null)
  return count
}

async function writeWords(tx: Transaction, incidentIds: (string | null)[]): Promise<void> {
  if (incidentIds.length === 0) return
  await tx.query<never>(
    `insert into incident_words (incident_id, words)
     select i.id, setweight(to_tsvector('english', regexp_replace(i.title, $4, ' ', 'g')), 'A')
       || to_tsvector('english', regexp_replace(coalesce(u.text, ''), $4, ' ', 'g'))
     from incidents i left join lateral (
       select left(string_agg(left(body, $2), E'\\n' order by posted_at, position), $3) as text
       from incident_updates where incident_id = i.id
     ) u on true
     where i.id = any($1)
     on conflict (incident_id) do update set words = excluded.words where incident_words.words <> excluded.words`,
    [incidentIds, MAX_BODY_LENGTH, MAX_TEXT_LENGTH, SEPARATOR],
  )
}
