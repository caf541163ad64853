import type { IncidentContent, UpdateContent } from '#lib/documents/normalise.ts'
import type { DurationBasis } from '#lib/domain/incident.ts'

/** The columns of `incidentColumns` that are read by name. */
export interface StoredIncidentRow extends Record<string, unknown> {
  id: string
  external_id: string
  public_id: string
  title: string
  source_kind: IncidentContent['kind']
  source_impact: IncidentContent['impact']
  source_impact_word: string | null
  status: IncidentContent['status']
  source_status: string | null
  stated_started_at: Date | null
  stated_ended_at: Date | null
  scheduled_from: Date | null
  scheduled_until: Date | null
  started_after: Date | null
  started_before: Date | null
  source_url: string | null
  regions: string[]
  declared_update_count: number | null
  unclear: string | null
  modified_at: Date | null
  content_hash: string
  observed_at: Date
  source_sha256: string
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
