import { arrayLiteral, type Column } from '#lib/database/bulk-write.ts'
import type { UpdateContent } from '#lib/documents/normalise.ts'
import type { DurationBasis, Impact, Kind, Span } from '#lib/domain/incident.ts'
import { FIELD_NAMES, type FieldName, INCIDENT_FIELDS } from '#lib/domain/incident-fields.ts'
import { applyCorrections, deriveSpan } from '#lib/domain/span.ts'
import type { Source } from '#lib/sources/source.ts'
import { findStatedWindow } from '#lib/text/stated-window.ts'
import { publicId } from '#lib/url/public-id.ts'
import type { IncidentState, UpdateState } from './apply-observation.ts'
import { effectiveUpdates, readSpan } from './clock.ts'
import { type Departure, endWhereLeft, isAhead } from './departure.ts'
import { lastNewsAt } from './news-at.ts'

/** An admin's corrections in force, by field. */
export interface Corrections {
  startedAt?: string
  endedAt?: string | null
  kind?: Kind
  impact?: Impact
  excluded?: boolean
}

export interface StatedWindow {
  from: string
  to: string
  quote: string
  zone: string
  flag: string | null
  /** The update that states it, by its external id. */
  updateId: string
}

/** The derived columns of an incident: what follows from source values, updates and corrections. */
export interface DerivedRow {
  derivedStartedAt: Date | null
  derivedEndedAt: Date | null
  derivedBasis: DurationBasis
  mitigatedAt: Date | null
  statedWindow: StatedWindow | null
  updateCount: number
  kind: Kind
  impact: Impact
  startedAt: Date | null
  endedAt: Date | null
  basis: DurationBasis
  excluded: boolean
  sortAt: Date
  withdrawnAt: Date | null
  leftAt: Date | null
  newsAt: Date
}

const NONE: ReadonlySet<number> = new Set()
const LISTED: Departure = { lastListedAt: null, leftAt: null, isWithdrawn: false }

interface RowContext {
  departure?: Departure | undefined
  timeless?: ReadonlySet<number>
  correctedAt?: Date | null
}

export interface IncidentRow extends DerivedRow {
  incident: IncidentState
  source: Source
  publicId: string
}

/**
 * The row that an incident should have. A withdrawn update stays visible but has no effect: it neither opens nor closes
 * a span. `departure` says what lists show about an incident that they no longer contain. `timeless`: see `readSpan`.
 */
export function toIncidentRow(
  incident: IncidentState,
  source: Source,
  corrections: Corrections,
  { departure = LISTED, timeless = NONE, correctedAt = null }: RowContext = {},
): IncidentRow {
  const { content } = incident.live
  // An incident that was withdrawn otherwise has not left a list in addition.
  const leftAt = incident.withdrawnAt === null ? departure.leftAt : null
  const withdrawnAt = incident.withdrawnAt ?? (departure.isWithdrawn ? leftAt : null)
  const goneAt = withdrawnAt ?? leftAt
  const leave = (span: Span) => (goneAt === null ? span : endWhereLeft(span, incident, departure, goneAt))
  const derived = leave(readSpan(incident, timeless))
  const isUnclear = derived.basis === 'unclear'
  // A correction overrides what was unclear.
  const isSettled = ['startedAt', 'endedAt', 'kind'].some((field) => field in corrections)
  const read =
    isSettled && isUnclear ? leave(deriveSpan({ ...content, updates: listSaid(incident), unclear: null })) : derived
  const span = layCorrections(read, corrections)
  const kind = corrections.kind ?? (isUnclear && !isSettled ? 'notice' : content.kind)
  return {
    incident,
    source,
    publicId: publicId(source.vendorKey, source.key, incident.externalId),
    derivedStartedAt: derived.startedAt,
    derivedEndedAt: derived.endedAt,
    derivedBasis: derived.basis,
    mitigatedAt: derived.mitigatedAt,
    statedWindow: statedWindow(incident),
    updateCount: incident.updates.size,
    kind,
    impact: corrections.impact ?? content.impact,
    startedAt: span.startedAt,
    endedAt: span.endedAt,
    basis: span.basis,
    // Maintenance that was withdrawn before it began never took place.
    excluded: corrections.excluded ?? (!isSettled && withdrawnAt !== null && isAhead(incident, derived, withdrawnAt)),
    sortAt: span.startedAt ?? content.startedBefore ?? content.startedAfter ?? incident.firstSeenAt,
    withdrawnAt,
    leftAt,
    newsAt: lastNewsAt(incident, { startedAt: span.startedAt, goneAt, correctedAt }),
  }
}

function listSaid(incident: IncidentState): UpdateContent[] {
  return effectiveUpdates(incident).map(({ live }) => live.content)
}

function layCorrections(derived: Span, { startedAt, endedAt }: Corrections): Span {
  return applyCorrections(derived, {
    ...(startedAt === undefined ? {} : { startedAt: new Date(startedAt) }),
    ...(endedAt === undefined ? {} : { endedAt: endedAt === null ? null : new Date(endedAt) }),
  })
}

/** The first window that a text of the incident states. */
function statedWindow(incident: IncidentState): StatedWindow | null {
  for (const { externalId, live } of effectiveUpdates(incident)) {
    const { body, postedAt } = live.content
    // Most texts name no time.
    const found = /\d/.test(body) ? findStatedWindow(body, postedAt) : null
    if (found === null) continue
    const { from, to, quote, zone, flag } = found
    return { from: from.toISOString(), to: to.toISOString(), quote, zone, flag, updateId: externalId }
  }
  return null
}

const live = (row: IncidentRow) => row.incident.live.content

function toColumn(field: FieldName): Column<IncidentRow> {
  const { column: name, type } = INCIDENT_FIELDS[field]
  if (type === 'text[]')
    return { name, type: 'text', cast: type, value: (row) => arrayLiteral(live(row)[field] as string[]) }
  return { name, type, value: (row) => live(row)[field] }
}

/** The key and the columns that a change may write; the source and the dedup status are written elsewhere. */
export const incidentColumns: Column<IncidentRow>[] = [
  { name: 'id', type: 'bigint', value: (row) => row.incident.id },
  { name: 'external_id', type: 'text', value: (row) => row.incident.externalId },
  { name: 'public_id', type: 'text', value: (row) => row.publicId },
  ...FIELD_NAMES.map(toColumn),
  { name: 'modified_at', type: 'timestamptz', value: (row) => row.incident.live.modifiedAt },
  { name: 'content_hash', type: 'text', value: (row) => row.incident.fullHash },
  { name: 'observed_at', type: 'timestamptz', value: (row) => row.incident.live.observedAt },
  { name: 'source_sha256', type: 'text', value: (row) => row.incident.live.sourceSha256 },
  { name: 'derived_started_at', type: 'timestamptz', value: (row) => row.derivedStartedAt },
  { name: 'derived_ended_at', type: 'timestamptz', value: (row) => row.derivedEndedAt },
  { name: 'derived_basis', type: 'duration_basis', value: (row) => row.derivedBasis },
  { name: 'mitigated_at', type: 'timestamptz', value: (row) => row.mitigatedAt },
  { name: 'stated_window', type: 'jsonb', value: (row) => row.statedWindow },
  { name: 'update_count', type: 'int', value: (row) => row.updateCount },
  { name: 'kind', type: 'kind', value: (row) => row.kind },
  { name: 'impact', type: 'impact', value: (row) => row.impact },
  { name: 'started_at', type: 'timestamptz', value: (row) => row.startedAt },
  { name: 'ended_at', type: 'timestamptz', value: (row) => row.endedAt },
  { name: 'basis', type: 'duration_basis', value: (row) => row.basis },
  { name: 'excluded', type: 'boolean', value: (row) => row.excluded },
  { name: 'sort_at', type: 'timestamptz', value: (row) => row.sortAt },
  { name: 'first_seen_at', type: 'timestamptz', value: (row) => row.incident.firstSeenAt },
  { name: 'withdrawn_at', type: 'timestamptz', value: (row) => row.withdrawnAt },
  { name: 'left_at', type: 'timestamptz', value: (row) => row.leftAt },
  { name: 'news_at', type: 'timestamptz', value: (row) => row.newsAt },
]

/** The columns whose values make an incident changed: another format of the same content differs only in its hash. */
export const comparedColumns = incidentColumns.filter(({ name }) => name !== 'content_hash')

export const newIncidentColumns: Column<IncidentRow>[] = [
  { name: 'vendor_id', type: 'int', value: (row) => row.source.vendorId },
  { name: 'source_id', type: 'int', value: (row) => row.source.id },
  { name: 'stored_at', type: 'timestamptz', value: () => new Date() },
  ...incidentColumns,
]

export interface UpdateRow {
  incident: IncidentState
  update: UpdateState
}

/** The key and the columns that a change of an update may write. */
export const updateColumns: Column<UpdateRow>[] = [
  { name: 'id', type: 'bigint', value: ({ update }) => update.id },
  { name: 'external_id', type: 'text', value: ({ update }) => update.externalId },
  { name: 'is_id_derived', type: 'boolean', value: ({ update }) => update.isIdDerived },
  { name: 'status', type: 'status', value: ({ update }) => update.live.content.status },
  { name: 'source_status', type: 'text', value: ({ update }) => update.live.content.sourceStatus },
  { name: 'posted_at', type: 'timestamptz', value: ({ update }) => update.live.content.postedAt },
  { name: 'modified_at', type: 'timestamptz', value: ({ update }) => update.live.modifiedAt },
  { name: 'body', type: 'text', value: ({ update }) => update.live.content.body },
  { name: 'is_markdown', type: 'boolean', value: ({ update }) => update.live.content.isMarkdown },
  {
    name: 'component_changes',
    type: 'jsonb',
    value: ({ update: { live } }) =>
      live.content.componentChanges.length === 0 ? null : live.content.componentChanges,
  },
  { name: 'position', type: 'int', value: ({ update }) => update.live.content.position },
  { name: 'observed_at', type: 'timestamptz', value: ({ update }) => update.live.observedAt },
  { name: 'source_sha256', type: 'text', value: ({ update }) => update.live.sourceSha256 },
  { name: 'first_seen_at', type: 'timestamptz', value: ({ update }) => update.firstSeenAt },
  { name: 'edited_at', type: 'timestamptz', value: ({ update }) => update.editedAt },
  { name: 'withdrawn_at', type: 'timestamptz', value: ({ update }) => update.withdrawnAt },
]

export const newUpdateColumns: Column<UpdateRow>[] = [
  { name: 'incident_id', type: 'bigint', value: ({ incident }) => incident.id },
  ...updateColumns,
]
