import { inTransaction, lockSource, type Transaction } from '#lib/database/transaction.ts'
import { mergePruned } from './merge-pruned.ts'

/** Younger bodies are always kept. */
const KEPT_DAYS = 30
/** How many bodies of failed or suspicious documents are kept for inspection, newest first. */
const DOUBTFUL_KEPT = 20

export interface PrunedDocuments {
  documents: number
  /** Compressed, as stored. */
  bytes: number
}

/**
 * Deletes the bodies of a source's documents on which no state depends. What they listed, and when they were read,
 * stays. A body is deleted when all of this holds:
 * - it was read more than 30 days before `now`, and another document of its address was read later that day;
 * - the next document of its address lists the same incidents, so that the last statement about each is kept;
 * - no incident, update or revision was observed, first seen, edited or withdrawn by it.
 * Of the bodies of failed or suspicious documents, the newest 20 are kept. A body that a run, a back-fill or a "304 Not
 * Modified" may need is always kept.
 */
export async function pruneDocuments(sourceId: number, now: Date): Promise<PrunedDocuments> {
  return await inTransaction(async (tx) => {
    await lockSource(tx, sourceId)
    const pruned = await prune(tx, sourceId, now)
    await mergePruned(tx, sourceId, new Date(now.getTime() - KEPT_DAYS * 86_400_000))
    return pruned
  })
}

async function prune(tx: Transaction, sourceId: number, now: Date): Promise<PrunedDocuments> {
  const { rows } = await tx.query<PrunedDocuments>(
    `with told as (
       select d.id, d.sha256, o.first_observed_at, o.last_observed_at, d.completeness || md5(d.listed::text) as listing,
         lead(d.completeness || md5(d.listed::text)) over by_time as next_listing,
         (o.first_observed_at at time zone 'UTC')::date = (lead(o.first_observed_at) over by_time at time zone 'UTC')::date as is_day_going_on
       from observations o join documents d on d.id = o.document_id
       where o.source_id = $1 and o.verdict = 'accepted'
       window by_time as (partition by d.url order by o.first_observed_at, d.sha256)
     ), shown as (
       select unnest(array[i.first_seen_at, i.withdrawn_at]) as at, i.source_sha256 as sha256 from incidents i where i.source_id = $1
       union select unnest(array[u.first_seen_at, u.edited_at, u.withdrawn_at]), u.source_sha256
         from incident_updates u join incidents i on i.id = u.incident_id where i.source_id = $1
       union select r.seen_at, r.source_sha256 from revisions r join incidents i on i.id = r.incident_id where i.source_id = $1
     ), placed as (
       -- With the next time at which anything was shown, found by walking back in time.
       select id, sha256, listing, next_listing, is_day_going_on, last_observed_at, min(shown_at) over (order by at desc) as next_shown_at
       from (
         select *, first_observed_at as at, null::timestamptz as shown_at from told
         union all
         select null, null, at, null, null, null, null, at, at from shown where at is not null
       ) both_kinds
     ), idle as (
       select id from placed where id is not null group by id, sha256
       having max(last_observed_at) < $2::timestamptz - make_interval(days => $3)
         and bool_and(coalesce(listing = next_listing and is_day_going_on, false))
         and sha256 not in (select sha256 from shown)
         and not bool_or(coalesce(next_shown_at <= last_observed_at, false))
     ), doubtful as (
       select o.document_id as id from observations o
       where o.source_id = $1 group by o.document_id having bool_and(o.verdict <> 'accepted')
       order by max(o.last_observed_at) desc offset $4
     ), gone as (
       update documents d set body = null
       from (select id, octet_length(body) as bytes from documents where source_id = $1 and body is not null for update) old
       where d.id = old.id and (d.id in (select id from idle) or d.id in (select id from doubtful))
         and not exists (select from validators v where v.source_id = $1 and v.sha256 = d.sha256)
         and not exists (select from backfill_pages p where p.document_id = d.id)
         and not exists (select from runs q where q.document_id = d.id and q.state in ('queued', 'running'))
       returning old.bytes
     )
     select count(*)::int as documents, coalesce(sum(bytes), 0)::float8 as bytes from gone`,
    [sourceId, now, KEPT_DAYS, DOUBTFUL_KEPT],
  )
  return rows[0] ?? { documents: 0, bytes: 0 }
}
