import type { Transaction } from '#lib/database/transaction.ts'
import { listMovedDuplicates } from './match-moved.ts'

/** Starts at most this far apart can be the same incident. */
const DUPLICATE_MINUTES = 30

/**
 * Decides which incidents of a vendor with several sources count, as /methodology#sources says. Those of the primary
 * source count; those of another source count where the primary does not cover their start completely; those of the
 * bundled sample count until any other source has been read. An incident that does not count is linked to its
 * duplicate, if there is one. A source that has moved ranks with its successor: what the successor lists again does not
 * count, and the rest counts as if both were one source. Returns how many incidents changed.
 *
 * Duplicates are found by id, by time, and without a time by title, each through its own index: in one condition, every
 * incident would be compared with every other.
 */
export async function settleDedupStatus(tx: Transaction, vendorId: number): Promise<number> {
  const sources = await tx.query<never>('select from sources where vendor_id = $1 limit 2', [vendorId])
  if (sources.rowCount !== 2) return 0
  const moved = await listMovedDuplicates(tx, vendorId)
  const { rowCount } = await tx.query<never>(
    `with recursive moved as (
       select * from unnest($3::bigint[], $4::bigint[]) as m(id, duplicate_of_id)
     ), chain as (
       select source_id, target_id from moves
       union
       select c.source_id, m.target_id from chain c join moves m on m.source_id = c.target_id
     ), ahead as (
       select id from sources where vendor_id = $1 and is_primary
       union
       select c.source_id from chain c join sources p on p.id = c.target_id where p.vendor_id = $1 and p.is_primary
     ), places as (
       select i.id, i.external_id, i.title, i.started_at, i.sort_at, s.origin, s.is_primary, m.duplicate_of_id as moved_to,
         s.origin = 'sample' and exists (
           select from sources o where o.vendor_id = $1 and o.origin <> 'sample' and o.last_good_read_at is not null
         ) as is_superseded,
         s.origin <> 'sample' and s.id not in (select id from ahead) and exists (
           select from coverage c join ahead on ahead.id = c.source_id
           where c.quality = 'complete' and i.sort_at >= c.covered_from and i.sort_at < c.covered_to
         ) as is_secondary
       from incidents i join sources s on s.id = i.source_id left join moved m on m.id = i.id where i.vendor_id = $1
     ), wanted as (
       select p.id,
         (case when moved_to is not null or is_superseded then 'superseded' when is_secondary then 'secondary' else 'counted' end)::dedup_status as dedup_status,
         case when moved_to is not null then moved_to when is_superseded or is_secondary then (
           select o.id from (
             select id from incidents where source_id in (select id from sources where vendor_id = $1) and external_id = p.external_id
             union
             select id from incidents
             where vendor_id = $1 and sort_at between p.started_at - $2 * interval '1 minute' and p.started_at + $2 * interval '1 minute'
               and started_at is not null
             union
             select id from incidents where p.started_at is null and vendor_id = $1 and started_at is null and title = p.title
           ) like_it join incidents o using (id) join sources s on s.id = o.source_id
           where s.origin <> 'sample' and (is_superseded or s.id in (select id from ahead)) and o.id <> p.id and o.id <> all($3::bigint[])
           order by s.is_primary desc, o.external_id = p.external_id desc, o.title = p.title desc,
             abs(extract(epoch from o.started_at - p.started_at)), o.id
           limit 1
         ) end as duplicate_of_id
       from places p
     )
     update incidents i set dedup_status = w.dedup_status, duplicate_of_id = w.duplicate_of_id from wanted w
     where i.id = w.id and (i.dedup_status, i.duplicate_of_id) is distinct from (w.dedup_status, w.duplicate_of_id)`,
    [vendorId, DUPLICATE_MINUTES, moved.map(({ id }) => id), moved.map(({ duplicateOfId }) => duplicateOfId)],
  )
  return rowCount ?? 0
}
