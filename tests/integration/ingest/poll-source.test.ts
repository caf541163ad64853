import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createVendor } from '#lib/admin/vendor/vendors.ts'
import { closeDatabase, pool } from '#lib/database/client.ts'
import { closeFetcher } from '#lib/fetch/read-address.ts'
import { getVendor } from '#lib/queries/vendors.ts'
import { requestRun } from '#lib/runs/run.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { executeRun } from '#lib/worker/execute-run.ts'
import { runHandlers } from '#lib/worker/run-handlers.ts'
import { emptyTables } from '#tests/support/empty-tables.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { recordStatements } from '../../support/plans.ts'
import { incidentList, serveStatuspage, statuspageIncident } from '../../support/platforms/statuspage.ts'
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

/** Polls the one source in this process, or runs another mode on it, and returns the run. */
async function poll(mode: 'poll' | 'document' = 'poll') {
  const { rows } = await pool().query('select id, vendor_id from sources')
  const request = { vendorId: rows[0].vendor_id, sourceId: rows[0].id, mode, trigger: 'api', dryRun: false } as const
  const id = await requestRun(pool(), request, async () => {})
  await executeRun(id, runHandlers)
  const run = await pool().query(
    'select state::text, created, updated, unchanged, error_code from runs where id = $1',
    [id],
  )
  return run.rows[0]
}

const only = (incidents: VendorAnswer) => (path: string) => (path === '/api/v2/incidents.json' ? incidents : null)
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => statuspageIncident(from + n))
const lastOfList = () => vendorServer.requests.findLast(({ path }) => path === '/api/v2/incidents.json')
const count = async (table: string) => (await pool().query(`select count(*)::int as n from ${table}`)).rows[0].n

describe('a poll', () => {
  it('takes in what every address of the platform lists', async () => {
    vendorServer.answer(serveStatuspage(numbers(1, 3)))
    expect(await poll()).toMatchObject({ state: 'succeeded', created: 3 })
    expect(vendorServer.requests.map(({ path }) => path)).toEqual([
      '/api/v2/incidents.json',
      '/api/v2/scheduled-maintenances.json',
      '/api/v2/summary.json',
    ])
    expect(await count('incident_updates')).toBe(6)
  })

  it('sends validators back to the letter, and "not modified" writes no row of history', async () => {
    vendorServer.answer((path) => ({
      ...only(incidentList(numbers(1, 3)))(path),
      headers: { etag: 'W/"x y"', 'content-type': 'application/json' },
    }))
    await poll()
    const before = await pool().query('select id, xmin::text, ctid::text from incidents order by id')
    vendorServer.answer(() => ({ status: 304 }))
    const statements = await recordStatements(async () => {
      expect(await poll()).toMatchObject({ state: 'unchanged' })
    })
    expect(statements.filter(({ text }) => /\bbody\b[^)]* from documents/.test(text))).toEqual([])
    // A statement costs both sides more than what most of them do. See docs/decisions/176.
    expect(statements.length).toBeLessThanOrEqual(36)
    expect((await pool().query('select name from pg_prepared_statements')).rowCount).toBeGreaterThan(10)
    expect(lastOfList()?.headers['if-none-match']).toBe('W/"x y"')
    expect((await pool().query('select id, xmin::text, ctid::text from incidents order by id')).rows).toEqual(
      before.rows,
    )
  })

  it('does not keep the validators of a body that it could not take in', async () => {
    vendorServer.answer(only({ headers: { etag: '"good"' }, body: incidentList(numbers(1, 3)).body }))
    await poll()
    vendorServer.answer(only({ headers: { etag: '"bad"' }, body: '{"incidents": [' }))
    expect(await poll()).toMatchObject({ state: 'failed' })
    vendorServer.answer(only(incidentList(numbers(1, 3))))
    await poll()
    expect(lastOfList()?.headers['if-none-match']).toBe('"good"')
  })

  it('absence never deletes: 60 incidents, fewer, none, 404, HTML', async () => {
    vendorServer.answer(only(incidentList(numbers(1, 60))))
    expect(await poll()).toMatchObject({ state: 'succeeded', created: 60 })
    vendorServer.answer(only(incidentList(numbers(11, 60))))
    expect(await poll()).toMatchObject({ state: 'unchanged', unchanged: 50 })
    vendorServer.answer(only(incidentList([])))
    expect(await poll()).toMatchObject({ state: 'suspicious' })
    vendorServer.answer(() => null)
    expect(await poll()).toMatchObject({ state: 'failed', error_code: 'http_404' })
    vendorServer.answer(() => ({
      headers: { 'content-type': 'text/html' },
      body: '<!doctype html><title>Sign in</title>',
    }))
    expect(await poll()).toMatchObject({ state: 'failed' })
    const { rows } = await pool().query(
      "select count(*)::int as n from incidents where withdrawn_at is null and dedup_status = 'counted'",
    )
    expect(rows[0].n).toBe(60)
  })
})

describe('a poll of what only some pages of the platform give', () => {
  it.each<[string, VendorAnswer]>([
    ['a refusal', { status: 403, headers: {}, body: 'Forbidden' }],
    ['a page', { headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Sign in</title>' }],
  ])('warns of %s and does not fail', async (_, answer) => {
    await pool().query("update sources set platform = 'incident-io'")
    const incident = statuspageIncident(1, { id: '01HZ0000000000000000000001' })
    vendorServer.answer((path) =>
      path === '/api/v2/incidents.json' ? incidentList([incident]) : path === '/api/v1/summary' ? answer : null,
    )
    expect(await poll()).toMatchObject({ state: 'succeeded', created: 1, error_code: null })
    const { rows } = await pool().query(
      'select s.failures, r.warnings from sources s join runs r on r.source_id = s.id',
    )
    expect(rows).toEqual([{ failures: 0, warnings: [expect.stringContaining('/api/v1/summary: ')] }])
  })
})

describe('the next poll', () => {
  const dueIn = async () =>
    (await pool().query('select extract(epoch from next_due_at - now())::float8 as seconds, failures from sources'))
      .rows[0]

  it('comes after the interval, and after a failure later', async () => {
    vendorServer.answer(only(incidentList(numbers(1, 3))))
    await poll()
    expect((await dueIn()).seconds).toBeGreaterThan(265)
    expect((await dueIn()).seconds).toBeLessThan(331)
    vendorServer.answer(() => ({ status: 500 }))
    await poll()
    await poll()
    expect(await dueIn()).toMatchObject({ failures: 2 })
    expect((await dueIn()).seconds).toBeGreaterThan(295)
  })

  it('comes when a server that says 429 asks for it', async () => {
    vendorServer.answer(() => ({ status: 429, headers: { 'retry-after': '3600' } }))
    expect(await poll()).toMatchObject({ state: 'failed', error_code: 'http_429' })
    expect((await dueIn()).seconds).toBeGreaterThan(3590)
    expect((await dueIn()).seconds).toBeLessThan(3601)
  })
})

describe('the interval in force after a read', () => {
  const inForce = async () =>
    (await pool().query('select interval_seconds as seconds from observations order by last_observed_at desc limit 1'))
      .rows[0]?.seconds

  it('is the longest of ours, of what the answer stays fresh, and of a pause that the server asks for', async () => {
    const list = incidentList(numbers(1, 3))
    vendorServer.answer(only({ ...list, headers: { 'cache-control': 'max-age=60' } }))
    await poll()
    expect(await inForce()).toBe(300)
    vendorServer.answer(only({ ...list, headers: { 'cache-control': 'max-age=900' } }))
    await poll()
    expect(await inForce()).toBe(900)
    vendorServer.answer(() => ({ status: 429, headers: { 'retry-after': '3600' } }))
    await poll()
    expect(await inForce()).toBe(3600)
    vendorServer.answer(only(list))
    await poll()
    expect(await inForce()).toBe(300)
  })
})

describe('a poll that has failed', () => {
  const lastTryFailed = async () => {
    const now = new Date()
    return (await getVendor('acme', parseHistoryFilter({}, now), now))?.lastTryFailedAt
  }

  it('is told of beside the last good read, until one succeeds; a pushed document that fails is no try', async () => {
    vendorServer.answer(only(incidentList(numbers(1, 3))))
    await poll()
    expect(await lastTryFailed()).toBeNull()
    vendorServer.answer(() => ({ status: 500 }))
    expect(await poll()).toMatchObject({ state: 'failed' })
    const failedAt = await lastTryFailed()
    expect(failedAt).toBeInstanceOf(Date)
    expect(await poll('document')).toMatchObject({ state: 'failed', error_code: 'no_document' })
    expect(await lastTryFailed()).toEqual(failedAt)
    vendorServer.answer(only(incidentList(numbers(1, 3))))
    await poll()
    expect(await lastTryFailed()).toBeNull()
  })
})
