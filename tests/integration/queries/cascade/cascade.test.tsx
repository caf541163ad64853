import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Cascade } from '#components/chart/cascade.tsx'
import { pool } from '#lib/database/client.ts'
import { getCascade } from '#lib/queries/cascade/cascade.ts'
import { listNamedInTexts } from '#lib/queries/cascade/named-in-texts.ts'
import { loadSample } from '#lib/worker/load-sample.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase({ emptied: true })

const NOW = at('2026-11-28T00:00Z')

describe('12 June 2025 in the bundled archive', () => {
  it('is a lane each for Google Cloud and Courier, with links to Cloudflare and WorkOS, of which nothing is known', async () => {
    await loadSample()
    const cascade = await getCascade(at('2025-06-12T19:45Z'), NOW)
    const names = cascade.lanes.map(({ name }) => name)
    expect(names).toEqual(['Google Cloud', 'Courier', 'Cloudflare', 'WorkOS'])
    const { fromId, postedAt } = cascade.mentions[0] ?? {}
    expect(cascade.mentions).toEqual([
      { fromLane: 'courier', fromId, postedAt, toLane: 'workos', toId: null, quote: null },
      { fromLane: 'courier', fromId, postedAt, toLane: 'cloudflare', toId: null, quote: null },
    ])
    // The archive has Cloudflare's incidents of 2026, and WorkOS's from October 2025 on.
    for (const key of ['cloudflare', 'workos'])
      expect(cascade.lanes.find((lane) => lane.key === key)).toMatchObject({ incidents: [], unknown: [cascade.window] })
    const html = renderToStaticMarkup(<Cascade cascade={cascade} moment="the moment asked for" />)
    expect(html).toContain('Courier linked to WorkOS and Cloudflare.')
    expect(html.match(/marker-end/g)).toHaveLength(2)
    expect(html).toContain('Linked to or named; not all of this time is known, so we can’t tell.')
  })
})

describe('outages around a moment', () => {
  const start = at('2026-03-01T10:00Z')
  const source = (vendor: string) => ({ vendor, url: `https://status.${vendor}.example`, readAt: '2026-03-02T00:00Z' })

  it('show what was open within six hours, not what had ended or began later', async () => {
    const spans = { a: [3, 4], b: [3, 5], c: [15, 16], d: [16, 17] }
    for (const [vendor, [from, to]] of Object.entries(spans)) {
      const times = {
        statedStartedAt: at(`2026-03-01T${String(from).padStart(2, '0')}:00Z`),
        statedEndedAt: at(`2026-03-01T${String(to).padStart(2, '0')}:00Z`),
      }
      await ingest(aDocument([anIncident('x', { ...times, updates: [] })]), source(vendor))
    }
    const { lanes, window } = await getCascade(start, NOW)
    expect(window).toEqual({ from: at('2026-03-01T04:00Z'), to: at('2026-03-01T16:00Z') })
    expect(lanes.map(({ key, incidents }) => [key, incidents[0]?.shown])).toEqual([
      ['b', { from: at('2026-03-01T04:00Z'), to: at('2026-03-01T05:00Z') }],
      ['c', { from: at('2026-03-01T15:00Z'), to: at('2026-03-01T16:00Z') }],
    ])
  })

  it('end at the present, and show the one in focus among very many', async () => {
    const worse = Array.from({ length: 14 }, (_, index) => `v${String(index).padStart(2, '0')}`)
    for (const vendor of worse) await ingest(aDocument([anIncident('x', { impact: 'critical' })]), source(vendor))
    await ingest(aDocument([anIncident('x', { impact: 'none' })]), source('small'))
    const all = await getCascade(start, at('2026-03-01T10:30Z'))
    expect(all.window.to).toEqual(at('2026-03-01T10:30Z'))
    expect(all.lanes).toHaveLength(12)
    expect(all.otherVendors).toBe(3)
    expect(all.lanes.map(({ key }) => key)).not.toContain('small')
    expect(all.lanes[0]?.incidents[0]).toMatchObject({ endedAt: null, shown: { from: start, to: all.window.to } })
    const html = renderToStaticMarkup(<Cascade cascade={all} moment="the moment asked for" />)
    expect(html).toContain('15 vendors had an outage on record in these 7 hours.')
    expect(html).toContain('3 more vendors are not drawn.')
  })

  it('count a named vendor beyond the twelve once, and draw what is known of it', async () => {
    const body = 'Caused by https://status.bolt.example/incidents/b'
    const read = { readAt: '2026-03-01T10:05Z' }
    const small = anIncident('b', { impact: 'none', sourceUrl: 'https://status.bolt.example/incidents/b' })
    await ingest(aDocument([small]), { ...source('bolt'), ...read })
    const updates = [anUpdate('u', { postedAt: at('2026-03-01T10:02Z'), body })]
    for (const vendor of Array.from({ length: 12 }, (_, index) => `v${index}`))
      await ingest(aDocument([anIncident('x', { impact: 'critical', updates })]), { ...source(vendor), ...read })
    const { lanes, otherVendors } = await getCascade(start, NOW)
    expect(lanes).toHaveLength(13)
    expect(otherVendors).toBe(0)
    expect(lanes.find(({ key }) => key === 'bolt')).toMatchObject({
      incidents: [{ title: small.title }],
      unknown: lanes.find(({ key }) => key === 'v0')?.unknown,
    })
  })

  it('have one arrow for several addresses of a vendor that lead to no outage drawn', async () => {
    const address = (id: string) => `https://status.bolt.example/incidents/${id}`
    const body = ['one', 'two', 'old', 'older'].map(address).join(' and ')
    const updates = [anUpdate('u1', { postedAt: at('2026-03-01T10:20Z'), body })]
    const past = { statedStartedAt: at('2026-02-01T10:00Z'), statedEndedAt: at('2026-02-01T11:00Z'), updates: [] }
    const older = ['old', 'older'].map((id) => anIncident(id, { ...past, sourceUrl: address(id) }))
    await ingest(aDocument(older), source('bolt'))
    await ingest(aDocument([anIncident('x', { updates })]), source('acme'))
    expect((await getCascade(start, NOW)).mentions.map(({ toLane, toId }) => [toLane, toId])).toEqual([['bolt', null]])
  })

  it('say that there are at least so many vendors where not all outages were read', async () => {
    const many = Array.from({ length: 200 }, (_, index) => anIncident(`x${index}`, { updates: [] }))
    await ingest(aDocument(many), source('acme'))
    expect(await getCascade(start, NOW)).toMatchObject({ isCut: false, unread: 160 })
    await ingest(aDocument([anIncident('x', { impact: 'none' })]), source('bolt'))
    expect(await getCascade(start, NOW)).toMatchObject({ isCut: true, otherVendors: 0 })
  })

  it('show a vendor that a posting names as the cause, with the sentence, unless the posting links to it', async () => {
    const body = 'We are degraded. This is due to an outage at Bolt. We thank Cord for its patience.'
    const linked = 'This is due to an outage at Bolt: https://status.bolt.example/incidents/b'
    const said = (id: string, text: string) => anUpdate(id, { postedAt: at('2026-03-01T10:20Z'), body: text })
    for (const vendor of ['bolt', 'cord'])
      await ingest(aDocument([anIncident('b', { sourceUrl: `https://status.${vendor}.example/incidents/b` })]), {
        ...source(vendor),
        readAt: '2026-03-01T10:05Z',
      })
    await pool().query('update vendors set name = initcap(slug)')
    await ingest(aDocument([anIncident('x', { updates: [said('u1', body)] })]), source('acme'))
    await ingest(aDocument([anIncident('y', { updates: [said('u2', linked)] })]), source('dora'))
    const cascade = await getCascade(start, NOW)
    const quote = 'This is due to an outage at Bolt.'
    expect(cascade.mentions.map(({ fromLane, toLane, quote }) => [fromLane, toLane, quote])).toEqual([
      ['dora', 'bolt', null],
      ['acme', 'bolt', quote],
    ])
    const html = renderToStaticMarkup(<Cascade cascade={cascade} moment="the moment asked for" />)
    expect(html.match(/stroke-dasharray="5 4"/g)).toHaveLength(1)
    expect(html).toContain(`<q>${quote}</q>`)
    expect(html).toMatch(/acme named Bolt\./i)
    expect(html).toMatch(/dora linked to Bolt\./i)
    expect((await getCascade(start, at('2026-03-01T10:10Z'))).mentions).toEqual([])
  })

  it('show a link to a status page of nobody here by its host, and no link of a later posting', async () => {
    const body = 'Caused by https://status.elsewhere.example/incidents/abc and https://status.bolt.example/incidents/b'
    const updates = [anUpdate('u1', { postedAt: at('2026-03-01T10:20Z'), body })]
    await ingest(aDocument([anIncident('x', { updates })]), source('acme'))
    await ingest(aDocument([anIncident('b', { sourceUrl: 'https://status.bolt.example/incidents/b' })]), {
      ...source('bolt'),
      readAt: '2026-03-01T10:05Z',
    })
    const { lanes, mentions } = await getCascade(start, NOW)
    expect(lanes.map(({ key, slug }) => [key, slug])).toEqual([
      ['acme', 'acme'],
      ['bolt', 'bolt'],
      ['status.elsewhere.example', null],
    ])
    expect(mentions.map(({ toLane, toId }) => [toLane, toId])).toEqual([
      ['bolt', lanes[1]?.incidents[0]?.id],
      ['status.elsewhere.example', null],
    ])
    expect(lanes[1]?.unknown).toEqual([
      { from: at('2026-03-01T04:00Z'), to: at('2026-03-01T10:00Z') },
      { from: at('2026-03-01T10:05Z'), to: at('2026-03-01T16:00Z') },
    ])
    expect((await getCascade(start, at('2026-03-01T10:10Z'))).mentions).toEqual([])
  })

  it('are read for names up to a limit, the first of them', async () => {
    const posts = ['one', 'two', 'three'].map((id) =>
      anIncident(id, { updates: [anUpdate('u', { body: 'This is due to an outage at Bolt.' })] }),
    )
    await ingest(aDocument([anIncident('x')]), source('bolt'))
    await pool().query("update vendors set name = 'Bolt' where slug = 'bolt'")
    await ingest(aDocument(posts), source('acme'))
    const { rows } = await pool().query(
      `select i.id::text as id, i.vendor_id as "vendorId", i.title from incidents i join vendors v on v.id = i.vendor_id
       where v.slug = 'acme' order by i.id`,
    )
    const outages = rows.map(({ id, ...row }) => ({ ...row, rowId: BigInt(id), name: 'acme' }))
    const namedBy = async (most?: number) => (await listNamedInTexts(outages, NOW, most)).map((one) => one.incidentId)
    expect(await namedBy(2)).toEqual(outages.slice(0, 2).map(({ rowId }) => rowId))
    expect(await namedBy()).toHaveLength(3)
    expect(await namedBy(0)).toEqual([])
  })
})
