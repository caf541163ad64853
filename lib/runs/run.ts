import { randomUUID } from 'node:crypto'
import type { QuarantinedItem } from '#lib/adapters/adapter.ts'
import { insertRows } from '#lib/database/bulk-write.ts'
import { onlyRow, pool } from '#lib/database/client.ts'
import { isImportUnderWay } from '#lib/database/import-lock.ts'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { abridge, type Change, type Counts } from '#lib/incidents/changes.ts'
import { backOff } from '#lib/sources/next-poll.ts'

export type RunMode = 'poll' | 'document' | 'backfill' | 'replay'
export type RunTrigger = 'schedule' | 'admin' | 'api' | 'cli' | 'sample'
export type RunEnd = 'succeeded' | 'unchanged' | 'suspicious' | 'failed'

export interface RunRequest {
  vendorId: number
  sourceId: number
  mode: RunMode
  trigger: RunTrigger
  dryRun: boolean
  /** The pushed document that it is about, and when that was read. */
  documentId?: string | null
  readAt?: Date | null
}

/** What the queue has to know of a run. */
export interface QueuedRun {
  id: string
  sourceId: number
  mode: RunMode
}

/** A run that this process has taken up. `attempt` fences off a process that has lost its lease. */
export interface LeasedRun {
  id: string
  attempt: number
  /** How often it has been taken up, this time included, and given back since it last got on. */
  tries: number
  interruptions: number
  sourceId: number
  documentId: string | null
  mode: RunMode
  trigger: RunTrigger
  dryRun: boolean
  readAt: Date | null
}

/** How an ingest of one document, or a whole run, came out. */
export interface Outcome extends Counts {
  end: RunEnd
  error: { code: string; message: string } | null
  documentsRead: number
  changes: Change[]
  warnings: string[]
  quarantined: QuarantinedItem[]
}

/** A worker that does not renew its lease for this long is taken for dead. */
const LEASE_SECONDS = 15
export const RENEW_MS = 5_000
export const MAX_TRIES = 3
/**
 * How often a run is given back because the database was away or busy: an afternoon of restarts, or a quarter of an hour behind
 * a lock. More often than that the run is what ends the connection.
 */
export const MAX_INTERRUPTIONS = 50
/** After a restart of the server, living workers have a lease's time to renew theirs: until then nobody could. */
const HAS_LOST_ITS_WORKER = `state = 'running' and lease_until < now()
  and pg_postmaster_start_time() < now() - interval '${LEASE_SECONDS} seconds'`
/** A long run that gets on between two deaths of its worker is no poison: it names the attempt that last got on. */
const TRIES_WITHOUT_PROGRESS = "attempts - coalesce((progress->>'attempt')::int, 0)"
const MAX_WARNINGS = 200
const MAX_QUARANTINED = 1_000

/** The run was taken up by somebody else while this process was too busy to renew its lease: whatever it has done is void. */
export class LostLeaseError extends OutageHistoryError {
  constructor(runId: string) {
    super('lost_lease', `Run ${runId} was taken up by another worker.`)
  }
}

/**
 * Makes a run, and its job with `enqueue`, in the caller's transaction. Polls, back-fills and replays of a source that are
 * wanted twice are one: the run that waits or works is returned instead.
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

/** Makes a run that has ended before it could begin, so that the failure stands where people look for it. */
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
 * Takes up a run that waits, or whose worker has died. Null when it has ended or somebody is at it; 'busy' while another
 * run of the same source works, but for a back-fill, beside which the others go on, and while an import is under way. A run that has been taken up three times without getting on is failed.
 */
export async function leaseRun(id: string): Promise<LeasedRun | 'busy' | null> {
  if (await isImportUnderWay()) return 'busy'
  try {
    const { rows } = await pool().query<LeasedRun>(
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

/** Fails runs, all or one of them, over which so many workers have died; a poll is put off like any other that failed. */
async function failExhaustedRuns(id: string | null): Promise<void> {
  const which = id === null ? "state in ('queued', 'running')" : 'id = $2'
  await inTransaction(async (tx) => {
    const { rows } = await tx.query<{ sourceId: number; mode: RunMode; dryRun: boolean }>(
      `update runs set state = 'failed', finished_at = now(), lease_until = null, error_code = 'worker_lost',
         error_message = 'The worker died ' || attempts || ' times while it was at work on this run; it is not tried again.'
       where ${which} and ${TRIES_WITHOUT_PROGRESS} >= $1 and (state = 'queued' or ${HAS_LOST_ITS_WORKER})
       returning source_id as "sourceId", mode, dry_run as "dryRun"`,
      id === null ? [MAX_TRIES] : [MAX_TRIES, id],
    )
    for (const { sourceId, mode, dryRun } of rows) if (mode === 'poll' && !dryRun) await backOff(tx, sourceId)
  })
}

/** Puts the runs of dead workers back among those that wait, and returns their ids; none of those that this process is at. */
export async function requeueLostRuns(underWay: Iterable<string>): Promise<string[]> {
  await failExhaustedRuns(null)
  const { rows } = await pool().query<{ id: string }>(
    `update runs set state = 'queued', lease_until = null where ${HAS_LOST_ITS_WORKER} and id <> all($1) returning id`,
    [[...underWay]],
  )
  return rows.map((row) => row.id)
}

/** Runs that have waited for so long that their jobs may have been lost, and those whose time to go on has come. */
export async function listStrandedRuns(): Promise<QueuedRun[]> {
  const { rows } = await pool().query<QueuedRun>(
    `select id, source_id as "sourceId", mode from runs
     where state = 'queued' and coalesce(start_after, created_at + interval '30 seconds') < now()`,
  )
  return rows
}

/** The run of the same source that waits longest, back-fills and others apart; null when none does. */
export async function findNextRun(id: string): Promise<string | null> {
  const { rows } = await pool().query<{ id: string }>(
    `select next.id from runs last join runs next on next.source_id = last.source_id and next.state = 'queued'
       and coalesce(next.start_after, '-infinity') <= now()
       and (next.mode = 'backfill') = (last.mode = 'backfill')
     where last.id = $1 order by next.created_at, next.id limit 1`,
    [id],
  )
  return rows[0]?.id ?? null
}

/** Throws LostLeaseError when the run is not this process's any more. */
export async function renewLease({ id, attempt }: LeasedRun): Promise<void> {
  const { rowCount } = await pool().query<never>(
    `update runs set lease_until = now() + $3 * interval '1 second' where id = $1 and attempts = $2 and state = 'running'`,
    [id, attempt, LEASE_SECONDS],
  )
  if (rowCount === 0) throw new LostLeaseError(id)
}

/**
 * Gives a run back unfinished. As `stopped` it is as if this process had never taken it up; as `interrupted` too, but counted;
 * as `failed` it counts as a try.
 */
export async function releaseRun({ id, attempt }: LeasedRun, how: 'stopped' | 'interrupted' | 'failed'): Promise<void> {
  // Put back by another worker meanwhile, but not taken up again, it is still this process's to give back.
  await pool().query<never>(
    `update runs set state = 'queued', lease_until = null, attempts = attempts - $3, interruptions = interruptions + $4
     where id = $1 and attempts = $2 and state in ('queued', 'running')`,
    [id, attempt, how === 'failed' ? 0 : 1, how === 'interrupted' ? 1 : 0],
  )
}

/** Gives a run back unfinished, for any worker to go on with, but not before some seconds have passed. */
export async function pauseRun({ id, attempt }: LeasedRun, seconds: number): Promise<void> {
  await pool().query<never>(
    `update runs set state = 'queued', lease_until = null, attempts = attempts - 1,
       start_after = now() + make_interval(secs => $3)
     where id = $1 and attempts = $2 and state = 'running'`,
    [id, attempt, seconds],
  )
}

/** Writes a run's end, in the transaction of what it did. Throws LostLeaseError when the run is not this process's any more. */
export async function finishRun(
  tx: Transaction,
  { id, attempt, sourceId, mode, dryRun }: LeasedRun,
  outcome: Outcome,
): Promise<void> {
  const { rowCount } = await tx.query<never>(
    // The clock, not the transaction's begin: what a run took is what people look for.
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
 * Adds to a run that goes on what one of its documents came to, in that document's transaction: what is counted is stored,
 * whenever its worker dies. Throws LostLeaseError when the run is not this process's any more, such as a cancelled one.
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

/** What a run has added up so far, be it over several lives of its worker; its changes and quarantined items not among it. */
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

/** A replay has read all that is kept once more: what still cannot be read, it says anew. */
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

/** The worst end of the documents of a run is the run's; one that changed something makes it succeeded. */
const RANK: readonly RunEnd[] = ['unchanged', 'succeeded', 'suspicious', 'failed']

/** Two documents' outcomes as one run's. */
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
