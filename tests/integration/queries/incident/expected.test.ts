import { describe, expect, it } from 'vitest'
import type { ParsedIncident } from '#lib/adapters/adapter.ts'
import { pool } from '#lib/database/client.ts'
import { readEveryIncident } from '#lib/queries/incident/every-incident.ts'
import { listNews } from '#lib/queries/incident/news.ts'
import { getIncident, listIncidents } from '#lib/queries/incidents.ts'
import type { IncidentView } from '#lib/queries/schemas.ts'
import { findScope } from '#lib/queries/scope.ts'
import { getVendor, listVendorSummaries } from '#lib/queries/vendors.ts'
import { type HistoryFilter, parseHistoryFilter } from '#lib/url/filter.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

const NOW = at('2026-06-01T00:00Z')
const MINUTE = 60_000
const filter = (over: Partial<HistoryFilter> = {}) => ({ ...parseHistoryFilter({}, NOW), ...over })
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * MINUTE)

ownDatabase({ emptied: true })

const named = (name: string) => ({
  components: [{ externalId: name, name, group: null, sourceStatus: null, from: null, to: null }],
})

/** An outage so many days ago that lasted so many minutes. */
function outage(days: number, minutes: number, over: Partial<ParsedIncident> = {}): ParsedIncident {
  const from = minutesAgo(days * 1440)
  return anIncident(`${days} days ago`, {
    statedStartedAt: from,
    statedEndedAt: new Date(from.getTime() + minutes * MINUTE),
    updates: [],
    ...over,
  })
}
/** Ten of them, of 10, 20, … 100 minutes, from so many days ago on. */
const ten = (from: number, over: Partial<ParsedIncident> = {}) =>
  Array.from({ length: 10 }, (_, n) => outage(from + n, 10 * (n + 1), over))

const OPEN: Partial<ParsedIncident> = {
  statedStartedAt: minutesAgo(5),
  statedEndedAt: null,
  status: 'investigating',
  updates: [anUpdate('first', { status: 'investigating', postedAt: minutesAgo(5) })],
}

async function read(incidents: ParsedIncident[], vendor = 'acme') {
  await ingest(aDocument(incidents), { vendor, url: `https://status.${vendor}.example`, readAt: NOW })
}

async function expected(vendor = 'acme') {
  return (await getVendor(vendor, filter(), NOW))?.openIncidents.map((incident) => incident.expected)
}

describe('what is expected of an open outage', () => {
  it('rests on those that name a component of it', async () => {
    const api = named('API')
    await read([...ten(1, api), ...ten(20, { ...named('Mail') }), anIncident('now', { ...OPEN, ...api })])
    expect(await expected()).toEqual([
      {
        asOf: NOW,
        basis: 'similar',
        count: 10,
        medianSeconds: 55 * 60,
        boundSeconds: 85 * 60,
        share: 0.8,
        isMitigated: false,
      },
    ])
  })

  it('rests on those of its impact where it names no component, else on all of the vendor', async () => {
    const major = { impact: 'major' } as const
    await read([...ten(1, major), ...ten(20), anIncident('now', { ...OPEN, ...major })])
    expect(await expected()).toMatchObject([{ basis: 'similar', count: 10 }])
    await read([...ten(1), anIncident('now', { ...OPEN, ...major })], 'other')
    expect(await expected('other')).toMatchObject([{ basis: 'vendor', count: 10 }])
  })

  it('rests on other vendors of the category, and else is not said', async () => {
    await read([...ten(1).slice(1), anIncident('now', OPEN)])
    expect(await expected()).toEqual([null])
    await read(ten(1), 'other')
    expect(await expected()).toEqual([null])
    await pool().query("update vendors set category = 'Cloud'")
    expect(await expected()).toMatchObject([{ basis: 'category', count: 10, medianSeconds: 55 * 60 }])
  })

  it('is counted from the update that said a fix was being monitored', async () => {
    const watched = (from: Date, after: number) => ({
      updates: [anUpdate('watch', { status: 'monitoring', postedAt: new Date(from.getTime() + after * MINUTE) })],
    })
    const past = ten(1).map((one) => ({ ...one, ...watched(one.statedStartedAt as Date, 8) }))
    const monitoring = anUpdate('second', { status: 'monitoring', postedAt: minutesAgo(1) })
    await read([
      ...past,
      anIncident('now', { ...OPEN, status: 'monitoring', updates: [...(OPEN.updates ?? []), monitoring] }),
    ])
    expect(await expected()).toMatchObject([{ isMitigated: true, medianSeconds: (60 - 8 - 1) * 60 }])
  })

  it('is the same on every way to it, and in a feed that of the moment when something was last said', async () => {
    await read([...ten(1), anIncident('now', OPEN)])
    const [said] = (await expected()) ?? []
    const scope = await findScope('acme', filter(), NOW)
    const { incidents } = await listIncidents(scope)
    const open = incidents.find(({ externalId }) => externalId === 'now')
    expect(open?.expected).toEqual(said)
    expect(incidents.filter((incident) => 'expected' in incident)).toHaveLength(1)
    expect((await getIncident(open?.id ?? '', NOW))?.expected).toEqual(said)
    expect((await listVendorSummaries({ asOf: NOW }))[0]?.openIncidentExpected).toEqual(said)
    const written: IncidentView[] = []
    await readEveryIncident(scope, async (batches) => {
      for await (const batch of batches) written.push(...batch)
    })
    expect(written.find(({ id }) => id === open?.id)?.expected).toEqual(said)
    const { entries } = await listNews(await findScope('acme', filter(), new Date(NOW.getTime() + 600 * MINUTE)))
    expect(entries.find(({ id }) => id === open?.id)?.expected).toMatchObject({
      asOf: minutesAgo(5),
      medianSeconds: 60 * 60,
    })
  })

  it('is not said of what is over, lost sight of, planned or withdrawn, nor of a past moment by what came later', async () => {
    await read([...ten(1), anIncident('now', OPEN)])
    const later = new Date(NOW.getTime() + 86_400_000)
    const lost = await getVendor('acme', filter(), later)
    expect(lost?.openIncidents.map((incident) => 'expected' in incident)).toEqual([false])
    const before = await getVendor('acme', filter({ asOf: new Date(NOW.getTime() - 6.999 * 86_400_000) }), NOW)
    expect(before?.openIncidents.map((incident) => incident.expected)).toEqual([null])
  })
})
