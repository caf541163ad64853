// `npm start`: the whole site in one command. The code here runs before the database client is generated, so run-site.ts
// imports everything that reads data.
import { createServer } from 'node:net'
import { join } from 'node:path'
import { databaseTrouble } from '#lib/database/database-errors.ts'
import type { Env } from '#lib/env.ts'
import { captureConsole } from '#lib/log-capture.ts'
import { readEnvironment } from './environment.ts'
import { buildPages, generateClient } from './prepare.ts'
import { createProgress } from './progress.mjs'
import { failWith, onStopSignal, shutdownHooks } from './shutdown.ts'
import { openSiteDatabase } from './site-database.ts'

process.chdir(join(import.meta.dirname, '..'))
Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' })
const progress = createProgress(process.stdout)

captureConsole(databaseTrouble)
onStopSignal()
start().catch(failWith)

async function start(): Promise<void> {
  const env = readEnvironment()
  await checkPort(env)
  await generateClient(progress)
  await buildPages(progress)
  const [, { runSite }] = await Promise.all([startDatabase(env), import('./run-site.ts')])
  await runSite(progress)
}

async function startDatabase(env: Env): Promise<void> {
  const opening = openSiteDatabase(env, progress.say)
  // Registered now rather than after the start, since a signal may come earlier.
  shutdownHooks.push(async () => (await opening).close())
  process.env.DATABASE_URL = (await progress.step('Starting the database', () => opening)).url
}

/** Reported before anything is built, rather than after. */
async function checkPort({ PORT, HOST }: Env): Promise<void> {
  const server = createServer()
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(PORT, HOST, resolve)
    })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new Error(
        `Port ${PORT} is in use. Stop the program that uses the port, or choose another port with PORT=${PORT + 1} npm start.`,
      )
    if (code === 'EACCES') throw new Error(`This user may not listen on port ${PORT}. Choose a port above 1023.`)
    throw new Error(`The site cannot listen on ${HOST}:${PORT}: ${message}`)
  } finally {
    server.close()
  }
}
