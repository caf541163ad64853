import { describe, expect, it } from 'vitest'
import { hetzner } from '#lib/adapters/hetzner.ts'
import { documentOf, testAdapter } from './test-adapter.ts'

const UUID = '0a75c7ae-3377-41dc-aabe-601063724d24'
const entry = (known: object = {}) => ({
  id: 501,
  uuid: UUID,
  system: '/systems/7',
  titleEn: 'Servers unreachable in HEL1',
  titleDe: 'Server nicht erreichbar in HEL1',
  descriptionEn: 'We look into it.',
  descriptionDe: 'Wir untersuchen das.',
  incidentType: 'outage',
  incidentState: 'resolved',
  startTime: '2026-09-27T10:00:00+00:00',
  endTime: '2026-09-27T11:00:00+00:00',
  createdAt: '2026-09-27T10:05:00+00:00',
  updatedAt: '2026-09-27T11:05:00+00:00',
  incidentUpdates: [
    {
      id: 9002,
      incidentState: 'resolved',
      descriptionEn: 'Over.',
      createdAt: '2026-09-27T11:05:00+00:00',
      updatedAt: '2026-09-27T11:05:00+00:00',
      visible: true,
    },
    {
      id: 9001,
      incidentState: 'update',
      descriptionEn: 'Half of them.',
      createdAt: '2026-09-27T10:30:00+00:00',
      visible: true,
    },
    {
      id: 9000,
      incidentState: 'update',
      descriptionEn: 'A draft.',
      createdAt: '2026-09-27T10:20:00+00:00',
      visible: false,
    },
  ],
  ...known,
})
const open = (known: object = {}) =>
  entry({ incidentState: 'identified', endTime: null, incidentUpdates: [], ...known })
interface Lists {
  topNotification?: object[]
  informationList?: object[]
  maintenanceList?: object[]
  incidentHistory?: object[]
}
const page = (lists: Lists = {}) => {
  const incidents = { topNotification: [], informationList: [], maintenanceList: [], incidentHistory: [], ...lists }
  const systems = [{ id: 7, titleEn: 'Cloud', titleDe: 'Cloud', parent: null }]
  const data = JSON.stringify({ props: { pageProps: { systems, incidents } }, page: '/[lang]' })
  return documentOf(
    `<!doctype html><html><head><title>Hetzner Status</title></head><body><div id="__next"></div><script id="__NEXT_DATA__" type="application/json">${data}</script></body></html>`,
    { url: 'https://status.hetzner.com/', contentType: 'text/html', readAt: new Date('2026-10-01T00:00:00Z') },
  )
}

testAdapter(hetzner, [
  { name: 'the page', document: page({ incidentHistory: [entry()] }), incidents: 1, updates: 3, warnings: 0 },
  { name: 'a quiet page', document: page(), incidents: 0, warnings: 0 },
])

describe("Hetzner's page", () => {
  const read = (lists: Lists) => hetzner.parse(page(lists))

  it('has incidents with their updates, system and times', () => {
    const parsed = read({ incidentHistory: [entry()] })
    expect(parsed).toMatchObject({ completeness: 'open', components: [{ externalId: '7', name: 'Cloud' }] })
    expect(parsed.incidents).toMatchObject([
      {
        externalId: UUID,
        otherIds: ['501'],
        kind: 'incident',
        title: 'Servers unreachable in HEL1',
        impact: 'major',
        status: 'resolved',
        statedStartedAt: new Date('2026-09-27T10:00:00Z'),
        statedEndedAt: new Date('2026-09-27T11:00:00Z'),
        sourceUrl: `https://status.hetzner.com/incident/${UUID}`,
        components: [{ name: 'Cloud' }],
        updates: [
          { externalId: 'description', body: 'We look into it.' },
          { externalId: '9001', status: null, sourceStatus: 'update' },
          { externalId: '9002', status: 'resolved' },
        ],
      },
    ])
  })

  it('lists what stands in two lists once', () => {
    expect(read({ topNotification: [open()], incidentHistory: [open()] }).incidents).toHaveLength(1)
  })

  it('has an expected end until it has passed', () => {
    const [ahead, past] = ['2026-10-01T06:00:00+00:00', '2026-09-30T06:00:00+00:00'].map(
      (endTime) => read({ topNotification: [open({ endTime })] }).incidents[0],
    )
    expect(ahead).toMatchObject({ status: 'identified', statedEndedAt: null })
    expect(past).toMatchObject({ statedEndedAt: new Date('2026-09-30T06:00:00Z') })
  })

  it('plans maintenance, and says when it was', () => {
    const work = {
      incidentType: 'maintenance',
      startTime: '2026-10-02T01:00:00+00:00',
      endTime: '2026-10-02T03:00:00+00:00',
    }
    const planned = {
      scheduledFrom: new Date('2026-10-02T01:00:00Z'),
      scheduledUntil: new Date('2026-10-02T03:00:00Z'),
    }
    expect(read({ maintenanceList: [open({ ...work, incidentState: 'scheduled' })] }).incidents).toMatchObject([
      { kind: 'maintenance', status: 'scheduled', ...planned, statedStartedAt: null, statedEndedAt: null },
    ])
    expect(read({ maintenanceList: [open({ ...work, incidentState: 'in_progress' })] }).incidents).toMatchObject([
      { status: 'in_progress' },
    ])
    expect(read({ maintenanceList: [entry(work)] }).incidents).toMatchObject([
      { statedEndedAt: new Date('2026-10-02T03:00:00Z') },
    ])
  })

  it('has advisories as notices', () => {
    const { incidents } = read({ informationList: [open({ incidentType: 'other', titleEn: 'Few servers left' })] })
    expect(incidents).toMatchObject([{ kind: 'notice', unclear: null }])
  })

  it('has no outage without end where type or state is not known', () => {
    expect(read({ topNotification: [open({ incidentType: 'poem' })] }).incidents).toMatchObject([
      { unclear: 'unknown type "poem"' },
    ])
    const { incidents, warnings } = read({ topNotification: [open({ incidentState: 'pondering' })] })
    expect(incidents).toMatchObject([{ unclear: 'unknown status "pondering"' }])
    expect(warnings).toMatchObject([{ message: 'unknown incidentState' }])
  })

  it('takes German where there is no English', () => {
    const { incidents } = read({ topNotification: [open({ titleEn: null, descriptionEn: null })] })
    expect(incidents).toMatchObject([
      { title: 'Server nicht erreichbar in HEL1', updates: [{ body: 'Wir untersuchen das.' }] },
    ])
  })

  it('puts entries aside one by one', () => {
    const parsed = read({ topNotification: [open({ id: 1, uuid: null, titleEn: null, titleDe: null }), open()] })
    expect([parsed.incidents.length, parsed.quarantined.length]).toEqual([1, 1])
  })

  it('is no other page of Next.js', () => {
    const other = documentOf(
      '<html><script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{}}}</script></html>',
    )
    expect(hetzner.recognise(other)).toBeNull()
  })
})
