import { describe, expect, it } from 'vitest'
import { uptimeKuma } from '#lib/adapters/uptime-kuma.ts'
import { expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const INCIDENT = {
  id: 4,
  style: 'danger',
  title: 'Slow disks',
  content: 'We **look** into it.',
  pin: true,
  active: true,
  createdDate: '2026-03-01 10:00:00',
  lastUpdatedDate: '2026-03-01 10:30:00',
}

const MAINTENANCE = {
  id: 4,
  title: 'Upgrade',
  description: 'The disks move.',
  strategy: 'single',
  active: true,
  timezone: 'Asia/Tokyo',
  timeslotList: [{ startDate: '2026-03-05 09:00:00', endDate: '2026-03-05 11:00:00' }],
  status: 'scheduled',
}

const PAGE = {
  config: { slug: 'home', title: 'Home', published: true },
  incidents: [INCIDENT],
  publicGroupList: [
    {
      id: 1,
      name: 'Servers',
      monitorList: [
        { id: 9, name: 'Disk' },
        { id: 10, name: 'Web' },
      ],
    },
  ],
  maintenanceList: [MAINTENANCE],
}

const HISTORY = {
  ok: true,
  incidents: [INCIDENT, { ...INCIDENT, id: 3, active: false }],
  nextCursor: '2026-03-01 10:00:00',
  hasMore: true,
}

testAdapter(uptimeKuma, [{ name: 'a page', document: jsonDocument(PAGE), incidents: 2, updates: 2, warnings: 0 }])

testTampered(uptimeKuma, { 'a page': PAGE, 'the history': HISTORY })

describe('an incident of Uptime Kuma', () => {
  const parsed = uptimeKuma.parse(jsonDocument(PAGE, { url: 'https://kuma.example/api/status-page/home' }))
  const [incident, maintenance] = parsed.incidents

  it('has its text as the one update, its colour as word for its impact, and its times in UTC', () => {
    expect(incident).toMatchObject({
      externalId: '4',
      kind: 'incident',
      impact: 'unknown',
      sourceImpact: 'danger',
      status: null,
      statedStartedAt: new Date('2026-03-01T10:00:00Z'),
      statedEndedAt: null,
      sourceUrl: 'https://kuma.example/status/home',
      updates: [
        {
          externalId: 'content',
          body: 'We **look** into it.',
          format: 'markdown',
          modifiedAt: new Date('2026-03-01T10:30:00Z'),
        },
      ],
    })
  })

  it('ended when it was last changed, once it is no longer active', () => {
    const [ended] = uptimeKuma.parse(jsonDocument({ ...PAGE, incidents: [{ ...INCIDENT, active: false }] })).incidents
    expect(ended).toMatchObject({ status: 'resolved', statedEndedAt: new Date('2026-03-01T10:30:00Z') })
  })

  it('is one object or null in version 1', () => {
    const { incidents: _, maintenanceList: __, ...rest } = PAGE
    expect(uptimeKuma.parse(jsonDocument({ ...rest, incident: INCIDENT })).incidents).toHaveLength(1)
    expect(uptimeKuma.parse(jsonDocument({ ...rest, incident: null })).incidents).toEqual([])
  })

  it('is numbered apart from maintenances, whose window is in their own time zone', () => {
    expect(maintenance).toMatchObject({
      externalId: 'maintenance/4',
      kind: 'maintenance',
      impact: 'none',
      status: 'scheduled',
      scheduledFrom: new Date('2026-03-05T00:00:00Z'),
      scheduledUntil: new Date('2026-03-05T02:00:00Z'),
      updates: [{ externalId: 'description', status: 'scheduled', body: 'The disks move.' }],
    })
  })

  it('has no window when it is a recurring maintenance, and says that its text is lost', () => {
    const recurring = { ...MAINTENANCE, strategy: 'recurring-weekday', timeslotList: [] }
    const { incidents, warnings } = uptimeKuma.parse(
      jsonDocument({ ...PAGE, incidents: [], maintenanceList: [recurring] }),
    )
    expect(incidents).toMatchObject([{ scheduledFrom: null, scheduledUntil: null, updates: [] }])
    expect(warnings).toMatchObject([{ path: 'maintenanceList[0]', value: 'The disks move.' }])
  })

  it('warns of a status that it does not know', () => {
    const { warnings } = uptimeKuma.parse(
      jsonDocument({ ...PAGE, maintenanceList: [{ ...MAINTENANCE, status: 'asleep' }] }),
    )
    expect(warnings).toEqual([{ path: 'maintenanceList[0].status', message: 'unknown status', value: 'asleep' }])
  })

  it('is put aside without an id, and unclear without a readable date', () => {
    const odd = [{ ...INCIDENT, id: null }, { ...INCIDENT, id: 3, createdDate: 'soon' }, INCIDENT]
    const parsed = uptimeKuma.parse(jsonDocument({ ...PAGE, incidents: odd }))
    expectSoundDocument(parsed)
    expect(parsed.incidents).toMatchObject([
      { externalId: '3', unclear: 'createdDate is not a readable time: "soon"' },
      { externalId: '4', unclear: null },
      { externalId: 'maintenance/4' },
    ])
    expect(parsed.quarantined.map(({ path }) => path)).toEqual(['incidents[0]'])
  })
})

describe('what Uptime Kuma lists', () => {
  it('is what is pinned on a page, with its monitors by group', () => {
    const parsed = uptimeKuma.parse(jsonDocument(PAGE))
    expect(parsed).toMatchObject({ completeness: 'open', kinds: ['maintenance'], page: { name: 'Home' } })
    const { incidents: _, ...version1 } = PAGE
    expect(uptimeKuma.parse(jsonDocument({ ...version1, incident: null })).kinds).toEqual(['incident', 'maintenance'])
    expect(parsed.components).toMatchObject([{ externalId: '9', name: 'Disk', group: 'Servers' }, { name: 'Web' }])
  })

  it.each([
    ['the newest, while there are more', HISTORY, 'https://k.example/api/status-page/home/incident-history', 'newest'],
    [
      'all, when there are no more',
      { ...HISTORY, hasMore: false },
      'https://k.example/api/status-page/home/incident-history',
      'whole',
    ],
    ['a part, after a cursor', HISTORY, 'https://k.example/api/status-page/home/incident-history?cursor=x', 'part'],
  ])('is in the history %s', (_, body, url, completeness) => {
    const parsed = uptimeKuma.parse(jsonDocument(body, { url }))
    expect([parsed.completeness, parsed.kinds, parsed.incidents.length]).toEqual([completeness, ['incident'], 2])
  })
})

describe('where Uptime Kuma is read', () => {
  it('asks for the page and the history of the slug, "default" where there is none', () => {
    expect(uptimeKuma.poll?.('https://k.example/status/home')).toEqual([
      { url: 'https://k.example/api/status-page/home' },
      { url: 'https://k.example/api/status-page/home/incident-history', optional: true },
    ])
    expect(uptimeKuma.poll?.('https://k.example')[0]?.url).toBe('https://k.example/api/status-page/default')
    expect(uptimeKuma.recognise(jsonDocument(PAGE, { url: 'https://k.example/api/status-page/home' }))?.sourceUrl).toBe(
      'https://k.example/status/home',
    )
  })

  it('fills back by the cursors of the history', () => {
    const read = (body: unknown) => {
      const document = jsonDocument(body)
      const request = { url: 'https://k.example/api/status-page/home/incident-history' }
      return uptimeKuma.backfill?.next('https://k.example/status/home', {
        request,
        document,
        parsed: uptimeKuma.parse(document),
      })
    }
    expect(uptimeKuma.backfill?.next('https://k.example/status/home', null)).toMatchObject([
      { url: 'https://k.example/api/status-page/home/incident-history' },
    ])
    expect(read(HISTORY)).toMatchObject([
      { url: 'https://k.example/api/status-page/home/incident-history?cursor=2026-03-01+10%3A00%3A00' },
    ])
    expect(read({ ...HISTORY, hasMore: false })).toEqual([])
  })
})
