import { db, queryRows } from '#lib/database/client.ts'
import { later } from '#lib/domain/instant.ts'
import { maxOf } from '#lib/domain/many.ts'
import type { BatchLine } from '#lib/queries/admin-schemas.ts'
import { type RunRow, runColumns, runTables, toRunView } from '#lib/queries/runs.ts'
import { type BatchProgress, type BatchView, RUN_STATES } from '#lib/queries/schemas.ts'
import { isUuid } from '#lib/url/row-id.ts'
import { Prisma } from '#prisma/client/client.ts'

type RunState = (typeof RUN_STATES)[number]
type BatchRunRow = RunRow & { vendorName: string; source: string; figures: BatchView['runs'][number]['figures'] | null }

/** The runs of a batch by vendor's name, each with the headline figures that it changes; null for an unknown id. */
export async function getBatch(id: string): Promise<BatchView | null> {
  if (!isUuid(id)) return null
  const batch = await db().batch.findUnique({ where: { id } })
  if (batch === null) return null
  const rows = await queryRows<BatchRunRow[]>(Prisma.sql`
    SELECT ${runColumns}, NULL::json AS diff, v.name AS "vendorName", s.key AS source,
           (SELECT jsonb_agg(jsonb_build_object('figure', c->'field', 'before', c->'before', 'after', c->'after'))
            FROM jsonb_array_elements(r.diff) AS c WHERE c->>'change' = 'figure') AS figures
    FROM batch_runs b JOIN ${runTables} ON b.run_id = r.id WHERE b.batch_id = ${id}::uuid
    ORDER BY lower(v.name), v.id, s.is_primary DESC, s.id`)
  const { subject, mode, dryRun, actor, createdAt, appliedAs } = batch
  const ends = rows.map(({ finishedAt }) => finishedAt)
  const isAtWork = ends.includes(null)
  return {
    id,
    vendor: subject,
    mode,
    dryRun,
    actor,
    createdAt,
    finishedAt: isAtWork
      ? null
      : new Date(
          maxOf(
            ends.map((end) => end?.getTime() ?? 0),
            createdAt.getTime(),
          ),
        ),
    appliedAs,
    counts: Object.fromEntries(
      RUN_STATES.map((state) => [state, rows.filter((row) => row.state === state).length]),
    ) as BatchView['counts'],
    runs: rows.map(({ vendorName, source, figures, ...row }) => {
      const { diff: _, ...run } = toRunView(row)
      return { ...run, vendorName, source, figures: figures ?? [] }
    }),
  }
}

/** The dry run that this batch applied; null for a batch that applied none. */
export async function getTriedBatch(id: string): Promise<BatchView | null> {
  const tried = await db().batch.findFirst({ where: { appliedAs: id }, select: { id: true } })
  return tried && (await getBatch(tried.id))
}

/**
 * The progress of a batch's runs, in a time independent of their diffs and warnings; null for an unknown id.
 */
export async function getBatchProgress(id: string): Promise<BatchProgress | null> {
  if (!isUuid(id)) return null
  const batch = await db().batch.findUnique({ where: { id }, select: { createdAt: true } })
  if (batch === null) return null
  const rows = await queryRows<{ state: RunState; count: number; atWork: number; last: Date | null }[]>(Prisma.sql`
    SELECT r.state::text AS state, count(*)::int AS count, (count(*) FILTER (WHERE r.finished_at IS NULL))::int AS "atWork",
           max(r.finished_at) AS last
    FROM batch_runs b JOIN runs r ON r.id = b.run_id WHERE b.batch_id = ${id}::uuid GROUP BY r.state`)
  const countOf = new Map(rows.map(({ state, count }) => [state, count]))
  const last = rows.reduce((newest, row) => later(newest, row.last ?? newest), batch.createdAt)
  return {
    id,
    finishedAt: rows.some(({ atWork }) => atWork > 0) ? null : last,
    counts: Object.fromEntries(RUN_STATES.map((state) => [state, countOf.get(state) ?? 0])) as BatchProgress['counts'],
  }
}

/** The newest batches, each with the number of unfinished runs. */
export async function listBatches(limit: number): Promise<BatchLine[]> {
  return await queryRows<BatchLine[]>(Prisma.sql`
    SELECT b.id::text, b.subject AS vendor, b.mode::text, b.dry_run AS "dryRun", b.created_at AS "createdAt",
           count(r.id)::int AS "runCount", (count(r.id) FILTER (WHERE r.finished_at IS NULL))::int AS "atWork"
    FROM (SELECT * FROM batches ORDER BY created_at DESC LIMIT ${limit}) b
    LEFT JOIN batch_runs m ON m.batch_id = b.id LEFT JOIN runs r ON r.id = m.run_id
    GROUP BY b.id, b.subject, b.mode, b.dry_run, b.created_at ORDER BY b.created_at DESC`)
}
