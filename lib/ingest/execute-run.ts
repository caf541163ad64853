import { pool } from '#lib/db.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { log } from '#lib/log.ts'
import { readDocument } from './documents.ts'
import { ingestDocument } from './ingest-document.ts'
import { replaySource } from './replay.ts'
import {
  type ClaimedRun,
  claimRun,
  emptyOutcome,
  finishRun,
  LostLeaseError,
  type Outcome,
  pauseRun,
  RENEW_MS,
  type RunMode,
  releaseRun,
  renewLease,
} from './runs.ts'
import { getSource, type Source } from './sources.ts'
import { inTransaction, type Transaction } from './transaction.ts'
import { indexDueWords } from './words.ts'

/**
 * What a mode of run does. It calls `finish` in the transaction of its last write, or returns an outcome that is not written
 * yet. One that may take longer than a worker is given to stop throws StoppingError once `stopping` is aborted.
 */
export type Deed = (
  run: ClaimedRun,
  source: Source,
  finish: (tx: Transaction, outcome: Outcome) => Promise<void>,
  stopping?: AbortSignal,
) => Promise<Outcome>

/** The run is given back because its worker stops; the next worker goes on with it. */
export class StoppingError extends OutageHistoryError {
  constructor() {
    super('stopping', 'The worker stops.')
  }
}

/** The run is given back because it has to wait for longer than it may keep others from the worker. */
export class PausedError extends OutageHistoryError {
  readonly seconds: number

  constructor(seconds: number) {
    super('paused', `The run goes on in ${seconds} s.`)
    this.seconds = seconds
  }
}

/** By mode; a run of a mode that is not there fails. */
export type Deeds = Partial<Record<RunMode, Deed>>

export type Execution = 'done' | 'busy' | 'gone' | 'paused'

/**
 * Takes up a run and brings it to its end: 'done' whatever that end is, 'gone' when there was nothing to do, 'busy' when
 * another run of the same source works, 'paused' when it has to wait and a worker comes back to it. Throws only when the run has been given back and can be tried again: the database
 * went away, or this process is to stop.
 */
export async function executeRun(id: string, deeds: Deeds, stopping?: AbortSignal): Promise<Execution> {
  const run = await claimRun(id)
  if (run === null) return 'gone'
  if (run === 'busy') return 'busy'
  const renewal = setInterval(() => {
    // A lease that cannot be renewed is noticed by the fence at the run's end.
    renewLease(run).catch((error) => log.warn({ err: error, run: id }, 'the lease of a run could not be renewed'))
  }, RENEW_MS)
  try {
    await perform(run, deeds, stopping)
    await indexDueWords()
    return 'done'
  } catch (error) {
    if (error instanceof LostLeaseError) return 'gone'
    if (error instanceof PausedError) {
      await pauseRun(run, error.seconds)
      return 'paused'
    }
    if (!(error instanceof StoppingError || isPassing(error))) {
      await end(run, toFailure(error))
      return 'done'
    }
    await releaseRun(run).catch(() => {})
    throw error
  } finally {
    clearInterval(renewal)
  }
}

async function perform(run: ClaimedRun, deeds: Deeds, stopping: AbortSignal | undefined): Promise<void> {
  const source = await getSource(pool(), run.sourceId)
  let isFinished = false
  const deed = deeds[run.mode] ?? refuseMode
  const finish = async (tx: Transaction, result: Outcome) => {
    await finishRun(tx, run, result)
    isFinished = true
  }
  const outcome = await deed(run, source, finish, stopping)
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

async function end(run: ClaimedRun, outcome: Outcome): Promise<void> {
  await inTransaction(async (tx) => {
    // A document that was pushed or read again is no try to read the source.
    if (run.mode === 'poll') await tx.query('update sources set last_checked_at = now() where id = $1', [run.sourceId])
    await finishRun(tx, run, outcome)
  })
}

export const ingestPushedDocument: Deed = async (run, source, finish) => {
  const document = run.documentId === null ? null : await readDocument(pool(), run.documentId)
  if (document === null) {
    return {
      ...emptyOutcome('failed'),
      error: { code: 'no_document', message: 'The document of this run is not kept any more.' },
    }
  }
  return await ingestDocument({ source, document, readAt: run.readAt, dryRun: run.dryRun, now: new Date(), finish })
}

export const replayDocuments: Deed = async (run, source, finish) => {
  return await replaySource({ source, dryRun: run.dryRun, now: new Date(), finish })
}

const refuseMode: Deed = async (run) => ({
  ...emptyOutcome('failed'),
  error: { code: 'unknown_mode', message: `This worker does not know how to do a run of mode "${run.mode}".` },
})

/** SQLSTATE classes: connection lost, server shutting down or full of connections, lock not to be had. */
function isPassing(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  if (typeof code !== 'string')
    return (
      error instanceof Error && /connection terminated|timeout exceeded when trying to connect/i.test(error.message)
    )
  return /^(08|57P|53300|55P03|40)/.test(code) || code === 'ECONNREFUSED' || code === 'ECONNRESET'
}

function toFailure(error: unknown): Outcome {
  log.error({ err: error }, 'a run failed')
  const code = (error as { code?: unknown }).code
  const [name, message] =
    error instanceof OutageHistoryError
      ? [error.code, error.message]
      : code === '53100'
        ? ['storage', 'The database has no room left; nothing was changed.']
        : code === '57014'
          ? ['timeout', 'The database took too long; nothing was changed.']
          : ['internal', 'Something unexpected went wrong; nothing was changed. The log of the worker says what.']
  return { ...emptyOutcome('failed'), error: { code: name, message } }
}
