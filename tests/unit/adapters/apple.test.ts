import { describe, expect, it } from 'vitest'
import { apple } from '#lib/adapters/apple.ts'
import { documentOf, jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const START = Date.parse('2026-04-26T11:13:00Z')
const END = Date.parse('2026-04-26T14:00:00Z')
const event = (known: object = {}) => ({
  usersAffected: 'Some users are affected',
  epochStartDate: START,
  epochEndDate: null,
  messageId: '1000000310',
  statusType: 'Outage',
  datePosted: '04/26/2026 06:30 PDT',
  startDate: '04/26/2026 04:13 PDT',
  endDate: null,
  affectedServices: null,
  eventStatus: 'ongoing',
  message: 'Users may see errors.',
  ...known,
})
const work = event({ messageId: '2000003600', statusType: 'Maintenance', epochEndDate: END, eventStatus: 'upcoming' })
const service = (serviceName: string, ...events: object[]) => ({ serviceName, redirectUrl: null, events })
const page = (...services: object[]) => ({ drpost: false, drMessage: null, services })

const PAGE = page(service('Mail', event()), service('Photos'), service('Store', work), service('Connect ', work))

testAdapter(apple, [
  { name: 'services with events', document: jsonDocument(PAGE), incidents: 2, updates: 2, warnings: 0 },
  {
    name: 'the same in a call',
    document: documentOf(`jsonCallback(${JSON.stringify(PAGE)});`),
    incidents: 2,
    warnings: 0,
  },
  { name: 'a quiet page', document: jsonDocument(page(service('Mail'))), incidents: 0, warnings: 0 },
])

testTampered(apple, { 'services with events': PAGE })

describe("Apple's events", () => {
  const read = (...services: object[]) => apple.parse(jsonDocument(page(...services)))

  it('leave out the name of a service without a text', () => {
    const parsed = read(
      service('Mail', event()),
      service('Photos', event({ message: null })),
      service('Store', event()),
    )
    expect(parsed.incidents[0]?.updates[0]?.body).toBe(
      'Mail: Users may see errors.\nStore: Users may see errors.\nSome users are affected',
    )
  })

  it('are what is open or lately over, by service', () => {
    const parsed = read(service('Mail', event()), service('Photos'))
    expect(parsed).toMatchObject({ completeness: 'open', kinds: ['incident', 'maintenance'] })
    expect(parsed.components.map(({ name }) => name)).toEqual(['Mail', 'Photos'])
    expect(parsed.incidents).toMatchObject([
      {
        externalId: '1000000310',
        kind: 'incident',
        title: 'Outage: Mail',
        impact: 'major',
        sourceStatus: 'ongoing',
        statedStartedAt: new Date(START),
        statedEndedAt: null,
        components: [{ name: 'Mail', from: new Date(START), to: null }],
        updates: [
          {
            postedAt: new Date('2026-04-26T13:30:00Z'),
            body: 'Users may see errors.\nSome users are affected',
          },
        ],
      },
    ])
  })

  it('are one where the same stands under several services', () => {
    const { incidents } = read(
      service('Store', work),
      service('Connect ', work),
      service('Music', event({ ...work, message: 'Music waits.' })),
      service('Books', work),
    )
    expect(incidents).toMatchObject([
      {
        externalId: '2000003600',
        kind: 'maintenance',
        title: 'Maintenance: Store, Connect, Music and 1 more',
        status: 'scheduled',
        scheduledFrom: new Date(START),
        scheduledUntil: new Date(END),
        statedEndedAt: null,
      },
    ])
    expect(incidents[0]?.components).toHaveLength(4)
    expect(incidents[0]?.updates[0]?.body).toContain('Music: Music waits.')
  })

  it('end with their last service', () => {
    const over = event({ eventStatus: 'resolved', epochEndDate: END - 3_600_000 })
    const later = event({ eventStatus: 'resolved', epochEndDate: END })
    expect(read(service('Mail', over), service('Store', later)).incidents).toMatchObject([
      { status: 'resolved', statedEndedAt: new Date(END) },
    ])
    expect(read(service('Mail', over), service('Store', event({ eventStatus: 'resolved' }))).incidents).toMatchObject([
      { statedEndedAt: null },
    ])
  })

  it('are no outage without end where their state is not known', () => {
    const { incidents, warnings } = read(service('Mail', event({ eventStatus: 'pondered' })))
    expect(incidents).toMatchObject([{ unclear: 'unknown status "pondered"' }])
    expect(warnings).toMatchObject([{ message: 'unknown eventStatus', value: 'pondered' }])
  })

  it('leave a text out whose time cannot be read', () => {
    const { incidents, warnings } = read(service('Mail', event({ datePosted: 'yesterday' })))
    expect(incidents[0]?.updates).toEqual([])
    expect(warnings).toMatchObject([{ value: 'yesterday' }])
  })

  it('are put aside without a start', () => {
    expect(read(service('Mail', event({ epochStartDate: null }))).quarantined).toHaveLength(1)
  })
})

describe("where Apple's events are read", () => {
  it('is below the page, or the address itself', () => {
    const data = 'https://www.apple.com/support/systemstatus/data/system_status_en_US.js'
    expect(apple.poll?.('https://www.apple.com/support/systemstatus/')).toEqual([{ url: data }])
    expect(apple.poll?.(data)).toEqual([{ url: data }])
  })
})
