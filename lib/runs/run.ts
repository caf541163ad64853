import { randomUUID } from 'node:crypto'
import type { QuarantinedItem } from '#lib/adapters/adapter.ts'
import { insertRows } from '#lib/database/bulk-write.ts'
import { onlyRow, pool } from '#lib/database/client.ts'
import { isImportUnderWay } from '#lib/database/import-lock.ts'
import { preparing } from '#lib/database/prepared.ts'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { abridge, type Change, type Counts } from '#lib/incidents/changes.ts'
import { backOff } from './next-poll.ts'

export type RunMode = 'poll' | 'document' | 'backfill' | 'replay'
export type RunTrigger = 'schedule' | 'admin' | 'api' | 'cli' | 'sample'
export type RunEnd = 'succeeded' | 'unchanged' | 'suspicious' | 'failed'

export interface RunRequest {
  vendorId: number
  sourceId: number
  mode: RunMode
  trigger: RunTrigger
  dryRun: boolean
  /** The pushed document of the run, and when it was read. */
  documentId?: string | null
  readAt?: Date | null
}

/** What the queue needs to know about a run. */
export interface QueuedRun {
  id: string
  sourceId: number
  mode: RunMode
}

/** A run that this process has leased. `attempt` fences off a process that has lost its lease. */
export interface LeasedRun {
  id: string
  attempt: number
  /** How often it was leased, including this time, and not given back since it last made progress. */
  tries: number
  interruptions: number
  sourceId: number
  documentId: string | null
  mode: RunMode
  trigger: RunTrigger
  dryRun: boolean
  readAt: Date | null
}

/** The result of the ingest of one document, or of a whole run. */
export interface Outcome extends Counts {
  end: RunEnd
  error: { code: string; message: string } | null
  documentsRead: number
  changes: Change[]
  warnings: string[]
  quarantined: QuarantinedItem[]
}

/** A worker that does not renew its lease for this long is considered dead. */
const LEASE_SECONDS = 15
export const RENEW_MS = 5_000
export const MAX_TRIES = 3
/**
 * How often a run is given back because the database was away or busy: an afternoon of restarts, or a quarter of an
 * hour behind a lock. Beyond that, the run itself ends the connection.
 */
export const MAX_INTERRUPTIONS = 50
/** After a restart of the server, live workers get one lease time to renew: before, nobody could. */
const HAS_LOST_ITS_WORKER = `state = 'running' and lease_until < now()
  and pg_postmaster_start_time() < now() - interval '${LEASE_SECONDS} seconds'`
/**
 * A long run that makes progress between two deaths of its worker is not exhausted: it stores the attempt that last
 * made progress.
 */
const TRIES_WITHOUT_PROGRESS = "attempts - coalesce((progress->>'attempt')::int, 0)"
const MAX_WARNINGS = 200
const MAX_QUARANTINED = 1_000

/** Another worker leased the run while this process was too busy to renew its lease: everything it did is void. */
export class LostLeaseError extends OutageHistoryError {
  constructor(runId: string) {
    super('lost_lease', `Run ${runId} was taken up by another worker.`)
  }
}

/**
 * Creates a run, and its job with `enqueue`, in the caller's transaction. A second poll, back-fill or replay of a
 * source is not created: the waiting or running one is returned.
 */
export async function requestRun(
  tx: Transaction,
  request: RunRequest,
  enqueue: (tx: Transaction, run: QueuedRun) => Promise<void>,
): Promise<string> {
  const { vendorId, sourceId, mode, trigger, dryRun, documentId = null, readAt = null } = request
  for (;;) {
    const id = randomUUID()
    const made = await tx.query<never>(
      `insert into runs (id, vendor_id, source_id, document_id, mode, trigger, dry_run, read_at, warnings)
       values ($1, $2, $3, $4, $5, $6, $7, $8, '{}') on conflict do nothing`,
      [id, vendorId, sourceId, documentId, mode, trigger, dryRun, readAt],
    )
    if (made.rowCount === 1) {
      await enqueue(tx, { id, sourceId, mode })
      return id
    }
    const { rows } = await tx.query<{ id: string }>(
      `select id from runs where source_id = $1 and mode = $2 and dry_run = $3 and state in ('queued', 'running')`,
      [sourceId, mode, dryRun],
    )
    if (rows[0] !== undefined) return rows[0].id
    // It ended between the two statements.
  }
}

/** Creates a run that failed before it started, so that the failure is visible among the runs. */
export async function recordFailedRun(
  tx: Transaction,
  request: RunRequest,
  error: { code: string; message: string },
): Promise<string> {
  const { vendorId, sourceId, mode, trigger, dryRun } = request
  const id = randomUUID()
  await tx.query<never>(
    `insert into runs (id, vendor_id, source_id, mode, trigger, dry_run, state, started_at, finished_at, error_code, error_message, warnings)
     values ($1, $2, $3, $4, $5, $6, 'failed', now(), now(), $7, $8, '{}')`,
    [id, vendorId, sourceId, mode, trigger, dryRun, error.code, error.message],
  )
  return id
}

/**
 * Leases a run that is queued or whose worker has died. Null when it has ended or another worker has it. 'busy' while
 * another run of the same source is running, except beside a back-fill, and while an import is running. A run that was
 * leased three times without progress is failed.
 */
export async function leaseRun(id: string): Promise<LeasedRun | 'busy' | null> {
  if (await isImportUnderWay()) return 'busy'
  try {
    const { rows } = await preparing(pool()).query<LeasedRun>(
      `update runs set state = 'running', started_at = coalesce(started_at, now()), attempts = attempts + 1,
         lease_until = now() + $2 * interval '1 second', start_after = null
       where id = $1 and coalesce(start_after, '-infinity') <= now() and ${TRIES_WITHOUT_PROGRESS} < $3
         and (state = 'queued' or ${HAS_LOST_ITS_WORKER})
       returning id, attempts as attempt, ${TRIES_WITHOUT_PROGRESS} as tries, interruptions, source_id as "sourceId",
         document_id as "documentId", mode, trigger,
         dry_run as "dryRun", read_at as "readAt"`,
      [id, LEASE_SECONDS, MAX_TRIES],
    )
    if (rows[0] === undefined) await failExhaustedRuns(id)
    return rows[0] ?? null
  } catch (error) {
    if ((error as { constraint?: string }).constraint === 'runs_running') return 'busy'
    throw error
  }
}

/** Fails runs, all or one, that were leased too often without progress; a failed poll delays the next one as usual. */
async function failExhaustedRuns(id: string | null): Promise<void> {
  const which = id === null ? "state in ('queued', 'running')" : 'id = $2'
  await inTransaction(async (tx) => {
    const { rows } = await tx.query<{ sourceId: number; mode: RunMode; dryRun: boolean; reason: string }>(
      `update runs set state = 'failed', finished_at = now(), lease_until = null, error_code = 'worker_lost',
         error_message = 'The worker died ' || attempts || ' times while it was at work on this run; it is not tried again.'
       where ${which} and ${TRIES_WITHOUT_PROGRESS} >= $1 and (state = 'queued' or ${HAS_LOST_ITS_WORKER})
       returning source_id as "sourceId", mode, dry_run as "dryRun", error_message as reason`,
      id === null ? [MAX_TRIES] : [MAX_TRIES, id],
    )
    for (const { sourceId, mode, dryRun, reason } of rows)
      if (mode === 'poll' && !dryRun) await backOff(tx, sourceId, reason)
  })
}

/** Requeues the runs of dead workers and returns their ids, except those that this process is working on. */
export async function requeueLostRuns(underWay: Iterable<string>): Promise<string[]> {
  await failExhaustedRuns(null)
  const { rows } = await pool().query<{ id: string }>(
    `update runs set state = 'queued', lease_until = null where ${HAS_LOST_ITS_WORKER} and id <> all($1) returning id`,
    [[...underWay]],
  )
  return rows.map((row) => row.id)
}

/** Queued runs that have waited so long that their jobs may be lost, and those whose `startAfter` has passed. */
export async function listStrandedRuns(): Promise<QueuedRun[]> {
  const { rows } = await pool().query<QueuedRun>(
    `select id, source_id as "sourceId", mode from runs
     where state = 'queued' and coalesce(start_after, created_at + interval '30 seconds') < now()`,
  )
  return rows
}

/**
 * The queued run of the same source that has waited longest; back-fills are considered separately. Null when there is
 * none.
 */
export async function findNextRun(id: string): Promise<string | null> {
  const { rows } = await preparing(pool()).query<{ id: string }>(
    `select next.id from runs last join runs next on next.source_id = last.source_id and next.state = 'queued'
       and coalesce(next.start_after, '-infinity') <= now()
       and (next.mode = 'backfill') = (last.mode = 'backfill')
     where last.id = $1 order by next.created_at, next.id limit 1`,
    [id],
  )
  return rows[0]?.id ?? null
}

/** Throws LostLeaseError when another process has the run. */
export async function renewLease({ id, attempt }: LeasedRun): Promise<void> {
  const { rowCount } = await pool().query<never>(
    `update runs set lease_until = now() + $3 * interval '1 second' where id = $1 and attempts = $2 and state = 'running'`,
    [id, attempt, LEASE_SECONDS],
  )
  if (rowCount === 0) throw new LostLeaseError(id)
}

/**
 * Gives a run back unfinished. `stopped`: as if this process had never leased it; `interrupted`: the same, but counted;
 * `failed`: counted as an attempt.
 */
export async function releaseRun({ id, attempt }: LeasedRun, how: 'stopped' | 'interrupted' | 'failed'): Promise<void> {
  // If another worker requeued it meanwhile but nobody leased it, it is still this process's to give back.
  await pool().query<never>(
    `update runs set state = 'queued', lease_until = null, attempts = attempts - $3, interruptions = interruptions + $4
     where id = $1 and attempts = $2 and state in ('queued', 'running')`,
    [id, attempt, how === 'failed' ? 0 : 1, how === 'interrupted' ? 1 : 0],
  )
}

/** Gives a run back unfinished, for any worker to continue after some seconds. */
export async function pauseRun({ id, attempt }: LeasedRun, seconds: number): Promise<void> {
  await pool().query<never>(
    `update runs set state = 'queued', lease_until = null, attempts = attempts - 1,
       start_after = now() + make_interval(secs => $3)
     where id = $1 and attempts = $2 and state = 'running'`,
    [id, attempt, seconds],
  )
}

/** Stores a run's result in the transaction of its changes. Throws LostLeaseError when another process has the run. */
export async function finishRun(
  tx: Transaction,
  { id, attempt, sourceId, mode, dryRun }: LeasedRun,
  outcome: Outcome,
): Promise<void> {
  const { rowCount } = await tx.query<never>(
    // The clock, not the transaction's start: people look for how long a run took.
    `update runs set state = $3, finished_at = clock_timestamp(), lease_until = null, documents_read = $4, created = $5, updated = $6,
       unchanged = $7, withdrawn = $8, error_code = $10, error_message = $11, warnings = $12, diff = $13,
       quarantined = $9 + (select count(*) from run_items where run_id = $1)
     where id = $1 and attempts = $2 and state = 'running'`,
    [
      id,
      attempt,
      outcome.end,
      outcome.documentsRead,
      outcome.created,
      outcome.updated,
      outcome.unchanged,
      outcome.withdrawn,
      outcome.quarantined.length,
      outcome.error?.code ?? null,
      outcome.error?.message ?? null,
      outcome.warnings.slice(0, MAX_WARNINGS),
      JSON.stringify(abridge(outcome.changes)),
    ],
  )
  if (rowCount === 0) throw new LostLeaseError(id)
  if (mode === 'replay' && !dryRun && outcome.end !== 'failed') await settleQuarantine(tx, sourceId)
  await keepQuarantined(tx, id, outcome.quarantined)
}

/**
 * Adds the result of one document to a running run, in that document's transaction: what is counted is stored, whenever
 * the worker dies. Throws LostLeaseError when another process has the run, or it was cancelled.
 */
export async function addToRun(tx: Transaction, { id, attempt }: LeasedRun, outcome: Outcome): Promise<void> {
  const { rowCount } = await tx.query<never>(
    `update runs set documents_read = documents_read + $3, created = created + $4, updated = updated + $5,
       unchanged = unchanged + $6, withdrawn = withdrawn + $7, quarantined = quarantined + $8,
       warnings = (warnings || $9::text[])[1:${MAX_WARNINGS}]
     where id = $1 and attempts = $2 and state = 'running'`,
    [
      id,
      attempt,
      outcome.documentsRead,
      outcome.created,
      outcome.updated,
      outcome.unchanged,
      outcome.withdrawn,
      outcome.quarantined.length,
      outcome.warnings,
    ],
  )
  if (rowCount === 0) throw new LostLeaseError(id)
  await keepQuarantined(tx, id, outcome.quarantined)
}

/** The sums of a run so far, also across several workers; without its changes and quarantined items. */
export async function loadSum(tx: Transaction, { id }: LeasedRun): Promise<Omit<Outcome, 'end' | 'error'>> {
  const { rows } = await tx.query<
    Pick<Outcome, 'documentsRead' | 'created' | 'updated' | 'unchanged' | 'withdrawn' | 'warnings'>
  >(
    `select documents_read as "documentsRead", created, updated, unchanged, withdrawn, warnings from runs where id = $1`,
    [id],
  )
  return { ...onlyRow(rows), changes: [], quarantined: [] }
}

async function keepQuarantined(tx: Transaction, runId: string, items: QuarantinedItem[]): Promise<void> {
  await insertRows<QuarantinedItem>(
    tx,
    'run_items',
    [
      { name: 'run_id', type: 'uuid', value: () => runId },
      { name: 'external_id', type: 'text', value: ({ externalId }) => externalId },
      { name: 'path', type: 'text', value: ({ path }) => path },
      { name: 'reason', type: 'text', value: ({ reason }) => reason },
      { name: 'raw', type: 'text', value: ({ raw }) => raw },
    ],
    items.slice(0, MAX_QUARANTINED),
  )
}

/** A replay has parsed every stored document again and reports again what still cannot be parsed. */
async function settleQuarantine(tx: Transaction, sourceId: number): Promise<void> {
  await tx.query<never>(
    `update run_items i set resolved_at = now() from runs r
     where r.id = i.run_id and r.source_id = $1 and i.resolved_at is null and i.dismissed_at is null`,
    [sourceId],
  )
}

export function emptyOutcome(end: RunEnd): Outcome {
  return {
    end,
    error: null,
    documentsRead: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    withdrawn: 0,
    changes: [],
    warnings: [],
    quarantined: [],
  }
}

/** The worst result of a run's documents is the run's; a change makes it succeeded. */
const RANK: readonly RunEnd[] = ['unchanged', 'succeeded', 'suspicious', 'failed']

/** Combines the results of two documents. */
export function addOutcomes(one: Outcome, other: Outcome): Outcome {
  return {
    end: RANK.indexOf(other.end) > RANK.indexOf(one.end) ? other.end : one.end,
    error: one.error ?? other.error,
    documentsRead: one.documentsRead + other.documentsRead,
    created: one.created + other.created,
    updated: one.updated + other.updated,
    unchanged: one.unchanged + other.unchanged,
    withdrawn: one.withdrawn + other.withdrawn,
    changes: [...one.changes, ...other.changes],
    warnings: [...one.warnings, ...other.warnings],
    quarantined: [...one.quarantined, ...other.quarantined],
  }
}
