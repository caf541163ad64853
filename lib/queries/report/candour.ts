import { queryRows } from '#lib/database/client.ts'
import { fromMilliseconds, toMilliseconds } from '#lib/database/milliseconds.ts'
import type { DurationBasis, Status } from '#lib/domain/incident.ts'
import { type CandourIncident, computeCandour } from '#lib/domain/report/candour.ts'
import { mapInChunks } from '#lib/queries/event-loop.ts'
import { withReach } from '#lib/queries/incident-row.ts'
import { listCondition } from '#lib/queries/incidents.ts'
import { knownUntil } from '#lib/queries/reach.ts'
import type { CandourView } from '#lib/queries/schemas.ts'
import type { Scope } from '#lib/queries/scope.ts'
import { Prisma } from '#prisma/client/client.ts'
import { isIncidentReadAgain, isUpdateReadAgain, lastReads } from './read-again.ts'

/** Instants are milliseconds since the epoch. */
interface CandourRow {
  vendorId: number
  id: string
  basis: DurationBasis
  sourceId: number
  startedAt: number | null
  endedAt: number | null
  mitigatedAt: number | null
  withdrawnAt: number | null
  isReadAgain: boolean
  statedStartedAt: number | null
  statedWindow: { from: string; to: string } | null
  postedAt: number[]
  statuses: (Status | null)[]
  updateCount: number
  editedCount: number
}

/** How each vendor of the scope reports what started in its window, by the vendor's row id. */
export async function readCandour(scope: Scope): Promise<(vendorId: number) => CandourView> {
  const byVendor = await listReported(scope)
  return (vendorId) => computeCandour(byVendor.get(vendorId) ?? [], scope.asOf)
}

/** How the one vendor of the scope reports. */
export async function readCandourOf(vendorId: number, scope: Scope): Promise<CandourView> {
  const candourOf = await readCandour({ ...scope, vendorIds: [vendorId] })
  return candourOf(vendorId)
}

/**
 * What those figures rest on, by vendor, oldest first: the postings of the incidents of the scope's list until `asOf`. Each row is one
 * text, which is read here: twenty thousand rows of fifteen columns would be unpacked in one go, and hold up all other visitors.
 * The list is selected first: if it were joined with the other tables, Postgres would estimate it at one row, and search for words again for each
 * incident.
 */
async function listReported(scope: Scope): Promise<Map<number, CandourIncident[]>> {
  const { asOf, loadReach } = scope
  const texts = await queryRows<{ row: string }[]>(Prisma.sql`
    WITH ${lastReads(scope)}, listed AS MATERIALIZED (SELECT i.id FROM incidents i WHERE ${listCondition(scope)})
    SELECT json_build_object('vendorId', i.vendor_id, 'id', i.public_id, 'basis', i.basis, 'sourceId', i.source_id,
      'startedAt', ${toMilliseconds(Prisma.sql`i.started_at`)}, 'endedAt', ${toMilliseconds(Prisma.sql`i.ended_at`)},
      'mitigatedAt', ${toMilliseconds(Prisma.sql`i.mitigated_at`)}, 'withdrawnAt', ${toMilliseconds(Prisma.sql`i.withdrawn_at`)},
      'isReadAgain', ${isIncidentReadAgain(asOf)}, 'statedStartedAt', ${toMilliseconds(Prisma.sql`i.stated_started_at`)},
      'statedWindow', i.stated_window, 'postedAt', u.posted_at, 'statuses', u.statuses, 'updateCount', u.update_count,
      'editedCount', u.edited_count)::text AS row
    FROM listed l JOIN incidents i ON i.id = l.id JOIN reads r ON r.source_id = i.source_id CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(${toMilliseconds(Prisma.sql`posted_at`)} ORDER BY posted_at, position, id)
          FILTER (WHERE withdrawn_at IS NULL OR withdrawn_at > ${asOf}), '[]') AS posted_at,
        coalesce(json_agg(status ORDER BY posted_at, position, id)
          FILTER (WHERE withdrawn_at IS NULL OR withdrawn_at > ${asOf}), '[]') AS statuses,
        count(*) FILTER (WHERE ${isUpdateReadAgain(asOf)}) AS update_count,
        count(*) FILTER (WHERE edited_at <= ${asOf}) AS edited_count
      FROM incident_updates WHERE incident_id = i.id AND posted_at <= ${asOf}
    ) u
    ORDER BY i.sort_at, i.id`)
  const rows = await mapInChunks(texts, ({ row }) => JSON.parse(row) as CandourRow)
  const found = await mapInChunks(await withReach(rows, loadReach), (row) => ({
    vendorId: row.vendorId,
    incident: {
      ...{
        id: row.id,
        basis: row.basis,
        startedAt: fromMilliseconds(row.startedAt),
        endedAt: fromMilliseconds(row.endedAt),
      },
      mitigatedAt: fromMilliseconds(row.mitigatedAt),
      duplicateEndedAt: row.duplicateEndedAt,
      knownUntil: knownUntil(row.reach, asOf),
      statedStartedAt: fromMilliseconds(row.statedStartedAt),
      statedWindow: row.statedWindow && { from: new Date(row.statedWindow.from), to: new Date(row.statedWindow.to) },
      updates: row.postedAt.map((posted, at) => ({
        postedAt: new Date(Math.round(posted)),
        status: row.statuses[at] ?? null,
      })),
      updateCount: row.updateCount,
      editedCount: row.editedCount,
      isReadAgain: row.isReadAgain,
      isWithdrawn: row.withdrawnAt !== null && row.withdrawnAt <= asOf.getTime(),
    } satisfies CandourIncident,
  }))
  return new Map(
    [...Map.groupBy(found, ({ vendorId }) => vendorId)].map(([id, list]) => [id, list.map(({ incident }) => incident)]),
  )
}
