// `npm run cli -- COMMAND`: what an admin does without a browser. Works beside a running site and without one.
import { closeDatabase } from '#lib/db.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { closeQueue } from '#lib/ingest/queue.ts'
import { log } from '#lib/log.ts'
import { admin } from './cli/admin.ts'
import { type Command, UsageError } from './cli/command.ts'
import { doctor } from './cli/doctor.ts'
import { exportAll } from './cli/export.ts'
import { importAll } from './cli/import.ts'
import { ingest } from './cli/ingest.ts'
import { backfill, poll, replay } from './cli/read-again.ts'
import { runs } from './cli/runs.ts'
import { source } from './cli/source.ts'
import { token } from './cli/token.ts'
import { vendor } from './cli/vendor.ts'
import { begun, failWith, onStopSignal } from './ending.ts'
import { readEnvironment } from './environment.ts'
import { migrate } from './migrate.ts'
import { createProgress } from './progress.mjs'
import { openSiteDatabase } from './site-database.ts'

const COMMANDS: Record<string, Command> = {
  ingest,
  poll,
  backfill,
  replay,
  vendor,
  source,
  runs,
  admin,
  token,
  export: exportAll,
  import: importAll,
  doctor,
}

const progress = createProgress(process.stderr)
process.env.OUTAGE_HISTORY_ROLE = 'worker'
// People read along: what is not asked for is said only when something is wrong.
if (!process.env.LOG_LEVEL) log.level = 'warn'

onStopSignal()
try {
  process.exitCode = await main(process.argv.slice(2))
  for (const end of begun.reverse()) await end()
} catch (error) {
  await failWith(error instanceof OutageHistoryError || error instanceof UsageError ? error.message : error)
}

async function main([name = 'help', ...args]: string[]): Promise<number> {
  const command = COMMANDS[name]
  if (command === undefined) {
    process.stdout.write(usage())
    return ['help', '--help', '-h'].includes(name) ? 0 : 2
  }
  const database = await openSiteDatabase(readEnvironment(), progress.say)
  begun.push(database.close)
  process.env.DATABASE_URL = database.url
  await progress.step('Updating the database', () => migrate(database.url, { say: progress.say }))
  begun.push(closeDatabase, closeQueue)
  return await command.run(args, { progress, print: (text) => void process.stdout.write(`${text}\n`) })
}

function usage(): string {
  const lines = Object.values(COMMANDS).flatMap((command) => command.usage.map((line) => `  npm run cli -- ${line}`))
  return `What an admin can do here:\n\n${lines.join('\n')}\n`
}
