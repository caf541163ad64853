import { queryRows } from '#lib/database/client.ts'
import { type RunRow, runColumns, runTables, toRunView } from '#lib/queries/runs.ts'
import type { QueueProgress } from '#lib/queries/schemas.ts'
import { Prisma } from '#prisma/client/client.ts'

/** Enough to see what is under way; `more` counts the others. */
const MAX_RUNS = 30

/**
 * What somebody waits for: runs that people requested, and first reads of sources, of one vendor or of all. Leaves out the
 * polls of the schedule, which never end, and runs that a host has asked to wait.
 */
export async function getQueueProgress(vendorSlug: string | null): Promise<QueueProgress> {
  const rows = await queryRows<(RunRow & { vendorName: string; total: number })[]>(Prisma.sql`
    SELECT ${runColumns}, NULL::json AS diff, v.name AS "vendorName", (count(*) OVER ())::int AS total
    FROM ${runTables}
    WHERE r.state IN ('queued', 'running') AND (r.start_after IS NULL OR r.start_after <= now())
      AND (r.trigger <> 'schedule' OR s.last_good_read_at IS NULL AND s.failures = 0)
      ${vendorSlug === null ? Prisma.empty : Prisma.sql`AND v.slug = ${vendorSlug}`}
    ORDER BY r.state = 'running' DESC, r.created_at, r.id LIMIT ${MAX_RUNS}`)
  return {
    finishedAt: rows.length === 0 ? new Date() : null,
    more: (rows[0]?.total ?? 0) - rows.length,
    runs: rows.map(({ vendorName, total: _, ...row }) => {
      const { diff: __, warnings: ___, error: ____, ...run } = toRunView(row)
      return { ...run, vendorName }
    }),
  }
}
