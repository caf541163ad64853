import type { Touched } from './months.ts'
import type { Transaction } from './transaction.ts'

/** A start this close to another's is taken for the same happening. */
const TWIN_MINUTES = 30

/**
 * Decides which incidents of a vendor with several sources count, as /methodology#sources says: the primary's do; those of
 * another source do where the primary does not cover their start completely; the bundled sample's do until any other source
 * has been read. What does not count is linked to its twin where there is one. Returns the stretches that changed.
 */
export async function settleStandings(tx: Transaction, vendorId: number): Promise<Touched[]> {
  const { rows: sources } = await tx.query('select 1 from sources where vendor_id = $1 limit 2', [vendorId])
  if (sources.length < 2) return []
  const { rows } = await tx.query(
    `with places as (
       select i.id, i.external_id, i.title, i.started_at, i.sort_at, s.origin, s.is_primary,
         s.origin = 'sample' and exists (
           select from sources o where o.vendor_id = $1 and o.origin <> 'sample' and o.last_good_read_at is not null
         ) as is_superseded,
         s.origin <> 'sample' and not s.is_primary and exists (
           select from coverage c join sources p on p.id = c.source_id
           where p.vendor_id = $1 and p.is_primary and c.quality = 'complete'
             and i.sort_at >= c.covered_from and i.sort_at < c.covered_to
         ) as is_secondary
       from incidents i join sources s on s.id = i.source_id where i.vendor_id = $1
     ), wanted as (
       select p.id, (case when is_superseded then 'superseded' when is_secondary then 'secondary' else 'counted' end)::standing as standing,
         case when is_superseded or is_secondary then (
           select o.id from incidents o join sources s on s.id = o.source_id
           where o.vendor_id = $1 and s.origin <> 'sample' and (is_superseded or s.is_primary) and o.id <> p.id
             and (o.external_id = p.external_id
               or o.started_at between p.started_at - $2 * interval '1 minute' and p.started_at + $2 * interval '1 minute'
               or (o.started_at is null and p.started_at is null and o.title = p.title))
           order by s.is_primary desc, o.external_id = p.external_id desc, o.title = p.title desc,
             abs(extract(epoch from o.started_at - p.started_at)), o.id
           limit 1
         ) end as twin_id
       from places p
     )
     update incidents i set standing = w.standing, twin_id = w.twin_id from wanted w
     where i.id = w.id and (i.standing, i.twin_id) is distinct from (w.standing, w.twin_id)
     returning i.sort_at as "from", i.ended_at as "to"`,
    [vendorId, TWIN_MINUTES],
  )
  return rows
}
