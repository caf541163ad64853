import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { WORKER_BEAT_MS } from '#lib/database/change.ts'
import { pool } from '#lib/database/client.ts'
import { databaseTrouble } from '#lib/database/database-errors.ts'
import { isImportUnderWay } from '#lib/database/import-lock.ts'
import { hasSchemaChanged, rememberSchema } from '#lib/database/schema-change.ts'
import { refreshVendorForecasts } from '#lib/incidents/forecasts/vendor-forecasts.ts'
import { dateIncidents, hasUndated } from '#lib/incidents/news-at.ts'
import { indexDueWords } from '#lib/incidents/search-index.ts'
import { refreshVendorFigures } from '#lib/incidents/vendor-figures.ts'
import { log } from '#lib/log.ts'
import { enqueueRun, withoutJob } from '#lib/runs/queue.ts'
import { findNextRun, listStrandedRuns, requeueLostRuns } from '#lib/runs/run.ts'
import { applyMethod } from './apply-method.ts'
import { makeChore } from './chore.ts'
import { consumeRuns } from './consume-jobs.ts'
import { type Execution, executeRun, underWay } from './execute-run.ts'
import { createMemoryRelease } from './release-memory.ts'
import { runHandlers } from './run-handlers.ts'

const RECOVER_MS = 5_000
const STOP_WITHIN_MS = 10_000

/** A worker without a heartbeat for this long is dead. */
const DEAD_AFTER_SECONDS = 3 * (WORKER_BEAT_MS / 1000)

/** Concurrent runs. They mostly wait for vendors, and one that hangs must not block the others. */
const CONCURRENCY = 16

/** Pauses grow to two seconds, a minute in all. */
const TAKEN_UP_AT_ONCE = 30

const SCHEMA_CHANGED = 'Another release has migrated the database. This worker stops; restart it with that release.'

export interface Worker {
  /** Leases no more runs, gives running ones ten seconds, and releases everything. */
  stop(): Promise<void>
}

export interface WorkerOptions {
  /** Called when another release has migrated the database: statements of this release may fail. */
  onSchemaChange?: (error: Error) => void
  /** How often it looks for runs of dead workers, and for such a migration. */
  recoverMs?: number
}

/** Starts to work on runs until stopped. Any number of processes may do so on one database. */
export async function startWorker(
  databaseUrl: string,
  { onSchemaChange, recoverMs = RECOVER_MS }: WorkerOptions = {},
): Promise<Worker> {
  const id = randomUUID()
  const stopping = new AbortController()
  const requeued = new Set<Promise<void>>()
  const work = (runId: string) => workOff(runId, stopping.signal)

  /** Executes the runs of dead workers here; queued runs whose job was lost get a new one. */
  async function recover(): Promise<void> {
    if (await hasSchemaChanged()) return onSchemaChange?.(new Error(SCHEMA_CHANGED))
    if (await isImportUnderWay()) return
    for (const runId of await requeueLostRuns(underWay)) {
      log.info({ run: runId }, 'taking up the run of a dead worker')
      const working = work(runId)
        .catch(tell)
        .finally(() => requeued.delete(working))
      requeued.add(working)
    }
    for (const chore of chores) chore.start()
    for (const run of await withoutJob(await listStrandedRuns())) await enqueueRun(pool(), run)
  }

  let isDated = false
  /** Until all are dated, since whatever is stored from here on is dated: says when there was last news of what an upgrade has left. */
  async function dateStored(): Promise<void> {
    if (isDated) return
    await dateIncidents(stopping.signal)
    // What an ingest held was passed over.
    isDated = !(await hasUndated())
  }

  const chores = [
    // What large ingests and an upgrade have left.
    makeChore(() => indexDueWords(stopping.signal), tell),
    // What an upgrade or the import of an older export has left.
    makeChore(() => applyMethod(stopping.signal), tellNotApplied),
    makeChore(dateStored, tell),
    // What a list of very many vendors is sorted by.
    makeChore(() => refreshVendorFigures(new Date(), stopping.signal), tell),
    // What the histories that have changed say of forecasts.
    makeChore(() => refreshVendorForecasts(stopping.signal), tell),
  ]

  await rememberSchema()
  const consumer = await consumeRuns(databaseUrl, CONCURRENCY, work)
  await beat(id)
  await recover()
  const beating = setInterval(() => void beat(id).catch(tell), WORKER_BEAT_MS)
  const releaseMemory = createMemoryRelease()
  const recovering = setInterval(() => {
    releaseMemory(underWay.size === 0)
    void recover().catch(tell)
  }, recoverMs)
  return {
    async stop() {
      stopping.abort()
      clearInterval(beating)
      clearInterval(recovering)
      await Promise.all([
        consumer.stop(STOP_WITHIN_MS),
        Promise.race([Promise.all([...requeued, ...chores.map((chore) => chore.ended())]), sleep(STOP_WITHIN_MS)]),
      ])
      await pool().query<never>('delete from workers where id = $1', [id])
    },
  }
}

/**
 * Executes a run, and then the other queued runs of its kind for the same source: the queue hands out one job per
 * source at a time, and its next poll would pass between two of them.
 */
async function workOff(runId: string, stopping: AbortSignal): Promise<void> {
  const first = await takeUpAgain(runId, stopping)
  if (first === 'busy') throw new Error('Another run of the same source is at work.')
  for (let next = await findNextRun(runId); next !== null && !stopping.aborted; next = await findNextRun(next)) {
    if ((await takeUpAgain(next, stopping)) === 'busy') return
  }
}

/**
 * Executes a run, again while its connection is lost: a restarted database is back within seconds, and the queue would
 * wait longer each time and has lost its connections too. After a while it is left to the queue.
 */
async function takeUpAgain(runId: string, stopping: AbortSignal): Promise<Execution> {
  for (let tries = 1; ; tries++) {
    try {
      return await executeRun(runId, runHandlers, stopping)
    } catch (error) {
      if (databaseTrouble(error) !== 'away' || tries > TAKEN_UP_AT_ONCE || stopping.aborted) throw error
      log.warn({ run: runId, tries, reason: (error as Error).message }, 'a run lost its database; taking it up again')
      await sleep(Math.min(2_000, 50 * 2 ** tries), undefined, { signal: stopping }).catch(() => {})
    }
  }
}

/** Whether any worker is alive that could execute a run. */
export async function isWorkerAlive(): Promise<boolean> {
  const { rowCount } = await pool().query<never>(
    `select from workers where beat_at > now() - $1 * interval '1 second'`,
    [DEAD_AFTER_SECONDS],
  )
  return rowCount !== 0
}

async function beat(id: string): Promise<void> {
  await pool().query<never>(
    `with dead as (delete from workers where beat_at < now() - interval '1 day')
     insert into workers (id) values ($1) on conflict (id) do update set beat_at = now()`,
    [id],
  )
}

function tell(error: unknown): void {
  log.warn({ err: error }, 'the worker could not reach the database')
}

function tellNotApplied(error: unknown): void {
  log.error({ err: error }, 'the new method is not yet applied to the stored data; trying again')
}
