import type { Impact, Kind, Status } from './incident.ts'

/** Types of columns, as Postgres calls them. */
export type FieldType = 'text' | 'kind' | 'impact' | 'status' | 'timestamptz' | 'int' | 'text[]'

/** Where a field of `Value` is stored. */
interface Field<Column extends string, Value> {
  column: Column
  type: FieldType
  /** Its name in exports if different: part of their format, even if the column changes. */
  exportedAs?: string
  /** Its value while a source says nothing about it. */
  unsaid: Value
}

const text = <C extends string>(column: C): Field<C, string | null> => ({ column, type: 'text', unsaid: null })
const time = <C extends string>(column: C): Field<C, Date | null> => ({ column, type: 'timestamptz', unsaid: null })
const count = <C extends string>(column: C): Field<C, number | null> => ({ column, type: 'int', unsaid: null })
const texts = <C extends string>(column: C): Field<C, string[]> => ({ column, type: 'text[]', unsaid: [] })

const title: Field<'title', string> = { column: 'title', type: 'text', unsaid: '' }
const kind: Field<'source_kind', Kind> = {
  column: 'source_kind',
  type: 'kind',
  exportedAs: 'sourceKind',
  unsaid: 'incident',
}
const impact: Field<'source_impact', Impact> = {
  column: 'source_impact',
  type: 'impact',
  exportedAs: 'sourceImpact',
  unsaid: 'unknown',
}
const status: Field<'status', Status | null> = { column: 'status', type: 'status', unsaid: null }

/**
 * A source's data about an incident, except its updates and components. Adapters, normalising, the columns of a write, the rows
 * of a read, and exports take the fields from here; each may differ between reads, which makes a revision. Their order is that
 * of the hash that identifies an unchanged incident: another order would compare every incident once more.
 */
export const INCIDENT_FIELDS = {
  title,
  kind,
  impact,
  /** The source's own word for the impact. */
  sourceImpact: { ...text('source_impact_word'), exportedAs: 'sourceImpactWord' },
  /** The incident's own status; null when the source gives none. */
  status,
  /** The source's own word for the status. */
  sourceStatus: text('source_status'),
  /** The earliest start that the source states (started, created, begin); null when only updates have times. */
  statedStartedAt: time('stated_started_at'),
  /** The source's own end (resolved, end); null when it has none. */
  statedEndedAt: time('stated_ended_at'),
  /** A maintenance's planned window. */
  scheduledFrom: time('scheduled_from'),
  scheduledUntil: time('scheduled_until'),
  /** For an incident listed without any time: the bounds implied by the document's order. */
  startedAfter: time('started_after'),
  startedBefore: time('started_before'),
  /** The vendor's public page for it. */
  sourceUrl: text('source_url'),
  regions: texts('regions'),
  /** How many updates the source claims; null when it does not say. */
  declaredUpdateCount: count('declared_update_count'),
  /**
   * Why the words for its state or its times were not understood, for the people who maintain sources; null when they were.
   * Such an incident is kept as a notice and counts in nothing, never as an outage without end. There is also a warning.
   */
  unclear: text('unclear'),
}

type Table = typeof INCIDENT_FIELDS
export type FieldName = keyof Table

/** The fields by name. */
export type IncidentFields = { -readonly [Name in FieldName]: Table[Name]['unsaid'] }

/** The same by column, as in rows. */
export type IncidentFieldRow = { [Name in FieldName as Table[Name]['column']]: Table[Name]['unsaid'] }

export const FIELD_NAMES = Object.keys(INCIDENT_FIELDS) as FieldName[]

const FIELDS = FIELD_NAMES.map((name) => [name, INCIDENT_FIELDS[name]] as const)

/** All fields, each with the result of `read` for it. */
export function mapFields(read: (name: FieldName, field: Table[FieldName]) => unknown): IncidentFields {
  const fields: Partial<Record<FieldName, unknown>> = {}
  for (const [name, field] of FIELDS) fields[name] = read(name, field)
  return fields as IncidentFields
}
