import { queryRows } from '#lib/database/client.ts'
import { isOpenAt } from '#lib/domain/span.ts'
import { openAt } from '#lib/queries/incident-filter.ts'
import { type StoredRow, withReach } from '#lib/queries/incident-row.ts'
import { knownUntil } from '#lib/queries/reach.ts'
import type { OpenCount } from '#lib/queries/schemas.ts'
import { Prisma } from '#prisma/client/client.ts'

type OpenRow = Pick<
  StoredRow,
  'id' | 'vendor' | 'sourceId' | 'kind' | 'impact' | 'startedAt' | 'endedAt' | 'basis' | 'mitigatedAt'
>

/**
 * All counted incidents of all vendors that are open at `asOf`, by vendor, kind and impact; a vendor without one has no row. One
 * that its own source lost sight of is over where its duplicate in another source has ended, as on its vendor's page.
 */
export async function listOpenCounts(asOf: Date): Promise<OpenCount[]> {
  const rows = await queryRows<OpenRow[]>(Prisma.sql`
    SELECT i.public_id AS id, v.slug AS vendor, i.source_id AS "sourceId", i.kind::text AS kind, i.impact::text AS impact,
           i.started_at AS "startedAt", i.ended_at AS "endedAt", i.basis::text AS basis, i.mitigated_at AS "mitigatedAt"
    FROM incidents i JOIN vendors v ON v.id = i.vendor_id
    WHERE i.dedup_status = 'counted' AND NOT i.excluded AND ${openAt(asOf)} AND i.basis <> 'single'
    ORDER BY v.slug, i.kind, i.impact`)
  const open = (await withReach(rows)).filter((row) =>
    isOpenAt({ ...row, knownUntil: knownUntil(row.reach, asOf) }, asOf),
  )
  const groups = Map.groupBy(open, ({ vendor, kind, impact }) => `${vendor} ${kind} ${impact}`)
  return [...groups.values()].flatMap((group) =>
    group.slice(0, 1).map(({ vendor, kind, impact }) => ({ vendor, kind, impact, count: group.length })),
  )
}
