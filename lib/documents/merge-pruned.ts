import type { Transaction } from '#lib/database/transaction.ts'
import { joinReads } from '#lib/domain/read-times.ts'
import { continues, type Row, replaceRows } from './store-read.ts'

interface PrunableObservation extends Row {
  url: string | null
  normalisedHash: string | null
  hasBody: boolean
}

/**
 * Merges observations of pruned documents into the observation before them at the same address, where both documents
 * have equal content. Without this, a page whose bytes differ at every read would leave one row per read. The merged
 * documents are deleted. Only reads before `until` are merged. The source must be locked.
 */
export async function mergePruned(tx: Transaction, sourceId: number, until: Date): Promise<void> {
  const { rows } = await tx.query<PrunableObservation>(
    `select o.document_id as "documentId", d.sha256, d.url, d.normalised_hash as "normalisedHash", d.body is not null as "hasBody",
       o.first_observed_at as "firstAt", o.last_observed_at as "lastAt", o.read_count as "readCount",
       o.recent_gaps as "recentGaps", o.interval_seconds as "intervalSeconds", o.verdict
     from observations o join documents d on d.id = o.document_id
     where o.source_id = $1 and o.last_observed_at < $2 order by d.url, o.first_observed_at, d.sha256`,
    [sourceId, until],
  )
  const forgotten = new Set<string>()
  let group: { rows: PrunableObservation[]; merged: PrunableObservation[] } | null = null
  const store = async () => {
    if (group !== null && group.rows.length > 1) await replaceRows(tx, { sourceId }, group.rows, group.merged)
  }
  for (const row of rows) {
    const last = group?.merged.at(-1)
    if (group === null || last === undefined || !isSameContent(last, row)) {
      await store()
      group = { rows: [row], merged: [row] }
      continue
    }
    const { documentId, sha256, hasBody } = last
    const taken = { ...row, documentId, sha256, hasBody }
    group.rows.push(row)
    if (continues(last, taken)) group.merged[group.merged.length - 1] = { ...taken, ...joinReads(last, taken) }
    else group.merged.push(taken)
    forgotten.add(row.documentId)
  }
  await store()
  await forget(tx, sourceId, [...forgotten])
}

/** Whether the later observation, whose body was pruned, has the same content as the earlier one. */
function isSameContent(earlier: PrunableObservation, later: PrunableObservation): boolean {
  if (later.hasBody || later.documentId === earlier.documentId) return false
  if (earlier.url !== later.url || earlier.normalisedHash === null || earlier.normalisedHash !== later.normalisedHash)
    return false
  return [earlier, later].every(({ verdict, readCount }) => verdict === 'accepted' && readCount > 0)
}

/** Deletes documents to which no row refers any more. */
async function forget(tx: Transaction, sourceId: number, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.query<never>(
    `with said as (
       select source_sha256 from incidents where source_id = $1
       union select u.source_sha256 from incident_updates u join incidents i on i.id = u.incident_id where i.source_id = $1
       union select r.source_sha256 from revisions r join incidents i on i.id = r.incident_id where i.source_id = $1
     )
     delete from documents d where d.source_id = $1 and d.id = any($2) and d.body is null
       and not exists (select from observations o where o.document_id = d.id)
       and not exists (select from validators v where v.source_id = $1 and v.sha256 = d.sha256)
       and not exists (select from backfill_pages p where p.document_id = d.id)
       and d.sha256 not in (select source_sha256 from said)`,
    [sourceId, ids],
  )
}
