import { randomUUID } from 'node:crypto'
import { pool } from '#lib/db.ts'
import { WORKER_BEAT_MS } from '#lib/domain/change.ts'
import { log } from '#lib/log.ts'
import { deeds } from './deeds.ts'
import { executeRun } from './execute-run.ts'
import { consumeRuns, enqueueRun, hasJob } from './queue.ts'
import { recoverRuns } from './runs.ts'

/** A worker that has not beaten for this long is dead. */
const DEAD_AFTER_SECONDS = 3 * (WORKER_BEAT_MS / 1000)

/** Runs at a time. Nearly all of their time is waiting for vendors, and one that hangs must not hold up the others. */
const CONCURRENCY = 16

export interface Worker {
  /** Takes up nothing more, gives runs under way ten seconds, and lets go of everything. */
  stop(): Promise<void>
}

/** Starts to work on runs until stopped. Any number of processes may do so on one database. */
export async function startWorker(databaseUrl: string): Promise<Worker> {
  const id = randomUUID()
  const consumer = await consumeRuns(databaseUrl, CONCURRENCY, async (runId) => {
    const execution = await executeRun(runId, deeds)
    if (execution === 'busy') throw new Error('Another run of the same source is at work.')
  })
  await beat(id)
  await recover()
  const beating = setInterval(() => void beat(id).catch(tell), WORKER_BEAT_MS)
  const recovering = setInterval(() => void recover().catch(tell), WORKER_BEAT_MS)
  return {
    async stop() {
      clearInterval(beating)
      clearInterval(recovering)
      await consumer.stop(10_000)
      await pool().query('delete from workers where id = $1', [id])
    },
  }
}

/** Whether a worker is alive, to whom a run can be left. */
export async function isWorkerAlive(): Promise<boolean> {
  const { rowCount } = await pool().query(`select from workers where beat_at > now() - $1 * interval '1 second'`, [
    DEAD_AFTER_SECONDS,
  ])
  return rowCount !== 0
}

async function beat(id: string): Promise<void> {
  await pool().query(
    `with dead as (delete from workers where beat_at < now() - interval '1 day')
     insert into workers (id) values ($1) on conflict (id) do update set beat_at = now()`,
    [id],
  )
}

/** Runs of dead workers, and runs whose job was lost with the queue, get a job again. */
async function recover(): Promise<void> {
  for (const run of await recoverRuns()) {
    if (await hasJob(run.id)) continue
    log.info({ run: run.id }, 'a run that nobody works on is queued again')
    await enqueueRun(pool(), run)
  }
}

function tell(error: unknown): void {
  log.warn({ err: error }, 'the worker could not reach the database')
}
