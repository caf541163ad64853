import { FIELD_NAMES, type FieldType, INCIDENT_FIELDS } from '#lib/domain/incident-fields.ts'
import { type Field, json, later, list, type RecordType, time, value } from './record-type.ts'

/** What a source says of an incident. */
function toldFields(): Record<string, string | Field> {
  const ofType: Partial<Record<FieldType, (column: string) => Field>> = { timestamptz: time, 'text[]': list }
  const fields = FIELD_NAMES.map((name): [string, string | Field] => {
    const { column, type, exportedAs = name } = INCIDENT_FIELDS[name]
    return [exportedAs, ofType[type]?.(column) ?? column]
  })
  return Object.fromEntries(fields)
}

/** Incidents, and what belongs to one. */
export const INCIDENT_RECORDS: RecordType[] = [
  {
    name: 'incident',
    table: 'incidents',
    order: 'id',
    fields: {
      id: 'id',
      vendorId: 'vendor_id',
      sourceId: 'source_id',
      externalId: 'external_id',
      publicId: 'public_id',
      ...toldFields(),
      modifiedAt: time('modified_at'),
      contentHash: 'content_hash',
      observedAt: time('observed_at'),
      sourceSha256: 'source_sha256',
      derivedStartedAt: time('derived_started_at'),
      derivedEndedAt: time('derived_ended_at'),
      derivedBasis: 'derived_basis',
      mitigatedAt: time('mitigated_at'),
      statedWindow: json('stated_window'),
      updateCount: 'update_count',
      kind: 'kind',
      impact: 'impact',
      startedAt: time('started_at'),
      endedAt: time('ended_at'),
      basis: 'basis',
      excluded: 'excluded',
      dedupStatus: 'dedup_status',
      duplicateOfId: later('duplicate_of_id'),
      sortAt: time('sort_at'),
      firstSeenAt: time('first_seen_at'),
      withdrawnAt: time('withdrawn_at'),
      leftAt: time('left_at'),
      newsAt: time('news_at'),
      storedAt: time('stored_at'),
    },
  },
  {
    name: 'incidentAlias',
    table: 'incident_aliases',
    order: 'public_id',
    fields: {
      publicId: 'public_id',
      incidentId: 'incident_id',
    },
  },
  {
    name: 'incidentKey',
    table: 'incident_keys',
    order: 'source_id, external_id',
    fields: {
      sourceId: 'source_id',
      externalId: 'external_id',
      incidentId: 'incident_id',
    },
  },
  {
    name: 'update',
    table: 'incident_updates',
    order: 'id',
    fields: {
      id: 'id',
      incidentId: 'incident_id',
      externalId: 'external_id',
      isIdDerived: 'is_id_derived',
      status: 'status',
      sourceStatus: 'source_status',
      postedAt: time('posted_at'),
      modifiedAt: time('modified_at'),
      body: 'body',
      isMarkdown: 'is_markdown',
      componentChanges: json('component_changes'),
      position: 'position',
      observedAt: time('observed_at'),
      sourceSha256: 'source_sha256',
      firstSeenAt: time('first_seen_at'),
      editedAt: time('edited_at'),
      withdrawnAt: time('withdrawn_at'),
    },
  },
  {
    name: 'affectedComponent',
    table: 'incident_components',
    order: 'incident_id, component_id',
    fields: {
      incidentId: 'incident_id',
      componentId: 'component_id',
      sourceStatus: 'source_status',
      affectedFrom: time('affected_from'),
      affectedTo: time('affected_to'),
    },
  },
  {
    name: 'revision',
    table: 'revisions',
    order: 'id',
    fields: {
      id: 'id',
      incidentId: 'incident_id',
      updateId: 'update_id',
      field: 'field',
      value: value('value'),
      observedAt: time('observed_at'),
      sourceSha256: 'source_sha256',
      seenAt: time('seen_at'),
    },
  },
  {
    name: 'correction',
    table: 'corrections',
    order: 'id',
    fields: {
      id: 'id',
      incidentId: 'incident_id',
      field: 'field',
      value: value('value'),
      reason: 'reason',
      author: 'author',
      createdAt: time('created_at'),
      revokedAt: time('revoked_at'),
      revokedBy: 'revoked_by',
    },
  },
  {
    name: 'mention',
    table: 'mentions',
    order: 'id',
    fields: {
      id: 'id',
      incidentId: 'incident_id',
      updateId: 'update_id',
      url: 'url',
      targetIncidentId: 'target_incident_id',
    },
  },
]
