import { PgBoss } from 'pg-boss'
import { consumeDetections } from '#lib/detection/detection.ts'
import {
  BACKFILL_QUEUE,
  enqueueRun,
  type Job,
  logErrors,
  prepareRuns,
  prepareStatements,
  QUEUE,
  SCHEMA,
} from '#lib/runs/queue.ts'
import { workQueue } from '#lib/runs/work-queue.ts'
import { consumeHousekeeping } from './daily-maintenance.ts'

/** Concurrent back-fills; more would only wait for the same hosts and hold connections. */
const BACKFILL_CONCURRENCY = 4

/** How often each worker looks for the jobs of dead workers. */
const SUPERVISE_SECONDS = 5

/** How often ended jobs that are an hour old are deleted. pg-boss by itself does so once a day, and reads all of them every few seconds. */
const DELETE_JOBS_SECONDS = 600

export interface Consumer {
  /** Takes no more jobs, waits for running ones up to this long, and releases the database. */
  stop(timeoutMs: number): Promise<void>
}

/**
 * Works on jobs until stopped: `concurrency` at a time, one per source, and some back-fills beside them. A job whose
 * `work` throws is tried again.
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
    // Its lists are short, so one plan fits all of them. If the server crashes, the queue's last moment is lost and done again: runs
    // are recorded elsewhere, and a job only wakes the worker (decision 176).
    options:
      '-c lock_timeout=10s -c statement_timeout=60s -c synchronous_commit=off -c plan_cache_mode=force_generic_plan',
    schedule: false,
    useListenNotify: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    queueCacheIntervalSeconds: SUPERVISE_SECONDS,
    maintenanceIntervalSeconds: DELETE_JOBS_SECONDS,
  })
  logErrors(boss)
  prepareStatements(boss)
  await boss.start()
  await prepareRuns(boss)
  for (const [queue, perQueue] of [
    [QUEUE, concurrency],
    [BACKFILL_QUEUE, BACKFILL_CONCURRENCY],
  ] as const) {
    await workQueue<Job>(
      boss,
      queue,
      {
        concurrency: perQueue,
        pollingIntervalSeconds: 2,
        notifyPollingIntervalSeconds: 5,
        heartbeatRefreshSeconds: 5,
      },
      ({ runId }) => work(runId),
    )
  }
  await consumeDetections(boss)
  await consumeHousekeeping(boss, enqueueRun)
  return { stop: (timeoutMs) => boss.stop({ graceful: true, timeout: timeoutMs }) }
}
