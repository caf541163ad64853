import type { DurationBasis } from '#lib/domain/incident.ts'
import { titleKey } from '#lib/domain/title-key.ts'
import { storedValues } from './bulk.ts'
import type { IncidentClaim, IncidentContent, UpdateContent } from './claims.ts'
import {
  emptyState,
  type IncidentState,
  isUndated,
  type Reading,
  type Revision,
  type SourceState,
  type UpdateState,
} from './fold.ts'
import { type Corrections, comparedColumns, incidentColumns, updateColumns } from './incident-row.ts'
import type { Transaction } from './transaction.ts'

/** What the database holds of some incidents: the state to fold upon, and the rows as they are, to tell what changed. */
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
  /** The span that pages showed. */
  span: { startedAt: Date | null; endedAt: Date | null; basis: DurationBasis }
  otherIds: Set<string>
  publicId: string
  corrections: Corrections
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

interface Row extends Record<string, unknown> {
  id: string
}

/** The incidents that any of these ids name, in full; all of the source with null. */
export async function loadIncidents(tx: Transaction, sourceId: number, ids: Iterable<string> | null): Promise<Loaded> {
  const incidents = await tx.query(
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
  for (const row of incidents.rows as Row[]) thaw(row, related, loaded)
  return loaded
}

/** The ids of the source's incidents that may be, under another id, what these claims are about: see the fold's finder. */
export async function findNamesakes(tx: Transaction, sourceId: number, claims: IncidentClaim[]): Promise<string[]> {
  if (claims.length === 0) return []
  const anyUndated = claims.some(({ content, updates }) => isUndated(content, updates.length))
  const { rows } = await tx.query<{ id: string; title: string }>(
    `select external_id as id, title from incidents where source_id = $1 and ($2 or derived_basis = 'undated')`,
    [sourceId, anyUndated],
  )
  const wanted = new Set(claims.map(({ content }) => titleKey(content.title)))
  return rows.filter(({ title }) => wanted.has(titleKey(title))).map(({ id }) => id)
}

async function loadRelated(tx: Transaction, ids: string[]) {
  const updates = await tx.query(
    `select incident_id, ${updateColumns.map(({ name }) => name).join(', ')} from incident_updates
     where incident_id = any($1) order by incident_id, id`,
    [ids],
  )
  const components = await tx.query(
    `select ic.incident_id, c.external_id, ic.source_status, ic.affected_from, ic.affected_to
     from incident_components ic join components c on c.id = ic.component_id where ic.incident_id = any($1)`,
    [ids],
  )
  const keys = await tx.query('select incident_id, external_id from incident_keys where incident_id = any($1)', [ids])
  const revisions = await tx.query(
    `select incident_id, update_id, field, value, said_at, said_by, seen_at from revisions
     where incident_id = any($1) order by id`,
    [ids],
  )
  const corrections = await tx.query(
    'select incident_id, field, value from corrections where incident_id = any($1) and revoked_at is null order by id',
    [ids],
  )
  return {
    updates: Map.groupBy(updates.rows, (row) => row.incident_id as string),
    components: Map.groupBy(components.rows, (row) => row.incident_id as string),
    keys: Map.groupBy(keys.rows, (row) => row.incident_id as string),
    revisions: Map.groupBy(revisions.rows, (row) => `${row.incident_id}/${row.update_id ?? ''}`),
    corrections: Map.groupBy(corrections.rows, (row) => row.incident_id as string),
  }
}

type Related = Awaited<ReturnType<typeof loadRelated>>

function thaw(row: Row, related: Related, { state, stored }: Loaded): void {
  const { id } = row
  const content = toContent(row, related.components.get(id) ?? [])
  const modifiedAt = row.modified_at as Date | null
  const revisions = (related.revisions.get(`${id}/`) ?? []).map(toRevision)
  const otherIds = new Set((related.keys.get(id) ?? []).map((key) => key.external_id as string))
  const updates = (related.updates.get(id) ?? []).map((update) => thawUpdate(update, related))
  const incident: IncidentState = {
    id,
    externalId: row.external_id as string,
    otherIds: new Set(otherIds),
    fullHash: row.content_hash as string,
    live: {
      content,
      modifiedAt,

      saidAt: row.said_at as Date,
      saidBy: row.said_by as string,
    },
    revisions: [...revisions],
    firstSeenAt: row.first_seen_at as Date,
    // What lists alone have taken back is found from them at every write.
    withdrawnAt: row.left_at === null ? (row.withdrawn_at as Date | null) : null,
    updates: new Map(updates.map(({ update }) => [update.externalId, update])),
  }
  state.incidents.set(incident.externalId, incident)
  for (const otherId of otherIds) state.byOtherId.set(otherId, incident)
  stored.set(id, {
    comparedValues: storedValues(comparedColumns, row),
    content,
    withdrawnAt: row.withdrawn_at as Date | null,
    span: {
      startedAt: row.started_at as Date | null,
      endedAt: row.ended_at as Date | null,
      basis: row.basis as DurationBasis,
    },
    otherIds,
    publicId: row.public_id as string,
    corrections: toCorrections(related.corrections.get(id) ?? []),
    revisions,
    updates: new Map(updates.map(({ update, stored }) => [update.id as string, stored])),
  })
}

function thawUpdate(row: Row, related: Related): { update: UpdateState; stored: StoredUpdate } {
  const content: UpdateContent = {
    status: row.status as UpdateContent['status'],
    sourceStatus: row.source_status as string | null,
    postedAt: row.posted_at as Date,
    body: row.body as string,
    isMarkdown: row.is_markdown as boolean,
    position: row.position as number,
    componentChanges: ((row.component_changes ?? []) as UpdateContent['componentChanges']).map(
      ({ externalId, name, from, to }) => ({ externalId, name, from, to }),
    ),
  }
  const revisions = (related.revisions.get(`${row.incident_id}/${row.id}`) ?? []).map(toRevision)
  const update: UpdateState = {
    id: row.id,
    externalId: row.external_id as string,
    isIdDerived: row.is_id_derived as boolean,
    live: {
      content,
      modifiedAt: row.modified_at as Date | null,
      saidAt: row.said_at as Date,
      saidBy: row.said_by as string,
    },
    revisions: [...revisions],
    firstSeenAt: row.first_seen_at as Date,
    editedAt: row.edited_at as Date | null,
    withdrawnAt: row.withdrawn_at as Date | null,
  }
  return {
    update,
    stored: { values: storedValues(updateColumns, row), content, withdrawnAt: update.withdrawnAt, revisions },
  }
}

function toContent(row: Row, components: Record<string, unknown>[]): IncidentContent {
  return {
    title: row.title as string,
    kind: row.source_kind as IncidentContent['kind'],
    impact: row.source_impact as IncidentContent['impact'],
    sourceImpact: row.source_impact_word as string | null,
    status: row.status as IncidentContent['status'],
    sourceStatus: row.source_status as string | null,
    statedStartedAt: row.stated_started_at as Date | null,
    statedEndedAt: row.stated_ended_at as Date | null,
    scheduledFrom: row.scheduled_from as Date | null,
    scheduledUntil: row.scheduled_until as Date | null,
    startedAfter: row.started_after as Date | null,
    startedBefore: row.started_before as Date | null,
    sourceUrl: row.source_url as string | null,
    regions: row.regions as string[],
    declaredUpdateCount: row.declared_update_count as number | null,
    unclear: row.unclear as string | null,
    components: components
      .map((component) => ({
        externalId: component.external_id as string,
        sourceStatus: component.source_status as string | null,
        from: component.affected_from as Date | null,
        to: component.affected_to as Date | null,
      }))
      .sort((a, b) => (a.externalId < b.externalId ? -1 : 1)),
  }
}

function toRevision(row: Record<string, unknown>): Revision {
  return {
    field: row.field as string,
    value: row.value,
    saidAt: row.said_at as Date,
    saidBy: row.said_by as string,
    seenAt: row.seen_at as Date,
  }
}

function toCorrections(rows: Record<string, unknown>[]): Corrections {
  return Object.fromEntries(rows.map((row) => [row.field as string, row.value]))
}

/** A reading narrowed to the incidents that these ids name. */
export function narrow(reading: Reading, ids: ReadonlySet<string>): Reading {
  const incidents = reading.incidents.filter(({ externalId, otherIds }) =>
    [externalId, ...otherIds].some((id) => ids.has(id)),
  )
  return { ...reading, incidents }
}
