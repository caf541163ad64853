import { pool } from '#lib/database/client.ts'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'
import { CHANGE_CHANNEL, changePayload } from '#lib/domain/change.ts'

/** To take words apart costs more than to store all the rest: more incidents than this are searchable only a moment later. */
const MAX_AT_ONCE = 1_000
const BATCH = 2_000

/** Postgres takes a megabyte of distinct words for one incident; no real one comes near these. */
const MAX_BODY_LENGTH = 20_000
const MAX_TEXT_LENGTH = 400_000

/** Brings the words of written incidents up to date, or notes that they are due. */
export async function indexWords(tx: Transaction, incidentIds: (string | null)[]): Promise<void> {
  if (incidentIds.length === 0) return
  if (incidentIds.length <= MAX_AT_ONCE) return await writeWords(tx, incidentIds)
  await tx.query<never>('insert into words_due select unnest($1::bigint[]) on conflict do nothing', [incidentIds])
}

/** Does what large ingests have left. Returns how many incidents that were. */
export async function indexDueWords(): Promise<number> {
  let count = 0
  for (;;) {
    const done = await inTransaction(async (tx) => {
      const { rows } = await tx.query<{ id: string }>(
        `delete from words_due where incident_id in (select incident_id from words_due order by 1 limit $1 for update skip locked)
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
    if (done < BATCH) break
  }
  // Searches that were answered meanwhile may have missed some.
  if (count > 0) await pool().query<never>('select pg_notify($1, $2)', [CHANGE_CHANNEL, changePayload(null)])
  return count
}

async function writeWords(tx: Transaction, incidentIds: (string | null)[]): Promise<void> {
  if (incidentIds.length === 0) return
  await tx.query<never>(
    `insert into incident_words (incident_id, words)
     select i.id, setweight(to_tsvector('english', i.title), 'A') || to_tsvector('english', coalesce(u.text, ''))
     from incidents i left join lateral (
       select left(string_agg(left(body, $2), E'\\n' order by posted_at, position), $3) as text
       from incident_updates where incident_id = i.id
     ) u on true
     where i.id = any($1)
     on conflict (incident_id) do update set words = excluded.words where incident_words.words <> excluded.words`,
    [incidentIds, MAX_BODY_LENGTH, MAX_TEXT_LENGTH],
  )
}
