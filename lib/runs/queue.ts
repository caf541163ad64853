import type { QueryResultRow } from 'pg'
import { PgBoss } from 'pg-boss'
import { pool } from '#lib/database/client.ts'
import { named, preparing } from '#lib/database/prepared.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { log } from '#lib/log.ts'
import { prepareDetections } from './detection-queue.ts'
import type { QueuedRun } from './run.ts'

/**
 * The queue only wakes workers and serialises the runs of one source. The table of runs is authoritative, and the
 * queue's schema can be dropped at any time. A job is { runId }.
 */
export const QUEUE = 'runs'
/** Back-fills have their own queue: one takes hours, and polls of the same source continue beside it. */
export const BACKFILL_QUEUE = 'backfills'
export const SCHEMA = 'pgboss'

/** Longer than the lease of a run, so that a repeated job finds the lease expired. */
const HEARTBEAT_SECONDS = 25

export interface Job {
  runId: string
}

let sender: Promise<PgBoss> | undefined

/** Queues the job of a run in the transaction that creates the run. */
export async function enqueueRun(tx: Transaction, { id, sourceId, mode }: QueuedRun): Promise<void> {
  const boss = await connectSender()
  await boss.send(mode === 'backfill' ? BACKFILL_QUEUE : QUEUE, { runId: id } satisfies Job, {
    singletonKey: String(sourceId),
    db: toDatabase(tx),
  })
}

/** Sends jobs in this process, without connections of its own. */
export async function connectSender(): Promise<PgBoss> {
  sender ??= startSender()
  return await sender.catch((error) => {
    sender = undefined
    throw error
  })
}

/** The given runs that have no job and would never be picked up. */
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

/** Releases the sender's resources; a process that has sent jobs must call it to exit. */
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

/** Creates the queues; called by every sender and worker. */
export async function prepareRuns(boss: PgBoss): Promise<void> {
  for (const queue of [QUEUE, BACKFILL_QUEUE]) {
    await boss.createQueue(queue, {
      policy: 'key_strict_fifo',
      notify: true,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      // The run itself records that it is not retried; a permanently failed job would block its source's queue.
      retryLimit: 10_000,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 15,
      expireInSeconds: 86_400 - 1,
      deleteAfterSeconds: 3_600,
    })
  }
}

/** With what pg-boss begins to fetch a job, and to complete one. */
const OF_EACH_JOB = /^\s*with (?:strict_fifo_heads|results)\b/i

/** Prepares what a queue with its own connections asks for each job: Postgres plans it for longer than it runs it. */
export function prepareStatements(boss: PgBoss): void {
  const database = boss.getDb()
  const ask = database.executeSql.bind(database)
  // pg-boss hands both arguments on to node-postgres, which takes a statement with a name in place of a text.
  database.executeSql = (text, values) =>
    ask(OF_EACH_JOB.test(text) ? (named(text) as unknown as string) : text, values)
}

/** Logs queue errors; without a listener an error would end the process. */
export function logErrors(boss: PgBoss): void {
  boss.on('error', (error) => log.warn({ err: error }, 'the queue met an error'))
  boss.on('warning', ({ message }) => log.debug({ message }, 'the queue warns'))
}

function toDatabase(tx: Transaction) {
  const own = preparing(tx)
  return { executeSql: async (text: string, values?: unknown[]) => await own.query<QueryResultRow>(text, values) }
}
