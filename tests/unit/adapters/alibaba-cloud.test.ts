import { describe, expect, it } from 'vitest'
import { alibabaCloud } from '#lib/adapters/alibaba-cloud.ts'
import { jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const START = Date.parse('2026-10-06T10:00:00Z')
const END = Date.parse('2026-10-06T12:00:00Z')
const event = (known: object = {}) => ({
  id: 40,
  title: '[Incident (Recovered)] Network access fails in Zone B',
  eventType: 'ALARM',
  startTime: START,
  endTime: END,
  lastUpdateTime: END,
  products: [{ productId: 'ecs', productName: 'Servers' }, 'Disks'],
  regions: [{ regionId: 'ap-southeast-5', regionName: 'Indonesia (Jakarta)' }],
  eventUpdates: [{ content: 'Over.', publishTime: END }],
  ...known,
})
const list = (...data: object[]) => ({ success: true, code: 200, httpCode: 200, data })
const at = (path: string) => ({ url: `https://status.alibabacloud.com/api/status/${path}` })

testAdapter(alibabaCloud, [
  {
    name: 'past events',
    document: jsonDocument(list(event()), at('listHistoryEvent')),
    incidents: 1,
    updates: 1,
    warnings: 0,
  },
  { name: 'no event', document: jsonDocument(list(), at('listHistoryEvent')), incidents: 0, warnings: 0 },
])

testTampered(alibabaCloud, { 'past events': list(event()) })

describe('events of Alibaba Cloud', () => {
  const read = (...events: object[]) => alibabaCloud.parse(jsonDocument(list(...events), at('listHistoryEvent')))

  it('have their state in the title', () => {
    expect(read(event()).incidents).toMatchObject([
      {
        externalId: '40',
        title: 'Network access fails in Zone B',
        status: 'resolved',
        sourceStatus: 'Recovered',
        statedStartedAt: new Date(START),
        statedEndedAt: new Date(END),
        components: [{ name: 'Servers' }, { name: 'Disks' }],
        regions: ['Indonesia (Jakarta)'],
        updates: [{ postedAt: new Date(END), body: 'Over.' }],
      },
    ])
  })

  it('are open without state and end', () => {
    const { incidents, warnings } = read(event({ title: '[Incident] Network access fails', endTime: null }))
    expect(incidents).toMatchObject([
      { title: 'Network access fails', status: null, statedEndedAt: null, unclear: null },
    ])
    expect(warnings).toEqual([])
  })

  it('are no outage without end where type or state is not known', () => {
    expect(read(event({ eventType: 'PROMOTION', endTime: null })).incidents).toMatchObject([
      { unclear: 'unknown type "PROMOTION"' },
    ])
    expect(read(event({ title: '[Incident (Pondered)] x', endTime: null })).incidents).toMatchObject([
      { unclear: 'unknown status "Pondered"' },
    ])
  })

  it('claim no period as history, and all that is open as events in progress', () => {
    expect(read(event()).completeness).toBe('part')
    const open = jsonDocument(list(event()), at('listEventInProgressInternational'))
    expect(alibabaCloud.parse(open).completeness).toBe('open')
  })

  it('are refused where the answer says that it failed', () => {
    expect(() => alibabaCloud.parse(jsonDocument({ success: false, code: 500, data: [] }))).toThrow('succeeded')
  })

  it('are put aside one by one', () => {
    const parsed = read(event({ startTime: null }), event({ id: 41 }))
    expect(parsed.quarantined).toHaveLength(1)
    expect(parsed.incidents).toHaveLength(1)
  })
})
