import { queryRows } from '#lib/database/client.ts'
import type { QuarantinedView } from '#lib/queries/admin-schemas.ts'
import { Prisma } from '#prisma/client/client.ts'

/**
 * Items that could not be read. An item that recurs in every poll of a source appears once, as its newest copy, and not at all
 * once any copy was dismissed.
 */
const open = Prisma.sql`
  SELECT * FROM (
    SELECT DISTINCT ON (r.source_id, coalesce(q.external_id, q.path), q.reason) q.id, q.run_id, r.source_id, q.external_id,
           q.path, q.reason, q.raw, r.created_at, q.resolved_at,
           bool_or(q.dismissed_at IS NOT NULL)
             OVER (PARTITION BY r.source_id, coalesce(q.external_id, q.path), q.reason) AS is_dismissed
    FROM run_items q JOIN runs r ON r.id = q.run_id
    WHERE NOT r.dry_run
    ORDER BY r.source_id, coalesce(q.external_id, q.path), q.reason, q.id DESC
  ) newest WHERE resolved_at IS NULL AND NOT is_dismissed`

/** Newest first; at most `limit`. */
export async function listQuarantined(limit: number): Promise<QuarantinedView[]> {
  return await queryRows<QuarantinedView[]>(Prisma.sql`
    SELECT o.id::text, o.run_id::text AS "runId", v.slug AS vendor, v.name AS "vendorName", s.id AS "sourceId", s.platform,
           o.external_id AS "externalId", o.path, o.reason, left(o.raw, 20000) AS raw, o.created_at AS at
    FROM (${open}) o JOIN sources s ON s.id = o.source_id JOIN vendors v ON v.id = s.vendor_id
    ORDER BY o.id DESC LIMIT ${limit}`)
}

export async function countQuarantined(): Promise<number> {
  const [{ count }] = await queryRows<[{ count: number }]>(Prisma.sql`SELECT count(*)::int FROM (${open}) o`)
  return count
}

/** Items that one run could not read, dismissed or not. */
export async function listRunItems(runId: string): Promise<{ id: string; path: string; reason: string }[]> {
  return await queryRows<{ id: string; path: string; reason: string }[]>(Prisma.sql`
    SELECT id::text, path, reason FROM run_items WHERE run_id = ${runId}::uuid ORDER BY id LIMIT 200`)
}
