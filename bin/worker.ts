import { join } from 'node:path'
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
  shutdownHooks.push(worker.stop)
  if (getEnv().SCHEDULE) shutdownHooks.push(startScheduler().stop)
  log.info('the worker is ready')
} catch (error) {
  await failWith(error)
}
