import { closeDatabase } from '#lib/database/client.ts'
import { databaseTrouble } from '#lib/database/database-errors.ts'
import { captureConsole } from '#lib/log-capture.ts'
import { beginMethod } from '#lib/worker/apply-method.ts'
import { failWith, onStopSignal, shutdownHooks } from './shutdown.ts'

/** A separate process, like everything that writes: the site only reads. It needs DATABASE_URL. */

captureConsole(databaseTrouble)
onStopSignal()
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
shutdownHooks.push(closeDatabase)

try {
  await beginMethod(new Date())
  for (const end of shutdownHooks.reverse()) await end()
  process.exit()
} catch (error) {
  await failWith(error)
}
