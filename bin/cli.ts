// `npm run cli -- COMMAND`: the admin's command line. Works with or without a running site.
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { log } from '#lib/log.ts'
import { UsageError } from './cli/command.ts'
import { main } from './cli/main.ts'
import { createProgress } from './progress.mjs'
import { failWith, onStopSignal, shutdownHooks } from './shutdown.ts'

process.env.OUTAGE_HISTORY_ROLE = 'worker'
// The output is for people: the log is shown only in case of problems.
if (!process.env.LOG_LEVEL) log.level = 'warn'

onStopSignal({ isCommand: true })
try {
  process.exitCode = await main(process.argv.slice(2), {
    progress: createProgress(process.stderr),
    print: (text) => void process.stdout.write(`${text}\n`),
  })
  for (const end of shutdownHooks.reverse()) await end()
} catch (error) {
  await failWith(error instanceof OutageHistoryError || error instanceof UsageError ? error.message : error)
}
