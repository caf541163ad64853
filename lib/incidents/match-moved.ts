import { insertRows } from '#lib/database/bulk-write.ts'
import { lockSourceAtOnce, type Transaction } from '#lib/database/transaction.ts'
import { type Happening, matchDuplicates } from '#lib/domain/duplicates.ts'
import { getSource } from '#lib/sources/source.ts'
import { loadIncidents } from './load-state.ts'
import { writeIncidents } from './write-incidents.ts'

/** How often a source can move. */
const MAX_MOVES = 20

/** An incident of a source that has moved, and its duplicate in the source that it moved to. Row ids. */
export interface MovedDuplicate {
  id: string
  duplicateOfId: string
}

interface MoveRow {
  sourceId: number
  toleranceSeconds: number
  notDuplicates: string[]
  /** The source that it moved to, and where that one moved to, the last one first. */
  targets: { id: number; isSamePlatform: boolean }[]
}

interface MovedIncident extends Happening {
  id: string
  sourceId: number
  /** The duplicate that was found before. */
  duplicateOfId: string | null
}

/**
 * The incidents of a vendor's moved sources that their successors list again. A duplicate that was found once stays:
 * the vendor may change its title later. The others follow the rule of `matchDuplicates`, the last source first.
 */
export async function listMovedDuplicates(tx: Transaction, vendorId: number): Promise<MovedDuplicate[]> {
  const moves = await listMoves(tx, vendorId)
  if (moves.length === 0) return []
  const sources = new Set(moves.flatMap(({ sourceId, targets }) => [sourceId, ...targets.map(({ id }) => id)]))
  const { rows } = await tx.query<MovedIncident>(
    `select i.id, i.source_id as "sourceId", i.external_id as "externalId", i.title, i.derived_started_at as "startedAt",
       case when i.dedup_status = 'superseded' then i.duplicate_of_id end as "duplicateOfId"
     from incidents i where i.source_id = any($1) order by i.id`,
    [[...sources]],
  )
  const bySource = Map.groupBy(rows, ({ sourceId }) => sourceId)
  return leadToTheLast(moves.flatMap((move) => matchMove(move, bySource)))
}

/** Of a source that moved twice, each leads to the duplicate in the last place, the one that counts, and not to the one between. */
function leadToTheLast(duplicates: MovedDuplicate[]): MovedDuplicate[] {
  const next = new Map(duplicates.map(({ id, duplicateOfId }) => [id, duplicateOfId]))
  return duplicates.map(({ id, duplicateOfId }) => {
    let last = duplicateOfId
    for (let step = 0; step < MAX_MOVES; step++) last = next.get(last) ?? last
    return { id, duplicateOfId: last }
  })
}

function matchMove(move: MoveRow, bySource: Map<number, MovedIncident[]>): MovedDuplicate[] {
  const rule = { toleranceSeconds: move.toleranceSeconds, notDuplicates: new Set(move.notDuplicates) }
  const places = move.targets.map(({ id, isSamePlatform }) => ({ isSamePlatform, incidents: bySource.get(id) ?? [] }))
  const known = new Set(places.flatMap(({ incidents }) => incidents.map(({ id }) => id)))
  const own = bySource.get(move.sourceId) ?? []
  const duplicates = new Map<string, string>()
  for (const { id, externalId, duplicateOfId } of own) {
    if (duplicateOfId !== null && known.has(duplicateOfId) && !rule.notDuplicates.has(externalId))
      duplicates.set(id, duplicateOfId)
  }
  for (const { isSamePlatform, incidents } of places) {
    const taken = new Set(duplicates.values())
    const left = own.filter(({ id }) => !duplicates.has(id))
    const free = incidents.filter(({ id }) => !taken.has(id))
    for (const [old, fresh] of matchDuplicates(left, free, { ...rule, isSamePlatform }))
      duplicates.set(old.id, fresh.id)
  }
  return [...duplicates].map(([id, duplicateOfId]) => ({ id, duplicateOfId }))
}

async function listMoves(tx: Transaction, vendorId: number): Promise<MoveRow[]> {
  const { rows } = await tx.query<MoveRow>(
    `with recursive chain as (
       select m.source_id, m.target_id, 1 as step from moves m join sources s on s.id = m.source_id where s.vendor_id = $1
       union all
       select c.source_id, m.target_id, c.step + 1 from chain c join moves m on m.source_id = c.target_id where c.step < ${MAX_MOVES}
     )
     select c.source_id as "sourceId", m.tolerance_seconds as "toleranceSeconds", m.not_duplicates as "notDuplicates",
       json_agg(json_build_object('id', c.target_id, 'isSamePlatform', t.platform = s.platform) order by c.step desc) as targets
     from chain c join moves m on m.source_id = c.source_id
     join sources s on s.id = c.source_id join sources t on t.id = c.target_id
     group by c.source_id, m.tolerance_seconds, m.not_duplicates order by c.source_id`,
    [vendorId],
  )
  return rows
}

/**
 * Copies corrections of an incident of a moved source, or of the bundled sample, to its duplicate, except for fields that were
 * corrected there. A duplicate of the sample may rest on its time alone: it gets corrections only under the same id or title.
 */
export async function carryCorrections(tx: Transaction, vendorId: number): Promise<void> {
  const { rows } = await tx.query<Correction & { sourceId: number; externalId: string }>(
    `select t.id as "incidentId", t.source_id as "sourceId", t.external_id as "externalId", c.field, c.value, c.reason, c.author,
       c.created_at as "createdAt"
     from corrections c join incidents i on i.id = c.incident_id join incidents t on t.id = i.duplicate_of_id
     join sources s on s.id = i.source_id
     where i.vendor_id = $1 and i.dedup_status = 'superseded' and c.revoked_at is null
       and (exists (select from moves m where m.source_id = i.source_id)
         or s.origin = 'sample' and (t.external_id = i.external_id or t.title = i.title))
       and not exists (select from corrections o where o.incident_id = t.id and o.field = c.field)
     order by c.id`,
    [vendorId],
  )
  if (rows.length === 0) return
  const bySource = Map.groupBy(rows, ({ sourceId }) => sourceId)
  // Whoever links two incidents holds these locks already: a source is locked together with its successors.
  for (const sourceId of bySource.keys()) await lockSourceAtOnce(tx, sourceId)
  await insertRows<Correction>(
    tx,
    'corrections',
    [
      { name: 'incident_id', type: 'bigint', value: ({ incidentId }) => incidentId },
      { name: 'field', type: 'text', value: ({ field }) => field },
      { name: 'value', type: 'jsonb', value: ({ value }) => JSON.stringify(value) },
      { name: 'reason', type: 'text', value: ({ reason }) => reason },
      { name: 'author', type: 'text', value: ({ author }) => author },
      { name: 'created_at', type: 'timestamptz', value: ({ createdAt }) => createdAt },
    ],
    rows,
  )
  for (const [sourceId, own] of bySource) {
    const names = new Set(own.map(({ externalId }) => externalId))
    const { state, stored } = await loadIncidents(tx, sourceId, names)
    await writeIncidents(tx, await getSource(tx, sourceId), state.incidents.values(), stored)
  }
}

interface Correction {
  incidentId: string
  field: string
  value: unknown
  reason: string
  author: string
  createdAt: Date
}
