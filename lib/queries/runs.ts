import { queryRows } from '#lib/database/client.ts'
import { isUuid } from '#lib/url/row-id.ts'
import { Prisma } from '#prisma/client/client.ts'
import type { RUN_MODES, RUN_TRIGGERS, RunView } from './schemas.ts'

export interface RunRow extends Omit<RunView, 'error' | 'diff'> {
  errorCode: string | null
  errorMessage: string | null
  diff: unknown[] | null
}

export const runColumns = Prisma.sql`
  r.id::text, v.slug AS vendor, s.platform, r.mode::text, r.trigger::text, r.state::text, r.created_at AS "createdAt",
  r.started_at AS "startedAt", r.finished_at AS "finishedAt", r.start_after AS "startAfter", r.documents_read AS "documentsRead", r.created, r.updated,
  r.unchanged, r.withdrawn, r.quarantined, r.dry_run AS "dryRun", r.error_code AS "errorCode",
  r.error_message AS "errorMessage", r.warnings, r.progress`

export const runTables = Prisma.sql`runs r JOIN vendors v ON v.id = r.vendor_id JOIN sources s ON s.id = r.source_id`

/** One run with its diff; null for an unknown or malformed id. */
export async function getRun(id: string): Promise<RunView | null> {
  if (!isUuid(id)) return null
  const [row] = await queryRows<RunRow[]>(Prisma.sql`
    SELECT ${runColumns}, r.diff FROM ${runTables} WHERE r.id = ${id}::uuid`)
  return row === undefined ? null : toRunView(row)
}

/** Like `getRun`, without the diff, so its time does not grow with it. */
export async function getRunProgress(id: string): Promise<Omit<RunView, 'diff'> | null> {
  if (!isUuid(id)) return null
  const [row] = await queryRows<RunRow[]>(Prisma.sql`
    SELECT ${runColumns}, NULL::json AS diff FROM ${runTables} WHERE r.id = ${id}::uuid`)
  if (row === undefined) return null
  const { diff: _, ...run } = toRunView(row)
  return run
}

/** Several runs with their diffs, in order of id; unknown ones are left out. */
export async function getRuns(ids: readonly string[]): Promise<RunView[]> {
  return (await Promise.all(ids.map(getRun))).filter((run) => run !== null)
}

export interface RunFilter {
  /** Slug of a vendor. */
  vendor?: string
  /** Row id. */
  source?: number
  state?: RunView['state']
  trigger?: (typeof RUN_TRIGGERS)[number]
  mode?: (typeof RUN_MODES)[number]
  dryRun?: boolean
  /** Created in this half-open interval. */
  from?: Date
  to?: Date
  /** Runs created before this one, for the next page. */
  before?: { createdAt: Date; id: string }
}

/** Runs, newest first, without their diffs. */
export async function listRuns(filter: RunFilter, limit: number): Promise<RunView[]> {
  const { vendor, source, state, trigger, mode, dryRun, from, to, before } = filter
  const conditions = [
    vendor === undefined ? null : Prisma.sql`v.slug = ${vendor}`,
    state === undefined ? null : Prisma.sql`r.state = ${state}::run_state`,
    source === undefined ? null : Prisma.sql`r.source_id = ${source}`,
    trigger === undefined ? null : Prisma.sql`r.trigger = ${trigger}::run_trigger`,
    mode === undefined ? null : Prisma.sql`r.mode = ${mode}::run_mode`,
    dryRun === undefined ? null : Prisma.sql`r.dry_run = ${dryRun}`,
    from === undefined ? null : Prisma.sql`r.created_at >= ${from}`,
    to === undefined ? null : Prisma.sql`r.created_at < ${to}`,
    before === undefined ? null : Prisma.sql`(r.created_at, r.id) < (${before.createdAt}, ${before.id}::uuid)`,
  ].filter((condition) => condition !== null)
  const where = conditions.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')}`
  const rows = await queryRows<RunRow[]>(Prisma.sql`
    SELECT ${runColumns}, NULL::json AS diff FROM ${runTables} ${where} ORDER BY r.created_at DESC, r.id DESC LIMIT ${limit}`)
  return rows.map(toRunView)
}

export function toRunView({ errorCode, errorMessage, diff, ...row }: RunRow): RunView {
  return {
    ...row,
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' },
    diff: diff ?? [],
  }
}
