import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createVendor } from '#lib/admin/vendors.ts'
import { closeDatabase, pool } from '#lib/db.ts'
import { backfillSource } from '#lib/ingest/backfill.ts'
import { executeRun } from '#lib/ingest/execute-run.ts'
import { closeFetcher } from '#lib/ingest/read-address.ts'
import { requestRun } from '#lib/ingest/runs.ts'
import { emptyTables } from '#tests/support/empty-tables.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { serveStatuspage, statuspageIncident } from '../../support/statuspage.ts'
import { startVendorServer, type VendorServer } from '../../support/vendor-server.ts'

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

async function backfill(spacingMs = 0) {
  const { rows } = await pool().query('select id, vendor_id from sources')
  const request = {
    vendorId: rows[0].vendor_id,
    sourceId: rows[0].id,
    mode: 'backfill',
    trigger: 'api',
    dryRun: false,
  } as const
  const id = await requestRun(pool(), request, async () => {})
  await executeRun(id, { backfill: backfillSource({ spacingMs }) })
  return (
    await pool().query(
      'select id, state::text, created, documents_read, progress, error_code from runs where id = $1',
      [id],
    )
  ).rows[0]
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
