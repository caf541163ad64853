import { onlyRow } from '#lib/database/client.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import type { DeletionImpact } from '#lib/domain/deletion-impact.ts'

/** Counts everything that belongs to a vendor or to one source. */
export async function countDeletionImpact(
  tx: Transaction,
  which: { vendorId: number } | { sourceId: number },
): Promise<DeletionImpact> {
  const [column, id] =
    'vendorId' in which ? (['vendor_id', which.vendorId] as const) : (['id', which.sourceId] as const)
  const { rows } = await tx.query<DeletionImpact>(
    `with gone as (select id from sources where ${column} = $1),
     lost as (select i.id, i.dedup_status, i.duplicate_of_id from incidents i where i.source_id in (select id from gone))
     select (select count(*)::int from gone) as sources, (select count(*)::int from lost) as incidents,
       (select count(*)::int from incident_updates u where u.incident_id in (select id from lost)) as updates,
       (select count(*)::int from corrections c where c.incident_id in (select id from lost)) as corrections,
       (select count(*)::int from documents d where d.source_id in (select id from gone)) as documents,
       (select count(*)::int from runs r where r.source_id in (select id from gone)) as runs,
       (select count(*)::int from lost l where l.dedup_status <> 'superseded' or l.duplicate_of_id is null or l.duplicate_of_id in (select id from lost))
       + (select count(*)::int from incident_aliases a where a.incident_id in (select id from lost)) as permalinks`,
    [id],
  )
  return onlyRow(rows)
}
