import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Kind } from '#lib/domain/incident.ts'
import { getVendor } from '#lib/queries/vendors.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { aDocument, anIncident, at } from '#tests/support/documents.ts'
import { ingest, useTestDatabase } from '#tests/support/ingest.ts'

const URL = 'https://status.acme.example/api'
const OLD = { statedStartedAt: at('2025-12-01T00:00Z'), statedEndedAt: at('2025-12-01T01:00Z'), updates: [] }

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
})
afterAll(() => drop())

function read(vendor: string, kind: Kind, readAt: string) {
  const incidents = kind === 'incident' ? [anIncident('a', OLD)] : []
  const document = aDocument(incidents, { completeness: 'whole', kinds: [kind] })
  return ingest(document, { vendor, url: URL, from: `${URL}/${kind}.json`, readAt })
}

const vendorAt = (slug: string, now: string, window = '90d') =>
  getVendor(slug, parseHistoryFilter({ window }, at(now)), at(now))

it('the window is known up to now, whichever document of the last poll came last', async () => {
  await read('acme', 'incident', '2026-04-01T12:00:00Z')
  await read('acme', 'maintenance', '2026-04-01T12:00:02Z')
  expect((await vendorAt('acme', '2026-04-01T12:03Z'))?.history.coverage.complete).toBe(true)
  await read('bolt', 'maintenance', '2026-04-01T11:59:58Z')
  await read('bolt', 'incident', '2026-04-01T12:00:00Z')
  expect((await vendorAt('bolt', '2026-04-01T12:03Z'))?.history.coverage.complete).toBe(true)
})

it('once polls stop, coverage ends with the last list of incidents', async () => {
  const { coverage } = (await vendorAt('acme', '2026-04-01T13:00Z'))?.history ?? {}
  expect(coverage).toMatchObject({ complete: false, to: at('2026-04-01T12:00:00Z') })
})

it('no vendor is up because its list of maintenance was read', async () => {
  await read('acme', 'maintenance', '2026-04-01T13:59:00Z')
  expect(await vendorAt('acme', '2026-04-01T14:00Z')).toMatchObject({
    state: 'unknown',
    checkedAt: at('2026-04-01T12:00:00Z'),
  })
  await read('cord', 'maintenance', '2026-04-01T13:59:00Z')
  expect(await vendorAt('cord', '2026-04-01T14:00Z')).toMatchObject({ state: 'unknown', checkedAt: null })
})
