// A process of its own for the bundled archive: reading documents is the worker's business, with the worker's memory and
// its patience towards the database, and no start but the first needs any of it.
import { closeDatabase } from '#lib/db.ts'
import { loadSample } from '#lib/ingest/load-sample.ts'
import { closeQueue } from '#lib/ingest/queue.ts'
import { begun, failWith, onStopSignal } from './ending.ts'

onStopSignal()
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
begun.push(closeDatabase, closeQueue)

try {
  await loadSample((done, total) => process.send?.(`${done} of ${total} documents`))
  for (const end of begun.reverse()) await end()
  process.exit()
} catch (error) {
  await failWith(error)
}
