import { describe, expect, it } from 'vitest'
import { on, told } from './told.ts'

type Fields = Record<string, unknown>
type Case = [name: string, more: Fields, right: string]

describe('Status.io as nobody has sent it yet', () => {
  const message = (state: unknown, time: string, more: Fields = {}) => ({
    ...{ details: 'Words.', state, status: 400, datetime: on(time), ...more },
  })
  const read = (more: Fields, maintenance: Fields = {}) =>
    told('statusio', {
      result: {
        status_overall: { status: 'Operational' },
        status: [],
        incidents: [
          {
            ...{ _id: 'id', name: ' Slow search', datetime_open: on('20 10:00') },
            messages: [message(100, '20 10:00')],
            components_affected: null,
            ...more,
          },
        ],
        maintenance: { active: [], upcoming: [], ...maintenance },
      },
    })

  it.each<Case>([
    [
      'open, with null wherever it may be',
      { containers_affected: null, datetime_close: null },
      'incident ongoing 20 10:00-',
    ],
    [
      'resolved, and still listed',
      { messages: [message(400, '20 12:00'), message(100, '20 10:00')] },
      'incident reported 20 10:00-20 12:00',
    ],
    [
      'numbers as text',
      { messages: [message('400', '20 12:00'), message('100', '20 10:00')] },
      'incident reported 20 10:00-20 12:00',
    ],
    [
      'a state that nobody knows',
      { messages: [message(500, '20 12:00'), message(100, '20 10:00')] },
      'incident unclear 20 10:00-',
    ],
    ['only a state that nobody knows', { messages: [message(500, '20 10:00')] }, 'incident unclear 20 10:00-'],
    ['a start without a zone', { datetime_open: '2026-11-20 10:00:00' }, 'incident unclear 20 10:00-'],
    ['a start of one digit', { datetime_open: '2026-11-20T9:00:00.000Z' }, 'incident ongoing 20 09:00-'],
    ['no message', { messages: [] }, 'incident ongoing 20 10:00-'],
    ['null for messages', { messages: null }, 'incident ongoing 20 10:00-'],
    [
      'a message without a time',
      { messages: [message(400, '20 12:00', { datetime: 'soon' }), message(100, '20 10:00')] },
      'incident ongoing 20 10:00-',
    ],
    ['a number for its id', { _id: 4711 }, 'incident ongoing 20 10:00-'],
    [
      'reopened',
      { messages: [message(100, '20 13:00'), message(400, '20 12:00'), message(100, '20 10:00')] },
      'incident ongoing 20 10:00-',
    ],
  ])('%s', (_, more, right) => {
    expect(read(more)).toEqual([`${more._id ?? 'id'}: ${right}`])
  })

  it('maintenance: in both lists, over its planned end, without times, with an odd zone', () => {
    const plan = {
      _id: 'm',
      name: 'New disks',
      datetime_planned_start: on('20 10:00'),
      datetime_planned_end: on('20 12:00'),
      messages: [],
    }
    expect(read({}, { active: [plan], upcoming: [plan] })[1]).toBe('m: maintenance reported 20 10:00-20 12:00')
    expect(read({}, { active: [{ ...plan, datetime_planned_end: null }] })[1]).toBe('m: maintenance ongoing 20 10:00-')
    expect(read({}, { upcoming: [{ ...plan, datetime_planned_start: null, datetime_planned_end: null }] })[1]).toBe(
      'm: maintenance undated -',
    )
    expect(read({}, { upcoming: [{ ...plan, datetime_planned_start: '20/11/2026 10:00' }] })[1]).toMatch(
      /^m: maintenance unclear /,
    )
  })
})

describe('Instatus as nobody has sent it yet', () => {
  const read = (more: Fields, document: Fields = {}) =>
    told('instatus', {
      page: { name: 'Acme', url: 'https://acme.instatus.com', status: 'HASISSUES' },
      activeIncidents: [
        {
          id: 'id',
          name: 'Slow search',
          started: on('20 10:00'),
          status: 'INVESTIGATING',
          impact: 'PARTIALOUTAGE',
          ...more,
        },
      ],
      ...document,
    })

  it.each<Case>([
    ['null wherever it may be', { impact: null, url: null, updatedAt: null }, 'incident ongoing 20 10:00-'],
    ['resolved, and still listed', { status: 'RESOLVED' }, 'incident single 20 10:00-20 10:00'],
    ['an impact that nobody knows', { impact: 'CATASTROPHE' }, 'incident ongoing 20 10:00-'],
    ['a status that nobody knows', { status: 'PONDERING' }, 'incident unclear 20 10:00-'],
    ['a translated status', { status: 'Résolu' }, 'incident unclear 20 10:00-'],
    ['no status: what is listed is open', { status: null }, 'incident ongoing 20 10:00-'],
    ['a start without a zone', { started: '2026-11-20T10:00:00' }, 'incident unclear -'],
    [
      'a start as JavaScript writes it',
      { started: 'Fri Nov 20 2026 10:00:00 GMT+0000 (Coordinated Universal Time)' },
      'incident ongoing 20 10:00-',
    ],
    ['a start of one digit', { started: '2026-11-20T9:00:00Z' }, 'incident ongoing 20 09:00-'],
    ['no start', { started: null }, 'incident undated -'],
    ['a number for its id', { id: 4711 }, 'incident ongoing 20 10:00-'],
    ['a start in next year', { started: '2027-11-20T10:00:00Z' }, 'incident unclear 20 10:00-'],
  ])('%s', (_, more, right) => {
    expect(read(more)).toEqual([`${more.id ?? 'id'}: ${right}`])
  })

  it('maintenance: without its length, of no length, of a negative one, called off', () => {
    const plan = { id: 'm', name: 'New disks', status: 'NOTSTARTEDYET', start: on('20 10:00'), duration: '60' }
    const one = (more: Fields) => read({}, { activeMaintenances: [{ ...plan, ...more }] })[1]
    expect(one({})).toBe('m: maintenance reported 20 10:00-20 11:00')
    expect(one({ duration: null })).toBe('m: maintenance single 20 10:00-20 10:00')
    expect(one({ duration: '-5' })).toBe('m: maintenance single 20 10:00-20 10:00')
    expect(one({ duration: '1 hour' })).toBe('m: maintenance single 20 10:00-20 10:00')
    expect(one({ status: 'CANCELLED' })).toMatch(/^m: notice /)
    expect(one({ start: '20.11.2026 10:00' })).toBe('m: maintenance unclear -')
  })
})

describe('Checkly as nobody has sent it yet', () => {
  const update = (id: string, status: unknown, time: string, more: Fields = {}) => ({
    id,
    status,
    description: 'Words.',
    publicIncidentUpdateDate: on(time),
    created_at: on(time),
    ...more,
  })
  const BEGIN = update('u1', 'INVESTIGATING', '20 10:00')
  const read = (more: Fields) =>
    told('checkly', {
      incidents: [
        {
          id: 'id',
          name: 'Slow search',
          severity: 'MAJOR',
          lastUpdateStatus: 'INVESTIGATING',
          created_at: on('20 10:00'),
          incidentUpdates: [BEGIN],
          ...more,
        },
      ],
    })

  it.each<Case>([
    ['null wherever it may be', { severity: null, services: null, updated_at: null }, 'incident ongoing 20 10:00-'],
    [
      'resolved, and still listed',
      { lastUpdateStatus: 'RESOLVED', incidentUpdates: [update('u2', 'RESOLVED', '20 12:00'), BEGIN] },
      'incident reported 20 10:00-20 12:00',
    ],
    ['resolved without its update', { lastUpdateStatus: 'RESOLVED' }, 'incident single 20 10:00-20 10:00'],
    [
      'a status that nobody knows',
      { lastUpdateStatus: 'PONDERING', incidentUpdates: [update('u1', 'PONDERING', '20 10:00')] },
      'incident unclear 20 10:00-',
    ],
    [
      'an unknown update after a known one',
      { lastUpdateStatus: null, incidentUpdates: [update('u2', 'PONDERING', '20 12:00'), BEGIN] },
      'incident unclear 20 10:00-',
    ],
    ['a severity that nobody knows', { severity: 'HUGE' }, 'incident ongoing 20 10:00-'],
    ['a start without a zone', { created_at: '2026-11-20 10:00:00' }, 'incident unclear 20 10:00-'],
    [
      'an update of one digit',
      {
        incidentUpdates: [
          update('u1', 'INVESTIGATING', '20 10:00', { publicIncidentUpdateDate: '2026-11-20T9:00:00Z' }),
        ],
      },
      'incident ongoing 20 09:00-',
    ],
    ['null for updates', { incidentUpdates: null }, 'incident ongoing 20 10:00-'],
    ['an update twice', { incidentUpdates: [BEGIN, BEGIN] }, 'incident ongoing 20 10:00-'],
    ['numbers for ids', { id: 4711, incidentUpdates: [{ ...BEGIN, id: 1 }] }, 'incident ongoing 20 10:00-'],
    [
      'reopened',
      { incidentUpdates: [update('u3', 'INVESTIGATING', '20 13:00'), update('u2', 'RESOLVED', '20 12:00'), BEGIN] },
      'incident ongoing 20 10:00-',
    ],
  ])('%s', (_, more, right) => {
    expect(read(more)).toEqual([`${more.id ?? 'id'}: ${right}`])
  })
})

describe('the AWS dashboard as nobody has sent it yet', () => {
  const seconds = (time: string) => String(Date.parse(on(time)) / 1000)
  const entry = (time: string, status: unknown, more: Fields = {}) => ({
    summary: 'Errors',
    message: 'Words.',
    status,
    timestamp: Number(seconds(time)),
    ...more,
  })
  const read = (more: Fields) =>
    told('aws', [
      {
        arn: 'id',
        service: 'ec2-eu-west-1',
        service_name: 'EC2',
        summary: 'Errors',
        date: seconds('20 10:00'),
        status: '2',
        region_name: 'Ireland',
        event_log: [entry('20 10:00', 2)],
        impacted_services: {},
        ...more,
      },
    ])

  it.each<Case>([
    [
      'null wherever it may be',
      { impacted_services: null, region_name: null, end_time: null, impacted_service_status_changes: null },
      'incident ongoing 20 10:00-',
    ],
    ['over by its end', { end_time: seconds('20 12:00') }, 'incident reported 20 10:00-20 12:00'],
    [
      'over by its grade',
      { status: 0, event_log: [entry('20 10:00', 2), entry('20 12:00', 0)] },
      'incident reported 20 10:00-20 12:00',
    ],
    [
      'over by its title, without a closing entry',
      { summary: '[RESOLVED] Errors', event_log: [entry('20 10:00', 2), entry('20 11:00', 2)] },
      'incident seen 20 10:00-20 11:00',
    ],
    [
      'milliseconds for seconds',
      { date: Number(seconds('20 10:00')) * 1000, end_time: Number(seconds('20 12:00')) * 1000 },
      'incident reported 20 10:00-20 12:00',
    ],
    ['a grade that nobody knows', { status: '7', event_log: [entry('20 10:00', 7)] }, 'incident ongoing 20 10:00-'],
    ['a start in words', { date: 'yesterday' }, 'incident unclear 20 10:00-'],
    ['an end in words', { end_time: 'yesterday' }, 'incident unclear 20 10:00-'],
    ['an end of zero', { end_time: 0 }, 'incident ongoing 20 10:00-'],
    ['an empty log', { event_log: [] }, 'incident ongoing 20 10:00-'],
    [
      'an entry without a time',
      { event_log: [entry('20 10:00', 2), entry('20 12:00', 2, { timestamp: null })] },
      'incident ongoing 20 10:00-',
    ],
    ['an end before its start', { end_time: seconds('20 09:00') }, 'incident impossible 20 10:00-'],
  ])('%s', (_, more, right) => {
    expect(read(more)).toEqual([`id: ${right}`])
  })

  it('an event of which there is neither arn nor time is put aside', () => {
    expect(read({ arn: null, date: null })).toEqual([])
    expect(read({ arn: null })).toEqual([`ec2-eu-west-1_${seconds('20 10:00')}: incident ongoing 20 10:00-`])
  })
})

describe('the feed of Azure as nobody has sent it yet', () => {
  const item = (more: Fields = {}) => {
    const fields = {
      title: 'Slow storage',
      guid: 'id',
      pubDate: 'Fri, 20 Nov 2026 10:00:00 Z',
      description: 'Words.',
      ...more,
    }
    return `<item>${Object.entries(fields)
      .flatMap(([key, value]) => (value === null ? [] : `<${key}>${value}</${key}>`))
      .join('')}</item>`
  }
  const read = (...items: string[]) =>
    told('azure', `<rss version="2.0"><channel><title>Azure Status</title>${items.join('')}</channel></rss>`)

  it.each<Case>([
    ['a bare Z', {}, 'incident ongoing 20 10:00-'],
    ['the name of a zone', { pubDate: 'Fri, 20 Nov 2026 10:00:00 GMT' }, 'incident ongoing 20 10:00-'],
    ['an offset', { pubDate: 'Fri, 20 Nov 2026 02:00:00 -0800' }, 'incident ongoing 20 10:00-'],
    ['one digit', { pubDate: 'Fri, 20 Nov 2026 9:00:00 Z' }, 'incident ongoing 20 09:00-'],
    ['a wrong weekday', { pubDate: 'Mon, 20 Nov 2026 10:00:00 Z' }, 'incident ongoing 20 10:00-'],
    ['ISO 8601', { pubDate: '2026-11-20T10:00:00Z' }, 'incident ongoing 20 10:00-'],
    ['no zone', { pubDate: 'Fri, 20 Nov 2026 10:00:00' }, 'incident unclear -'],
    ['no date', { pubDate: null }, 'incident unclear -'],
    ['a date in next year', { pubDate: 'Sat, 20 Nov 2027 10:00:00 Z' }, 'incident unclear 20 10:00-'],
    ['no text', { description: null }, 'incident ongoing 20 10:00-'],
    ['an update of the year 1', { pubDate: 'Mon, 01 Jan 0001 00:00:00 Z' }, 'incident unclear -'],
  ])('%s', (_, more, right) => {
    expect(read(item(more))).toEqual([`id: ${right}`])
  })

  it('an item twice is one incident, and an empty channel none', () => {
    expect(read(item(), item({ pubDate: 'Fri, 20 Nov 2026 11:00:00 Z' }))).toHaveLength(1)
    expect(read()).toEqual([])
  })
})
