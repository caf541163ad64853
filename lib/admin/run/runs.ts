import { writeAudit } from '#lib/admin/audit.ts'
import { findVendor } from '#lib/admin/vendor/vendor-row.ts'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { enqueueRun } from '#lib/runs/queue.ts'
import { type RunMode, type RunRequest, type RunTrigger, requestRun } from '#lib/runs/run.ts'
import { findPlatform } from '#lib/sources/platforms.ts'
import { listSources, type Source } from '#lib/sources/source.ts'

export interface IngestRequest {
  /** Null for all vendors. */
  vendorSlug: string | null
  /** Only this source of the vendor. */
  sourceId?: number
  mode: Exclude<RunMode, 'document'>
  dryRun: boolean
  trigger: RunTrigger
  /** The actor for the audit log. */
  actor: string
}

/**
 * Queues a run for each source that the mode applies to: polls and back-fills for sources with an address, replays for
 * all. Where the same run is queued or running already, that run is returned. Returns the ids of the runs, the primary
 * source's first. Throws NotFoundError for an unknown vendor or source, InvalidInputError when no source fits the mode.
 */
export async function requestIngest(request: IngestRequest): Promise<string[]> {
  return await inTransaction((tx) => writeRequest(tx, request))
}

/** As `requestIngest`, in the caller's transaction. */
export async function writeRequest(tx: Transaction, request: IngestRequest): Promise<string[]> {
  const runs = await queueRuns(tx, request)
  await noteRequest(tx, request, { runs })
  return runs
}

/** A run for each source that the mode applies to, in the caller's transaction. Throws as `requestIngest`. */
export async function queueRuns(tx: Transaction, request: IngestRequest): Promise<string[]> {
  const { vendorSlug, mode, dryRun, trigger } = request
  const sources = fitFor(mode, await findSources(tx, request))
  if (sources.length === 0) {
    const reason = mode === 'replay' ? 'no source yet' : 'no source with an address to read; push a document instead'
    throw new InvalidInputError(`${vendorSlug ?? 'The site'} has ${reason}`, 'mode')
  }
  const runs: string[] = []
  for (const { id, vendorId } of sources) {
    runs.push(await requestRun(tx, { vendorId, sourceId: id, mode, trigger, dryRun }, enqueueRun))
  }
  return runs
}

/** If none of several sources has a history, their runs say so. */
function fitFor(mode: IngestRequest['mode'], sources: Source[]): Source[] {
  if (mode === 'replay') return sources
  const polled = sources.filter(({ url }) => url !== null)
  if (mode === 'poll') return polled
  const withHistory = polled.filter(({ platform }) => findPlatform(platform)?.hasHistory)
  return withHistory.length > 0 ? withHistory : polled
}

export async function noteRequest(tx: Transaction, request: IngestRequest, made: object): Promise<void> {
  const { vendorSlug, mode, dryRun, actor } = request
  const detail = { dryRun, ...made }
  await writeAudit(tx, { actor, action: `ingest.${mode}`, subject: vendorSlug ?? 'all vendors', detail })
}

async function findSources(tx: Transaction, { vendorSlug, sourceId, mode }: IngestRequest): Promise<Source[]> {
  // A replay sends no requests: paused sources are included.
  if (vendorSlug === null) return await listSources(tx, null, { isPausedToo: mode === 'replay' })
  const vendor = await findVendor(tx, vendorSlug)
  if (vendor === null) throw new NotFoundError(`There is no vendor "${vendorSlug}".`)
  const sources = await listSources(tx, vendor.id)
  if (sourceId === undefined) return sources
  const source = sources.find(({ id }) => id === sourceId)
  if (source === undefined) throw new NotFoundError(`${vendorSlug} has no source ${sourceId}.`)
  return [source]
}

/**
 * Cancels a queued or running run. What it has written stays, and it writes nothing more, since its worker finds the
 * lease gone. Throws NotFoundError for an unknown run, ConflictError for one that has ended.
 */
export async function cancelRun(id: string, actor: string): Promise<void> {
  await inTransaction(async (tx) => {
    const { rowCount } = await tx.query<never>(
      `update runs set state = 'failed', finished_at = now(), lease_until = null, error_code = 'cancelled',
         error_message = 'Cancelled by ' || $2 || '.'
       where id = $1 and state in ('queued', 'running')`,
      [id, actor],
    )
    if (rowCount === 0) throw await whyNotCancelled(tx, id)
    await writeAudit(tx, { actor, action: 'run.cancel', subject: id })
  })
}

async function whyNotCancelled(tx: Transaction, id: string): Promise<Error> {
  const { rowCount } = await tx.query<never>('select from runs where id = $1', [id])
  return rowCount === 0
    ? new NotFoundError(`There is no run "${id}".`)
    : new ConflictError('The run has already ended.')
}

/**
 * Queues the same run again; with `apply`, a dry run without the rollback. Returns the new run's id. Throws
 * NotFoundError for an unknown run, InvalidInputError when its document was pruned.
 */
export async function repeatRun(id: string, { apply, actor }: { apply: boolean; actor: string }): Promise<string> {
  return await inTransaction(async (tx) => {
    const { rows } = await tx.query<{
      vendorId: number
      sourceId: number
      documentId: string | null
      mode: RunMode
      dryRun: boolean
      readAt: Date | null
    }>(
      `select vendor_id as "vendorId", source_id as "sourceId", document_id as "documentId", mode, dry_run as "dryRun",
         read_at as "readAt" from runs where id = $1`,
      [id],
    )
    const [run] = rows
    if (run === undefined) throw new NotFoundError(`There is no run "${id}".`)
    if (run.mode === 'document' && run.documentId === null) {
      throw new InvalidInputError('The document of this run is no longer stored. Push the document again.')
    }
    const again = { ...run, trigger: 'admin', dryRun: run.dryRun && !apply } satisfies RunRequest
    const runId = await requestRun(tx, again, enqueueRun)
    await writeAudit(tx, { actor, action: apply ? 'run.apply' : 'run.retry', subject: id, detail: { run: runId } })
    return runId
  })
}
