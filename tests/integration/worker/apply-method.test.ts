import { expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { METHOD_VERSION } from '#lib/domain/method.ts'
import { listRestatements } from '#lib/queries/restatements.ts'
import { getVendor } from '#lib/queries/vendors.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { applyMethod, beginMethod } from '#lib/worker/apply-method.ts'
import { aDocument, anIncident, at } from '#tests/support/documents.ts'
import { expectInvariants, ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

const NOW = at('2026-06-01T00:00Z')
const NEVER = new AbortController().signal

ownDatabase()

const versions = async () =>
  (await pool().query('select version, applied_at is not null as "isApplied" from method_versions')).rows

it('puts a database without incidents at the newest method, with nothing to restate', async () => {
  expect(await beginMethod(NOW)).toBe(0)
  await applyMethod(NEVER)
  expect(await versions()).toEqual([{ version: METHOD_VERSION, isApplied: true }])
  expect(await listRestatements()).toEqual([])
})

it('keeps the figures of the method before, derives everything anew, and lists what differs', async () => {
  const open = anIncident('open', {
    status: 'investigating',
    statedStartedAt: at('2026-04-01T09:00Z'),
    statedEndedAt: null,
    updates: [],
  })
  await ingest(aDocument([open, anIncident('over')]), {
    vendor: 'acme',
    url: 'https://status.acme.example',
    readAt: '2026-04-01T12:00Z',
  })
  await ingest(aDocument([anIncident('b')]), { vendor: 'bolt', readAt: '2026-04-01T12:00Z' })
  // As a site of the version before left it, whose derivation knew no other basis for what ended at an update.
  await pool().query(`truncate method_versions`)
  await pool().query(
    `update incidents set derived_basis = 'single', basis = 'single', ended_at = started_at where external_id = 'b'`,
  )

  expect(await beginMethod(NOW)).toBe(2)
  expect(await versions()).toEqual([{ version: METHOD_VERSION, isApplied: false }])
  expect(await listRestatements()).toEqual([])
  await applyMethod(NEVER)

  expect(await versions()).toEqual([{ version: METHOD_VERSION, isApplied: true }])
  const days = (at('2026-06-01T00:00Z').getTime() - at('2026-04-01T09:00Z').getTime()) / 1000
  const rows = (await listRestatements()).map(({ vendor, window, asOf, before, after }) => [
    vendor,
    window,
    asOf.toISOString(),
    before.downtimeSeconds,
    after.downtimeSeconds,
  ])
  expect(rows).toEqual([
    ['acme', '24m', NOW.toISOString(), days + 3600, 3 * 3600 + 3600],
    ['acme', 'all', NOW.toISOString(), days + 3600, 3 * 3600 + 3600],
    ['bolt', '24m', NOW.toISOString(), 0, 3600],
    ['bolt', 'all', NOW.toISOString(), 0, 3600],
  ])
  const filter = parseHistoryFilter({}, NOW)
  expect(await getVendor('acme', filter, NOW)).toMatchObject({ restatement: { method: METHOD_VERSION, asOf: NOW } })
  await expectInvariants()
})

it('is begun once, and a second time does nothing', async () => {
  expect(await beginMethod(NOW)).toBe(0)
  await applyMethod(NEVER)
  expect(await listRestatements()).toHaveLength(4)
})
