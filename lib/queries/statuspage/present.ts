import { queryRows } from '#lib/database/client.ts'
import { listPlanned, MAX_PLANNED } from '#lib/queries/incident/planned.ts'
import { toIncidentView } from '#lib/queries/incident-row.ts'
import { listOpenRows, readShown } from '#lib/queries/open-incidents.ts'
import { ofVendors, type VendorRow } from '#lib/queries/scope.ts'
import { listSourcesInForce } from '#lib/queries/sources.ts'
import type { VendorComponent, VendorPresent } from '#lib/queries/statuspage-schemas.ts'
import { listUnclear } from '#lib/queries/vendor/vendor-facts.ts'
import { pollIntervalOf, stateOf } from '#lib/queries/vendor/vendor-state.ts'
import { MAX_COMPONENTS_OUT } from '#lib/text/indicator.ts'
import { Prisma } from '#prisma/client/client.ts'

/** The vendor of a row as it is at `now`. */
export async function readPresent(row: VendorRow, now: Date): Promise<VendorPresent> {
  const ids = [row.id]
  const [sourcesByVendor, openRows, unclear, planned, components, changedAt] = await Promise.all([
    listSourcesInForce(ids),
    listOpenRows(ofVendors(ids), now),
    listUnclear(ids, now),
    listPlanned({ vendorIds: ids, asOf: now, now }, MAX_PLANNED),
    listComponents(row.id),
    findChange(row.id),
  ])
  const sources = sourcesByVendor.get(row.id) ?? []
  const primary = sources.find(({ isPrimary }) => isPrimary)
  const { state, checkedAt, pageStatus } = stateOf(sources, openRows, unclear.has(row.id), now)
  const shown = new Map((await readShown([openRows])).map((found) => [found.rowId, toIncidentView(found, now)]))
  const out = primary?.componentsOut ?? null
  return {
    key: row.key,
    slug: row.slug,
    name: row.name,
    createdAt: row.createdAt,
    changedAt: changedAt ?? row.createdAt,
    state,
    checkedAt,
    pollIntervalSeconds: pollIntervalOf(sources),
    isCritical: openRows.some(
      ({ kind, impact, isPrimary }) =>
        kind === 'incident' && impact === 'critical' && (isPrimary || primary === undefined),
    ),
    open: openRows.flatMap(({ rowId }) => shown.get(rowId) ?? []).filter(({ endedAt }) => endedAt === null),
    planned,
    components,
    componentsOut: pageStatus === null || out === null || out.length >= MAX_COMPONENTS_OUT ? null : out,
  }
}

/** The components of the primary source, and of every other that a counted incident names; in the order in which they came. */
async function listComponents(vendorId: number): Promise<VendorComponent[]> {
  return await queryRows<VendorComponent[]>(Prisma.sql`
    SELECT c.name, c.group_name AS "group" FROM components c JOIN sources s ON s.id = c.source_id
    WHERE s.vendor_id = ${vendorId} AND (s.is_primary OR EXISTS (
      SELECT FROM incident_components ic JOIN incidents i ON i.id = ic.incident_id
      WHERE ic.component_id = c.id AND i.dedup_status = 'counted'
    ))
    GROUP BY 1, 2 ORDER BY min(c.id)`)
}

async function findChange(vendorId: number): Promise<Date | null> {
  const [{ changedAt }] = await queryRows<[{ changedAt: Date | null }]>(Prisma.sql`
    SELECT max(i.news_at) AS "changedAt" FROM incidents i WHERE i.vendor_id = ${vendorId}`)
  return changedAt
}
