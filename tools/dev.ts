// `npm run dev`: pages from Next's development server, which shows edits at once, and a worker that restarts when its code
// changes. The HTTP layer of lib/web (page cache, limits, health) runs only under `npm start`.
import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { watch } from 'rolldown'
import { removeScript, scriptOptions } from '#bin/build-script.ts'
import { readEnvironment } from '#bin/environment.ts'
import { generateClient } from '#bin/prepare.ts'
import { createProgress } from '#bin/progress.mjs'
import { failWith, onStopSignal, shutdownHooks } from '#bin/shutdown.ts'
import { openSiteDatabase } from '#bin/site-database.ts'

const root = join(import.meta.dirname, '..')
process.chdir(root)
process.env.NEXT_TELEMETRY_DISABLED = '1'
const progress = createProgress(process.stdout)

onStopSignal()
develop().catch(failWith)

async function develop(): Promise<void> {
  const env = readEnvironment()
  await generateClient(progress)
  const database = await progress.step('Starting the database', () => openSiteDatabase(env, progress.say))
  shutdownHooks.push(database.close)
  process.env.DATABASE_URL = database.url

  const { prepareDatabase } = await import('#bin/prepare-database.ts')
  const { closeDatabase } = await import('#lib/database/client.ts')
  const admin = await prepareDatabase(database.url, { sample: env.SAMPLE, progress })
  await closeDatabase()
  if (admin !== null) progress.say(`Admin sign-in: ${admin.email}, password ${admin.password} (shown this once)`)

  await progress.step('Building the script', watchScript)
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  const pages = run([next, 'dev', '--port', String(env.PORT), '--hostname', env.HOST])
  pages.once('exit', (code) => failWith(`Next's development server ended with ${code}.`))
  if (env.WORKER) run(['--watch', join('bin', 'worker.ts')], { OUTAGE_HISTORY_ROLE: 'worker' })
}

/** Builds the site's script, and again after each edit. */
async function watchScript(): Promise<void> {
  await removeScript('development')
  const watcher = watch(scriptOptions('development'))
  shutdownHooks.push(() => watcher.close())
  await new Promise<void>((resolve) => {
    watcher.on('event', async (event) => {
      if (event.code === 'ERROR') progress.say(`The script could not be built: ${event.error.message}`)
      // The pages can be read without it.
      if (event.code === 'ERROR' || event.code === 'END') resolve()
      if (event.code === 'BUNDLE_END' || event.code === 'ERROR') await event.result.close()
    })
  })
}

function run(script: string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, script, { stdio: 'inherit', env: { ...process.env, ...env } })
  shutdownHooks.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  })
  return child
}
