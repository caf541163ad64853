import { setTimeout as sleep } from 'node:timers/promises'
import { pool } from '#lib/database/client.ts'
import { type DatabaseTrouble, databaseTrouble, isPassing } from '#lib/database/database-errors.ts'
import { preparing } from '#lib/database/prepared.ts'
import { isFromSchemaChange } from '#lib/database/schema-change.ts'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'
import { readDocument } from '#lib/documents/document.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { indexDueWords } from '#lib/incidents/search-index.ts'
import { ingestDocument } from '#lib/ingest/ingest-document.ts'
import { replaySource } from '#lib/ingest/replay.ts'
import { log } from '#lib/log.ts'
import { PausedError, type RunHandler, type RunHandlers, StoppingError } from '#lib/runs/handler.ts'
import { backOff } from '#lib/runs/next-poll.ts'
import {
  emptyOutcome,
  finishRun,
  type LeasedRun,
  LostLeaseError,
  leaseRun,
  MAX_INTERRUPTIONS,
  MAX_TRIES,
  type Outcome,
  pauseRun,
  RENEW_MS,
  releaseRun,
  renewLease,
} from '#lib/runs/run.ts'
import { getSource } from '#lib/sources/source.ts'

const MAX_PAUSE_MS = 2_000

export type Execution = 'done' | 'busy' | 'gone' | 'paused'

/**
 * Runs that this process is working on. None of them is started a second time here, even if another process considers
 * its lease lost.
 */
export const underWay = new Set<string>()

/**
 * Leases a run and executes it. 'done' whatever the result; 'gone' when there was nothing to do; 'busy' when another
 * run of the same source is running, or this process has this run; 'paused' when it has to wait and a worker will
 * continue it. Throws only when the run was given back and can be tried again: the database was away or busy, or this
 * process is stopping.
 */
export async function executeRun(id: string, runHandlers: RunHandlers, stopping?: AbortSignal): Promise<Execution> {
  if (underWay.has(id)) return 'busy'
  underWay.add(id)
  try {
    const run = await leaseRun(id)
    if (run === null) return 'gone'
    if (run === 'busy') return 'busy'
    const execution = await workOn(run, runHandlers, stopping)
    await indexDueWords().catch((error) => log.warn({ err: error }, 'the words of incidents wait for another run'))
    return execution
  } finally {
    underWay.delete(id)
  }
}

async function workOn(run: LeasedRun, runHandlers: RunHandlers, stopping: AbortSignal | undefined): Promise<Execution> {
  const renewal = setInterval(() => {
    // The fence at the run's end notices a lease that was not renewed.
    renewLease(run).catch(({ message }) =>
      log.warn({ reason: message, run: run.id }, 'the lease of a run could not be renewed'),
    )
  }, RENEW_MS)
  try {
    await perform(run, runHandlers, stopping)
    return 'done'
  } catch (error) {
    return await persistently(stopping, () => giveBackOrFail(run, error))
  } finally {
    clearInterval(renewal)
  }
}

/** Fails a run or gives it back. Throws the error of a run that was given back. */
async function giveBackOrFail(run: LeasedRun, error: unknown): Promise<Execution> {
  if (error instanceof LostLeaseError) return 'gone'
  if (error instanceof StoppingError) {
    await releaseRun(run, 'stopped')
    throw new GivenBack(error)
  }
  if (error instanceof PausedError) {
    await pauseRun(run, error.seconds)
    return 'paused'
  }
  if (await isFromSchemaChange(error)) {
    await releaseRun(run, 'stopped')
    throw new GivenBack(error)
  }
  const isConflict = databaseTrouble(error) === 'conflict'
  const isSpent = isConflict ? run.tries >= MAX_TRIES : run.interruptions + 1 >= MAX_INTERRUPTIONS
  if (isPassing(error) && !isSpent) {
    await releaseRun(run, isConflict ? 'failed' : 'interrupted')
    throw new GivenBack(error)
  }
  try {
    await end(run, toFailure(error))
    return 'done'
  } catch (late) {
    if (late instanceof LostLeaseError) return 'gone'
    throw late
  }
}

class GivenBack {
  readonly error: unknown
  constructor(error: unknown) {
    this.error = error
  }
}

/**
 * A run's result must be stored even if the database is away just then, for however long; a stopping process does not
 * wait.
 */
async function persistently(stopping: AbortSignal | undefined, write: () => Promise<Execution>): Promise<Execution> {
  for (let pauseMs = 100; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
    try {
      return await write()
    } catch (error) {
      if (error instanceof GivenBack) throw error.error
      if (!isPassing(error) || stopping?.aborted) throw error
      await sleep(pauseMs, undefined, { signal: stopping }).catch(() => {})
    }
  }
}

async function perform(run: LeasedRun, runHandlers: RunHandlers, stopping: AbortSignal | undefined): Promise<void> {
  const source = await getSource(preparing(pool()), run.sourceId)
  let isFinished = false
  const handler = runHandlers[run.mode] ?? refuseMode
  const finish = async (tx: Transaction, result: Outcome) => {
    await finishRun(tx, run, result)
    isFinished = true
  }
  const outcome = await handler(run, source, finish, stopping)
  if (!isFinished) await end(run, outcome)
  log.info(
    {
      run: run.id,
      vendor: source.vendorSlug,
      mode: run.mode,
      end: outcome.end,
      created: outcome.created,
      updated: outcome.updated,
    },
    'a run has ended',
  )
}

async function end(run: LeasedRun, outcome: Outcome): Promise<void> {
  await inTransaction(async (tx) => {
    // A pushed document or a replay is no attempt to read the source.
    if (run.mode === 'poll')
      await tx.query<never>('update sources set last_checked_at = now() where id = $1', [run.sourceId])
    if (run.mode === 'poll' && !run.dryRun && outcome.end === 'failed')
      await backOff(tx, run.sourceId, outcome.error?.message)
    await finishRun(tx, run, outcome)
  })
}

export const ingestPushedDocument: RunHandler = async (run, source, finish) => {
  const document = run.documentId === null ? null : await readDocument(pool(), run.documentId)
  if (document === null) {
    return {
      ...emptyOutcome('failed'),
      error: { code: 'no_document', message: 'The document of this run is no longer stored.' },
    }
  }
  return await ingestDocument({
    source,
    document,
    readAt: run.readAt,
    isLive: true,
    dryRun: run.dryRun,
    now: new Date(),
    finish,
  })
}

export const replayDocuments: RunHandler = async (run, source, finish) => {
  return await replaySource({ source, dryRun: run.dryRun, now: new Date(), finish })
}

const refuseMode: RunHandler = async (run) => ({
  ...emptyOutcome('failed'),
  error: { code: 'unknown_mode', message: `This worker does not support runs of mode "${run.mode}".` },
})

function toFailure(error: unknown): Outcome {
  log.error({ err: error }, 'a run failed')
  const { code, message } = error instanceof OutageHistoryError ? error : FAILURES[databaseTrouble(error) ?? 'none']
  return { ...emptyOutcome('failed'), error: { code, message } }
}

const FAILURES: Record<DatabaseTrouble | 'none', { code: string; message: string }> = {
  away: {
    code: 'database',
    message: `The database connection was lost ${MAX_INTERRUPTIONS} times during this run, so the run is not retried.`,
  },
  busy: {
    code: 'database',
    message: `The database was too busy for this run ${MAX_INTERRUPTIONS} times, so the run is not retried.`,
  },
  conflict: {
    code: 'database',
    message: `Other processes wrote to the same data in all ${MAX_TRIES} attempts of this run; nothing was changed.`,
  },
  slow: { code: 'timeout', message: 'The database took too long; nothing was changed.' },
  full: { code: 'storage', message: 'The database has no disk space left; nothing was changed.' },
  none: {
    code: 'internal',
    message: 'Something unexpected went wrong; nothing was changed. See the worker log.',
  },
}
