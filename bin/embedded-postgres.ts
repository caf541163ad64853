import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { openClient } from '#lib/database/connection.ts'
import { isAlive, withLock } from './lock.mjs'
import { findPostgresBinaries, type PostgresBinaries, type ServerUser } from './postgres-binaries.ts'

/** An embedded Postgres on loopback, which any number of processes can hold at once. */
export interface EmbeddedPostgres {
  port: number
  /** Whether another process had started it. */
  adopted: boolean
  url(database: string): string
  /** Releases the server; a process that dies releases it too. The last holder stops it and gets true. */
  release(): Promise<boolean>
}

export interface EmbeddedPostgresOptions {
  /** The folder of the cluster, its password and its log; created if missing. */
  directory: string
  /** Server settings on top of the usual ones; they do not change a server that already runs. */
  settings?: Record<string, string>
  /** The port to listen on; by default a free one. */
  port?: number
  /** How long an existing server may take to answer while it starts, recovers or stops; 10 s by default. */
  answersWithinMs?: number
  /** Called for steps that take a while. */
  say?: (line: string) => void
  /** Called when the connection that holds the server is lost without `release`. */
  onLost?: () => void
}

const MAJOR = 18
const USER = 'postgres'
/** Advisory lock on the server: shared by everybody who uses it, exclusive for the one who stops it. */
const HOLD = 5_432_018
const READY_WITHIN_MS = 30_000
const ANSWERS_WITHIN_MS = 10_000
/** Temporary failures: another process took the port, or the processes of a killed server are still ending. */
const PASSING = /could not bind|address already in use|lock file .* already exists|pre-existing shared memory/i

/**
 * Starts the server of `directory`, or adopts the one that already runs there, whether it belongs to another process or
 * outlived a killed parent. Leftovers of a crash (a stale pid file, a partial cluster, a server that does not answer)
 * are removed first.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const directory = resolve(options.directory)
  await mkdir(directory, { recursive: true })
  const cluster: Cluster = {
    data: join(directory, 'cluster'),
    passwordFile: join(directory, 'password'),
    binaries: findPostgresBinaries(directory, await ownerOf(join(directory, 'cluster'))),
    say: options.say ?? (() => {}),
  }
  return await withLock(
    join(directory, 'starting.lock'),
    async () => {
      if (!existsSync(join(cluster.data, 'PG_VERSION'))) await initialise(cluster)
      await checkMajor(cluster)
      const password = (await readFile(cluster.passwordFile, 'utf8')).trim()
      return await startOrAdopt(cluster, password, options)
    },
    () => cluster.say('Waiting: another process is starting the database.'),
  )
}

class StartError extends Error {}

interface Cluster {
  data: string
  passwordFile: string
  binaries: PostgresBinaries
  say: (line: string) => void
}

async function startOrAdopt(
  cluster: Cluster,
  password: string,
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const deadline = Date.now() + READY_WITHIN_MS
  for (let port = options.port; ; ) {
    const adopted = await findRunning(cluster, password, options.answersWithinMs ?? ANSWERS_WITHIN_MS)
    const url = (database: string) => `postgresql://${USER}:${password}@127.0.0.1:${adopted ?? port}/${database}`
    port = adopted ?? port ?? (await freePort())
    try {
      if (adopted === null) await start(cluster, port, options.settings ?? {})
      const holder = await hold(url('postgres'), options.onLost)
      const release = async () => {
        const isLast = await holder.release()
        if (isLast) await stop(cluster)
        return isLast
      }
      return { port, adopted: adopted !== null, url, release }
    } catch (error) {
      const refused = error instanceof StartError && !PASSING.test(error.message)
      if (refused || Date.now() > deadline) throw error
      // Try again. Besides temporary failures, the last holder may have stopped the server at this moment.
      if (options.port === undefined) port = undefined
      await sleep(200)
    }
  }
}

async function ownerOf(path: string): Promise<ServerUser | null> {
  return await stat(path).catch(() => null)
}

/** Created beside its final place and renamed, so that a cluster is never incomplete. */
async function initialise(cluster: Cluster): Promise<void> {
  cluster.say('Creating a database in the data folder.')
  const draft = `${cluster.data}.draft`
  const draftPassword = `${draft}.password`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  await writeFile(draftPassword, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 })
  const { user, initdb } = cluster.binaries
  if (user !== null) for (const path of [draft, draftPassword]) chownSync(path, user.uid, user.gid)
  await run(cluster, initdb, [
    ...[`--pgdata=${draft}`, `--username=${USER}`, `--pwfile=${draftPassword}`, '--auth=scram-sha-256'],
    // Postgres's own collation: text sorts alike on every machine, and no locale must be installed.
    ...['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ])
  await rename(draftPassword, cluster.passwordFile)
  await rename(draft, cluster.data)
}

async function checkMajor(cluster: Cluster): Promise<void> {
  const major = Number.parseInt(await readFile(join(cluster.data, 'PG_VERSION'), 'utf8'), 10)
  if (major !== MAJOR)
    throw new Error(
      `${cluster.data} was created by Postgres ${major}, but this site comes with Postgres ${MAJOR}. Export with the release that created it, then import.`,
    )
}

/** The port of the server that runs on this cluster and answers; null if none does, after removing leftovers. */
async function findRunning(cluster: Cluster, password: string, withinMs: number): Promise<number | null> {
  const pidFile = join(cluster.data, 'postmaster.pid')
  const patience = Date.now() + withinMs
  for (let waited = false; ; waited = true) {
    const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n')
    const [pid, port] = [Number(lines[0]), Number(lines[3])]
    if (!pid) return null
    if (!(await isServerOf(cluster, pid))) {
      // Postgres itself trusts the file if, after a reboot, the pid belongs to another process of the same user.
      await rm(pidFile, { force: true })
      return null
    }
    if (port > 0 && (await answers(port, password, cluster))) return port
    if (Date.now() > patience) {
      cluster.say(`The database server of an earlier start (process ${pid}) does not answer; stopping it.`)
      await kill(cluster, pid)
      return null
    }
    if (!waited) cluster.say(`Waiting for the database server of an earlier start (process ${pid}).`)
    await sleep(200)
  }
}

async function isServerOf(cluster: Cluster, pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (process.platform !== 'linux') return true
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return command.split('\0').includes(cluster.data)
}

async function answers(port: number, password: string, cluster: Cluster): Promise<boolean> {
  const client = await quietClient(`postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`).catch(() => null)
  try {
    const answer = await client?.query<{ data_directory: string }>('show data_directory')
    return resolve(answer?.rows[0]?.data_directory ?? '') === cluster.data
  } catch {
    return false
  } finally {
    await client?.end().catch(() => {})
  }
}

async function start(cluster: Cluster, port: number, settings: Record<string, string>): Promise<void> {
  const all: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    // The path of a socket may have 107 bytes, which a project in a deep folder exceeds.
    unix_socket_directories: '',
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // A week of logs, each day overwriting its namesake.
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgres-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    ...settings,
  }
  const flags = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`)
  const log = join(cluster.data, 'start.log')
  const startedAt = new Date()
  await rm(log, { force: true })
  try {
    const options = `-p ${port} ${flags.join(' ')}`
    const patience = ['-w', '-t', `${READY_WITHIN_MS / 1000}`]
    await run(cluster, cluster.binaries.pgCtl, ['start', ...patience, '-D', cluster.data, '-l', log, '-o', options])
  } catch (cause) {
    throw new StartError(`The embedded database did not start: ${await lastWords(cluster, startedAt)}`, { cause })
  }
}

/**
 * Stops the present server and waits for that process: another process may start the next one at this moment, and
 * pg_ctl would wait for its end instead.
 */
async function stop(cluster: Cluster): Promise<void> {
  const [pid] = (await readFile(join(cluster.data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n').map(Number)
  if (!pid) return
  await run(cluster, cluster.binaries.pgCtl, ['stop', '-W', '-m', 'fast', '-D', cluster.data])
  const deadline = Date.now() + READY_WITHIN_MS
  while (await isServerOf(cluster, pid)) {
    if (Date.now() > deadline) throw new Error(`The database server (process ${pid}) did not stop.`)
    await sleep(50)
  }
}

async function kill(cluster: Cluster, pid: number): Promise<void> {
  await run(cluster, cluster.binaries.pgCtl, ['stop', '-w', '-t', '5', '-m', 'immediate', '-D', cluster.data]).catch(
    () => {
      process.kill(pid, 'SIGKILL')
    },
  )
}

/** The server's last message about why it did not start: before its logger ran, in a separate file; later, in the log. */
async function lastWords({ data }: Cluster, since: Date): Promise<string> {
  const days = await readdir(join(data, 'log')).catch(() => [])
  const texts = await Promise.all(
    [join(data, 'start.log'), ...days.map((day) => join(data, 'log', day))].map((path) =>
      readFile(path, 'utf8').catch(() => ''),
    ),
  )
  const from = since.toISOString().replace('T', ' ').slice(0, 23)
  const lines = texts
    .flatMap((text) => text.split('\n'))
    .filter((line) => line >= from && /FATAL|PANIC|could not/.test(line))
  return lines.at(-1)?.replace(/^.*?(?:FATAL|PANIC|LOG|WARNING): +/, '') ?? 'The log is empty.'
}

interface Holder {
  /** True when no other process holds the server and the caller has to stop it. */
  release(): Promise<boolean>
}

async function hold(url: string, onLost: (() => void) | undefined): Promise<Holder> {
  const client = await quietClient(url)
  let released = false
  client.on('end', () => {
    if (!released) onLost?.()
  })
  try {
    await client.query<never>('select pg_advisory_lock_shared($1)', [HOLD])
  } catch (error) {
    released = true
    await client.end().catch(() => {})
    throw error
  }
  return {
    release: async () => {
      if (released) return false
      released = true
      try {
        await client.query<never>('select from pg_advisory_unlock_shared($1)', [HOLD])
        const { rows } = await client.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [HOLD])
        // The lock is held until the server ends: a new process waits for that, then starts a new server.
        if (rows[0]?.last) return true
      } catch {
        return false
      }
      await client.end().catch(() => {})
      return false
    },
  }
}

/** A connection whose loss is not an error: the server may be stopped while it is open. */
function quietClient(connectionString: string): Promise<pg.Client> {
  return openClient({
    connectionString,
    connectionTimeoutMillis: 3_000,
    // The last holder keeps the lock, and this connection, until the server ends.
    lock_timeout: READY_WITHIN_MS,
    application_name: 'outage-history start',
  })
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('No free port.')),
      )
    })
  })
}

/** Runs a Postgres program in its own session as the server's user: Ctrl+C is for the site, which stops the server last. */
async function run({ binaries: { user, launcher } }: Cluster, program: string, args: string[]): Promise<void> {
  const [command = program, ...rest] = [...launcher, program, ...args]
  const child = spawn(command, rest, {
    cwd: process.platform === 'win32' ? undefined : '/',
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', PGDATA: undefined },
    ...(launcher.length === 0 && user !== null ? user : {}),
  })
  let complaint = ''
  child.stderr.on('data', (chunk) => {
    complaint += chunk
  })
  // Not 'close': a server started by pg_ctl may keep the pipe.
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  child.stderr.destroy()
  if (code !== 0) throw new Error(`${program} ${args[0]} ended with ${code}: ${complaint.trim()}`)
}
