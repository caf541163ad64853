import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { compareVendors } from '#lib/queries/compare.ts'
import { listIncidents } from '#lib/queries/incidents.ts'
import { findScope } from '#lib/queries/scope.ts'
import { getStack } from '#lib/queries/stack.ts'
import { getVendor, listVendorSummaries } from '#lib/queries/vendors.ts'
import { type HistoryFilter, parseHistoryFilter } from '#lib/url/filter.ts'
import { aDocument, anIncident, at } from '#tests/support/documents.ts'
import { ingest, useTestDatabase } from '#tests/support/ingest.ts'

const NOW = at('2026-06-01T00:00Z')
const filter = (over: Partial<HistoryFilter> = {}) => ({ ...parseHistoryFilter({}, NOW), ...over })

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
  // Known from 1 March: down for an hour, and for two hours on 1 May.
  await ingest(
    aDocument([
      anIncident('a1'),
      anIncident('a2', {
        statedStartedAt: at('2026-05-01T10:00Z'),
        statedEndedAt: at('2026-05-01T12:00Z'),
        updates: [],
      }),
    ]),
    { vendor: 'acme', readAt: NOW },
  )
  // Known from 20 April only; its outage overlaps the second of the other by an hour.
  await ingest(
    aDocument([
      anIncident('b0', {
        statedStartedAt: at('2026-04-20T00:00Z'),
        statedEndedAt: at('2026-04-20T00:30Z'),
        updates: [],
      }),
      anIncident('b1', {
        statedStartedAt: at('2026-05-01T11:00Z'),
        statedEndedAt: at('2026-05-01T14:00Z'),
        updates: [],
      }),
    ]),
    { vendor: 'bolt', readAt: NOW },
  )
  await pool().query(
    `insert into vendor_aliases (slug, vendor_id) select 'acme-inc', id from vendors where slug = 'acme'`,
  )
})
afterAll(() => drop())

describe('the summaries of all vendors', () => {
  it('have the figures of the vendors’ own pages', async () => {
    const summaries = await listVendorSummaries({ asOf: NOW })
    expect(summaries.map(({ slug }) => slug)).toEqual(['acme', 'bolt'])
    for (const summary of summaries) {
      const history = (await getVendor(summary.slug, filter(), NOW))?.history
      expect(summary).toMatchObject({
        incidentCount: history?.incidentCount,
        downtimeSeconds: history?.downtimeSeconds,
        incidentsPerMonth: history?.incidentsPerMonth,
        medianDurationSeconds: history?.medianDurationSeconds,
        monthly: history?.monthly,
        lastIncidentAt: at(summary.slug === 'acme' ? '2026-05-01T10:00Z' : '2026-05-01T11:00Z'),
      })
    }
  })

  it('come in pages, each vendor once', async () => {
    const [first] = await listVendorSummaries({ asOf: NOW, most: 1 })
    const rest = await listVendorSummaries({ asOf: NOW, after: first?.slug ?? null, most: 5 })
    expect([first, ...rest]).toEqual(await listVendorSummaries({ asOf: NOW }))
    await expect(listVendorSummaries({ asOf: NOW, after: 'nobody' })).rejects.toThrow('This cursor is not valid')
  })
})

describe('a comparison', () => {
  it('gives each vendor the figures of its own page', async () => {
    const { vendors } = await compareVendors(['bolt', 'acme'], filter(), NOW)
    expect(vendors.map(({ slug, history }) => [slug, history])).toEqual([
      ['bolt', (await getVendor('bolt', filter(), NOW))?.history],
      ['acme', (await getVendor('acme', filter(), NOW))?.history],
    ])
  })

  it('weighs them over the time that is known of both', async () => {
    const { vendors, common } = await compareVendors(['acme', 'bolt'], filter(), NOW)
    expect(common).toEqual({
      periods: [{ from: at('2026-04-20T00:00Z'), to: NOW }],
      seconds: 42 * 86_400,
    })
    expect(vendors.map((vendor) => [vendor.history.downtimeSeconds, vendor.common.downtimeSeconds])).toEqual([
      [3 * 3600, 2 * 3600],
      [3.5 * 3600, 3.5 * 3600],
    ])
  })

  it('has one window for all, also where it reaches back to what is held', async () => {
    const { vendors } = await compareVendors(['acme', 'bolt'], filter({ window: 'all' }), NOW)
    expect(vendors.map(({ history }) => history.window.from)).toEqual([
      at('2026-03-01T10:00Z'),
      at('2026-03-01T10:00Z'),
    ])
  })

  it('knows old slugs, takes a vendor once and names those that nobody has', async () => {
    const { vendors, unknown } = await compareVendors(['acme-inc', 'nobody', 'acme'], filter(), NOW)
    expect(vendors.map(({ slug }) => slug)).toEqual(['acme'])
    expect(unknown).toEqual(['nobody'])
  })
})

describe('a stack', () => {
  it('counts the time in which two vendors are down once', async () => {
    const {
      stack: { history },
    } = await getStack(['acme', 'bolt'], filter(), NOW)
    expect(history).toMatchObject({
      incidentCount: 4,
      downtimeSeconds: 5.5 * 3600,
      incidentSeconds: 6.5 * 3600,
      timeWithoutIncidentPercent: null,
    })
    expect(history.coverage.periods).toEqual([
      { from: at('2026-03-01T10:00Z'), to: at('2026-04-20T00:00Z'), quality: 'partial' },
      { from: at('2026-04-20T00:00Z'), to: NOW, quality: 'complete' },
    ])
  })

  it('of one vendor is that vendor', async () => {
    const {
      stack: { history },
    } = await getStack(['bolt'], filter({ window: '2026-05' }), NOW)
    expect(history).toEqual((await getVendor('bolt', filter({ window: '2026-05' }), NOW))?.history)
  })

  it('of nobody holds nothing', async () => {
    const {
      stack: { vendors, history },
    } = await getStack([], filter(), NOW)
    expect(vendors).toEqual([])
    expect(history).toMatchObject({ incidentCount: 0, downtimeSeconds: 0, incidentsPerMonth: null })
  })
})

describe('a list of several vendors’ incidents', () => {
  const titles = (incidents: { title: string }[]) => incidents.map(({ title }) => title)

  it('is one list, newest first, with one filter and one count', async () => {
    const { incidents, total } = await listIncidents(
      await findScope(['acme', 'bolt'], filter({ window: '2026-05' }), NOW),
    )
    expect(titles(incidents)).toEqual(['Incident b1', 'Incident a2'])
    expect(total).toBe(2)
  })

  it('is read page by page without a gap', async () => {
    const first = await listIncidents(await findScope(['acme', 'bolt'], filter({ limit: 3 }), NOW))
    const second = await listIncidents(
      await findScope(['acme', 'bolt'], filter({ limit: 3, cursor: first.nextCursor }), NOW),
    )
    expect(titles([...first.incidents, ...second.incidents])).toEqual([
      'Incident b1',
      'Incident a2',
      'Incident b0',
      'Incident a1',
    ])
  })

  it('is empty for nobody and for the unknown', async () => {
    expect(await listIncidents(await findScope([], filter(), NOW))).toEqual({
      incidents: [],
      nextCursor: null,
      total: 0,
    })
    expect((await listIncidents(await findScope('nobody', filter(), NOW))).total).toBe(0)
  })
})
