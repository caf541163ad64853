// A separate process that loads the bundled archive and the catalogue into an empty database: parsing needs the worker's memory
// and timeouts, and only the first start needs any of it.
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
  // Without the scheduler nothing would ever poll them.
  if (isFirst && getEnv().SCHEDULE) await loadCatalogue()
  for (const end of shutdownHooks.reverse()) await end()
  process.exit()
} catch (error) {
  await failWith(error)
}
