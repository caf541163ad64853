// `npm run replay-history -- --git DIR --path FILE --platform P --url U`: reads every version of a file that a repository keeps
// of somebody's status page, in commit order, as polls would have read it, and reports the result. It creates its own database
// and removes it afterwards.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbeddedPostgres } from '#bin/embedded-postgres.ts'
import { generateClient } from '#bin/prepare.ts'
import { createProgress } from '#bin/progress.mjs'
import { failWith, onStopSignal, shutdownHooks } from '#bin/shutdown.ts'

const USAGE =
  'Usage: npm run replay-history -- --git DIR --path FILE --platform PLATFORM --url SOURCE [--from DOCUMENT] [--interval SECONDS] [--last VERSIONS]'

onStopSignal()
main(process.argv.slice(2)).catch(failWith)

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      git: { type: 'string' },
      path: { type: 'string' },
      platform: { type: 'string' },
      url: { type: 'string' },
      from: { type: 'string' },
      interval: { type: 'string', default: '3600' },
      last: { type: 'string' },
    },
  })
  const { git, path, platform, url, from, last } = values
  if (git === undefined || path === undefined || platform === undefined || url === undefined) throw new Error(USAGE)
  const progress = createProgress(process.stdout)
  await generateClient(progress)
  const directory = await mkdtemp(join(tmpdir(), 'replay-history-'))
  shutdownHooks.push(() => rm(directory, { recursive: true, force: true }))
  const server = await progress.step('Starting a database', () =>
    startEmbeddedPostgres({ directory, settings: { fsync: 'off' } }),
  )
  shutdownHooks.push(async () => void (await server.release()))
  process.env.DATABASE_URL = server.url('replay_history')
  process.env.OUTAGE_HISTORY_ROLE = 'worker'
  // Imported only now, because it reads the environment.
  const { migrate } = await import('#bin/migrate.ts')
  await migrate(process.env.DATABASE_URL)
  const { log } = await import('#lib/log.ts')
  log.level = 'warn'
  const { replayHistory } = await import('#tools/bench/replay-history.ts')
  const lines = await progress.step('Reading its versions', (note) =>
    replayHistory({
      repository: git,
      path,
      platform,
      url,
      from: from ?? null,
      intervalSeconds: Number(values.interval),
      last: last === undefined ? null : Number(last),
      note,
    }),
  )
  const { closeDatabase } = await import('#lib/database/client.ts')
  await closeDatabase()
  for (const line of lines) progress.say(line)
  for (const end of shutdownHooks.splice(0).reverse()) await end()
}
