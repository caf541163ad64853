import { closeDatabase } from '#lib/database/client.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { findByName } from '#lib/text/likeness.ts'
import { readEnvironment } from '../environment.ts'
import { migrate } from '../migrate.ts'
import { shutdownHooks } from '../shutdown.ts'
import { openSiteDatabase } from '../site-database.ts'
import { admin } from './admin.ts'
import { alerts } from './alerts.ts'
import { catalogue } from './catalogue.ts'
import type { Command, Console } from './command.ts'
import { doctor } from './doctor.ts'
import { exportAll } from './export.ts'
import { importAll } from './import.ts'
import { ingest } from './ingest.ts'
import { backfill, poll, replay } from './read-again.ts'
import { runs } from './runs.ts'
import { sample } from './sample.ts'
import { source } from './source.ts'
import { token } from './token.ts'
import { vendor } from './vendor.ts'

const COMMANDS: Record<string, Command> = {
  ingest,
  poll,
  backfill,
  replay,
  vendor,
  catalogue,
  source,
  runs,
  sample,
  alerts,
  admin,
  token,
  export: exportAll,
  import: importAll,
  doctor,
}

/**
 * Runs one command and returns its exit code; what it opens registers a shutdown hook. Throws UsageError for an invalid
 * call, and OutageHistoryError for a refused operation.
 */
export async function main([name = 'help', ...args]: string[], { progress, print }: Console): Promise<number> {
  const command = COMMANDS[name]
  if (command === undefined) {
    const isAsked = ['help', '--help', '-h'].includes(name)
    print(isAsked ? usage() : `${usage()}\n\nThere is no command "${name}".${hintOf(name)}`)
    return isAsked ? 0 : 2
  }
  const database = await openSiteDatabase(readEnvironment(), progress.say)
  shutdownHooks.push(database.close)
  process.env.DATABASE_URL = database.url
  await progress.step('Updating the database', () => migrate(database.url, { say: progress.say }))
  shutdownHooks.push(closeDatabase, closeQueue)
  return await command.run(args, { progress, print })
}

/** " Did you mean vendor?", or nothing. */
function hintOf(typed: string): string {
  const [meant] = findByName(typed, Object.keys(COMMANDS), (name) => name)
  return meant === undefined ? '' : ` Did you mean ${meant}?`
}

function usage(): string {
  const lines = Object.values(COMMANDS).flatMap((command) => command.usage.map((line) => `  npm run cli -- ${line}`))
  return `Commands:\n\n${lines.join('\n')}`
}
