import type { PgBoss } from 'pg-boss'
import { pool } from '#lib/database/client.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { pruneDocuments } from '#lib/documents/prune-documents.ts'
import { getEnv } from '#lib/env.ts'
import { requestUnreadPages } from '#lib/ingest/backfill-again.ts'
import { log } from '#lib/log.ts'
import type { QueuedRun } from '#lib/runs/run.ts'
import { EXPIRED_ROWS, pruneRows } from './prune-rows.ts'
import { pruneRuns } from './prune-runs.ts'

/** Runs once a day, in whichever worker gets the job. */
const QUEUE = 'housekeeping'
const DAY_SECONDS = 86_400
const OFFER_MS = 3_600_000

/** Sends the day's job from time to time, and does it when this worker gets it, until `boss` is stopped. */
export async function consumeHousekeeping(
  boss: PgBoss,
  enqueue: (tx: Transaction, run: QueuedRun) => Promise<void>,
): Promise<void> {
  // The job is kept for longer than a day: that prevents the next offer from running again.
  await boss.createQueue(QUEUE, {
    retryLimit: 2,
    retryDelay: 600,
    expireInSeconds: 3_600,
    deleteAfterSeconds: 2 * DAY_SECONDS,
  })
  await boss.work(QUEUE, { pollingIntervalSeconds: 60 }, async () => {
    await keepHouse(new Date())
    await requestUnreadPages(enqueue)
  })
  const offer = () => {
    boss
      .send(QUEUE, {}, { singletonKey: 'day', singletonSeconds: DAY_SECONDS })
      .catch((error) => log.warn({ err: error }, "the day's housekeeping could not be queued"))
  }
  offer()
  const offering = setInterval(offer, OFFER_MS)
  offering.unref()
  boss.once('stopped', () => clearInterval(offering))
}

/** How long data is kept that the site does not depend on. */
export interface Retention {
  unchangedRunsDays: number
  runsDays: number
  signInsDays: number
}

export function retention(): Retention {
  const env = getEnv()
  return {
    unchangedRunsDays: env.RETENTION_UNCHANGED_RUNS_DAYS,
    runsDays: env.RETENTION_RUNS_DAYS,
    signInsDays: env.RETENTION_SIGN_INS_DAYS,
  }
}

/**
 * Prunes document bodies, source by source, then runs and everything else that expires. A failure is logged and tried
 * again the next day; the other steps continue.
 */
export async function keepHouse(now: Date, { unchangedRunsDays, runsDays, signInsDays }: Retention = retention()) {
  const bodies = { documents: 0, bytes: 0 }
  const { rows } = await pool().query<{ id: number }>('select id from sources order by id')
  for (const { id } of rows) {
    const pruned = await attempt('the documents of a source', { source: id }, () => pruneDocuments(id, now))
    bodies.documents += pruned?.documents ?? 0
    bodies.bytes += pruned?.bytes ?? 0
  }
  const pruned: Record<string, number> = {}
  for (const { table, condition, days } of EXPIRED_ROWS) {
    const count = days === 'runs' ? runsDays : days === 'signIns' ? signInsDays : days
    pruned[table] = (await attempt('a table', { table }, () => pruneRows(table, condition, now, count))) ?? 0
  }
  const limits = { unchangedDays: unchangedRunsDays, days: runsDays }
  Object.assign(pruned, await attempt('runs', {}, () => pruneRuns(now, limits)))
  log.info({ ...bodies, ...pruned }, 'pruned what nothing depends on')
}

async function attempt<T>(what: string, which: object, prune: () => Promise<T>): Promise<T | null> {
  try {
    return await prune()
  } catch (error) {
    log.error({ err: error, ...which }, `${what} could not be pruned`)
    return null
  }
}
