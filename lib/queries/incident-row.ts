import { queryRows } from '#lib/database/client.ts'
import type { Reach } from '#lib/domain/coverage.ts'
import type { DurationBasis, Impact, Kind, Status } from '#lib/domain/incident.ts'
import { FIELD_NAMES, type FieldName, INCIDENT_FIELDS, type IncidentFields } from '#lib/domain/incident-fields.ts'
import { spanAt } from '#lib/domain/span.ts'
import { getEnv } from '#lib/env.ts'
import { incidentPath } from '#lib/url/path.ts'
import { Prisma } from '#prisma/client/client.ts'
import { formatCursor, parseCursor } from './cursor.ts'
import { knownUntil, type LoadReach, loadDuplicateEnds, loadReach } from './reach.ts'
import { type IncidentView, incidentSchema } from './schemas.ts'

/** Shown as the source gives it, except kind and impact, which are shown as corrected. */
type ShownField = Exclude<FieldName & keyof IncidentView, 'kind' | 'impact'>

const SHOWN_FIELDS = FIELD_NAMES.filter(
  (name): name is ShownField => name in incidentSchema.shape && name !== 'kind' && name !== 'impact',
)

const shownColumns = Prisma.raw(
  SHOWN_FIELDS.map((name) => {
    const { column, type } = INCIDENT_FIELDS[name]
    return `i.${column}${type === 'status' ? '::text' : ''} AS "${name}"`
  }).join(', '),
)

function shownOf(row: Pick<IncidentFields, ShownField>): Pick<IncidentFields, ShownField> {
  const shown: Partial<Record<ShownField, unknown>> = {}
  for (const name of SHOWN_FIELDS) shown[name] = row[name]
  return shown as Pick<IncidentFields, ShownField>
}

/** An incident as stored, with its timeline; times inside JSON are ISO text. */
export interface IncidentRow extends Pick<IncidentFields, ShownField> {
  rowId: bigint
  sortAt: Date
  id: string
  vendor: string
  vendorName: string
  platform: string
  origin: 'live' | 'import' | 'sample'
  isPrimary: boolean
  externalId: string
  kind: Kind
  impact: Impact
  startedAt: Date | null
  endedAt: Date | null
  basis: DurationBasis
  sourceId: number
  /** How far its source was read; null unless its end is not known, since no other needs it. */
  reach: Reach | null
  /** When its duplicate in another source ended; null for an incident with its own end. */
  duplicateEndedAt: Date | null
  mitigatedAt: Date | null
  statedWindow: { from: string; to: string; quote: string; zone: string } | null
  firstSeenAt: Date
  newsAt: Date
  withdrawnAt: Date | null
  excluded: boolean
  updateCount: number
  components: string[]
  updates: {
    id: string
    status: Status | null
    sourceStatus: string | null
    postedAt: string
    body: string
    isMarkdown: boolean
    editedAt: string | null
    withdrawnAt: string | null
  }[]
}

/** Columns of `IncidentRow` from `incidents i`, `vendors v` and `sources s`; includes the timeline in one round trip. */
export const incidentColumns = Prisma.sql`
  i.id AS "rowId", i.sort_at AS "sortAt", i.public_id AS id, v.slug AS vendor, v.name AS "vendorName", s.platform,
  s.origin::text AS origin, s.is_primary AS "isPrimary", i.external_id AS "externalId", i.kind::text AS kind, i.impact::text AS impact, ${shownColumns}, i.started_at AS "startedAt", i.ended_at AS "endedAt",
  i.basis::text AS basis, i.mitigated_at AS "mitigatedAt",
  i.source_id AS "sourceId", i.stated_window AS "statedWindow", i.first_seen_at AS "firstSeenAt",
  CASE WHEN i.news_at = to_timestamp(0) THEN incident_news_at(i) ELSE i.news_at END AS "newsAt",
  i.withdrawn_at AS "withdrawnAt", i.excluded, i.update_count AS "updateCount", c.components, u.updates`

export const incidentTables = Prisma.sql`
  incidents i
  JOIN vendors v ON v.id = i.vendor_id
  JOIN sources s ON s.id = i.source_id
  CROSS JOIN LATERAL (
    SELECT coalesce(json_agg(name ORDER BY name), '[]') AS components FROM (
      SELECT DISTINCT CASE WHEN c.group_name IS NULL THEN c.name ELSE c.group_name || ' / ' || c.name END AS name
      FROM incident_components ic JOIN components c ON c.id = ic.component_id
      WHERE ic.incident_id = i.id
    ) named
  ) c
  CROSS JOIN LATERAL (
    SELECT coalesce(json_agg(json_build_object(
      'id', external_id, 'status', status, 'sourceStatus', source_status, 'postedAt', posted_at, 'body', body,
      'isMarkdown', is_markdown, 'editedAt', edited_at, 'withdrawnAt', withdrawn_at
    ) ORDER BY posted_at, position, id), '[]') AS updates
    FROM incident_updates WHERE incident_id = i.id
  ) u`

/** Rows of incidents under a condition on `incidents i`, newest first; one more than `limit`, to reveal a next page. */
export async function listRows(condition: Prisma.Sql, cursor: string | null, limit: number): Promise<IncidentRow[]> {
  return await listRowsFrom(cursor, limit, isUnder(condition))
}

/**
 * The same of incidents that are found in another way. `find` makes a query for `id` and `sort_at` from `AND` and a condition on
 * `incidents i`, that they are older than the cursor, and from an `ORDER BY` of such rows, newest first.
 */
export async function listRowsFrom(cursor: string | null, limit: number, find: Finding): Promise<IncidentRow[]> {
  return await withReach(await readRows(cursor, limit, find, Prisma.sql`NULL::int`))
}

type Finding = (beyond: Prisma.Sql, order: Prisma.Sql) => Prisma.Sql

function isUnder(condition: Prisma.Sql): Finding {
  return (beyond) => Prisma.sql`SELECT i.id, i.sort_at FROM incidents i WHERE ${condition} ${beyond}`
}

/** As `listRows`, with the number of all incidents under the condition, in one round trip. */
export async function listRowsOf(
  condition: Prisma.Sql,
  { cursor, limit }: { cursor: string | null; limit: number },
  load: LoadReach,
): Promise<{ rows: IncidentRow[]; total: number }> {
  const count = Prisma.sql`(SELECT count(*)::int FROM incidents i WHERE ${condition})`
  const rows = await readRows(cursor, limit, isUnder(condition), count)
  const total = rows[0]?.total ?? (cursor === null ? 0 : await countAlone(count))
  return { rows: await withReach(rows, load), total }
}

/** Beyond the last page there is no row that could bring the count. */
async function countAlone(count: Prisma.Sql): Promise<number> {
  const [{ total }] = await queryRows<[{ total: number }]>(Prisma.sql`SELECT ${count} AS total`)
  return total
}

/** `total` stands beside every row. */
async function readRows(cursor: string | null, limit: number, find: Finding, total: Prisma.Sql) {
  const after = cursor === null ? null : parseCursor(cursor)
  const beyond = after === null ? Prisma.empty : Prisma.sql`AND (i.sort_at, i.id) < (${after.sortAt}, ${after.rowId})`
  const order = Prisma.sql`ORDER BY i.sort_at DESC, i.id DESC`
  return await queryRows<(StoredRow & { total: number | null })[]>(Prisma.sql`
    WITH page AS MATERIALIZED (SELECT i.id FROM (${find(beyond, order)}) i ${order} LIMIT ${limit + 1})
    SELECT ${incidentColumns}, ${total} AS total FROM page JOIN ${incidentTables} ON i.id = page.id ${order}`)
}

/** A row of `incidentColumns`. */
export type StoredRow = Omit<IncidentRow, 'reach' | 'duplicateEndedAt'>

/** The same rows; those without a known end get how far their source was read, and when a duplicate ended. */
export async function withReach<T extends Pick<StoredRow, 'id' | 'basis' | 'sourceId'>>(
  rows: T[],
  load: LoadReach = loadReach,
): Promise<(T & Pick<IncidentRow, 'reach' | 'duplicateEndedAt'>)[]> {
  const open = rows.filter(({ basis }) => basis === 'ongoing')
  const reach = await load(open.map(({ sourceId }) => sourceId))
  const ends = await loadDuplicateEnds(
    rows.flatMap(({ id, basis }) => (basis === 'ongoing' || basis === 'seen' ? id : [])),
  )
  return rows.map((row) => ({
    ...row,
    reach: row.basis === 'ongoing' ? (reach.get(row.sourceId) ?? null) : null,
    duplicateEndedAt: ends.get(row.id) ?? null,
  }))
}

/**
 * Rows of exactly these incidents, newest first. Empties the query's result: a loop's promises reference each other, and V8
 * would move all their results to the old generation, to stay there until it is collected.
 */
export async function listRowsById(ids: readonly bigint[]): Promise<IncidentRow[]> {
  const rows = await queryRows<StoredRow[]>(Prisma.sql`
    SELECT ${incidentColumns} FROM ${incidentTables} WHERE i.id = ANY(${ids}::bigint[])
    ORDER BY i.sort_at DESC, i.id DESC`)
  const whole = await withReach(rows)
  rows.length = 0
  return whole
}

/** Cuts rows read with `listRows` to `limit`, and gives the start of the next page. */
export function toPage(
  rows: IncidentRow[],
  limit: number,
  asOf: Date,
): { incidents: IncidentView[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    incidents: shown.map((row) => toIncidentView(row, asOf)),
    nextCursor: rows.length > limit && last !== undefined ? formatCursor(last) : null,
  }
}

/** The incident as it stood at `asOf`: a later end has not happened yet. */
export function toIncidentView(row: IncidentRow, asOf: Date): IncidentView {
  const span = spanAt({ ...row, knownUntil: knownUntil(row.reach, asOf) }, asOf)
  const { startedAt, endedAt, basis, durationSeconds, durationIsMinimum, timeToMitigateSeconds } = span
  return {
    id: row.id,
    vendor: row.vendor,
    vendorName: row.vendorName,
    platform: row.platform,
    externalId: row.externalId,
    kind: row.kind,
    impact: row.impact,
    ...shownOf(row),
    startedAt,
    endedAt,
    durationSeconds,
    durationBasis: basis,
    durationIsMinimum,
    timeToMitigateSeconds,
    statedWindow: row.statedWindow && {
      from: new Date(row.statedWindow.from),
      to: new Date(row.statedWindow.to),
      quote: row.statedWindow.quote,
      zone: row.statedWindow.zone,
    },
    components: row.components,
    permalink: getEnv().PUBLIC_URL + incidentPath(row.vendor, row.id, row.title),
    firstSeenAt: row.firstSeenAt,
    newsAt: row.newsAt,
    withdrawnAt: row.withdrawnAt,
    excluded: row.excluded,
    isSample: row.origin === 'sample',
    updateCount: row.updateCount,
    updates: row.updates.map((update) => ({
      ...update,
      postedAt: new Date(update.postedAt),
      editedAt: toDate(update.editedAt),
      withdrawnAt: toDate(update.withdrawnAt),
    })),
  }
}

function toDate(text: string | null): Date | null {
  return text === null ? null : new Date(text)
}
