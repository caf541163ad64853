import { join } from 'node:path'
import { startDeliveries } from '#lib/alerts/deliveries/start-deliveries.ts'
import { startPushes } from '#lib/alerts/push/start-pushes.ts'
import { startDispatcher } from '#lib/alerts/rules/dispatcher.ts'
import type { FeedContent } from '#lib/alerts/websub/deliver.ts'
import { startHub } from '#lib/alerts/websub/start-hub.ts'
import { closeDatabase } from '#lib/database/client.ts'
import { databaseTrouble } from '#lib/database/database-errors.ts'
import { parseInThread } from '#lib/documents/parser.ts'
import { getEnv } from '#lib/env.ts'
import { closeFetcher } from '#lib/fetch/read-address.ts'
import { log } from '#lib/log.ts'
import { captureConsole } from '#lib/log-capture.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { startScheduler } from '#lib/worker/scheduler.ts'
import { startWorker } from '#lib/worker/worker.ts'
import { readEnvironment } from './environment.ts'
import { buildLaterIndexes } from './later-indexes.ts'
import { expectMigrated } from './migrate.ts'
import { failWith, onStopSignal, shutdownHooks } from './shutdown.ts'

/**
 * The worker process, which executes runs. It needs DATABASE_URL; `npm start` starts one, and any number may be added
 * by hand.
 */

process.chdir(join(import.meta.dirname, '..'))
process.env.OUTAGE_HISTORY_ROLE = 'worker'

captureConsole(databaseTrouble)
onStopSignal()
// The site that started this process is gone, so nothing would restart it: shut down in order.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
shutdownHooks.push(closeDatabase, closeFetcher, closeQueue)

try {
  readEnvironment()
  const url = getEnv().DATABASE_URL
  if (url === null)
    throw new Error('DATABASE_URL is not set. A separate worker needs the database address of its site.')
  await expectMigrated(url)
  parseInThread()
  const worker = await startWorker(url, { onSchemaChange: failWith })
  const parts = [worker, startDispatcher(url), startDeliveries(url), startPushes(), startHub(readFeed)]
  // All at once: each waits for what is under way, and together they have as long as the longest.
  shutdownHooks.push(() => Promise.all(parts.map((part) => part.stop())))
  if (getEnv().SCHEDULE) shutdownHooks.push(startScheduler().stop)
  log.info('the worker is ready')
  buildLaterIndexes(url).catch((error) =>
    log.error({ err: error }, 'an index could not be built, and some pages are slow; the next start tries again'),
  )
} catch (error) {
  await failWith(error)
}

/** Loaded with the first feed that has a subscriber: it brings the queries and formats of feeds along. */
async function readFeed(topic: string): Promise<FeedContent | null> {
  const feeds = await import('#app/websub/read-feed.ts')
  return await feeds.readFeed(topic)
}
