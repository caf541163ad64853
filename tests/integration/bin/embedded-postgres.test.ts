import { execFileSync, spawn } from 'node:child_process'
import { appendFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withClient } from '#bin/database.ts'
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from '#bin/embedded-postgres.ts'
import { fastestScratchFolder } from '#tests/support/processes/scratch.ts'
import { isFull } from '../../support/full.ts'
import { bringCluster, removeClusters } from '../../support/processes/cluster.ts'

/** How often a server is stopped and started at the same moment. */
const ROUNDS = isFull ? 8 : 3

let directory: string
let held: EmbeddedPostgres[]

beforeEach(async () => {
  // Mode 0700: to root's servers, which run as another user, the folder is closed.
  directory = await mkdtemp(join(await fastestScratchFolder(), 'embedded-postgres-'))
  held = []
})

afterEach(async () => {
  for (const server of held) await server.release()
  await rm(directory, { recursive: true, force: true })
})

afterAll(removeClusters)

async function start(options: Partial<EmbeddedPostgresOptions> = {}) {
  const server = await startEmbeddedPostgres({ directory, ...options })
  held.push(server)
  return server
}

const query = (server: EmbeddedPostgres, sql: string) =>
  withClient(server.url('postgres'), async (client) => (await client.query(sql)).rows)

const isRunning = (server: EmbeddedPostgres) =>
  query(server, 'select 1').then(
    () => true,
    () => false,
  )

const pidFile = () => join(directory, 'cluster', 'postmaster.pid')
const readPid = async () => Number((await readFile(pidFile(), 'utf8')).split('\n')[0])

/** Starts the server in a process that then dies without a word. */
async function startAndDie(): Promise<void> {
  const code = `import { startEmbeddedPostgres } from '#bin/embedded-postgres.ts'
    await startEmbeddedPostgres({ directory: process.argv[1] })
    process.kill(process.pid, 'SIGKILL')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, directory], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await new Promise((resolve) => child.once('exit', resolve))
}

describe('the embedded Postgres, where there is none yet', () => {
  it('keeps its data from one start to the next, and its password to its owner', async () => {
    const first = await start()
    await query(first, "create table notes as select 'kept' as text")
    await first.release()
    expect(await isRunning(first)).toBe(false)

    const second = await start()
    expect(second.adopted).toBe(false)
    expect(await query(second, 'select * from notes')).toEqual([{ text: 'kept' }])
    expect((await stat(join(directory, 'password'))).mode & 0o077).toBe(0)
  })

  it('is one server for all who start it at once, until the last lets go', async () => {
    const servers = await Promise.all([start(), start(), start()])
    expect(new Set(servers.map(({ port }) => port)).size).toBe(1)
    expect(servers.filter(({ adopted }) => !adopted)).toHaveLength(1)

    const [one, two, three] = servers
    await one?.release()
    await two?.release()
    expect(await isRunning(servers[2] as EmbeddedPostgres)).toBe(true)
    await three?.release()
    expect(await isRunning(servers[2] as EmbeddedPostgres)).toBe(false)
  })

  it('makes its cluster again when the first try was cut short', async () => {
    await mkdir(join(directory, 'cluster.draft', 'base'), { recursive: true })
    await writeFile(join(directory, 'starting.lock'), '999999 gone')
    expect(await query(await start(), 'select 1 as one')).toEqual([{ one: 1 }])
  })
})

describe('the embedded Postgres', () => {
  beforeEach(() => bringCluster(directory))

  it('sorts text by code point and thinks in UTC, whatever the machine does', async () => {
    const server = await start()
    expect(
      await query(
        server,
        "select array_agg(word order by word) as words from unnest(array['b', 'a', 'B', 'ä']) as word",
      ),
    ).toEqual([{ words: ['B', 'a', 'b', 'ä'] }])
    expect(await query(server, 'show timezone')).toEqual([{ TimeZone: 'UTC' }])
  })

  it('survives being stopped and started at the same moment', async () => {
    let current = await start()
    for (let round = 0; round < ROUNDS; round++) {
      const [next] = await Promise.all([start(), current.release()])
      expect(await query(next, 'select 1 as one')).toEqual([{ one: 1 }])
      current = next
    }
  })

  it('is adopted when it outlived the process that started it', async () => {
    await startAndDie()
    const pid = await readPid()

    const server = await start()
    expect(server.adopted).toBe(true)
    expect(await readPid()).toBe(pid)
    await server.release()
    expect(await isRunning(server)).toBe(false)
  })

  it('starts after it was killed, with what had been committed', async () => {
    const first = await start()
    await query(first, "create table notes as select 'kept' as text")
    process.kill(await readPid(), 'SIGKILL')

    const second = await start()
    expect(second.adopted).toBe(false)
    expect(await query(second, 'select * from notes')).toEqual([{ text: 'kept' }])
  })

  it('tells who holds it that it went away', async () => {
    let lost = 0
    await start({ onLost: () => lost++ })
    process.kill(await readPid(), 'SIGKILL')
    await expect.poll(() => lost).toBe(1)
  })

  it('starts where a stale file names the process of somebody else', async () => {
    const first = await start()
    const before = await readFile(pidFile(), 'utf8')
    await first.release()
    await writeFile(pidFile(), before.replace(/^\d+/, String(process.pid)))

    expect(await query(await start(), 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('replaces a server that does not answer', async () => {
    await startAndDie()
    const pid = await readPid()
    process.kill(pid, 'SIGSTOP')

    const said: string[] = []
    const server = await start({ answersWithinMs: 1_000, say: (line) => said.push(line) })
    expect(server.adopted).toBe(false)
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(said).toContainEqual(expect.stringContaining(`(process ${pid}) does not answer`))
  })

  it('finds another port when its own is taken', async () => {
    const first = await start()
    const other = await mkdtemp(join(await fastestScratchFolder(), 'embedded-postgres-'))
    try {
      await bringCluster(other)
      const second = await startEmbeddedPostgres({ directory: other })
      expect(second.port).not.toBe(first.port)
      await second.release()
    } finally {
      await rm(other, { recursive: true })
    }
  })

  it('refuses data of another major version, and says what to do', async () => {
    await (await start()).release()
    await writeFile(join(directory, 'cluster', 'PG_VERSION'), '17\n')
    await expect(start()).rejects.toThrow(/was created by Postgres 17, but this site comes with Postgres 18/)
  })

  it('says at once why it cannot start', async () => {
    await (await start()).release()
    await appendFile(join(directory, 'cluster', 'postgresql.conf'), 'nonsense\n')
    await expect(start()).rejects.toThrow(/^The embedded database did not start: .*postgresql\.conf" contains errors/)
  })

  it.runIf(process.getuid?.() === 0)('runs for root as the user to whom its files belong', async () => {
    const first = await start()
    await query(first, "create table notes as select 'kept' as text")
    await first.release()
    const nobody = 65_534
    execFileSync('chown', ['-R', `${nobody}:${nobody}`, join(directory, 'cluster')])

    const second = await start()
    expect(await query(second, 'select * from notes')).toEqual([{ text: 'kept' }])
    expect((await stat(`/proc/${await readPid()}`)).uid).toBe(nobody)
  })
})
