import type { QueryResultRow } from 'pg'
import { PgBoss } from 'pg-boss'
import { pool } from '#lib/db.ts'
import { log } from '#lib/log.ts'
import { consumeDetections, prepareDetections } from './detection.ts'
import { consumeHousekeeping } from './housekeeping.ts'
import type { QueuedRun } from './runs.ts'
import type { Transaction } from './transaction.ts'

/**
 * The queue only wakes workers and keeps runs of one source in a row; the truth is the table of runs, and the schema can be
 * dropped at any time. A job is { runId }.
 */
const QUEUE = 'runs'
/** Back-fills wait by themselves: one takes hours, and polls of the same source go on beside it. */
const BACKFILL_QUEUE = 'backfills'
const SCHEMA = 'pgboss'

/** Back-fills at a time; more of them would only wait for the same hosts and keep connections. */
const BACKFILL_CONCURRENCY = 4

/** Longer than the lease of a run, so that a job which comes again finds it expired. */
const HEARTBEAT_SECONDS = 25
/** How often each worker looks for jobs of dead ones. */
const SUPERVISE_SECONDS = 5

interface Job {
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

export interface Consumer {
  /** Takes no more jobs, waits for those under way for so long, and lets go of the database. */
  stop(timeoutMs: number): Promise<void>
}

/**
 * Works on jobs, `concurrency` at a time and one a source, and on some back-fills beside them, until stopped. A `work` that
 * throws is tried again.
 */
export async function consumeRuns(
  url: string,
  concurrency: number,
  work: (runId: string) => Promise<void>,
): Promise<Consumer> {
  const boss = new PgBoss({
    connectionString: url,
    schema: SCHEMA,
    max: 3,
    application_name: 'outage-history queue',
    options: '-c lock_timeout=10s -c statement_timeout=60s',
    schedule: false,
    useListenNotify: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    queueCacheIntervalSeconds: SUPERVISE_SECONDS,
  })
  listen(boss)
  await boss.start()
  await prepare(boss)
  for (const [queue, localConcurrency] of [
    [QUEUE, concurrency],
    [BACKFILL_QUEUE, BACKFILL_CONCURRENCY],
  ] as const) {
    await boss.work<Job>(
      queue,
      {
        localConcurrency,
        pollingIntervalSeconds: 2,
        notifyPollingIntervalSeconds: 5,
        // Many sources due at once: on to the next job without a pause.
        burstWhenReadyExceeds: 1,
        heartbeatRefreshSeconds: 5,
      },
      async (jobs) => {
        for (const job of jobs) await work(job.data.runId)
      },
    )
  }
  await consumeDetections(boss)
  await consumeHousekeeping(boss, enqueueRun)
  return { stop: (timeoutMs) => boss.stop({ graceful: true, timeout: timeoutMs }) }
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
  listen(boss)
  await boss.start()
  await prepare(boss)
  await prepareDetections(boss)
  return boss
}

async function prepare(boss: PgBoss): Promise<void> {
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

function listen(boss: PgBoss): void {
  boss.on('error', (error) => log.warn({ err: error }, 'the queue met an error'))
  boss.on('warning', ({ message }) => log.debug({ message }, 'the queue warns'))
}

function toDatabase(tx: Transaction) {
  return { executeSql: async (text: string, values: unknown[] = []) => await tx.query<QueryResultRow>(text, values) }
}
