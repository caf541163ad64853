import { db } from '#lib/database/client.ts'
import type { SimilarPast } from '#lib/queries/schemas.ts'
import { Prisma } from '#prisma/client/client.ts'

/** Below this, a median says more about chance than about the vendor. */
const FEWEST = 5
/** The newest ones: a vendor's performance ten years ago says little about today. */
const MAX = 50

/**
 * How long similar incidents of the vendor lasted, for each of these incidents by public id. Similar means: the same kind,
 * finished before it began, with a known duration, and sharing a component or, if it names none, the impact. Left out if fewer
 * than five are known.
 */
export async function listSimilarPast(publicIds: string[]): Promise<Map<string, SimilarPast>> {
  if (publicIds.length === 0) return new Map()
  const rows = await db().$queryRaw<({ id: string } & SimilarPast)[]>(Prisma.sql`
    SELECT o.public_id AS id, count(*)::int AS count,
           percentile_disc(0.5) WITHIN GROUP (ORDER BY p.seconds)::int AS "medianDurationSeconds"
    FROM incidents o
    CROSS JOIN LATERAL (
      SELECT floor(extract(epoch FROM i.ended_at - i.started_at)) AS seconds
      FROM incidents i
      WHERE i.vendor_id = o.vendor_id AND i.id <> o.id AND i.kind = o.kind AND i.dedup_status = 'counted' AND NOT i.excluded
        AND i.basis IN ('reported', 'corrected') AND i.ended_at <= o.started_at
        AND CASE
          WHEN EXISTS (SELECT FROM incident_components own WHERE own.incident_id = o.id) THEN EXISTS (
            SELECT FROM incident_components own JOIN incident_components ic ON ic.component_id = own.component_id
            WHERE own.incident_id = o.id AND ic.incident_id = i.id
          )
          ELSE i.impact = o.impact
        END
      ORDER BY i.sort_at DESC, i.id DESC LIMIT ${MAX}
    ) p
    WHERE o.public_id = ANY(${publicIds})
    GROUP BY o.public_id HAVING count(*) >= ${FEWEST}`)
  return new Map(rows.map(({ id, count, medianDurationSeconds }) => [id, { count, medianDurationSeconds }]))
}
