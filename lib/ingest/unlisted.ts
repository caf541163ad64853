import type { Touched } from './months.ts'
import type { Transaction } from './transaction.ts'

/**
 * Some sources list only what is open: an incident leaves the list when it is over, and no document says when. By the last such
 * list of each address, one that is still open by its own words but no longer listed is over, its duration not reported
 * (basis `single`), until it is listed again. Returns the stretches of the incidents that this changed.
 */
export async function settleUnlisted(tx: Transaction, sourceId: number): Promise<Touched[]> {
  const { rows } = await tx.query<{ startedAt: Date }>(
    `with lists as (
       select distinct on (d.url) r.said_at, d.listed, d.gist->'kinds' as kinds
       from readings r join documents d on d.id = r.document_id
       where r.source_id = $1 and r.verdict = 'accepted' and d.extent = 'open'
       order by d.url, r.said_at desc
     ), judged as (
       select i.id, i.derived_basis, i.basis,
         exists (select from lists where listed && (array[i.external_id] || array(
           select k.external_id from incident_keys k where k.incident_id = i.id
         ))) as is_listed
       from incidents i
       where i.source_id = $1 and i.derived_started_at is not null
         and i.status is distinct from 'resolved' and i.status is distinct from 'postmortem'
         and i.status is distinct from 'completed' and i.status is distinct from 'scheduled'
         and exists (select from lists where kinds ? i.source_kind::text and said_at > i.derived_started_at)
         and (i.derived_basis = 'ongoing' and i.said_at < (select max(said_at) from lists)
           or i.derived_basis = 'single' and i.stated_ended_at is null)
     )
     update incidents i set
       derived_basis = case when is_listed then 'ongoing' else 'single' end::duration_basis,
       derived_ended_at = case when not is_listed then i.derived_started_at end,
       basis = case when judged.basis <> judged.derived_basis then judged.basis when is_listed then 'ongoing' else 'single' end,
       ended_at = case when judged.basis <> judged.derived_basis then i.ended_at when not is_listed then i.started_at end
     from judged
     where i.id = judged.id and is_listed <> (judged.derived_basis = 'ongoing')
     returning i.derived_started_at as "startedAt"`,
    [sourceId],
  )
  return rows.map(({ startedAt }) => ({ from: startedAt, to: null }))
}
