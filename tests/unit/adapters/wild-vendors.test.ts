import { describe, expect, it } from 'vitest'
import { on, told } from './told.ts'

type Fields = Record<string, unknown>
type Case = [name: string, more: Fields, right: string]

describe('Better Stack as nobody has sent it yet', () => {
  const resource = (status: unknown) => ({ status_page_resource_id: '9', status })
  const update = (id: unknown, status: unknown, time: string, more: Fields = {}) => ({
    id,
    type: 'status_update',
    attributes: { message: 'Words.', published_at: on(time), affected_resources: [resource(status)], ...more },
  })
  const BEGIN = update('1', 'downtime', '20 10:00')
  const read = (more: Fields, updates: ReturnType<typeof update>[] = [BEGIN]) =>
    told('betterstack', {
      data: {
        id: '1',
        type: 'status_page',
        attributes: { company_name: 'Acme', aggregate_state: 'operational', custom_domain: null },
      },
      included: [
        {
          id: '7',
          type: 'status_report',
          attributes: {
            title: 'Slow search',
            report_type: 'manual',
            starts_at: on('20 10:00'),
            ends_at: null,
            aggregate_state: 'downtime',
            affected_resources: [resource('downtime')],
            ...more,
          },
          relationships: { status_updates: { data: updates.map(({ id }) => ({ id, type: 'status_update' })) } },
        },
        { id: '9', type: 'status_page_resource', attributes: { public_name: 'Search', status: 'operational' } },
        ...updates,
      ],
    })

  it.each<[string, Fields, ReturnType<typeof update>[], string]>([
    ['open', {}, [BEGIN], 'incident ongoing 20 10:00-'],
    [
      'null wherever it may be',
      { aggregate_state: null, affected_resources: null, title: null },
      [BEGIN],
      'incident ongoing 20 10:00-',
    ],
    ['over by its end', { ends_at: on('20 12:00') }, [BEGIN], 'incident reported 20 10:00-20 12:00'],
    [
      'over by its update',
      { aggregate_state: 'resolved', affected_resources: [resource('resolved')] },
      [BEGIN, update('2', 'resolved', '20 12:00')],
      'incident reported 20 10:00-20 12:00',
    ],
    [
      'over without its update',
      { aggregate_state: 'resolved', affected_resources: [resource('resolved')] },
      [BEGIN, update('2', 'degraded', '20 11:00')],
      'incident seen 20 10:00-20 11:00',
    ],
    [
      'a state that nobody knows',
      { aggregate_state: 'fixed', affected_resources: [resource('fixed')] },
      [BEGIN, update('2', 'fixed', '20 12:00')],
      'incident unclear 20 10:00-',
    ],
    [
      'an unknown state, and known ones since',
      {},
      [update('1', 'odd', '20 10:00'), update('2', 'downtime', '20 11:00')],
      'incident ongoing 20 10:00-',
    ],
    [
      'an update without a time',
      { aggregate_state: null },
      [BEGIN, update('2', 'resolved', '20 12:00', { published_at: 'soon' })],
      'incident unclear 20 10:00-',
    ],
    ['an update that is not included', {}, [], 'incident ongoing 20 10:00-'],
    ['a start without a zone', { starts_at: '2026-11-20T10:00:00' }, [BEGIN], 'incident unclear 20 10:00-'],
    ['a start of one digit', { starts_at: '2026-11-20T9:00:00.000Z' }, [BEGIN], 'incident ongoing 20 09:00-'],
    [
      'an end before its start',
      { ends_at: on('20 09:00'), aggregate_state: 'resolved' },
      [BEGIN],
      'incident impossible 20 10:00-',
    ],
    [
      'reopened',
      {},
      [BEGIN, update('2', 'resolved', '20 12:00'), update('3', 'degraded', '20 13:00')],
      'incident ongoing 20 10:00-',
    ],
    [
      'a maintenance without an end',
      { report_type: 'maintenance', aggregate_state: null, affected_resources: [] },
      [],
      'maintenance single 20 10:00-20 10:00',
    ],
    [
      'a maintenance as planned',
      { report_type: 'maintenance', ends_at: on('20 12:00') },
      [],
      'maintenance reported 20 10:00-20 12:00',
    ],
  ])('%s', (_, more, updates, right) => {
    expect(read(more, updates)).toEqual([`7: ${right}`])
  })
})

describe('Heroku as nobody has sent it yet', () => {
  const update = (update_type: unknown, time: string, more: Fields = {}) => ({
    id: time,
    update_type,
    contents: 'Words.',
    created_at: on(time),
    updated_at: on(time),
    ...more,
  })
  const BEGIN = update('issue', '20 10:00')
  const read = (more: Fields) =>
    told('heroku', [
      {
        id: 7,
        title: 'Slow dynos',
        state: 'resolved',
        created_at: on('20 10:00'),
        updated_at: on('20 12:00'),
        resolved: false,
        resolved_at: null,
        full_url: 'https://status.heroku.com/incidents/7',
        updates: [update('resolved', '20 12:00'), BEGIN],
        ...more,
      },
    ])

  it.each<Case>([
    ['null wherever it may be', { systems: null, tags: null, duration: null }, 'incident reported 20 10:00-20 12:00'],
    [
      'resolved without its update',
      { updates: [update('update', '20 11:00'), BEGIN] },
      'incident seen 20 10:00-20 11:00',
    ],
    ['resolved, and no update', { updates: null }, 'incident single 20 10:00-20 10:00'],
    ['open', { state: 'open', updates: [BEGIN] }, 'incident ongoing 20 10:00-'],
    ['a state that nobody knows', { state: 'pondering', updates: [BEGIN] }, 'incident unclear 20 10:00-'],
    ['no state', { state: null, updates: [BEGIN] }, 'incident ongoing 20 10:00-'],
    ['a state in capitals', { state: 'RESOLVED' }, 'incident reported 20 10:00-20 12:00'],
    ['an end before the last update', { resolved_at: on('20 11:00') }, 'incident reported 20 10:00-20 11:00'],
    ['a start without a zone', { created_at: '2026-11-20 10:00:00' }, 'incident unclear 20 10:00-'],
    [
      'an update of one digit',
      { updates: [update('resolved', '20 12:00'), update('issue', '20 10:00', { created_at: '2026-11-20T9:00:00Z' })] },
      'incident reported 20 09:00-20 12:00',
    ],
    ['an edit after the end', { updated_at: on('25 12:00') }, 'incident reported 20 10:00-20 12:00'],
    [
      'reopened',
      { state: 'open', updates: [update('issue', '20 13:00'), update('resolved', '20 12:00'), BEGIN] },
      'incident ongoing 20 10:00-',
    ],
    ['a text for its id', { id: 'abc' }, 'incident reported 20 10:00-20 12:00'],
  ])('%s', (_, more, right) => {
    expect(read(more)).toEqual([`${more.id ?? 7}: ${right}`])
  })
})

describe('Slack as nobody has sent it yet', () => {
  const note = (time: string, more: Fields = {}) => ({ date_created: on(time), body: 'Words.', ...more })
  const read = (more: Fields) =>
    told('slack', [
      {
        id: 7,
        title: 'Slow files',
        type: 'incident',
        status: 'resolved',
        date_created: on('20 10:00'),
        date_updated: on('20 12:00'),
        url: null,
        services: ['Files'],
        notes: [note('20 10:00'), note('20 11:50')],
        ...more,
      },
    ])

  it.each<Case>([
    ['null wherever it may be', { services: null, title: null }, 'incident reported 20 10:00-20 12:00'],
    ['no notes', { notes: null }, 'incident reported 20 10:00-20 12:00'],
    ['edited days later', { date_updated: on('25 12:00') }, 'incident reported 20 10:00-20 11:50'],
    ['a change before the last note', { date_updated: on('20 11:00') }, 'incident reported 20 10:00-20 11:50'],
    ['no change', { date_updated: null }, 'incident reported 20 10:00-20 11:50'],
    ['a status that nobody knows', { status: 'pondering' }, 'incident unclear 20 10:00-'],
    ['no status', { status: null }, 'incident unclear 20 10:00-'],
    ['a status in capitals', { status: 'Resolved' }, 'incident reported 20 10:00-20 12:00'],
    ['a type that nobody knows', { type: 'mystery' }, 'incident reported 20 10:00-20 12:00'],
    ['a start without a zone', { date_created: '2026-11-20T10:00:00' }, 'incident unclear 20 10:00-'],
    ['an end in words', { date_updated: 'just now' }, 'incident unclear 20 10:00-'],
    ['an offset', { date_created: '2026-11-20T02:00:00-08:00' }, 'incident reported 20 10:00-20 12:00'],
    ['a plan called off', { type: 'maintenance', status: 'cancelled' }, 'notice ongoing 20 10:00-'],
    ['a text for its id', { id: 'abc' }, 'incident reported 20 10:00-20 12:00'],
  ])('%s', (_, more, right) => {
    expect(read(more)).toEqual([`${more.id ?? 7}: ${right}`])
  })
})

describe('Salesforce as nobody has sent it yet', () => {
  const impact = (more: Fields = {}) => ({
    id: 1,
    startTime: on('20 10:00'),
    endTime: on('20 12:00'),
    type: 'performanceDegradation',
    severity: 'major',
    ...more,
  })
  const event = (type: unknown, time: string, more: Fields = {}) => ({
    id: time,
    type,
    message: 'Words.',
    createdAt: on(time),
    ...more,
  })
  const read = (more: Fields) =>
    told('salesforce', [
      {
        id: 7,
        createdAt: on('20 10:00'),
        updatedAt: on('20 12:00'),
        status: 'Resolved',
        serviceKeys: ['search'],
        instanceKeys: ['NA1'],
        IncidentImpacts: [impact()],
        IncidentEvents: [],
        ...more,
      },
    ])

  it.each<Case>([
    [
      'null wherever it may be',
      { serviceKeys: null, instanceKeys: null, IncidentEvents: null, message: null },
      'incident reported 20 10:00-20 12:00',
    ],
    [
      'one impact without an end',
      { status: 'Active', IncidentImpacts: [impact(), impact({ id: 2, endTime: null })] },
      'incident ongoing 20 10:00-',
    ],
    ['resolved without an end', { IncidentImpacts: [impact({ endTime: null })] }, 'incident single 20 10:00-20 10:00'],
    ['no impact', { IncidentImpacts: null }, 'incident single 20 10:00-20 10:00'],
    [
      'a status that nobody knows',
      { status: 'Pondering', IncidentImpacts: [impact({ endTime: null })] },
      'incident unclear 20 10:00-',
    ],
    ['an unknown status, and an end', { status: 'Pondering' }, 'incident reported 20 10:00-20 12:00'],
    [
      'a severity that nobody knows',
      { IncidentImpacts: [impact({ severity: 'huge' })] },
      'incident reported 20 10:00-20 12:00',
    ],
    [
      'a start without a zone',
      { IncidentImpacts: [impact({ startTime: '2026-11-20T10:00:00' })] },
      'incident unclear 20 10:00-',
    ],
    ['an end in words', { IncidentImpacts: [impact({ endTime: 'at noon' })] }, 'incident unclear 20 10:00-'],
    [
      'an event of one digit',
      { IncidentEvents: [event('investigating', '20 10:00', { createdAt: '2026-11-20T9:00:00.000Z' })] },
      'incident reported 20 09:00-20 12:00',
    ],
    ['an edit after the end', { updatedAt: on('25 12:00') }, 'incident reported 20 10:00-20 12:00'],
    [
      'an end before its start',
      { IncidentImpacts: [impact({ endTime: on('20 09:00') })] },
      'incident impossible 20 10:00-',
    ],
    ['a text for its id', { id: 'abc' }, 'incident reported 20 10:00-20 12:00'],
    [
      'a maintenance called off',
      {
        status: 'Cancelled',
        IncidentImpacts: undefined,
        MaintenanceImpacts: [],
        plannedStartTime: on('20 10:00'),
        plannedEndTime: on('20 12:00'),
      },
      'notice ongoing 20 10:00-',
    ],
  ])('%s', (_, more, right) => {
    expect(read(more)).toEqual([`${more.id ?? 7}: ${right}`])
  })
})

describe('Google Cloud as nobody has sent it yet', () => {
  const update = (status: unknown, time: string, more: Fields = {}) => ({
    created: on(time),
    modified: on(time),
    when: on(time),
    text: 'Words.',
    status,
    ...more,
  })
  const BEGIN = update('SERVICE_OUTAGE', '20 10:00')
  const END = update('AVAILABLE', '20 12:00')
  const read = (more: Fields) =>
    told('google-cloud', [
      {
        id: 'id',
        number: '7',
        begin: on('20 10:00'),
        created: on('20 10:10'),
        end: on('20 12:00'),
        modified: on('20 12:00'),
        external_desc: 'Slow search',
        updates: [END, BEGIN],
        most_recent_update: END,
        status_impact: 'SERVICE_OUTAGE',
        severity: 'medium',
        service_key: 'search',
        service_name: 'Search',
        ...more,
      },
    ])

  it.each<Case>([
    [
      'null wherever it may be',
      { affected_products: null, uri: null, severity: null, updates: null },
      'incident reported 20 10:00-20 12:00',
    ],
    [
      'open, without an end',
      { end: undefined, most_recent_update: BEGIN, updates: [BEGIN] },
      'incident ongoing 20 10:00-',
    ],
    ['open, with an empty end', { end: '', most_recent_update: BEGIN, updates: [BEGIN] }, 'incident ongoing 20 10:00-'],
    ['over by its update alone', { end: null }, 'incident reported 20 10:00-20 12:00'],
    [
      'a status that nobody knows',
      {
        end: null,
        most_recent_update: update('SERVICE_PONDERING', '20 12:00'),
        updates: [update('SERVICE_PONDERING', '20 12:00'), BEGIN],
      },
      'incident unclear 20 10:00-',
    ],
    [
      'an unknown status, and an end',
      { most_recent_update: update('SERVICE_PONDERING', '20 12:00') },
      'incident reported 20 10:00-20 12:00',
    ],
    [
      'an impact that nobody knows',
      { severity: 'apocalyptic', status_impact: 'HUGE' },
      'incident reported 20 10:00-20 12:00',
    ],
    ['a start without a zone', { begin: '2026-11-20T10:00:00' }, 'incident unclear 20 10:00-'],
    ['a start of one digit', { begin: '2026-11-20T9:00:00+00:00' }, 'incident reported 20 09:00-20 12:00'],
    ['an end in words', { end: 'at noon' }, 'incident unclear 20 10:00-'],
    ['an end before the last update', { end: on('20 11:00') }, 'incident reported 20 10:00-20 11:00'],
    [
      'a report days later',
      { updates: [update('AVAILABLE', '24 12:00', { text: '# Incident Report\n\nWords.' }), END, BEGIN] },
      'incident reported 20 10:00-20 12:00',
    ],
    [
      'a report days later, and no end',
      { end: null, updates: [update('AVAILABLE', '24 12:00', { text: '# Incident Report\n\nWords.' }), END, BEGIN] },
      'incident reported 20 10:00-20 12:00',
    ],
    ['an end before its start', { end: on('20 09:00') }, 'incident impossible 20 10:00-'],
    ['an update without a time', { updates: [END, { ...BEGIN, when: null }] }, 'incident reported 20 10:00-20 12:00'],
  ])('%s', (_, more, right) => {
    expect(read(more)).toEqual([`id: ${right}`])
  })
})
