import type { UpdateContent } from '#lib/documents/normalise.ts'
import type { DurationBasis, Impact, Kind } from '#lib/domain/incident.ts'
import type { IncidentFieldRow } from '#lib/domain/incident-fields.ts'

/** The columns of `incidentColumns` that are read by name. */
export interface StoredIncidentRow extends IncidentFieldRow, Record<string, unknown> {
  id: string
  external_id: string
  public_id: string
  modified_at: Date | null
  content_hash: string
  observed_at: Date
  source_sha256: string
  kind: Kind
  impact: Impact
  excluded: boolean
  started_at: Date | null
  ended_at: Date | null
  basis: DurationBasis
  first_seen_at: Date
  withdrawn_at: Date | null
  left_at: Date | null
}

/** The columns of `updateColumns` that are read by name, and the incident's id. */
export interface StoredUpdateRow extends Record<string, unknown> {
  incident_id: string
  id: string
  external_id: string
  is_id_derived: boolean
  status: UpdateContent['status']
  source_status: string | null
  posted_at: Date
  modified_at: Date | null
  body: string
  is_markdown: boolean
  component_changes: UpdateContent['componentChanges'] | null
  position: number
  observed_at: Date
  source_sha256: string
  first_seen_at: Date
  edited_at: Date | null
  withdrawn_at: Date | null
}

export interface StoredComponentRow {
  incident_id: string
  external_id: string
  source_status: string | null
  affected_from: Date | null
  affected_to: Date | null
}

export interface StoredRevisionRow {
  incident_id: string
  /** Null for a revision of the incident itself. */
  update_id: string | null
  field: string
  value: unknown
  observed_at: Date
  source_sha256: string
  seen_at: Date
}

export interface StoredCorrectionRow {
  incident_id: string
  field: string
  value: unknown
  created_at: Date
  revoked_at: Date | null
}
