import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createVendor } from '#lib/admin/vendor/vendors.ts'
import { closeDatabase, pool } from '#lib/database/client.ts'
import { closeFetcher } from '#lib/fetch/read-address.ts'
import { backfillSource } from '#lib/ingest/backfill.ts'
import { requestUnreadPages } from '#lib/ingest/backfill-again.ts'
import { requestRun } from '#lib/runs/run.ts'
import { executeRun } from '#lib/worker/execute-run.ts'
import { emptyTables } from '#tests/support/empty-tables.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { serveStatuspage, statuspageIncident } from '../../support/platforms/statuspage.ts'
import { startVendorServer, type VendorAnswer, type VendorServer } from '../../support/vendor-server.ts'

let database: TestDatabase
let vendorServer: VendorServer

beforeAll(async () => {
  database = await createTestDatabase()
  process.env.DATABASE_URL = database.url
  process.env.FETCH_ALLOW_CIDRS = '127.0.0.0/8'
})

beforeEach(async () => {
  await emptyTables('vendors', 'hosts')
  vendorServer = await startVendorServer()
  const sources = [{ platform: 'statuspage', url: vendorServer.url }]
  await createVendor({ slug: 'acme', name: 'Acme', websiteUrl: null, category: null, sources }, 'test')
})

afterEach(async () => {
  await vendorServer.close()
})

afterAll(async () => {
  await closeFetcher()
  await closeDatabase()
  await database.drop()
})

/** Asks for a back-fill, or goes on with the one that waits. */
async function backfill(spacingMs = 0) {
  const { rows } = await pool().query('select id, vendor_id from sources')
  const request = {
    vendorId: rows[0].vendor_id,
    sourceId: rows[0].id,
    mode: 'backfill',
    trigger: 'api',
    dryRun: false,
  } as const
  return await execute(await requestRun(pool(), request, async () => {}), spacingMs)
}

async function execute(id: string, spacingMs = 0) {
  await executeRun(id, { backfill: backfillSource({ spacingMs }) })
  return (
    await pool().query(
      `select id, state::text, created, documents_read, progress, error_code, error_message, warnings,
         extract(epoch from start_after - now())::int as "waitSeconds" from runs where id = $1`,
      [id],
    )
  ).rows[0]
}

/** As if so much time had passed. */
async function letPass(seconds: number): Promise<void> {
  await pool().query('update runs set start_after = start_after - make_interval(secs => $1)', [seconds])
  await pool().query('update backfill_pages set retry_at = retry_at - make_interval(secs => $1)', [seconds])
}

const incidents = Array.from({ length: 120 }, (_, n) => statuspageIncident(n + 1))
const paths = () => vendorServer.requests.map(({ path }) => path)

describe('a back-fill', () => {
  it('reads the history pages back to the first, then each incident, and nothing twice', async () => {
    vendorServer.answer(serveStatuspage(incidents))
    const run = await backfill()
    expect(run).toMatchObject({ state: 'succeeded', created: 120 })
    expect(new Set(paths()).size).toBe(paths().length)
    expect(paths().filter((path) => path.startsWith('/api/v2/incidents/'))).toHaveLength(120)
    expect(run.progress).toMatchObject({ done: paths().length, total: paths().length, secondsLeft: 0 })
  })

  it('goes on where it was stopped, and still reads nothing twice', async () => {
    const serve = serveStatuspage(incidents)
    let left = 40
    const controller = new Promise<void>((resolve) => {
      vendorServer.answer((path) => {
        left -= 1
        if (left === 0) resolve()
        return left < 0 ? { status: 410 } : serve(path)
      })
    })
    // Cancelled while it works: the row says so, and the worker finds out at its next page.
    const cancelled = controller.then(() =>
      pool().query("update runs set state = 'failed', finished_at = now(), error_code = 'cancelled'"),
    )
    expect(await backfill(20)).toMatchObject({ state: 'failed', error_code: 'cancelled' })
    await cancelled
    const read = (await pool().query('select url from backfill_pages where read_at is not null and error is null')).rows
      .length
    expect(read).toBeGreaterThan(30)
    vendorServer.answer(serve)
    const before = paths().length
    expect(await backfill()).toMatchObject({ state: 'succeeded' })
    expect(paths().length - before).toBeLessThan(120 + 5 - read + 3)
  })

  it('says so when the platform offers no history', async () => {
    await pool().query("update sources set platform = 'betterstack'")
    expect(await backfill()).toMatchObject({ state: 'failed', error_code: 'no_history' })
  })
})

describe('a page of the history that cannot be read', () => {
  const bad = `/api/v2/incidents/${incidents[4]?.id}.json`
  const few = incidents.slice(0, 8)
  const serveAll = serveStatuspage(few)
  const serveFew = (answer: VendorAnswer) => vendorServer.answer((path) => (path === bad ? answer : serveAll(path)))
  const count = async () => (await pool().query('select count(*)::int as count from incidents')).rows[0].count

  it('is noted and tried again later, and keeps no other from being read', async () => {
    const serve = serveStatuspage(incidents.slice(0, 40))
    vendorServer.answer((path) => (path === bad ? { status: 500 } : serve(path)))
    const paused = await backfill()
    expect(paused).toMatchObject({ state: 'queued', created: 39 })
    expect(paused.waitSeconds).toBeGreaterThan(50)
    expect(paused.waitSeconds).toBeLessThanOrEqual(60)
    expect((await pool().query('select error from backfill_pages where error is not null')).rows).toEqual([
      { error: `HTTP 500 from ${vendorServer.url}${bad}.` },
    ])
    // Nobody can take it up before its time.
    expect(await execute(paused.id)).toMatchObject({ state: 'queued', created: 39 })

    await letPass(60)
    vendorServer.answer(serve)
    const before = paths().length
    expect(await execute(paused.id)).toMatchObject({ id: paused.id, state: 'succeeded', created: 40 })
    expect(paths().slice(before)).toEqual([bad])
    expect(await count()).toBe(40)
    expect((await pool().query('select from backfill_pages')).rowCount).toBe(0)
  })

  it('is given up after four tries; the run says which, and the next back-fill reads all anew', async () => {
    serveFew({ status: 500 })
    let run = await backfill()
    const waits: number[] = []
    while (run.state === 'queued' && waits.length < 10) {
      waits.push(Math.ceil(run.waitSeconds / 60))
      await letPass(run.waitSeconds + 1)
      run = await execute(run.id)
    }
    expect(waits).toEqual([1, 5, 25])
    expect(paths().filter((path) => path === bad)).toHaveLength(4)
    const error = `HTTP 500 from ${vendorServer.url}${bad}.`
    expect(run).toMatchObject({ state: 'failed', created: 7, error_code: 'pages_unread' })
    expect(run.error_message).toMatch(/^acme: \d+ documents read, but 1 address could not be read; /)
    expect(run.warnings).toEqual([`${vendorServer.url}${bad} could not be read: ${error}`])

    vendorServer.answer(serveAll)
    expect(await backfill()).toMatchObject({ state: 'succeeded', created: 1 })
    expect(await count()).toBe(8)
  })

  it('is not tried again by the same run where it leads into a private network', async () => {
    serveFew({ status: 302, headers: { location: 'http://10.0.0.1/' } })
    const run = await backfill()
    expect(run).toMatchObject({ state: 'failed', created: 7, error_code: 'pages_unread' })
    expect(run.warnings).toEqual([expect.stringContaining('10.0.0.1 is not a public address')])
    expect(paths().filter((path) => path === bad)).toHaveLength(1)
  })

  it('is tried again, and nothing else, once a day for a week', async () => {
    serveFew({ status: 302, headers: { location: 'http://10.0.0.1/' } })
    await backfill()
    vendorServer.answer(serveAll)
    const asked: string[] = []
    const ask = () => requestUnreadPages(async (_, { id }) => void asked.push(id))
    await pool().query("update runs set created_at = now() - interval '8 days'")
    expect(await ask()).toBe(0)
    await pool().query("update runs set created_at = now() - interval '6 days'")
    expect(await ask()).toBe(1)
    const before = paths().length
    expect(await execute(asked[0] ?? '')).toMatchObject({ state: 'succeeded', created: 1 })
    expect(paths().slice(before)).toEqual([bad])
    expect(await ask()).toBe(0)
  })

  it('is not looked for by the day where an admin has cancelled the back-fill', async () => {
    serveFew({ status: 500 })
    await backfill()
    await pool().query("update runs set state = 'failed', finished_at = now(), error_code = 'cancelled'")
    expect(await requestUnreadPages(async () => {})).toBe(0)
  })

  it('does not let an incident be taken for withdrawn that it may name', async () => {
    vendorServer.answer(serveAll)
    await backfill()
    const gone = `/api/v2/incidents/${few[3]?.id}.json`
    vendorServer.answer((path) => {
      if (path === gone) return { status: 404 }
      return path.startsWith('/history') ? { status: 302, headers: { location: 'http://10.0.0.1/' } } : serveAll(path)
    })
    expect(await backfill()).toMatchObject({ state: 'failed', error_code: 'pages_unread' })
    expect((await pool().query('select from incidents where withdrawn_at is not null')).rowCount).toBe(0)
  })
})

describe('a host that asks for patience', () => {
  it('is left alone for as long as it asks, by a run that others need not wait for', async () => {
    const serve = serveStatuspage(incidents.slice(0, 3))
    vendorServer.answer(() => ({ status: 429, headers: { 'retry-after': '900' } }))
    const run = await backfill()
    expect(run).toMatchObject({ state: 'queued', created: 0 })
    expect(run.waitSeconds).toBeGreaterThan(880)
    expect(paths()).toHaveLength(1)
    await letPass(900)
    vendorServer.answer(serve)
    expect(await execute(run.id)).toMatchObject({ id: run.id, state: 'succeeded', created: 3 })
  })

  it('is not asked for ever', async () => {
    vendorServer.answer(() => ({ status: 503, headers: { 'retry-after': '900' } }))
    let run = await backfill()
    for (let lives = 1; run.state === 'queued' && lives < 20; lives++) {
      await letPass(900)
      run = await execute(run.id)
    }
    expect(run).toMatchObject({ state: 'failed', error_code: 'http_503' })
    expect(run.error_message).toContain('can be resumed')
    expect(paths()).toHaveLength(5)
  })
})
