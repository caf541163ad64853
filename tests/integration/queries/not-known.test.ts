import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { headlineFigures } from '#lib/incidents/figures.ts'
import { compareVendors } from '#lib/queries/compare.ts'
import { readEveryIncident } from '#lib/queries/incident/every-incident.ts'
import { getIncident, listIncidents } from '#lib/queries/incidents.ts'
import { findScope } from '#lib/queries/scope.ts'
import { getStack } from '#lib/queries/stack.ts'
import { getVendor, getVendorHistory, listVendorSummaries } from '#lib/queries/vendors.ts'
import { type HistoryFilter, parseHistoryFilter } from '#lib/url/filter.ts'
import { aDocument, anIncident, at } from '#tests/support/documents.ts'
import { ingest, useTestDatabase } from '#tests/support/ingest.ts'

const READ = at('2026-04-01T12:00Z')
const URL = 'https://status.acme.example/feed'
const filter = (asOf: Date, over: Partial<HistoryFilter> = {}) => ({ ...parseHistoryFilter({}, asOf), ...over })

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
  await ingest(
    aDocument([
      anIncident('open', {
        status: 'investigating',
        statedStartedAt: at('2026-04-01T09:00Z'),
        statedEndedAt: null,
        updates: [],
      }),
      anIncident('odd', {
        unclear: 'unknown status "Fixing"',
        statedStartedAt: at('2026-03-20T09:00Z'),
        statedEndedAt: null,
        updates: [],
      }),
    ]),
    { vendor: 'acme', url: URL, readAt: READ },
  )
})
afterAll(() => drop())

describe('an outage that was open when its source was last read', () => {
  it('counts up to now while the source is read', async () => {
    const now = at('2026-04-01T12:10Z')
    const history = (await getVendor('acme', filter(now), now))?.history
    expect(history).toMatchObject({ downtimeSeconds: 3 * 3600 + 600, downtimeIsMinimum: false })
  })

  it('counts up to the last reading once it is not read any more, the same on every page', async () => {
    const now = at('2026-06-01T00:00Z')
    const vendor = await getVendor('acme', filter(now), now)
    expect(vendor?.history).toMatchObject({ incidentCount: 1, downtimeSeconds: 3 * 3600, downtimeIsMinimum: true })
    expect(vendor?.held).toMatchObject({ downtimeSeconds: 3 * 3600, downtimeIsMinimum: true })
    expect(vendor?.history.monthly.at(-1)).toMatchObject({ month: '2026-05', downtimeSeconds: null })
    const minima = vendor?.history.monthly.filter(({ downtimeIsMinimum }) => downtimeIsMinimum)
    expect(minima).toEqual([expect.objectContaining({ month: '2026-04', downtimeSeconds: 3 * 3600 })])
    expect(await listVendorSummaries({ asOf: now })).toMatchObject([
      { state: 'unknown', downtimeSeconds: 3 * 3600, downtimeIsMinimum: true },
    ])
    const comparison = await compareVendors(['acme'], filter(now), now)
    expect(comparison.vendors).toMatchObject([
      { common: { downtimeIsMinimum: true }, lostSightAt: [at('2026-04-01T11:59:59.999Z')] },
    ])
    expect((await getStack(['acme'], filter(now), now)).stack.history.downtimeIsMinimum).toBe(true)
    const { incidents } = await listIncidents(await findScope('acme', filter(now), now))
    expect(incidents).toMatchObject([
      {
        externalId: 'open',
        endedAt: null,
        durationBasis: 'ongoing',
        durationSeconds: 3 * 3600,
        durationIsMinimum: true,
      },
    ])
    expect(vendor?.openIncidents).toMatchObject([{ durationSeconds: 3 * 3600, durationIsMinimum: true }])
    const query = { whose: 'acme', filter: filter(now), now }
    const inFiles = await readEveryIncident(await findScope(query.whose, query.filter, query.now), async (batches) => {
      const all = []
      for await (const batch of batches) all.push(...batch)
      return all
    })
    expect(inFiles).toMatchObject([{ durationSeconds: 3 * 3600, durationIsMinimum: true }])
    expect(vendor).toMatchObject({ state: 'unknown', lastKnownState: 'degraded', isUnclear: false, checkedAt: READ })
    const patterns = (await getVendorHistory('acme', filter(now), now))?.patterns
    expect(patterns?.days.filter(({ incidentCount }) => incidentCount > 0).map(({ day }) => day)).toEqual([
      '2026-04-01',
    ])
    expect(patterns?.days.filter(({ downtimeIsMinimum }) => downtimeIsMinimum)).toMatchObject([{ day: '2026-04-01' }])
  })
})

describe('an incident that was not understood', () => {
  it('is kept as a notice that counts in nothing', async () => {
    const now = at('2026-04-01T12:10Z')
    const { incidents } = await listIncidents(await findScope('acme', filter(now, { kind: 'notice' }), now))
    expect(incidents).toMatchObject([
      { externalId: 'odd', kind: 'notice', durationBasis: 'unclear', durationSeconds: null, endedAt: null },
    ])
    expect((await getVendor('acme', filter(now), now))?.history.unclearCount).toBe(1)
    expect((await getVendor('acme', filter(now), now))?.openIncidents.map(({ externalId }) => externalId)).toEqual([
      'open',
    ])
    expect(await getIncident(incidents[0]?.id ?? '', now)).toMatchObject({ durationBasis: 'unclear' })
  })

  it('leaves the state unknown while it is the newest item of its source', async () => {
    const now = at('2026-04-01T12:10Z')
    const odd = anIncident('o1', { unclear: 'no word for its state', statedEndedAt: null, updates: [] })
    const run = await ingest(aDocument([odd]), { vendor: 'bolt', url: 'https://status.bolt.example', readAt: READ })
    expect(run.warnings).toEqual(['Could not interpret 1 of 1 item. They are kept as notices and not counted.'])
    expect(await getVendor('bolt', filter(now), now)).toMatchObject({ state: 'unknown', isUnclear: true })
    expect(await listVendorSummaries({ asOf: now })).toMatchObject([
      { slug: 'acme', state: 'degraded', isUnclear: false },
      { slug: 'bolt', state: 'unknown', isUnclear: true },
    ])
  })

  it('keeps the reason for those who look after the source', async () => {
    const { rows } = await pool().query(
      `select external_id, unclear, source_kind, kind from incidents where external_id = 'odd'`,
    )
    expect(rows).toEqual([
      { external_id: 'odd', unclear: 'unknown status "Fixing"', source_kind: 'incident', kind: 'notice' },
    ])
  })

  it('is an outage again once it is understood', async () => {
    const understood = anIncident('odd', {
      status: 'resolved',
      statedStartedAt: at('2026-03-20T09:00Z'),
      statedEndedAt: at('2026-03-20T10:00Z'),
      updates: [],
    })
    const later = at('2026-04-01T12:05Z')
    await ingest(aDocument([understood]), { vendor: 'acme', url: URL, readAt: later })
    const now = at('2026-04-01T12:10Z')
    const { incidents } = await listIncidents(await findScope('acme', filter(now), now))
    expect(incidents.find(({ externalId }) => externalId === 'odd')).toMatchObject({
      kind: 'incident',
      durationBasis: 'reported',
      durationSeconds: 3600,
    })
  })
})

it('a source that lists what is open, and was read once, has the same figures where they are stored and on its page', async () => {
  const open = anIncident('o', {
    status: 'investigating',
    statedStartedAt: at('2026-04-01T09:00Z'),
    statedEndedAt: null,
    updates: [],
  })
  await ingest(aDocument([open], { completeness: 'open' }), {
    vendor: 'cord',
    url: 'https://status.cord.example',
    readAt: READ,
  })
  const now = at('2026-06-01T00:00Z')
  const { rows } = await pool().query("select id from vendors where slug = 'cord'")
  const stored = await inTransaction(async (tx) => await headlineFigures(tx, rows[0].id, now))
  expect(stored.downtimeSeconds).toBe(3 * 3600)
  expect((await getVendor('cord', filter(now), now))?.history.downtimeSeconds).toBe(3 * 3600)
})

it('the end of an outage that began after the time known for all makes no minimum of what is within that time', async () => {
  const old = anIncident('old', { statedStartedAt: at('2026-03-20T09:00Z'), statedEndedAt: at('2026-03-20T10:00Z') })
  const open = anIncident('o', {
    status: 'investigating',
    statedStartedAt: at('2026-04-01T09:00Z'),
    statedEndedAt: null,
  })
  const readAt = { dora: READ, emma: at('2026-03-25T00:00Z'), finn: READ }
  for (const vendor of ['dora', 'emma', 'finn'] as const) {
    const incidents = vendor === 'emma' ? [old] : [old, open]
    await ingest(aDocument(incidents.map((one) => ({ ...one, updates: [] }))), {
      ...{ vendor, url: `https://status.${vendor}.example`, readAt: readAt[vendor] },
    })
  }
  const now = at('2026-06-01T00:00Z')
  const minimaOf = async (...slugs: string[]) => (await getStack(slugs, filter(now), now)).stack.common.areMinima
  expect(await minimaOf('dora', 'emma')).toEqual([false, false])
  expect(await minimaOf('dora', 'finn')).toEqual([true, true])
  const { vendors } = await compareVendors(['dora', 'emma'], filter(now), now)
  expect(vendors.map(({ common, history }) => [common.downtimeIsMinimum, history.downtimeIsMinimum])).toEqual([
    [false, true],
    [false, false],
  ])
})
