import { queryRows } from '#lib/database/client.ts'
import { Prisma } from '#prisma/client/client.ts'
import type { RestatementView } from './schemas.ts'

/** More vendors than one page shows; those with the largest change in downtime first. */
const MAX_RESTATEMENTS = 1_000

/** The headline figures that a version of the method changed, largest change first; none while it is being applied. */
export async function listRestatements(): Promise<RestatementView[]> {
  return await queryRows<RestatementView[]>(Prisma.sql`
    SELECT v.slug AS vendor, v.name AS "vendorName", r.version AS method, r.window_text AS "window", r.as_of AS "asOf", r.before, r.after
    FROM restatements r JOIN vendors v ON v.id = r.vendor_id
    WHERE r.after IS NOT NULL AND r.after <> r.before
    ORDER BY r.version DESC,
      abs((r.after->>'downtimeSeconds')::bigint - (r.before->>'downtimeSeconds')::bigint) DESC, v.slug, r.window_text
    LIMIT ${MAX_RESTATEMENTS}`)
}
