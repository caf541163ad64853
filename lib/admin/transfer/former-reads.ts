import type { Transaction } from '#lib/database/transaction.ts'

/** Until November 2026 each read of a document was a row of its own; exports of that time hold them. */
export async function makeFormerReadTable(tx: Transaction): Promise<void> {
  await tx.query<never>(
    `create temp table former_reads (source_id int, document_id bigint, said_at timestamptz(3), read_at timestamptz(3), verdict verdict)
     on commit drop`,
  )
}

/** Stores what is in `former_reads` as observations: reads in a row, with no gap of more than three intervals, as one. */
export async function storeFormerReads(tx: Transaction): Promise<void> {
  await tx.query<never>(
    `insert into observations (source_id, document_id, first_observed_at, last_observed_at, read_count, recent_gaps, interval_seconds, verdict)
     with placed as (
       select r.*, d.url, s.poll_interval_seconds, row_number() over by_time as place,
         coalesce(r.read_at is not null and lag(r.read_at) over by_time is not null
           and lag(r.document_id) over by_time = r.document_id and lag(r.verdict) over by_time = r.verdict
           and r.said_at - lag(r.said_at) over by_time <= 3 * s.poll_interval_seconds * interval '1 second', false) as continues,
         (extract(epoch from r.said_at - lag(r.said_at) over by_time) * 1000)::bigint as gap
       from former_reads r join documents d on d.id = r.document_id join sources s on s.id = r.source_id
       window by_time as (partition by r.source_id, d.url order by r.said_at, d.sha256, r.document_id)
     ), numbered as (
       select *, count(*) filter (where not continues) over (partition by source_id, url order by place) as change from placed
     ), counted as (
       select *, row_number() over (partition by source_id, url, change order by place desc) as from_last from numbered
     )
     select source_id, min(document_id), min(said_at), max(said_at), count(read_at),
       coalesce(array_agg(gap::int order by place) filter (where continues and from_last <= 287), '{}'), min(poll_interval_seconds), min(verdict)
     from counted group by source_id, url, change`,
  )
}
