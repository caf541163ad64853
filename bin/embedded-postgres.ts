import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { isAlive, withLock } from './lock.mjs'
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts'

/** A Postgres of the project's own, on loopback, that any number of processes may hold at once. */
export interface EmbeddedPostgres {
  port: number
  /** Whether another process had started it. */
  adopted: boolean
  url(database: string): string
  /** Lets go of the server. The last holder to do so stops it; a holder that dies lets go by dying. */
  release(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  /** Where the cluster, its password and its log live; made when missing. */
  directory: string
  /** Server settings on top of the usual ones; they do not change a server that already runs. */
  settings?: Record<string, string>
  /** The port to listen on; by default one that is free. */
  port?: number
  /** Hears about steps that take a while. */
  say?: (line: string) => void
  /** Hears that the connection which holds the server broke without `release`. */
  onLost?: () => void
}

const MAJOR = 18
const USER = 'postgres'
/** Advisory lock on the server: shared by everybody who uses it, exclusive for the one who stops it. */
const HOLD = 5_432_018
const READY_WITHIN_MS = 30_000

/**
 * Starts the server of `directory`, or adopts the one that runs there already, be it another process's or one that
 * outlived a killed parent. What a crash left behind (a stale pid file, a half-made cluster, a server that does not
 * answer) is cleared first.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const directory = resolve(options.directory)
  await mkdir(directory, { recursive: true })
  const cluster: Cluster = {
    data: join(directory, 'cluster'),
    passwordFile: join(directory, 'password'),
    binaries: findPostgresBinaries(directory),
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
    () => cluster.say('Another process is starting the database; waiting for it.'),
  )
}

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
    const adopted = await findRunning(cluster, password, deadline)
    const url = (database: string) => `postgresql://${USER}:${password}@127.0.0.1:${adopted ?? port}/${database}`
    port = adopted ?? port ?? (await freePort())
    try {
      if (adopted === null) await start(cluster, port, options.settings ?? {})
      const holder = await hold(url('postgres'), options.onLost)
      const release = async () => {
        if (await holder.release()) await stop(cluster)
      }
      return { port, adopted: adopted !== null, url, release }
    } catch (error) {
      // The server was being stopped by its last holder, or somebody took the port: look again.
      if (Date.now() > deadline) throw error
      if (options.port === undefined) port = undefined
      await sleep(200)
    }
  }
}

/** Made beside its place and moved there, so that a cluster is never half there. */
async function initialise(cluster: Cluster): Promise<void> {
  cluster.say('Making a database in the data folder.')
  const draft = `${cluster.data}.draft`
  const draftPassword = `${draft}.password`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  await writeFile(draftPassword, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 })
  const { user, initdb } = cluster.binaries
  if (user !== null) for (const path of [draft, draftPassword]) chownSync(path, user.uid, user.gid)
  await run(cluster, initdb, [
    ...[`--pgdata=${draft}`, `--username=${USER}`, `--pwfile=${draftPassword}`, '--auth=scram-sha-256'],
    // Postgres's own collation: text sorts alike on every machine, and no locale has to be installed.
    ...['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ])
  await rename(draftPassword, cluster.passwordFile)
  await rename(draft, cluster.data)
}

async function checkMajor(cluster: Cluster): Promise<void> {
  const major = Number.parseInt(await readFile(join(cluster.data, 'PG_VERSION'), 'utf8'), 10)
  if (major !== MAJOR)
    throw new Error(
      `${cluster.data} was made by Postgres ${major}, and the site brings Postgres ${MAJOR}: export with the release that made it, then import.`,
    )
}

/** The port of the server that runs on this cluster and answers; null when none does, after clearing away what is in the way. */
async function findRunning(cluster: Cluster, password: string, deadline: number): Promise<number | null> {
  const pidFile = join(cluster.data, 'postmaster.pid')
  for (let waited = false; ; waited = true) {
    const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n')
    const [pid, port] = [Number(lines[0]), Number(lines[3])]
    if (!pid) return null
    if (!(await isServerOf(cluster, pid))) {
      // Postgres itself trusts the file when the pid, after a reboot, happens to be some other process of the same user.
      await rm(pidFile, { force: true })
      return null
    }
    if (port > 0 && (await answers(port, password, cluster))) return port
    if (Date.now() > deadline - READY_WITHIN_MS / 2) {
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
  const client = quietClient(`postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`)
  try {
    await client.connect()
    const { rows } = await client.query('show data_directory')
    return resolve(rows[0].data_directory) === cluster.data
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
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
  await rm(log, { force: true })
  try {
    await run(cluster, cluster.binaries.pgCtl, [
      'start',
      '-w',
      '-t',
      `${READY_WITHIN_MS / 1000}`,
      '-D',
      cluster.data,
      '-l',
      log,
      '-o',
      `-p ${port} ${flags.join(' ')}`,
    ])
  } catch (cause) {
    throw new Error(`The embedded database did not start: ${await lastWords(cluster)}`, { cause })
  }
}

async function stop(cluster: Cluster): Promise<void> {
  await run(cluster, cluster.binaries.pgCtl, ['stop', '-w', '-t', '30', '-m', 'fast', '-D', cluster.data])
}

async function kill(cluster: Cluster, pid: number): Promise<void> {
  await run(cluster, cluster.binaries.pgCtl, ['stop', '-w', '-t', '5', '-m', 'immediate', '-D', cluster.data]).catch(
    () => {
      process.kill(pid, 'SIGKILL')
    },
  )
}

/** What the server's logs say last about why it stopped. */
async function lastWords({ data }: Cluster): Promise<string> {
  const logs = [
    join(data, 'start.log'),
    ...(await readdir(join(data, 'log')).catch(() => [])).map((name) => join(data, 'log', name)),
  ]
  const texts = await Promise.all(logs.map((path) => readFile(path, 'utf8').catch(() => '')))
  const lines = texts.flatMap((text) => text.split('\n')).filter((line) => /FATAL|PANIC|could not/.test(line))
  return lines.at(-1)?.trim() ?? 'its log says nothing.'
}

interface Holder {
  /** True when nobody else holds the server, and the caller shall stop it. */
  release(): Promise<boolean>
}

async function hold(url: string, onLost: (() => void) | undefined): Promise<Holder> {
  const client = quietClient(url)
  let released = false
  client.on('end', () => {
    if (!released) onLost?.()
  })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock_shared($1)', [HOLD])
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
        await client.query('select pg_advisory_unlock_shared($1)', [HOLD])
        const { rows } = await client.query('select pg_try_advisory_lock($1) as last', [HOLD])
        // The lock is kept until the server ends: whoever comes meanwhile waits for that, then starts a new one.
        if (rows[0].last === true) return true
      } catch {
        return false
      }
      await client.end().catch(() => {})
      return false
    },
  }
}

/** A connection whose loss is no error: the server may be stopped while it is open. */
function quietClient(connectionString: string): pg.Client {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: 3_000,
    application_name: 'outage-history start',
  })
  client.on('error', () => {})
  return client
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

/** Runs one of Postgres's programs as the server's user, in a session of its own: Ctrl+C at the terminal is for the site, which stops the server last. */
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
