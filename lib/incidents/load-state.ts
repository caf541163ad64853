import type { ShownIncident } from '#lib/alerts/events/incident-events.ts'
import { storedValues } from '#lib/database/bulk-write.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import type { IncidentContent, NormalisedIncident, UpdateContent } from '#lib/documents/normalise.ts'
import type { DurationBasis } from '#lib/domain/incident.ts'
import { mapFields } from '#lib/domain/incident-fields.ts'
import { latestOf } from '#lib/domain/instant.ts'
import { titleKey } from '#lib/domain/title-key.ts'
import {
  emptyState,
  type IncidentState,
  isUndated,
  type Observation,
  type Revision,
  type SourceState,
  type UpdateState,
} from './apply-observation.ts'
import { type Corrections, comparedColumns, incidentColumns, updateColumns } from './incident-columns.ts'
import type {
  StoredComponentRow,
  StoredCorrectionRow,
  StoredIncidentRow,
  StoredRevisionRow,
  StoredUpdateRow,
} from './stored-rows.ts'

/** Some incidents as the database holds them: the state to apply observations to, and the rows, to find out what changed. */
export interface Loaded {
  state: SourceState
  /** By row id. */
  stored: Map<string, StoredIncident>
}

export interface StoredIncident {
  /** The row's values, to compare with `valuesOf(comparedColumns, …)`. */
  comparedValues: string
  content: IncidentContent
  withdrawnAt: Date | null
  /** What pages showed of it. */
  shown: ShownIncident
  /** The span that pages showed. */
  span: { startedAt: Date | null; endedAt: Date | null; basis: DurationBasis }
  otherIds: Set<string>
  publicId: string
  corrections: Corrections
  /** When an admin last corrected it, or revoked a correction; null if never. */
  correctedAt: Date | null
  revisions: Revision[]
  /** By row id. */
  updates: Map<string, StoredUpdate>
}

export interface StoredUpdate {
  /** To compare with `valuesOf(updateColumns, …)`. */
  values: string
  content: UpdateContent
  withdrawnAt: Date | null
  revisions: Revision[]
}

/** The incidents that any of these ids name, with everything that belongs to them; with null, all of the source. */
export async function loadIncidents(tx: Transaction, sourceId: number, ids: Iterable<string> | null): Promise<Loaded> {
  const incidents = await tx.query<StoredIncidentRow>(
    `select ${incidentColumns.map(({ name }) => name).join(', ')} from incidents
     where source_id = $1 and ($2::text[] is null or external_id = any($2)
       or id in (select incident_id from incident_keys where source_id = $1 and external_id = any($2)))
     order by id`,
    [sourceId, ids === null ? null : [...ids]],
  )
  const rowIds = incidents.rows.map((row) => row.id)
  const loaded: Loaded = { state: emptyState(), stored: new Map() }
  if (rowIds.length === 0) return loaded
  const related = await loadRelated(tx, rowIds)
  for (const row of incidents.rows) fromRow(row, related, loaded)
  return loaded
}

/**
 * The ids of the source's incidents that may be the same as the incoming ones under another id: see the finder in
 * apply-observation.ts.
 */
export async function findNamesakes(
  tx: Transaction,
  sourceId: number,
  normalised: NormalisedIncident[],
): Promise<string[]> {
  if (normalised.length === 0) return []
  const anyUndated = normalised.some(({ content, updates }) => isUndated(content, updates.length))
  const { rows } = await tx.query<{ id: string; title: string }>(
    `select external_id as id, title from incidents where source_id = $1 and ($2 or derived_basis = 'undated')`,
    [sourceId, anyUndated],
  )
  const wanted = new Set(normalised.map(({ content }) => titleKey(content.title)))
  return rows.filter(({ title }) => wanted.has(titleKey(title))).map(({ id }) => id)
}

async function loadRelated(tx: Transaction, ids: string[]) {
  const updates = await tx.query<StoredUpdateRow>(
    `select incident_id, ${updateColumns.map(({ name }) => name).join(', ')} from incident_updates
     where incident_id = any($1) order by incident_id, id`,
    [ids],
  )
  const components = await tx.query<StoredComponentRow>(
    `select ic.incident_id, c.external_id, ic.source_status, ic.affected_from, ic.affected_to
     from incident_components ic join components c on c.id = ic.component_id where ic.incident_id = any($1)`,
    [ids],
  )
  const keys = await tx.query<{ incident_id: string; external_id: string }>(
    'select incident_id, external_id from incident_keys where incident_id = any($1)',
    [ids],
  )
  const revisions = await tx.query<StoredRevisionRow>(
    `select incident_id, update_id, field, value, observed_at, source_sha256, seen_at from revisions
     where incident_id = any($1) order by id`,
    [ids],
  )
  const corrections = await tx.query<StoredCorrectionRow>(
    'select incident_id, field, value, created_at, revoked_at from corrections where incident_id = any($1) order by id',
    [ids],
  )
  return {
    updates: Map.groupBy(updates.rows, (row) => row.incident_id),
    components: Map.groupBy(components.rows, (row) => row.incident_id),
    keys: Map.groupBy(keys.rows, (row) => row.incident_id),
    revisions: Map.groupBy(revisions.rows, (row) => `${row.incident_id}/${row.update_id ?? ''}`),
    corrections: Map.groupBy(corrections.rows, (row) => row.incident_id),
  }
}

type Related = Awaited<ReturnType<typeof loadRelated>>

function fromRow(row: StoredIncidentRow, related: Related, { state, stored }: Loaded): void {
  const { id } = row
  const content = toContent(row, related.components.get(id) ?? [])
  const modifiedAt = row.modified_at
  const revisions = (related.revisions.get(`${id}/`) ?? []).map(toRevision)
  const corrections = related.corrections.get(id) ?? []
  const otherIds = new Set((related.keys.get(id) ?? []).map((key) => key.external_id))
  const updates = (related.updates.get(id) ?? []).map((update) => fromUpdateRow(update, related))
  const incident: IncidentState = {
    id,
    externalId: row.external_id,
    otherIds: new Set(otherIds),
    fullHash: row.content_hash,
    live: {
      content,
      modifiedAt,

      observedAt: row.observed_at,
      sourceSha256: row.source_sha256,
    },
    revisions: [...revisions],
    firstSeenAt: row.first_seen_at,
    // A withdrawal that follows from lists alone is computed again at every write.
    withdrawnAt: row.left_at === null ? row.withdrawn_at : null,
    updates: new Map(updates.map(({ update }) => [update.externalId, update])),
  }
  state.incidents.set(incident.externalId, incident)
  for (const otherId of otherIds) state.byOtherId.set(otherId, incident)
  stored.set(id, {
    comparedValues: storedValues(comparedColumns, row),
    content,
    withdrawnAt: row.withdrawn_at,
    shown: {
      kind: row.kind,
      impact: row.impact,
      startedAt: row.started_at,
      endedAt: row.ended_at,
      basis: row.basis,
      withdrawnAt: row.withdrawn_at,
      excluded: row.excluded,
    },
    span: {
      startedAt: row.started_at,
      endedAt: row.ended_at,
      basis: row.basis,
    },
    otherIds,
    publicId: row.public_id,
    corrections: toCorrections(corrections.filter(({ revoked_at }) => revoked_at === null)),
    correctedAt: latestOf(corrections.flatMap(({ created_at, revoked_at }) => [created_at, revoked_at])),
    revisions,
    updates: new Map(updates.map(({ update, stored }) => [update.id as string, stored])),
  })
}

function fromUpdateRow(row: StoredUpdateRow, related: Related): { update: UpdateState; stored: StoredUpdate } {
  const content: UpdateContent = {
    status: row.status,
    sourceStatus: row.source_status,
    postedAt: row.posted_at,
    body: row.body,
    isMarkdown: row.is_markdown,
    position: row.position,
    componentChanges: (row.component_changes ?? []).map(({ externalId, name, from, to }) => ({
      externalId,
      name,
      from,
      to,
    })),
  }
  const revisions = (related.revisions.get(`${row.incident_id}/${row.id}`) ?? []).map(toRevision)
  const update: UpdateState = {
    id: row.id,
    externalId: row.external_id,
    isIdDerived: row.is_id_derived,
    live: {
      content,
      modifiedAt: row.modified_at,
      observedAt: row.observed_at,
      sourceSha256: row.source_sha256,
    },
    revisions: [...revisions],
    firstSeenAt: row.first_seen_at,
    editedAt: row.edited_at,
    withdrawnAt: row.withdrawn_at,
  }
  return {
    update,
    stored: { values: storedValues(updateColumns, row), content, withdrawnAt: update.withdrawnAt, revisions },
  }
}

function toContent(row: StoredIncidentRow, components: StoredComponentRow[]): IncidentContent {
  return {
    ...mapFields((_, { column }) => row[column]),
    components: components
      .map((component) => ({
        externalId: component.external_id,
        sourceStatus: component.source_status,
        from: component.affected_from,
        to: component.affected_to,
      }))
      .sort((a, b) => (a.externalId < b.externalId ? -1 : 1)),
  }
}

function toRevision(row: StoredRevisionRow): Revision {
  return {
    field: row.field,
    value: row.value,
    observedAt: row.observed_at,
    sourceSha256: row.source_sha256,
    seenAt: row.seen_at,
  }
}

function toCorrections(rows: { field: string; value: unknown }[]): Corrections {
  return Object.fromEntries(rows.map((row) => [row.field, row.value]))
}

/** An observation with only the incidents that these ids name. */
export function narrow(observation: Observation, ids: ReadonlySet<string>): Observation {
  const incidents = observation.incidents.filter(({ externalId, otherIds }) =>
    [externalId, ...otherIds].some((id) => ids.has(id)),
  )
  return { ...observation, incidents }
}
