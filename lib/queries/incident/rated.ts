import { queryRows } from '#lib/database/client.ts'
import { ofVendors, type Scope } from '#lib/queries/scope.ts'
import { Prisma } from '#prisma/client/client.ts'

/** How many counted outages are on record as of `asOf`, and how many of them their vendor has not rated. */
export async function countUnrated({
  vendorIds,
  asOf,
}: Pick<Scope, 'vendorIds' | 'asOf'>): Promise<{ total: number; unrated: number }> {
  const [counts] = await queryRows<[{ total: number; unrated: number }]>(Prisma.sql`
    SELECT count(*)::int AS total, (count(*) FILTER (WHERE i.impact = 'unknown'))::int AS unrated FROM incidents i
    WHERE ${ofVendors(vendorIds)} AND i.dedup_status = 'counted' AND NOT i.excluded AND i.kind = 'incident'
      AND (i.started_at IS NULL OR i.started_at <= ${asOf})`)
  return counts
}
