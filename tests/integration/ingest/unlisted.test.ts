import { afterAll, beforeAll, expect, it } from 'vitest'
import { createVendor } from '#lib/admin/vendor/vendors.ts'
import { closeDatabase, pool } from '#lib/database/client.ts'
import { closeFetcher } from '#lib/fetch/read-address.ts'
import { requestRun } from '#lib/runs/run.ts'
import { executeRun } from '#lib/worker/execute-run.ts'
import { runHandlers } from '#lib/worker/run-handlers.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { startVendorServer, type VendorServer } from '../../support/vendor-server.ts'

let database: TestDatabase
let vendorServer: VendorServer

beforeAll(async () => {
  database = await createTestDatabase()
  process.env.DATABASE_URL = database.url
  process.env.FETCH_ALLOW_CIDRS = '127.0.0.0/8'
  vendorServer = await startVendorServer()
  const sources = [{ platform: 'instatus', url: vendorServer.url }]
  await createVendor({ slug: 'acme', name: 'Acme', websiteUrl: null, category: null, sources }, 'test')
})

afterAll(async () => {
  await closeFetcher()
  await vendorServer.close()
  await closeDatabase()
  await database.drop()
})

const page = { name: 'Acme', url: 'https://status.example.org', status: 'HASISSUES' }
const incident = {
  id: 'cl1',
  name: 'Slow exports',
  started: '2026-03-04T10:00:00.000Z',
  status: 'INVESTIGATING',
  impact: 'MINOROUTAGE',
  url: 'https://status.example.org/cl1',
}

/** What the vendor lists as open, read once; then how the one incident stands. */
async function read(activeIncidents: (typeof incident)[]) {
  vendorServer.answer((path) =>
    path === '/summary.json'
      ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ page, activeIncidents }) }
      : null,
  )
  const { rows } = await pool().query('select id, vendor_id from sources')
  const request = {
    vendorId: rows[0].vendor_id,
    sourceId: rows[0].id,
    mode: 'poll',
    trigger: 'api',
    dryRun: false,
  } as const
  await executeRun(await requestRun(pool(), request, async () => {}), runHandlers)
  const found = await pool().query('select basis::text, ended_at = started_at as is_short, withdrawn_at from incidents')
  return found.rows[0]
}

it('an incident that leaves a list of what is open ends at the last read that had it, until it is listed again', async () => {
  expect(await read([incident])).toEqual({ basis: 'ongoing', is_short: null, withdrawn_at: null })
  expect(await read([])).toEqual({ basis: 'seen', is_short: false, withdrawn_at: null })
  expect(await read([])).toEqual({ basis: 'seen', is_short: false, withdrawn_at: null })
  expect(await read([incident])).toEqual({ basis: 'ongoing', is_short: null, withdrawn_at: null })
})
