import type { QueryResultRow } from 'pg'
import { PgBoss } from 'pg-boss'
import { pool } from '#lib/database/client.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { log } from '#lib/log.ts'
import { prepareDetections } from './detection-queue.ts'
import type { QueuedRun } from './run.ts'

/**
 * The queue only wakes workers and keeps runs of one source in a row; the truth is the table of runs, and the schema can be
 * dropped at any time. A job is { runId }.
 */
export const QUEUE = 'runs'
/** Back-fills wait by themselves: one takes hours, and polls of the same source go on beside it. */
export const BACKFILL_QUEUE = 'backfills'
export const SCHEMA = 'pgboss'

/** Longer than the lease of a run, so that a job which comes again finds it expired. */
const HEARTBEAT_SECONDS = 25

export interface Job {
  runId: string
}

let sender: Promise<PgBoss> | undefined

/** Queues the job of a run in the transaction that makes the run. */
export async function enqueueRun(tx: Transaction, { id, sourceId, mode }: QueuedRun): Promise<void> {
  const boss = await connectSender()
  await boss.send(mode === 'backfill' ? BACKFILL_QUEUE : QUEUE, { runId: id } satisfies Job, {
    singletonKey: String(sourceId),
    db: toDatabase(tx),
  })
}

/** What sends jobs in this process; it makes none of its own connections. */
export async function connectSender(): Promise<PgBoss> {
  sender ??= startSender()
  return await sender.catch((error) => {
    sender = undefined
    throw error
  })
}

/** Those of these runs that have no job: nobody would ever come to them. */
export async function withoutJob(runs: QueuedRun[]): Promise<QueuedRun[]> {
  if (runs.length === 0) return []
  const { rows } = await pool().query<{ runId: string }>(
    `select data->>'runId' as "runId" from ${SCHEMA}.job
     where name = any($1) and state < 'completed' and data->>'runId' = any($2)`,
    [[QUEUE, BACKFILL_QUEUE], runs.map(({ id }) => id)],
  )
  const known = new Set(rows.map(({ runId }) => runId))
  return runs.filter(({ id }) => !known.has(id))
}

/** Lets go of what sending jobs needed; a process that has sent some must call it to end. */
export async function closeQueue(): Promise<void> {
  const boss = await sender?.catch(() => undefined)
  sender = undefined
  await boss?.stop({ graceful: false })
}

async function startSender(): Promise<PgBoss> {
  const boss = new PgBoss({ db: toDatabase(pool()), schema: SCHEMA, supervise: false, schedule: false })
  logErrors(boss)
  await boss.start()
  await prepareRuns(boss)
  await prepareDetections(boss)
  return boss
}

/** Makes the queues of runs; done by whoever sends to them or works on them. */
export async function prepareRuns(boss: PgBoss): Promise<void> {
  for (const queue of [QUEUE, BACKFILL_QUEUE]) {
    await boss.createQueue(queue, {
      policy: 'key_strict_fifo',
      notify: true,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      // A run says itself when it is not to be tried again; a job that failed for good would hold up its source's queue.
      retryLimit: 10_000,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 15,
      expireInSeconds: 86_400 - 1,
      deleteAfterSeconds: 3_600,
    })
  }
}

/** Logs what goes wrong in the queue; without a listener an error would end the process. */
export function logErrors(boss: PgBoss): void {
  boss.on('error', (error) => log.warn({ err: error }, 'the queue met an error'))
  boss.on('warning', ({ message }) => log.debug({ message }, 'the queue warns'))
}

function toDatabase(tx: Transaction) {
  return { executeSql: async (text: string, values: unknown[] = []) => await tx.query<QueryResultRow>(text, values) }
}
