import { randomUUID } from 'node:crypto'
import { writeAudit } from '#lib/admin/audit.ts'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { enqueueRun } from '#lib/runs/queue.ts'
import { type RunMode, type RunTrigger, requestRun } from '#lib/runs/run.ts'
import { type IngestRequest, noteRequest, queueRuns } from './runs.ts'

/** As `requestIngest`, and records the runs as a batch: see `getBatch`. Also returns the batch's id. */
export async function requestBatch(request: IngestRequest): Promise<{ batch: string; runs: string[] }> {
  const { vendorSlug, mode, dryRun, actor } = request
  if (mode === 'backfill' && dryRun) {
    throw new InvalidInputError(
      'A back-fill has no dry run, because it would read the whole history only to discard it',
      'dryRun',
    )
  }
  return await inTransaction(async (tx) => {
    const runs = await queueRuns(tx, request)
    const batch = await makeBatch(tx, { subject: vendorSlug, mode, dryRun, actor }, runs)
    await noteRequest(tx, request, { batch })
    return { batch, runs }
  })
}

/**
 * Applies a batch of dry runs: runs the same sources in the same mode, except those that failed or were suspicious.
 * Returns the id of the new batch, or of the existing one when it was applied before. Throws NotFoundError for an
 * unknown batch, ConflictError for one that is still running or has no dry runs.
 */
export async function applyBatch(
  id: string,
  { trigger, actor }: { trigger: RunTrigger; actor: string },
): Promise<string> {
  return await inTransaction(async (tx) => {
    const { rows } = await tx.query<{
      subject: string | null
      mode: RunMode
      dryRun: boolean
      appliedAs: string | null
    }>('select subject, mode, dry_run as "dryRun", applied_as as "appliedAs" from batches where id = $1 for update', [
      id,
    ])
    const [batch] = rows
    if (batch === undefined) throw new NotFoundError(`There is no batch "${id}".`)
    if (!batch.dryRun)
      throw new ConflictError('This batch was not a dry run: its runs have already been done for real.')
    if (batch.appliedAs !== null) return batch.appliedAs
    const tried = await tx.query<{
      vendorId: number
      sourceId: number
      mode: RunMode
      state: string
      finishedAt: Date | null
    }>(
      `select r.vendor_id as "vendorId", r.source_id as "sourceId", r.mode, r.state, r.finished_at as "finishedAt"
       from batch_runs b join runs r on r.id = b.run_id where b.batch_id = $1 order by r.created_at, r.id`,
      [id],
    )
    if (tried.rows.some(({ finishedAt }) => finishedAt === null)) {
      throw new ConflictError('Some dry runs of this batch have not ended. Wait for them or cancel them.')
    }
    const good = tried.rows.filter(({ state }) => state === 'succeeded' || state === 'unchanged')
    if (good.length === 0) throw new ConflictError('No dry run of this batch has a result that can be applied.')
    const runs: string[] = []
    for (const { vendorId, sourceId, mode } of good) {
      runs.push(await requestRun(tx, { vendorId, sourceId, mode, trigger, dryRun: false }, enqueueRun))
    }
    const applied = await makeBatch(tx, { ...batch, dryRun: false, actor }, runs)
    await tx.query<never>('update batches set applied_as = $2 where id = $1', [id, applied])
    await writeAudit(tx, { actor, action: 'batch.apply', subject: id, detail: { batch: applied, runs: runs.length } })
    return applied
  })
}

async function makeBatch(
  tx: Transaction,
  { subject, mode, dryRun, actor }: { subject: string | null; mode: RunMode; dryRun: boolean; actor: string },
  runs: string[],
): Promise<string> {
  const id = randomUUID()
  await tx.query<never>('insert into batches (id, subject, mode, dry_run, actor) values ($1, $2, $3, $4, $5)', [
    id,
    subject,
    mode,
    dryRun,
    actor,
  ])
  await tx.query<never>(
    'insert into batch_runs (batch_id, run_id) select $1, unnest($2::uuid[]) on conflict do nothing',
    [id, runs],
  )
  return id
}
