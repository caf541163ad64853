import { queryRows } from '#lib/database/client.ts'
import {
  type IncidentRow,
  incidentColumns,
  incidentTables,
  type StoredRow,
  toIncidentView,
} from '#lib/queries/incident-row.ts'
import type { IncidentView } from '#lib/queries/schemas.ts'
import { ofVendors, type Scope } from '#lib/queries/scope.ts'
import { Prisma } from '#prisma/client/client.ts'

/** The maximum shown of one vendor. */
export const MAX_PLANNED = 50

/** Whose plans, and as of when; a `Scope` is one. */
type PlannedScope = Pick<Scope, 'vendorIds' | 'asOf' | 'now'>

/**
 * What is announced to start after `asOf`, the soonest first: maintenance, notices about the future, and anything that a document
 * without a read time dates ahead of our clock. None of it counts in any figure, and `durationBasis` is `planned`. What was
 * withdrawn is left out, and for a past `asOf` what was announced only later.
 */
export async function listPlanned(scope: PlannedScope, most: number): Promise<IncidentView[]> {
  const rows = await queryRows<StoredRow[]>(Prisma.sql`
    WITH soonest AS MATERIALIZED (
      SELECT i.id FROM incidents i WHERE ${isPlanned(scope)} ORDER BY i.sort_at, i.id LIMIT ${most}
    )
    SELECT ${incidentColumns} FROM soonest JOIN ${incidentTables} ON i.id = soonest.id ORDER BY i.sort_at, i.id`)
  return rows.map((row) => toIncidentView(withoutReach(row), scope.asOf))
}

/** The same of each of several vendors, up to `most` each, by slug; a vendor without plans has no entry. */
export async function listPlannedByVendor(
  vendorIds: number[],
  { asOf, now }: Pick<Scope, 'asOf' | 'now'>,
  most: number,
): Promise<Map<string, IncidentView[]>> {
  const rows = await queryRows<StoredRow[]>(Prisma.sql`
    WITH soonest AS MATERIALIZED (
      SELECT soon.id FROM unnest(${vendorIds}::int[]) chosen (id) CROSS JOIN LATERAL (
        SELECT i.id FROM incidents i
        WHERE i.vendor_id = chosen.id AND ${isPlanned({ vendorIds: null, asOf, now })}
        ORDER BY i.sort_at, i.id LIMIT ${most}
      ) soon
    )
    SELECT ${incidentColumns} FROM soonest JOIN ${incidentTables} ON i.id = soonest.id ORDER BY i.sort_at, i.id`)
  return Map.groupBy(
    rows.map((row) => toIncidentView(withoutReach(row), asOf)),
    ({ vendor }) => vendor,
  )
}

/** How many there are in all. */
export async function countPlanned(scope: PlannedScope): Promise<number> {
  const [{ count }] = await queryRows<[{ count: number }]>(Prisma.sql`
    SELECT count(*)::int AS count FROM incidents i WHERE ${isPlanned(scope)}`)
  return count
}

/** Whether the time of `incidents i` is believed and understood, as it must be for a plan. */
export const isDated = Prisma.sql`i.basis NOT IN ('impossible', 'unclear', 'undated')`

/** The condition on `incidents i`; `sort_at` is the start, and has the index. */
function isPlanned({ vendorIds, asOf, now }: PlannedScope): Prisma.Sql {
  const isAnnounced = Prisma.sql`(i.first_seen_at <= ${asOf} OR EXISTS (
    SELECT FROM incident_updates u WHERE u.incident_id = i.id AND u.posted_at <= ${asOf}
  ))`
  return Prisma.sql`(
    ${ofVendors(vendorIds)} AND i.sort_at > ${asOf} AND i.started_at > ${asOf}
    AND i.dedup_status = 'counted' AND NOT i.excluded AND i.withdrawn_at IS NULL
    AND ${isDated}
    AND ${asOf < now ? isAnnounced : Prisma.sql`TRUE`}
  )`
}

/** How far its source was read matters only to what has started. */
function withoutReach(row: StoredRow): IncidentRow {
  return { ...row, reach: null, duplicateEndedAt: null }
}
