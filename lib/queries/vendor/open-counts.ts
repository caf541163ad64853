import { db } from '#lib/database/client.ts'
import { openAt } from '#lib/queries/incident-filter.ts'
import type { OpenCount } from '#lib/queries/schemas.ts'
import { Prisma } from '#prisma/client/client.ts'

/** All counted incidents of all vendors that are open at `asOf`, by vendor, kind and impact; a vendor without one has no row. */
export async function listOpenCounts(asOf: Date): Promise<OpenCount[]> {
  return await db().$queryRaw<OpenCount[]>(Prisma.sql`
    SELECT v.slug AS vendor, i.kind::text AS kind, i.impact::text AS impact, count(*)::int AS count
    FROM incidents i JOIN vendors v ON v.id = i.vendor_id
    WHERE i.dedup_status = 'counted' AND NOT i.excluded AND ${openAt(asOf)} AND i.basis <> 'single'
    GROUP BY v.slug, i.kind, i.impact ORDER BY v.slug, i.kind, i.impact`)
}
