import { insertRows, updateRows, valuesOf } from '#lib/database/bulk-write.ts'
import { onlyRow } from '#lib/database/client.ts'
import { copyRows } from '#lib/database/copy-rows.ts'
import { isSame } from '#lib/database/equal-json.ts'
import { lockVendor, type Transaction } from '#lib/database/transaction.ts'
import type { Source } from '#lib/sources/source.ts'
import { publicId } from '#lib/url/public-id.ts'
import type { IncidentState, Revision, UpdateState } from './apply-observation.ts'
import { findTimeless } from './clock.ts'
import { findDepartures } from './departures.ts'
import {
  comparedColumns,
  type IncidentRow,
  incidentColumns,
  newIncidentColumns,
  newUpdateColumns,
  toIncidentRow,
  type UpdateRow,
  updateColumns,
} from './incident-columns.ts'
import type { StoredIncident } from './load-state.ts'
import { indexWords } from './search-index.ts'

/** More incidents than this change the size of a small table considerably. */
const FEW = 500

/** An incident that was inserted or changed, with its former row. */
export interface Written {
  row: IncidentRow
  before: StoredIncident | null
  /** Updates that were inserted or changed. */
  updates: UpdateState[]
}

/**
 * Writes these incidents where their rows differ. Component names and the observation must be stored before. Returns
 * what was written.
 */
export async function writeIncidents(
  tx: Transaction,
  source: Source,
  incidents: Iterable<IncidentState>,
  stored: Map<string, StoredIncident>,
): Promise<Written[]> {
  const written: Written[] = []
  const states = [...incidents]
  const timeless = await findTimeless(tx, source.id, states)
  const departures = await findDepartures(tx, source.id, states, timeless)
  for (const incident of states) {
    const before = incident.id === null ? null : (stored.get(incident.id) ?? null)
    const row = toIncidentRow(incident, source, before?.corrections ?? {}, {
      departure: departures.get(incident),
      timeless,
      correctedAt: before?.correctedAt ?? null,
    })
    const updates = [...incident.updates.values()].filter((update) => isChanged(incident, update, before))
    if (before === null || updates.length > 0 || isRowChanged(row, before)) written.push({ row, before, updates })
  }
  if (written.length === 0) return written
  // Another source of the vendor may change the same rows when their dedup status is computed.
  await lockVendor(tx, source.vendorId)
  await writeRows(tx, written)
  // Foreign-key checks keep their plans for the life of a connection: a plan made while a table was small reads the
  // whole table each time.
  if (written.length > FEW) await tx.query<never>('discard plans')
  await writeUpdates(tx, written)
  await writeComponents(tx, source, written)
  await writeRevisions(tx, written)
  await writeNames(tx, source, written)
  await indexWords(
    tx,
    written.map(({ row }) => row.incident.id),
  )
  return written
}

function isChanged(incident: IncidentState, update: UpdateState, before: StoredIncident | null): boolean {
  if (update.id === null) return true
  const known = before?.updates.get(update.id ?? '')
  return (
    known === undefined ||
    known.values !== valuesOf(updateColumns, { incident, update }) ||
    !isSame(known.revisions, update.revisions)
  )
}

/** Another format of the same content has another hash and is no change. */
function isRowChanged(row: IncidentRow, before: StoredIncident): boolean {
  const { incident } = row
  return (
    valuesOf(comparedColumns, row) !== before.comparedValues ||
    !isSame(incident.live.content.components, before.content.components) ||
    !isSame(incident.revisions, before.revisions) ||
    [...incident.otherIds].some((id) => !before.otherIds.has(id))
  )
}

async function writeRows(tx: Transaction, written: Written[]): Promise<void> {
  const fresh = written.filter(({ row }) => row.incident.id === null).map(({ row }) => row)
  await takeIds(
    tx,
    'incidents',
    fresh.map(({ incident }) => incident),
  )
  await copyRows(tx, 'incidents', newIncidentColumns, fresh)

  const known = written.filter(({ before }) => before !== null)
  await updateRows(
    tx,
    'incidents',
    incidentColumns,
    known.map(({ row }) => row),
  )
  await insertRows<Written>(
    tx,
    'incident_aliases',
    [
      { name: 'public_id', type: 'text', value: ({ before }) => before?.publicId },
      { name: 'incident_id', type: 'bigint', value: ({ row }) => row.incident.id },
    ],
    known.filter(({ row, before }) => before?.publicId !== row.publicId),
    { conflict: 'on conflict do nothing' },
  )
}

async function writeUpdates(tx: Transaction, written: Written[]): Promise<void> {
  const all = written.flatMap(({ row, updates }) =>
    updates.map((update): UpdateRow => ({ incident: row.incident, update })),
  )
  const fresh = all.filter(({ update }) => update.id === null)
  const known = all.filter(({ update }) => update.id !== null)
  await takeIds(
    tx,
    'incident_updates',
    fresh.map(({ update }) => update),
  )
  await copyRows(tx, 'incident_updates', newUpdateColumns, fresh)
  await updateRows(tx, 'incident_updates', updateColumns, known)
}

/** Assigns row ids to new items. */
async function takeIds(tx: Transaction, table: string, items: { id: string | null }[]): Promise<void> {
  if (items.length === 0) return
  // As one text: tens of thousands of single-column rows take longer to read than to generate.
  const { rows } = await tx.query<{ ids: string }>(
    "select string_agg(nextval($1::regclass)::text, ',') as ids from generate_series(1, $2)",
    [`${table}_id_seq`, items.length],
  )
  const ids: string[] = onlyRow(rows).ids.split(',')
  for (const [index, item] of items.entries()) item.id = ids[index] ?? null
}

interface AffectedComponent {
  incidentId: string | null
  componentId: number | undefined
  sourceStatus: string | null
  from: Date | null
  to: Date | null
}

async function writeComponents(tx: Transaction, source: Source, written: Written[]): Promise<void> {
  const changed = written.filter(({ row, before }) => {
    const { components } = row.incident.live.content
    return before === null ? components.length > 0 : !isSame(components, before.content.components)
  })
  if (changed.length === 0) return
  const { rows } = await tx.query<{ id: number; external_id: string }>(
    'select id, external_id from components where source_id = $1',
    [source.id],
  )
  const ids = new Map<string, number>(rows.map((row) => [row.external_id, row.id]))
  const known = changed.filter(({ before }) => before !== null).map(({ row }) => row.incident.id)
  if (known.length > 0) await tx.query<never>('delete from incident_components where incident_id = any($1)', [known])
  const affected = changed.flatMap(({ row: { incident } }) =>
    incident.live.content.components.map(
      ({ externalId, sourceStatus, from, to }): AffectedComponent => ({
        incidentId: incident.id,
        componentId: ids.get(externalId),
        sourceStatus,
        from,
        to,
      }),
    ),
  )
  await copyRows<AffectedComponent>(
    tx,
    'incident_components',
    [
      { name: 'incident_id', type: 'bigint', value: ({ incidentId }) => incidentId },
      { name: 'component_id', type: 'int', value: ({ componentId }) => componentId },
      { name: 'source_status', type: 'text', value: ({ sourceStatus }) => sourceStatus },
      { name: 'affected_from', type: 'timestamptz', value: ({ from }) => from },
      { name: 'affected_to', type: 'timestamptz', value: ({ to }) => to },
    ],
    affected,
  )
}

interface RevisionRow extends Revision {
  incidentId: string | null
  updateId: string | null
}

async function writeRevisions(tx: Transaction, written: Written[]): Promise<void> {
  const chains = written.flatMap(({ row: { incident }, before, updates }) => {
    // What is new has none; without an object for each update of a first import.
    if (before === null && incident.revisions.length === 0 && updates.every(({ revisions }) => revisions.length === 0))
      return []
    return [
      { incidentId: incident.id, updateId: null, known: before?.revisions ?? [], revisions: incident.revisions },
      ...updates.map((update) => ({
        incidentId: incident.id,
        updateId: update.id,
        known: before?.updates.get(update.id ?? '')?.revisions ?? [],
        revisions: update.revisions,
      })),
    ]
  })
  const fresh: RevisionRow[] = []
  for (const { incidentId, updateId, known, revisions } of chains) {
    // Usually revisions are added at the end; a late document may change the middle.
    const isLonger = isSame(known, revisions.slice(0, known.length))
    if (!isLonger) {
      await tx.query<never>('delete from revisions where incident_id = $1 and update_id is not distinct from $2', [
        incidentId,
        updateId,
      ])
    }
    for (const revision of revisions.slice(isLonger ? known.length : 0))
      fresh.push({ ...revision, incidentId, updateId })
  }
  await insertRows<RevisionRow>(
    tx,
    'revisions',
    [
      { name: 'incident_id', type: 'bigint', value: ({ incidentId }) => incidentId },
      { name: 'update_id', type: 'bigint', value: ({ updateId }) => updateId },
      { name: 'field', type: 'text', value: ({ field }) => field },
      { name: 'value', type: 'jsonb', value: ({ value }) => JSON.stringify(value) },
      { name: 'observed_at', type: 'timestamptz', value: ({ observedAt }) => observedAt },
      { name: 'source_sha256', type: 'text', value: ({ sourceSha256 }) => sourceSha256 },
      { name: 'seen_at', type: 'timestamptz', value: ({ seenAt }) => seenAt },
    ],
    fresh,
  )
}

/** The other ids of an incident, and the permalinks that they would have had: each of these links leads to it. */
async function writeNames(tx: Transaction, source: Source, written: Written[]): Promise<void> {
  const names = written.flatMap(({ row: { incident }, before }) =>
    [...incident.otherIds]
      .filter((id) => !before?.otherIds.has(id))
      .map((externalId) => ({ incidentId: incident.id, externalId })),
  )
  if (names.length === 0) return
  const incidentId = { name: 'incident_id', type: 'bigint', value: (name: (typeof names)[number]) => name.incidentId }
  await insertRows(
    tx,
    'incident_keys',
    [
      { name: 'source_id', type: 'int', value: () => source.id },
      { name: 'external_id', type: 'text', value: ({ externalId }) => externalId },
      incidentId,
    ],
    names,
    { conflict: 'on conflict (source_id, external_id) do update set incident_id = excluded.incident_id' },
  )
  await insertRows(
    tx,
    'incident_aliases',
    [
      {
        name: 'public_id',
        type: 'text',
        value: ({ externalId }) => publicId(source.vendorKey, source.key, externalId),
      },
      incidentId,
    ],
    names,
    { conflict: 'on conflict do nothing' },
  )
}
