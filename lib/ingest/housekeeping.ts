import type { PgBoss } from 'pg-boss'
import { pool } from '#lib/db.ts'
import { log } from '#lib/log.ts'
import { requestUnreadPages } from './backfill-again.ts'
import type { QueuedRun } from './runs.ts'
import { thinDocuments } from './thin-documents.ts'
import type { Transaction } from './transaction.ts'

/** What is done once a day, by whichever worker comes first. */
const QUEUE = 'housekeeping'
const DAY_SECONDS = 86_400
const OFFER_MS = 3_600_000

/** Offers the day's work to all workers from time to time, and does it when it falls to this one, until `boss` is stopped. */
export async function consumeHousekeeping(
  boss: PgBoss,
  enqueue: (tx: Transaction, run: QueuedRun) => Promise<void>,
): Promise<void> {
  // The job of a day is kept for longer than the day: that is what keeps the next offer from being taken.
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

/** Thins the documents of every source, each in its own transaction. */
export async function keepHouse(now: Date): Promise<void> {
  const total = { documents: 0, bytes: 0 }
  const { rows } = await pool().query<{ id: number }>('select id from sources order by id')
  for (const { id } of rows) {
    const { documents, bytes } = await thinDocuments(id, now)
    total.documents += documents
    total.bytes += bytes
  }
  log.info(total, 'documents that nothing rests on were thinned out')
}
