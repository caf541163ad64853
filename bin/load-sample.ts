// A process of its own for what an empty database begins with, the bundled archive and vendors to read: reading documents
// is the worker's business, with the worker's memory and its patience towards the database, and no start but the first
// needs any of it.
import { closeDatabase } from '#lib/database/client.ts'
import { databaseTrouble } from '#lib/database/database-errors.ts'
import { getEnv } from '#lib/env.ts'
import { captureConsole } from '#lib/log-capture.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { loadCatalogue } from '#lib/sources/load-catalogue.ts'
import { loadSample } from '#lib/worker/load-sample.ts'
import { failWith, onStopSignal, shutdownHooks } from './shutdown.ts'

captureConsole(databaseTrouble)
onStopSignal()
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
shutdownHooks.push(closeDatabase, closeQueue)

try {
  const isFirst = await loadSample((done, total) => process.send?.(`${done} of ${total} documents`))
  // Without a schedule nothing would ever read them.
  if (isFirst && getEnv().SCHEDULE) await loadCatalogue()
  for (const end of shutdownHooks.reverse()) await end()
  process.exit()
} catch (error) {
  await failWith(error)
}
