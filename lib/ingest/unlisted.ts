import { maxOf } from '#lib/domain/many.ts'
import type { Touched } from './months.ts'
import type { Transaction } from './transaction.ts'

/**
 * Some sources list only what is open: an incident leaves the list when it is over, and no document says when. By the last such
 * list of each address, one that is still open by its own words but no longer listed is over, its duration not reported
 * (basis `single`), until it is listed again. Returns the stretches of the incidents that this changed.
 */
export async function settleUnlisted(tx: Transaction, sourceId: number): Promise<Touched[]> {
  const lists = await loadOpenLists(tx, sourceId)
  if (lists.length === 0) return []
  // Found first and changed afterwards: as one statement the planner may join all incidents with all.
  const { rows } = await tx.query<{ id: string; isOpen: boolean; isListed: boolean }>(
    `select i.id, i.derived_basis = 'ongoing' as "isOpen",
       array[i.external_id] || array(select k.external_id from incident_keys k where k.incident_id = i.id) && $4 as "isListed"
     from incidents i
     where i.source_id = $1 and i.derived_started_at is not null
       and i.status is distinct from 'resolved' and i.status is distinct from 'postmortem'
       and i.status is distinct from 'completed' and i.status is distinct from 'scheduled'
       and exists (select from unnest($2::text[], $3::timestamptz[]) as list(kind, said_at)
                   where list.kind = i.source_kind::text and list.said_at > i.derived_started_at)
       and (i.derived_basis = 'ongoing' and i.said_at < $5 or i.derived_basis = 'single' and i.stated_ended_at is null)`,
    [
      sourceId,
      lists.flatMap(({ kinds }) => kinds),
      lists.flatMap(({ kinds, saidAt }) => kinds.map(() => saidAt)),
      lists.flatMap(({ listed }) => listed),
      new Date(maxOf(lists.map(({ saidAt }) => saidAt.getTime()))),
    ],
  )
  const reopened = rows.filter(({ isOpen, isListed }) => isListed && !isOpen).map(({ id }) => id)
  const gone = rows.filter(({ isOpen, isListed }) => !isListed && isOpen).map(({ id }) => id)
  return [...(await setOpen(tx, reopened, true)), ...(await setOpen(tx, gone, false))]
}

interface OpenList {
  saidAt: Date
  listed: string[]
  kinds: string[]
}

/** The last list of what is open of each address. */
async function loadOpenLists(tx: Transaction, sourceId: number): Promise<OpenList[]> {
  const { rows } = await tx.query<OpenList>(
    `select distinct on (d.url) o.last_observed_at as "saidAt", d.listed, d.gist->'kinds' as kinds
     from observations o join documents d on d.id = o.document_id
     where o.source_id = $1 and o.verdict = 'accepted' and d.extent = 'open'
     order by d.url, o.last_observed_at desc`,
    [sourceId],
  )
  return rows
}

/** What an admin has corrected stays as corrected. */
async function setOpen(tx: Transaction, ids: string[], isOpen: boolean): Promise<Touched[]> {
  if (ids.length === 0) return []
  const { rows } = await tx.query<{ startedAt: Date }>(
    `update incidents set
       derived_basis = case when $2 then 'ongoing' else 'single' end::duration_basis,
       derived_ended_at = case when not $2 then derived_started_at end,
       basis = case when basis <> derived_basis then basis when $2 then 'ongoing' else 'single' end,
       ended_at = case when basis <> derived_basis then ended_at when not $2 then started_at end
     where id = any($1) returning derived_started_at as "startedAt"`,
    [ids, isOpen],
  )
  return rows.map(({ startedAt }) => ({ from: startedAt, to: null }))
}
