import { describe, expect, it } from 'vitest'
import { ibmCloud } from '#lib/adapters/ibm-cloud.ts'
import { documentOf, testAdapter } from './test-adapter.ts'

interface Notification {
  title: string
  id: string
  type: string
  guid?: string
  at?: string
  times?: string
}

const item = ({ title, id, type, guid = id, at = 'Fri, 02 Oct 2026 12:00:00 GMT', times = '' }: Notification) =>
  `<item><title>${title}</title><link>https://cloud.ibm.com/status?selected=status</link><guid isPermaLink="false">${guid}</guid>
<pubDate>${at}</pubDate><description>Some text.  ID: ${id}  Type: ${type}  Regions: us-south, eu-de  Resources: is.instance, is.volume  ${times}</description></item>`
const channel = (...notifications: Notification[]) =>
  documentOf(
    `<?xml version="1.0"?><rss version="2.0"><channel><title>IBM Cloud Status - Notifications</title>
<link>https://cloud.ibm.com/status</link><description>Notifications</description>${notifications.map(item).join('')}</channel></rss>`,
    { url: 'https://cloud.ibm.com/status/api/notifications/feed.rss', readAt: new Date('2026-10-05T00:00:00Z') },
  )
const ZONE = 'GMT+0000 (Coordinated Universal Time)'
const TIMES = `Outage Start: Thu Oct 01 2026 10:00:00 ${ZONE}  Outage End: Thu Oct 01 2026 11:30:00 ${ZONE}`

const OVER = { title: 'RESOLVED: Servers fail to start', id: 'INC1', type: 'incident', times: TIMES }

testAdapter(ibmCloud, [
  {
    name: 'notifications',
    document: channel(OVER, { title: 'A new console', id: 'N2', type: 'announcement' }),
    incidents: 2,
    updates: 2,
    warnings: 0,
  },
])

describe('the notifications of IBM Cloud', () => {
  const read = (...notifications: Notification[]) => ibmCloud.parse(channel(...notifications))

  it('state the times of an incident, its regions and its resources, on one line', () => {
    expect(read(OVER).incidents).toMatchObject([
      {
        externalId: 'INC1',
        kind: 'incident',
        title: 'Servers fail to start',
        status: 'resolved',
        statedStartedAt: new Date('2026-10-01T10:00:00Z'),
        statedEndedAt: new Date('2026-10-01T11:30:00Z'),
        regions: ['us-south', 'eu-de'],
        components: [{ name: 'is.instance' }, { name: 'is.volume' }],
      },
    ])
  })

  it('are one incident by their ID, and never by the address that all of them share', () => {
    const first = {
      ...OVER,
      title: 'INVESTIGATING: Servers fail to start',
      guid: 'n1',
      at: 'Thu, 01 Oct 2026 10:30:00 GMT',
    }
    const last = { ...OVER, guid: 'n2', at: 'Thu, 01 Oct 2026 12:00:00 GMT' }
    const other = { ...OVER, id: 'INC9', guid: 'n3' }
    expect(read(last, first, other).incidents.map(({ externalId, updates }) => [externalId, updates.length])).toEqual([
      ['INC1', 2],
      ['INC9', 1],
    ])
  })

  it.each(['announcement', 'release', 'security'])('are notices of the type %s', (type) => {
    const { incidents, warnings } = read({ title: 'Something new', id: 'N3', type })
    expect(incidents).toMatchObject([{ kind: 'notice', unclear: null }])
    expect(warnings).toEqual([])
  })

  it('have planned times for maintenance until it is over', () => {
    const work = { title: 'Network upgrade', id: 'CHG5', type: 'maintenance', times: TIMES }
    const planned = {
      scheduledFrom: new Date('2026-10-01T10:00:00Z'),
      scheduledUntil: new Date('2026-10-01T11:30:00Z'),
    }
    expect(read(work).incidents).toMatchObject([
      { kind: 'maintenance', ...planned, statedStartedAt: null, statedEndedAt: null },
    ])
    expect(read({ ...work, title: 'COMPLETED: Network upgrade' }).incidents).toMatchObject([
      { ...planned, statedEndedAt: new Date('2026-10-01T11:30:00Z') },
    ])
  })

  it('are unclear without a word for their state and without an end', () => {
    const times = `Outage Start: Thu Oct 01 2026 10:00:00 ${ZONE}`
    const { incidents, warnings } = read({ ...OVER, title: 'Servers fail to start', times })
    expect(incidents).toMatchObject([{ unclear: 'no word for its state' }])
    expect(warnings).toHaveLength(1)
  })

  it('are not those of another feed', () => {
    const other = documentOf(
      '<rss version="2.0"><channel><title>IBM</title><link>https://a.example</link><description>x</description></channel></rss>',
    )
    expect(ibmCloud.recognise(other)).toBeNull()
  })
})
