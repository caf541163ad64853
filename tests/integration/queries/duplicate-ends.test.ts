import { afterAll, beforeAll, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { headlineFigures } from '#lib/incidents/figures.ts'
import { listIncidentsAt } from '#lib/queries/at.ts'
import { listIncidents } from '#lib/queries/incidents.ts'
import { findScope } from '#lib/queries/scope.ts'
import { listOpenCounts } from '#lib/queries/vendor/open-counts.ts'
import { getVendor, listVendorSummaries } from '#lib/queries/vendors.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { aDocument, anIncident, at } from '#tests/support/documents.ts'
import { ingest, useTestDatabase } from '#tests/support/ingest.ts'

const PRIMARY = 'https://status.acme.example/list'
const OTHER = 'https://feed.acme.example/feed'
const LAST_READ = at('2026-04-01T12:00Z')
const LATER = at('2026-06-01T00:00Z')

const open = anIncident('p', {
  status: 'investigating',
  statedStartedAt: at('2026-04-01T10:00Z'),
  statedEndedAt: null,
  updates: [],
})
const over = anIncident('s', {
  statedStartedAt: at('2026-04-01T10:05Z'),
  statedEndedAt: at('2026-04-01T13:00Z'),
  updates: [],
})

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
  await ingest(aDocument([anIncident('a'), open]), { vendor: 'acme', url: PRIMARY, readAt: LAST_READ })
  await ingest(aDocument([over]), { vendor: 'acme', url: OTHER, readAt: at('2026-04-01T14:00Z') })
})
afterAll(() => drop())

const acme = async (now: Date) => await getVendor('acme', parseHistoryFilter({}, now), now)
const listed = async (now: Date) =>
  (await listIncidents(await findScope('acme', parseHistoryFilter({}, now), now))).incidents[0]

it('an outage that its own source lost sight of ends where its duplicate in another source ends', async () => {
  const downtimeSeconds = 3600 + 3 * 3600
  expect(await listed(LATER)).toMatchObject({
    externalId: 'p',
    endedAt: at('2026-04-01T13:00Z'),
    durationBasis: 'reported',
    durationSeconds: 3 * 3600,
    durationIsMinimum: false,
  })
  const vendor = await acme(LATER)
  expect(vendor?.history).toMatchObject({ incidentCount: 2, downtimeSeconds, downtimeIsMinimum: false })
  expect(vendor).toMatchObject({ state: 'unknown', openIncidents: [], openCounts: { incident: 0 } })
  expect(await listOpenCounts(LATER)).toEqual([])
  expect(await listVendorSummaries({ asOf: LATER })).toMatchObject([{ downtimeSeconds, downtimeIsMinimum: false }])
  expect((await listIncidentsAt(at('2026-04-01T12:30Z'), LATER)).incidents).toMatchObject([{ externalId: 'p' }])
  expect((await listIncidentsAt(at('2026-05-01T00:00Z'), LATER)).incidents).toEqual([])
  const { rows } = await pool().query("select id from vendors where slug = 'acme'")
  const figures = await inTransaction(async (tx) => await headlineFigures(tx, rows[0].id, LATER))
  expect(figures.downtimeSeconds).toBe(downtimeSeconds)
})

it('but goes on while its own source has it open', async () => {
  const now = at('2026-04-01T12:10Z')
  expect(await listed(now)).toMatchObject({ endedAt: null, durationBasis: 'ongoing', durationSeconds: 7800 })
  expect((await acme(now))?.openIncidents).toMatchObject([{ externalId: 'p' }])
  expect(await listOpenCounts(now)).toMatchObject([{ vendor: 'acme', kind: 'incident', count: 1 }])
})
