import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fastestScratchFolder } from '#tests/support/processes/scratch.ts'
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from './database.ts'

const ROOT = join(import.meta.dirname, '..', '..')
/** Enough for a build on a slow machine, if the pages are not built yet. */
const READY_WITHIN_MS = 600_000

export interface RunningSite {
  /** Without a trailing slash. */
  url: string
  /** The admin API's bearer token. */
  token: string
  /** The site's own database, or the one in `env`. */
  databaseUrl: string
  dataDir: string
  process: ChildProcess
  /** What the process has printed so far, on both streams. */
  output(): string
  /** Stops the site as an operator does, and removes its files; returns the exit code. */
  stop(): Promise<number | null>
}

export interface SiteOptions {
  /** Added to a free port, a new database and data folder, a token, and no sample, worker or schedule. */
  env?: Record<string, string | undefined>
  /** Of another checkout, whose site is started. */
  root?: string
}

/** Starts the built site like `npm start`, in a separate process, and waits until it answers. */
export async function startSite({ env = {}, root = ROOT }: SiteOptions = {}): Promise<RunningSite> {
  // Another checkout may know other migrations.
  const createDatabase = root === ROOT ? createTestDatabase : createEmptyDatabase
  const database: TestDatabase | null = 'DATABASE_URL' in env ? null : await createDatabase()
  const dataDir = env.DATA_DIR ?? (await mkdtemp(join(await fastestScratchFolder(), 'outage-history-site-')))
  const port = env.PORT ?? String(await findFreePort())
  const url = `http://127.0.0.1:${port}`
  const token = env.ADMIN_TOKEN ?? randomBytes(24).toString('hex')
  const child = spawn(process.execPath, ['--max-semi-space-size=16', join(root, 'bin', 'start.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORT: port,
      PUBLIC_URL: url,
      DATABASE_URL: database?.url,
      DATA_DIR: dataDir,
      ADMIN_TOKEN: token,
      SAMPLE: 'off',
      WORKER: 'off',
      SCHEDULE: 'off',
      LOG_LEVEL: 'warn',
      ...env,
    },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const cleanUp = async () => {
    await database?.drop()
    if (env.DATA_DIR === undefined) await rm(dataDir, { recursive: true, force: true })
  }
  try {
    await untilAnswers(`${url}/healthz`, child, () => output)
  } catch (error) {
    child.kill('SIGKILL')
    await ended
    await cleanUp()
    throw error
  }
  return {
    url,
    token,
    databaseUrl: database?.url ?? env.DATABASE_URL ?? '',
    dataDir,
    process: child,
    output: () => output,
    stop: async () => {
      child.kill('SIGTERM')
      const code = await ended
      await cleanUp()
      return code
    },
  }
}

/**
 * Reads each page once. The first of each kind loads its renderer, which on a busy machine may take longer than the site's
 * limit for a page, so the request is repeated until it succeeds.
 */
export async function warmUp(siteUrl: string, paths: string[]): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  for (const path of paths) {
    while ((await fetch(siteUrl + path)).status === 503) {
      if (Date.now() > deadline) throw new Error(`The site did not come to draw ${path} in time.`)
      await sleep(100)
    }
  }
}

/**
 * A port that nothing listens on, below the range that systems use for connections (from 32768 on Linux): the site binds it
 * only after seconds, in which one of the tests' own connections could have taken it.
 */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(16_384, 32_768)
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!isFree) continue
    await new Promise((resolve) => server.close(resolve))
    return port
  }
}

async function untilAnswers(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (const deadline = Date.now() + READY_WITHIN_MS; ; ) {
    if (child.exitCode !== null) throw new Error(`The site ended with ${child.exitCode} while starting:\n${output()}`)
    if (Date.now() > deadline) throw new Error(`The site did not answer in time:\n${output()}`)
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
    await sleep(100)
  }
}
