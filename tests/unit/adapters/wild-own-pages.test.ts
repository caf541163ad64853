import { describe, expect, it } from 'vitest'
import { on, told } from './told.ts'

type Fields = Record<string, unknown>
type Case = [name: string, more: Fields, right: string]

describe('Cachet as nobody has sent it yet', () => {
  const plain = (time: string) => `2026-11-${time}:00`
  const update = (id: number, status: unknown, time: string, more: Fields = {}) => ({
    id,
    status,
    message: 'Words.',
    created_at: plain(time),
    ...more,
  })
  const read = (more: Fields, meta: unknown = { pagination: { total_pages: 1, current_page: 1 } }) =>
    told('cachet', {
      meta,
      data: [
        {
          id: 1,
          name: 'Slow search',
          status: 1,
          latest_status: 4,
          message: 'Words.',
          occurred_at: plain('20 10:00'),
          created_at: plain('20 10:00'),
          updates: [update(7, 4, '20 12:00')],
          ...more,
        },
      ],
    })

  it.each<Case>([
    [
      'null wherever it may be',
      { component_id: null, permalink: null, updated_at: null },
      '1: incident reported 20 10:00-20 12:00',
    ],
    ['fixed without an update', { updates: [] }, '1: incident single 20 10:00-20 10:00'],
    [
      'numbers as text',
      { status: '1', latest_status: '4', updates: [update(7, '4', '20 12:00')] },
      '1: incident reported 20 10:00-20 12:00',
    ],
    [
      'a status that nobody knows',
      { latest_status: 9, updates: [update(7, 9, '20 12:00')] },
      '1: incident unclear 20 10:00-',
    ],
    ['no status', { latest_status: null, updates: null }, '1: incident ongoing 20 10:00-'],
    ['not a single status', { status: null, latest_status: null, updates: null }, '1: incident unclear 20 10:00-'],
    ['a relative start', { occurred_at: '34 minutes ago' }, '1: incident unclear 20 10:00-'],
    ['a start of one digit', { occurred_at: '2026-11-20 9:00:00' }, '1: incident reported 20 09:00-20 12:00'],
    [
      'a start in next year',
      { occurred_at: '2027-11-20 10:00:00', created_at: null, updates: [], latest_status: 1 },
      '1: incident unclear 20 10:00-',
    ],
    [
      'reopened',
      { latest_status: 1, updates: [update(7, 4, '20 12:00'), update(8, 1, '20 13:00')] },
      '1: incident ongoing 20 10:00-',
    ],
    [
      'dated back',
      { occurred_at: plain('20 08:00'), created_at: plain('20 10:00') },
      '1: incident reported 20 08:00-20 12:00',
    ],
    [
      'scheduled, and never heard of again',
      { status: 0, latest_status: 0, scheduled_at: plain('20 10:00'), updates: [] },
      '1: maintenance single 20 10:00-20 10:00',
    ],
    [
      'an update without a time',
      { latest_status: null, status: null, updates: [update(7, 4, '20 12:00', { created_at: 'soon' })] },
      '1: incident unclear 20 10:00-',
    ],
    ['a text for its id', { id: 'abc' }, 'abc: incident reported 20 10:00-20 12:00'],
  ])('%s', (_, more, right) => {
    expect(read(more)).toEqual([right])
  })

  it('an incident of version 3 with null for its parts', () => {
    const attributes = {
      id: 1,
      name: 'Slow search',
      status: { human: 'Fixed', value: 4 },
      message: null,
      created: { human: '3 hours ago', string: plain('20 10:00') },
      occurred: null,
      updated: null,
    }
    const data = [{ id: '1', type: 'incidents', attributes, relationships: null }]
    const wrap = (more: Fields) =>
      told('cachet', {
        data: [{ ...data[0], attributes: { ...attributes, message: '', created_at: plain('20 10:00'), ...more } }],
        meta: { current_page: 1 },
        links: { next: null },
      })
    expect(wrap({})).toEqual(['1: incident single 20 10:00-20 10:00'])
    expect(wrap({ status: { human: 'Pondering', value: 9 } })).toEqual(['1: incident unclear 20 10:00-'])
    expect(wrap({ status: null })).toEqual(['1: incident unclear 20 10:00-'])
  })
})

describe('Uptime Kuma as nobody has sent it yet', () => {
  const plan = {
    id: 4,
    title: 'New disks',
    description: '',
    strategy: 'single',
    active: true,
    status: 'ended',
    timezone: 'Europe/Berlin',
    timeslotList: [{ startDate: '2026-11-20 11:00:00', endDate: '2026-11-20 13:00:00' }],
  }
  const read = (more: Fields, maintenance?: Fields) =>
    told('uptime-kuma', {
      config: { slug: 'main', title: 'Acme' },
      incidents: [
        {
          id: 1,
          title: 'Slow search',
          content: 'Words.',
          style: 'danger',
          pin: true,
          active: true,
          createdDate: '2026-11-20 10:00:00',
          lastUpdatedDate: null,
          ...more,
        },
      ],
      publicGroupList: [],
      maintenanceList: maintenance === undefined ? [] : [{ ...plan, ...maintenance }],
    })

  it.each<Case>([
    ['null wherever it may be', { style: null, content: null }, '1: incident ongoing 20 10:00-'],
    [
      'inactive since it was changed',
      { active: false, lastUpdatedDate: '2026-11-20 12:00:00' },
      '1: incident reported 20 10:00-20 12:00',
    ],
    ['inactive, and never changed', { active: false }, '1: incident single 20 10:00-20 10:00'],
    ['0 for inactive', { active: 0, lastUpdatedDate: '2026-11-20 12:00:00' }, '1: incident reported 20 10:00-20 12:00'],
    ['un-pinned and active', { pin: false }, '1: incident ongoing 20 10:00-'],
    ['a start of one digit', { createdDate: '2026-11-20 9:00:00' }, '1: incident ongoing 20 09:00-'],
    ['a start with its zone', { createdDate: '2026-11-20T11:00:00+01:00' }, '1: incident ongoing 20 10:00-'],
    ['a start in words', { createdDate: 'an hour ago' }, '1: incident unclear -'],
    ['no start', { createdDate: null }, '1: incident unclear -'],
    ['an end in words', { active: false, lastUpdatedDate: 'an hour ago' }, '1: incident unclear 20 10:00-'],
    ['a start in next year', { createdDate: '2027-11-20 10:00:00' }, '1: incident unclear 20 10:00-'],
    ['a text for its id', { id: 'abc' }, 'abc: incident ongoing 20 10:00-'],
  ])('%s', (_, more, right) => {
    expect(read(more)).toEqual([right])
  })

  it.each<Case>([
    ['over', {}, 'maintenance/4: maintenance reported 20 10:00-20 12:00'],
    [
      'without its end',
      { timeslotList: [{ startDate: '2026-11-20 11:00:00', endDate: null }] },
      'maintenance/4: maintenance single 20 10:00-20 10:00',
    ],
    ['in a zone that nobody knows', { timezone: 'Mars/Olympus' }, 'maintenance/4: maintenance unclear -'],
    ['with a status that nobody knows', { status: 'asleep' }, 'maintenance/4: maintenance unclear 20 10:00-'],
    ['without times', { timeslotList: [], status: 'under-maintenance' }, 'maintenance/4: maintenance undated -'],
    ['of null for times', { timeslotList: null, status: 'under-maintenance' }, 'maintenance/4: maintenance undated -'],
  ])('a maintenance %s', (_, more, right) => {
    expect(read({}, more)[1]).toBe(right)
  })
})

describe('OpenStatus as nobody has sent it yet', () => {
  const update = (id: number, status: unknown, time: string, more: Fields = {}) => ({
    id,
    status,
    message: 'Words.',
    date: on(time),
    updatedAt: on(time),
    ...more,
  })
  const BEGIN = update(1, 'investigating', '20 10:00')
  const read = (more: Fields, maintenances: Fields[] = []) =>
    told('openstatus', {
      title: 'Acme',
      monitors: [],
      maintenances,
      statusReports: [
        {
          id: 12,
          title: 'Slow search',
          status: 'resolved',
          statusReportUpdates: [BEGIN, update(2, 'resolved', '20 12:00')],
          ...more,
        },
      ],
    })

  it.each<Case>([
    ['null wherever it may be', { monitors: null, updatedAt: null }, '12: incident reported 20 10:00-20 12:00'],
    ['resolved without its update', { statusReportUpdates: [BEGIN] }, '12: incident single 20 10:00-20 10:00'],
    ['resolved, and no update at all', { statusReportUpdates: null }, '12: incident undated -'],
    [
      'a status that nobody knows',
      { status: 'pondering', statusReportUpdates: [update(1, 'pondering', '20 10:00')] },
      '12: incident unclear 20 10:00-',
    ],
    [
      'no status',
      { status: null, statusReportUpdates: [update(1, null, '20 10:00')] },
      '12: incident unclear 20 10:00-',
    ],
    [
      'an unknown update in between',
      { statusReportUpdates: [BEGIN, update(3, 'pondering', '20 11:00'), update(2, 'resolved', '20 12:00')] },
      '12: incident reported 20 10:00-20 12:00',
    ],
    [
      'an update without a zone',
      { status: null, statusReportUpdates: [update(1, 'investigating', '20 10:00', { date: '2026-11-20 10:00:00' })] },
      '12: incident unclear -',
    ],
    [
      'an update of one digit',
      {
        statusReportUpdates: [
          update(1, 'investigating', '20 10:00', { date: '2026-11-20T9:00:00Z' }),
          update(2, 'resolved', '20 12:00'),
        ],
      },
      '12: incident reported 20 09:00-20 12:00',
    ],
    ['an edit after the end', { updatedAt: on('25 12:00') }, '12: incident reported 20 10:00-20 12:00'],
    [
      'reopened',
      {
        status: 'identified',
        statusReportUpdates: [BEGIN, update(2, 'resolved', '20 12:00'), update(3, 'identified', '20 13:00')],
      },
      '12: incident ongoing 20 10:00-',
    ],
    ['a text for its id', { id: 'abc' }, 'abc: incident reported 20 10:00-20 12:00'],
    ['a capital letter', { status: 'Resolved' }, '12: incident reported 20 10:00-20 12:00'],
  ])('%s', (_, more, right) => {
    expect(read(more)).toEqual([right])
  })

  it('maintenance: without an end, with its end first, with odd times', () => {
    const one = (more: Fields) =>
      read({}, [{ id: 5, name: 'New disks', message: '', from: on('20 10:00'), to: on('20 12:00'), ...more }])[1]
    expect(one({})).toBe('maintenance/5: maintenance reported 20 10:00-20 12:00')
    expect(one({ to: null })).toBe('maintenance/5: maintenance single 20 10:00-20 10:00')
    expect(one({ to: on('20 09:00') })).toBe('maintenance/5: maintenance impossible 20 10:00-')
    expect(one({ from: '20.11.2026 10:00' })).toBe('maintenance/5: maintenance unclear -')
  })
})

describe('cState as nobody has sent it yet', () => {
  const read = (more: Fields) =>
    told('cstate', {
      is: 'issues',
      pages: [
        {
          is: 'issue',
          title: 'Slow search',
          createdAt: '2026-11-20 11:00:00 +0100 CET',
          permalink: 'https://status.example/issues/slow-search/',
          severity: 'down',
          resolved: true,
          resolvedAt: '2026-11-20 13:00:00',
          affected: ['Search'],
          ...more,
        },
      ],
    })

  it.each<Case>([
    [
      'null wherever it may be',
      { affected: null, lastMod: null, severity: null },
      'incident reported 20 10:00-20 12:00',
    ],
    ['resolved without an end', { resolvedAt: null }, 'incident single 20 10:00-20 10:00'],
    ['resolved, and Hugo has no value', { resolvedAt: '<no value>' }, 'incident single 20 10:00-20 10:00'],
    ['"yes" for true', { resolved: 'yes' }, 'incident reported 20 10:00-20 12:00'],
    ['"False" for false', { resolved: 'False' }, 'incident ongoing 20 10:00-'],
    ['"oui" for true', { resolved: 'oui' }, 'incident unclear 20 10:00-'],
    ['an object for true', { resolved: { toString: null } }, 'incident unclear 20 10:00-'],
    ['a severity that nobody knows', { severity: 'monitoring' }, 'incident reported 20 10:00-20 12:00'],
    ['a start of one digit', { createdAt: '2026-11-20 9:00:00 +0000 UTC' }, 'incident reported 20 09:00-20 13:00'],
    ['a start in words', { createdAt: 'yesterday' }, 'incident unclear -'],
    ['an end in words', { resolvedAt: 'at noon' }, 'incident unclear 20 10:00-'],
    ['an end before its start', { resolvedAt: '2026-11-20 10:00:00' }, 'incident impossible 20 10:00-'],
    ['a notice that stays', { resolved: false, severity: 'notice', resolvedAt: null }, 'notice ongoing 20 10:00-'],
    ['the year 1 for no end', { resolvedAt: '0001-01-01 00:00:00 +0000 UTC' }, 'incident single 20 10:00-20 10:00'],
  ])('%s', (_, more, right) => {
    expect(read(more)).toEqual([`slow-search: ${right}`])
  })
})

describe('Upptime as nobody has sent it yet', () => {
  const read = (more: Fields) =>
    told('upptime', [
      {
        number: 12,
        title: '🛑 Search is down',
        state: 'closed',
        created_at: on('20 10:00'),
        closed_at: on('20 12:00'),
        html_url: 'https://github.com/acme/up/issues/12',
        labels: [{ name: 'status' }, { name: 'search' }],
        body: 'Words.',
        comments: 1,
        ...more,
      },
    ])

  it.each<Case>([
    [
      'null wherever it may be',
      { body: null, comments: null, updated_at: null },
      'incident reported 20 10:00-20 12:00',
    ],
    ['open', { state: 'open', closed_at: null }, 'incident ongoing 20 10:00-'],
    ['reopened, with its former end', { state: 'open' }, 'incident ongoing 20 10:00-'],
    ['closed without an end', { closed_at: null }, 'incident single 20 10:00-20 10:00'],
    ['a state that nobody knows', { state: 'locked', closed_at: null }, 'incident unclear 20 10:00-'],
    ['no state', { state: null, closed_at: null }, 'incident unclear 20 10:00-'],
    ['a title without a mark', { title: 'Search is down' }, 'incident reported 20 10:00-20 12:00'],
    ['a start without a zone', { created_at: '2026-11-20T10:00:00' }, 'incident unclear -'],
    ['a start of one digit', { created_at: '2026-11-20T9:00:00Z' }, 'incident reported 20 09:00-20 12:00'],
    ['no start', { created_at: null }, 'incident unclear -'],
    ['labels of null', { labels: [null, { name: 'status' }] }, 'incident reported 20 10:00-20 12:00'],
    ['an end before its start', { closed_at: on('20 09:00') }, 'incident impossible 20 10:00-'],
    [
      'planned work in a zone',
      {
        labels: [{ name: 'maintenance' }],
        body: '<!--\nstart: 2026-11-20T11:00:00+01:00\nend: 2026-11-20T13:00:00+01:00\n-->',
      },
      'maintenance reported 20 10:00-20 12:00',
    ],
    [
      'planned work in words',
      { state: 'open', labels: [{ name: 'maintenance' }], body: '<!--\nstart: tomorrow\nend: later\n-->' },
      'maintenance unclear -',
    ],
  ])('%s', (_, more, right) => {
    expect(read(more)).toEqual([`12: ${right}`])
  })
})
