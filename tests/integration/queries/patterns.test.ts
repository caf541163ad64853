import { beforeEach, describe, expect, it } from 'vitest'
import type { ParsedIncident } from '#lib/adapters/adapter.ts'
import { getVendorHistory } from '#lib/queries/vendors.ts'
import { type HistoryFilter, parseHistoryFilter } from '#lib/url/filter.ts'
import { aDocument, anIncident, at } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

const NOW = at('2026-06-01T00:00Z')
const filter = (over: Partial<HistoryFilter> = {}) => ({ ...parseHistoryFilter({}, NOW), ...over })

ownDatabase({ emptied: true })

function component(name: string, group: string | null = null): ParsedIncident['components'][number] {
  return { externalId: name, name, group, sourceStatus: null, from: null, to: null }
}

/** An outage of so many minutes that began at noon of a day in May. */
function outage(day: number, minutes: number, over: Partial<ParsedIncident> = {}): ParsedIncident {
  const from = new Date(Date.UTC(2026, 4, day, 12))
  return anIncident(`may-${day}`, {
    statedStartedAt: from,
    statedEndedAt: new Date(from.getTime() + minutes * 60_000),
    updates: [],
    ...over,
  })
}

async function patterns(over: Partial<HistoryFilter> = {}) {
  const found = await getVendorHistory('acme', filter(over), NOW)
  if (found === null) throw new Error('There is no vendor.')
  return { ...found.patterns, downtimeSeconds: found.vendor.history.downtimeSeconds }
}

describe('when and where it happened', () => {
  beforeEach(async () => {
    await ingest(
      aDocument([
        outage(4, 60, { components: [component('API'), component('Queue', 'Core')] }),
        outage(5, 10, { components: [component('API')], impact: 'critical' }),
        outage(6, 90, { components: [component('Mail')] }),
      ]),
      { readAt: NOW },
    )
  })

  it('is told by the day, with the downtime of the figures', async () => {
    const { days = [], downtimeSeconds } = await patterns({ window: '2026-05' })
    expect(days).toHaveLength(31)
    expect(days[4]).toEqual({ day: '2026-05-05', downtimeSeconds: 600, incidentCount: 1, worst: 'critical' })
    expect(days[2]?.downtimeSeconds).toBeNull()
    expect(days.reduce((sum, day) => sum + (day.downtimeSeconds ?? 0), 0)).toBe(downtimeSeconds)
  })

  it('is told by component, those named most often first, within the filter', async () => {
    expect((await patterns()).affected).toEqual([
      { name: 'API', incidentCount: 2, downtimeSeconds: 4200 },
      { name: 'Mail', incidentCount: 1, downtimeSeconds: 5400 },
      { name: 'Core / Queue', incidentCount: 1, downtimeSeconds: 3600 },
    ])
    expect((await patterns({ impact: 'critical' })).affected).toEqual([
      { name: 'API', incidentCount: 1, downtimeSeconds: 600 },
    ])
  })

  it('offers every component to filter by, whatever the filter, and whether anything has happened to it', async () => {
    expect((await patterns({ impact: 'critical' })).componentNames).toEqual(['API', 'Core / Queue', 'Mail'])
    await ingest(aDocument([], { completeness: 'part', components: [component('Cache', 'Core')] }), { readAt: NOW })
    expect((await patterns()).componentNames).toEqual(['API', 'Core / Cache', 'Core / Queue', 'Mail'])
  })

  it('counts starts by weekday and hour', async () => {
    const { starts } = await patterns()
    expect(starts?.total).toBe(3)
    expect(starts?.counts.slice(0, 3).map((row) => row[4])).toEqual([1, 1, 1])
  })
})
