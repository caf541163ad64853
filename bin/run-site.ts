import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import next from 'next'
import { findTokenHolder } from '#lib/auth/principal.ts'
import { closeDatabase, pool } from '#lib/database/client.ts'
import { databaseTrouble } from '#lib/database/database-errors.ts'
import { getEnv } from '#lib/env.ts'
import { log } from '#lib/log.ts'
import { readStyleSheets } from '#lib/web/next/style-sheets.ts'
import { keepScriptFiles, readScriptWords, SCRIPT_FOLDERS } from '#lib/web/script/site-script.ts'
import { createSite } from '#lib/web/server.ts'
import { type FirstAdmin, prepareDatabase } from './prepare-database.ts'
import type { Progress } from './progress.mjs'
import { shutdownHooks } from './shutdown.ts'
import { type SupervisedProcess, supervise, WORKER_ENV, WORKER_FLAGS } from './supervise.ts'

const root = join(import.meta.dirname, '..')
const TRY_AGAIN_MS = 2_000

/** Serves the built site from the database of DATABASE_URL, with a worker beside it. Returns once both run. */
export async function runSite(progress: Progress): Promise<void> {
  const env = getEnv()
  const url = process.env.DATABASE_URL ?? ''
  const app = next({ dir: root, dev: false })
  await progress.step('Loading the pages', () => app.prepare())
  shutdownHooks.push(closeDatabase)
  const scriptFolder = join(root, SCRIPT_FOLDERS.production)
  await keepScriptFiles(scriptFolder, env.DATA_DIR)
  let prepared = await tryToPrepare(url, progress)
  const site = createSite({
    handleNext: app.getRequestHandler(),
    styleSheets: await readStyleSheets(join(root, '.next')),
    scriptWords: await readScriptWords(scriptFolder),
    publicUrl: env.PUBLIC_URL,
    databaseUrl: url,
    pool: pool(),
    spoolFolder: join(env.DATA_DIR, 'tmp'),
    migrationsFolder: join(root, 'prisma', 'migrations'),
    expectsWorker: env.WORKER,
    trustProxy: env.TRUST_PROXY,
    securityContact: env.SECURITY_CONTACT,
    reportsScriptErrors: env.REPORT_SCRIPT_ERRORS,
    hasToken: async (authorization) => (await findTokenHolder(authorization)) !== null,
  })
  let worker: SupervisedProcess | undefined
  // Both at once, since each may have work to finish.
  shutdownHooks.push(() => Promise.all([site.stop(), worker?.stop()]))
  await site.listen(env.PORT, env.HOST)

  if (prepared.isAway)
    progress.say('The database does not answer. The site waits for it and answers 503 in the meantime.')
  while (prepared.isAway) {
    await sleep(TRY_AGAIN_MS)
    prepared = await tryToPrepare(url, progress)
  }
  if (env.WORKER) {
    const workerEnv = { ...WORKER_ENV, DATABASE_URL: url, OUTAGE_HISTORY_ROLE: 'worker' }
    worker = supervise('worker', join(import.meta.dirname, 'worker.ts'), workerEnv, WORKER_FLAGS)
  }
  announce(prepared.admin, progress)
}

type Prepared = { isAway: true } | { isAway: false; admin: FirstAdmin | null }

/** A server that is down or busy at the moment (it may also be starting, or serving another start) is no reason to give up. */
async function tryToPrepare(url: string, progress: Progress): Promise<Prepared> {
  try {
    return { isAway: false, admin: await prepareDatabase(url, { sample: getEnv().SAMPLE, progress }) }
  } catch (error) {
    const trouble = databaseTrouble(error)
    if (trouble === null || trouble === 'full') throw error
    log.warn({ err: error }, 'the database does not answer')
    return { isAway: true }
  }
}

function announce(admin: FirstAdmin | null, { say }: Progress): void {
  const { PUBLIC_URL, ADMIN_EMAIL } = getEnv()
  say('')
  say(`  Outage History   ${PUBLIC_URL}`)
  say(`  Admin sign-in    ${PUBLIC_URL}/admin   ${admin?.email ?? ADMIN_EMAIL}`)
  if (admin !== null)
    say(`  Password         ${admin.password}   (shown only once; npm run cli -- admin reset creates a new one)`)
  say('')
  say('  Ctrl+C stops it.')
}
