import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, connect, createServer as createNetServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startEmbeddedPostgres } from '#bin/embedded-postgres.ts'
import { CHANGE_CHANNEL, changePayload } from '#lib/database/change.ts'
import { heldOfAll, heldOfVendors } from '#lib/database/held.ts'
import { noteRenderError } from '#lib/web/next/render-errors.ts'
import { createSite, LIMITS, type Site, type SiteOptions } from '#lib/web/server.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { ask, type FakePage, failing, file, gate, page, until } from './served.ts'

const MIGRATIONS = join(import.meta.dirname, '..', '..', '..', 'prisma', 'migrations')
const TOKEN = `Bearer ${'t'.repeat(32)}`

let database: TestDatabase
let pool: pg.Pool
let site: Site
let origin: string

beforeEach(async () => {
  database = await createTestDatabase()
})

afterEach(async () => {
  await site.stop()
  await pool.end()
  await database.drop()
})

async function start(
  pages: Record<string, FakePage>,
  options: Partial<SiteOptions> = {},
  limits: Partial<typeof LIMITS> = {},
): Promise<void> {
  const databaseUrl = options.databaseUrl ?? database.url
  pool = new pg.Pool({ connectionString: databaseUrl, connectionTimeoutMillis: 2_000 })
  pool.on('error', () => {})
  const given: SiteOptions = {
    handleNext: async (incoming, response) =>
      (pages[incoming.url?.split('?', 1)[0] ?? ''] ?? failing)(incoming, response),
    styleSheets: new Map(),
    publicUrl: 'http://outages.example',
    databaseUrl,
    pool,
    spoolFolder: tmpdir(),
    migrationsFolder: MIGRATIONS,
    expectsWorker: false,
    trustProxy: false,
    hasToken: async (authorization) => authorization === TOKEN,
    ...options,
  }
  site = createSite(given, { ...LIMITS, ...limits })
  origin = `http://127.0.0.1:${await site.listen(0, '127.0.0.1')}`
}

async function runSql(url: string, text: string, values: string[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(text, values)
  await client.end()
}

async function statusOf(path: string): Promise<number> {
  return (await ask(origin, path)).status
}

describe('/healthz', () => {
  it('says that the process lives, and which start of it this is', async () => {
    await start({})
    const { status, text, headers } = await ask(origin, '/healthz')
    expect(status).toBe(200)
    expect(JSON.parse(text)).toEqual({ status: 'ok', bootId: site.bootId })
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
    })
  })
})

describe('/readyz', () => {
  it('is 200 when the database answers, is migrated, and no worker is expected', async () => {
    await start({})
    expect(await ask(origin, '/readyz')).toMatchObject({ status: 200, text: '{"status":"ready"}\n' })
  })

  it('is 503 while a migration is missing, failed or taken back, and tells only an admin which check it is', async () => {
    await start({})
    await runSql(database.url, 'UPDATE _prisma_migrations SET rolled_back_at = now()')
    expect(await ask(origin, '/readyz')).toMatchObject({ status: 503, text: '{"status":"not ready"}\n' })
    const forAdmin = await ask(origin, '/readyz', { headers: { authorization: TOKEN } })
    expect(JSON.parse(forAdmin.text).checks).toEqual({ database: true, migrations: false, worker: true })
    await runSql(database.url, 'UPDATE _prisma_migrations SET rolled_back_at = NULL, finished_at = NULL')
    expect(await statusOf('/readyz')).toBe(503)
    await runSql(database.url, 'DROP TABLE _prisma_migrations')
    expect(await statusOf('/readyz')).toBe(503)
  })

  it('wants a sign of life of a worker where one is expected', async () => {
    await start({}, { expectsWorker: true })
    expect(await statusOf('/readyz')).toBe(503)
    await runSql(
      database.url,
      "INSERT INTO workers (id, beat_at) VALUES (gen_random_uuid(), now() - interval '1 minute')",
    )
    expect(await statusOf('/readyz')).toBe(503)
    await runSql(database.url, 'UPDATE workers SET beat_at = now()')
    expect(await statusOf('/readyz')).toBe(200)
  })

  it('is 503 within about a second when the database does not answer', async () => {
    const silent = createNetServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    await start({}, { databaseUrl: `postgresql://127.0.0.1:${(silent.address() as AddressInfo).port}/none` })
    const started = performance.now()
    expect(await statusOf('/readyz')).toBe(503)
    expect(performance.now() - started).toBeLessThan(10_000)
    silent.close()
  })
})

describe('/metrics', () => {
  it('is for who has the admin token', async () => {
    await start({ '/': page('x') }, { moreMetrics: async () => 'outage_history_more 1\n' })
    expect(await ask(origin, '/metrics')).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } })
    expect((await ask(origin, '/metrics', { headers: { authorization: 'Bearer wrong' } })).text).not.toContain(
      'outage_history',
    )
    await ask(origin, '/')
    const { status, text, headers } = await ask(origin, '/metrics', { headers: { authorization: TOKEN } })
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(text).toContain('outage_history_requests_total{how="shared"} 1\n')
    expect(text).toContain('outage_history_database_away 0\n')
    expect(text).toMatch(/outage_history_more 1\n$/)
    for (const one of text.trim().split('\n'))
      expect(one).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="\w+"\})? -?[\d.e+-]+)$/)
  })
})

describe('a committed change', () => {
  it("is on the vendor's next page, on every instance", async () => {
    let title = 'before'
    await start({ '/vendors/courier': page(() => title) })
    const seen = async () => (await ask(origin, '/vendors/courier')).text
    await until(async () => {
      await seen()
      return (await seen()).includes('before')
    })
    title = 'after'
    await runSql(database.url, 'SELECT pg_notify($1, $2)', [CHANGE_CHANNEL, changePayload('courier')])
    await until(async () => (await seen()).includes('after'))
  })

  it('drops what is held of the vendor and of all, and nothing of other vendors', async () => {
    await start({})
    const hold = () => {
      for (const vendor of ['courier', 'workos']) heldOfVendors.beginRead()(vendor, [1])
      heldOfAll.beginRead()('Cloud', [1])
      return [heldOfVendors.get('courier'), heldOfVendors.get('workos'), heldOfAll.get('Cloud')]
    }
    expect(hold()).toEqual([undefined, undefined, undefined])
    await until(async () => hold().every((rows) => rows !== undefined))
    await runSql(database.url, 'SELECT pg_notify($1, $2)', [CHANGE_CHANNEL, changePayload('courier')])
    await until(async () => heldOfVendors.get('courier') === undefined)
    expect([heldOfVendors.get('workos'), heldOfAll.get('Cloud')]).toEqual([[1], undefined])
    await runSql(database.url, 'SELECT pg_notify($1, $2)', [CHANGE_CHANNEL, changePayload(null)])
    await until(async () => heldOfVendors.get('workos') === undefined)
  })
})

describe('a database that goes away and comes back', () => {
  it('leaves pages standing, refuses the rest in words, and all is well again within seconds', {
    timeout: 60_000,
  }, async () => {
    const directory = await mkdtemp(join(tmpdir(), 'outage-history-postgres-'))
    const first = await startEmbeddedPostgres({ directory })
    const databaseUrl = first.url('postgres')
    const pending: FakePage = async (incoming, response) => {
      try {
        const { rows } = await pool.query<{ answer: number }>('SELECT 41 + 1 AS answer')
        await page(`answer ${rows[0]?.answer}`)(incoming, response)
      } catch (error) {
        noteRenderError(error)
        await failing(incoming, response)
      }
    }
    await start({ '/vendors/courier': pending, '/vendors/workos': pending }, { databaseUrl })
    await until(async () => (await statusOf('/vendors/courier')) === 200)

    const pid = Number((await readFile(join(directory, 'cluster', 'postmaster.pid'), 'utf8')).split('\n', 1)[0])
    process.kill(pid, 'SIGQUIT')
    // A new address each time: one that is read before the server is gone is held from then on.
    let count = 0
    await until(async () => (await statusOf(`/vendors/workos?cursor=${++count}`)) === 503)
    const held = await ask(origin, '/vendors/courier')
    expect(held).toMatchObject({ status: 200, text: expect.stringContaining('answer 42') })
    expect(held.headers).toMatchObject({ age: expect.stringMatching(/^\d+$/), warning: '110 - "Response is Stale"' })
    const lost = await ask(origin, '/vendors/workos')
    expect(lost.headers['retry-after']).toBeDefined()
    expect(lost.text).not.toMatch(/postgres|ECONN|127\.0\.0\.1/)
    expect(await statusOf('/healthz')).toBe(200)
    expect(await statusOf('/readyz')).toBe(503)

    await until(() => !isRunning(pid))
    const second = await startEmbeddedPostgres({ directory, port: first.port })
    const restarted = performance.now()
    await until(async () => (await statusOf('/vendors/workos')) === 200)
    await until(async () => (await ask(origin, '/vendors/courier')).headers.warning === undefined)
    expect(performance.now() - restarted).toBeLessThan(30_000)
    expect(JSON.parse((await ask(origin, '/healthz')).text)).toEqual({ status: 'ok', bootId: site.bootId })

    await site.stop()
    await second.release()
    await rm(directory, { recursive: true, force: true })
  })

  it('may be away at the start: the site stands, and refuses in words', async () => {
    await start({ '/vendors/courier': failing }, { databaseUrl: 'postgresql://127.0.0.1:1/none' })
    await until(async () => (await statusOf('/vendors/courier')) === 503)
    expect(await statusOf('/healthz')).toBe(200)
    expect(await statusOf('/readyz')).toBe(503)
  })
})

describe('stopping', () => {
  it('finishes what is under way, takes nothing new, and ends idle connections', async () => {
    const waiting = gate()
    let asked = 0
    await start({
      '/vendors/courier': async (incoming, response) => {
        asked += 1
        await waiting.isOpen
        await page('finished')(incoming, response)
      },
    })
    const unused = await openSocket(origin)
    const idle = await openSocket(origin)
    idle.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
    const underWay = ask(origin, '/vendors/courier')
    await until(() => asked > 0 && idle.bytesRead > 0)
    const stopped = site.stop()
    await until(() => idle.destroyed && unused.destroyed)
    await expect(ask(origin, '/healthz')).rejects.toThrow(/ECONNREFUSED/)
    waiting.open()
    expect((await underWay).text).toContain('finished')
    const started = performance.now()
    await stopped
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('ends streams of events, whose readers come back by themselves', async () => {
    const events: FakePage = (_incoming, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n')
    }
    await start({ '/api/v1/runs/1/events': events })
    const response = await fetch(`${origin}/api/v1/runs/1/events`)
    const pending = response.text().catch(() => 'cut off')
    const started = performance.now()
    await site.stop()
    expect(await pending).toBe('cut off')
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('ends what hangs after a while', async () => {
    let asked = 0
    const hang: FakePage = () => {
      asked += 1
    }
    await start({ '/admin': hang }, {}, { stopping: 500 })
    const hanging = ask(origin, '/admin').catch(() => 'cut off')
    await until(() => asked > 0)
    await site.stop()
    expect(await hanging).toBe('cut off')
    expect(LIMITS.stopping).toBeLessThan(15_000)
  })
})

describe('clients that take their time', () => {
  it('with their headers are cut off', async () => {
    await start({}, {}, { headersTimeout: 500, checkingInterval: 100 })
    const socket = await openSocket(origin)
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n')
    await until(() => socket.destroyed)
    expect(socket.bytesRead).toBeGreaterThan(0)
  })

  it('get 431 for headers without end', async () => {
    await start({})
    expect((await ask(origin, '/', { headers: { 'x-long': 'x'.repeat(20_000) } })).status).toBe(431)
  })

  it('in their hundreds do not keep others waiting', async () => {
    await start({ '/vendors/courier': page('x'.repeat(200_000)) })
    const slow = await Promise.all(Array.from({ length: 500 }, () => openSocket(origin)))
    for (const socket of slow) {
      socket.pause()
      socket.write('GET /vendors/courier HTTP/1.1\r\nHost: x\r\n\r\n')
    }
    // Were one of them waited for, the first of these would not be answered before the test is over.
    for (let i = 0; i < 20; i += 1) expect(await statusOf('/vendors/courier')).toBe(200)
    for (const socket of slow) socket.destroy()
  })

  it('with the answer are cut off, while those who read on, however slowly, are not', async () => {
    const huge = file('application/octet-stream', 'x'.repeat(16_000_000))
    // What the system holds for a reader takes a busy machine seconds to hand over, in which the server sees nothing taken.
    await start({ '/api/huge': huge }, {}, { silence: 8_000 })
    const [stuck, pending] = await Promise.all([openSocket(origin), openSocket(origin)])
    for (const socket of [stuck, pending]) {
      socket.pause()
      socket.write('GET /api/huge HTTP/1.1\r\nHost: x\r\n\r\n')
    }
    let read = 0
    pending.on('data', (chunk) => {
      read += chunk.length
      pending.pause()
      setTimeout(() => pending.resume(), 2)
    })
    pending.resume()
    await until(() => read > 16_000_000, 100_000)
    pending.destroy()
    await until(async () => (await countConnections()) === 0, 20_000)
    let rest = 0
    stuck.on('data', (chunk) => {
      rest += chunk.length
    })
    stuck.resume()
    await until(() => stuck.destroyed)
    expect(rest).toBeLessThan(16_000_000)
  })

  it('with nothing to say keep the events that they wait for', async () => {
    const events: FakePage = (_incoming, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n')
      setTimeout(() => response.end('data: 2\n\n'), 1_000)
    }
    await start({ '/api/v1/runs/1/events': events }, {}, { silence: 200 })
    expect((await ask(origin, '/api/v1/runs/1/events')).text).toBe('data: 1\n\ndata: 2\n\n')
  })
})

function countConnections(): Promise<number> {
  return new Promise((resolve, reject) =>
    site.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  )
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function openSocket(address: string): Promise<Socket> {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  socket.resume()
  await new Promise((resolve) => socket.once('connect', resolve))
  return socket
}
