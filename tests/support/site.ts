import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTestDatabase, type TestDatabase } from './database.ts'

const root = join(import.meta.dirname, '..', '..')
/** Enough for a build on a slow machine, where the pages are not built yet. */
const READY_WITHIN_MS = 240_000

export interface RunningSite {
  /** Without a slash at its end. */
  url: string
  /** The admin API's bearer token. */
  token: string
  /** The site's own database, or that which `env` named. */
  databaseUrl: string
  dataDir: string
  process: ChildProcess
  /** What the process has printed so far, on both streams. */
  output(): string
  /** Ends the site as an operator does, and removes what it kept; returns the exit code. */
  stop(): Promise<number | null>
}

export interface SiteOptions {
  /** On top of a free port, a database and a data folder of its own, a token, and no sample, worker or schedule. */
  env?: Record<string, string | undefined>
}

/** Starts the built site as `npm start` does, in a process of its own, and waits until it answers. */
export async function startSite({ env = {} }: SiteOptions = {}): Promise<RunningSite> {
  const database: TestDatabase | null = 'DATABASE_URL' in env ? null : await createTestDatabase()
  const dataDir = env.DATA_DIR ?? (await mkdtemp(join(tmpdir(), 'outage-history-site-')))
  const port = env.PORT ?? String(await findFreePort())
  const url = `http://127.0.0.1:${port}`
  const token = env.ADMIN_TOKEN ?? randomBytes(24).toString('hex')
  const child = spawn(process.execPath, ['--max-semi-space-size=16', join(root, 'bin', 'start.ts')], {
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
 * Reads each page once. The first of a kind has to load what draws it, and on a busy machine that alone may take longer than the site
 * spends on a page, so it is asked for until it is there.
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
 * A port that nothing listens on, below those that systems give to connections (from 32768 on Linux): the site takes it only
 * after seconds, in which any of the tests' own connections could have got it.
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
