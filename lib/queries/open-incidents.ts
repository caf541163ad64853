import { queryRows } from '#lib/database/client.ts'
import { type Impact, KINDS, type Kind } from '#lib/domain/incident.ts'
import { Prisma } from '#prisma/client/client.ts'
import { openAt } from './incident-filter.ts'
import { type IncidentRow, incidentColumns, incidentTables, type StoredRow, withReach } from './incident-row.ts'
import type { LoadReach } from './reach.ts'

/** The maximum number shown per kind, for the primary source and for all others: the worst ones. */
const MAX_SHOWN = 50

/** The inputs of a state. */
export interface OpenRow {
  rowId: bigint
  /** The public id. */
  id: string
  vendorId: number
  title: string
  kind: Kind
  impact: Impact
  startedAt: Date | null
  isPrimary: boolean
}

/**
 * Every counted incident under a condition on `incidents i` that was open at `asOf`, of any kind: outages first, then
 * maintenances and notices; within a kind worst first, among equals latest start first. Never cut, because a state derived from
 * only some of them would be wrong.
 */
export async function listOpenRows(condition: Prisma.Sql, asOf: Date): Promise<OpenRow[]> {
  return await queryRows<OpenRow[]>(Prisma.sql`
    SELECT i.id AS "rowId", i.public_id AS id, i.vendor_id AS "vendorId", i.title, i.kind::text AS kind, i.impact::text AS impact,
           i.started_at AS "startedAt", s.is_primary AS "isPrimary"
    FROM incidents i JOIN sources s ON s.id = i.source_id
    WHERE ${condition} AND i.dedup_status = 'counted' AND NOT i.excluded AND ${openAt(asOf)} AND i.basis <> 'single'
    ORDER BY i.kind, i.impact DESC, i.sort_at DESC, i.id DESC`)
}

/** The number of each kind. */
export function countByKind(rows: readonly OpenRow[]): Record<Kind, number> {
  const counts = KINDS.map((kind) => [kind, rows.filter((row) => row.kind === kind).length])
  return Object.fromEntries(counts) as Record<Kind, number>
}

/** The open incidents of several vendors in full, in no order, except those of a vendor beyond `MAX_SHOWN`. */
export async function readShown(byVendor: readonly OpenRow[][], load?: LoadReach): Promise<IncidentRow[]> {
  const ids = byVendor.flatMap(firstOfEachKind).map(({ rowId }) => rowId)
  if (ids.length === 0) return []
  const stored = await queryRows<StoredRow[]>(Prisma.sql`
    SELECT ${incidentColumns} FROM ${incidentTables} WHERE i.id = ANY(${ids}::bigint[])`)
  return await withReach(stored, load)
}

function firstOfEachKind(rows: OpenRow[]): OpenRow[] {
  const groups = Map.groupBy(rows, ({ kind, isPrimary }) => `${kind} ${isPrimary}`)
  return [...groups.values()].flatMap((group) => group.slice(0, MAX_SHOWN))
}
