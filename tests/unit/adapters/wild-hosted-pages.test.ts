import { describe, expect, it } from 'vitest'
import { on, told } from './told.ts'

type Fields = Record<string, unknown>
type Case = [name: string, more: Fields, right: string]

/** An object of JSON that hides what every object has. */
const ODD = JSON.parse('{"toString": 1, "valueOf": null}')

describe('Datadog as nobody has sent it yet', () => {
  const entry = (id: string, status: unknown, time: string) => ({ id, status, description: 'Words.', startedAt: time })
  const read = (more: Fields, page: Fields = {}) =>
    told('datadog', {
      components: [{ id: 'c1', name: 'Web', type: 'Component', status: 'operational' }],
      incidents: [
        {
          ...{ id: 'id', title: 'Slow routing', currentStatus: 'investigating', resolved: false },
          publishedDate: on('20 10:00'),
          timeline: [entry('1', 'investigating', on('20 10:00'))],
          ...more,
        },
      ],
      maintenances: null,
      ...page,
    })
  const over = { currentStatus: 'resolved', resolved: true, resolvedDate: on('20 12:00') }

  it.each<Case>([
    ['open', {}, 'incident ongoing 20 10:00-'],
    ['over', over, 'incident reported 20 10:00-20 12:00'],
    ['over, with an end that nobody can read', { ...over, resolvedDate: 'noon' }, 'incident unclear 20 10:00-'],
    ['a state that nobody knows', { currentStatus: 'dancing', resolved: null }, 'incident unclear 20 10:00-'],
    [
      'a state that nobody knows, and over',
      { ...over, currentStatus: 'dancing' },
      'incident reported 20 10:00-20 12:00',
    ],
    ['over by its word, open by its flag', { ...over, resolved: false }, 'incident unclear 20 10:00-'],
    ['1 for true', { ...over, resolved: 1 }, 'incident reported 20 10:00-20 12:00'],
    ['a start that nobody can read', { publishedDate: 'soon' }, 'incident unclear 20 10:00-'],
    ['a last change that nobody can read', { lastModifiedAt: 'soon' }, 'incident ongoing 20 10:00-'],
    ['a timeline of null', { timeline: null }, 'incident ongoing 20 10:00-'],
    ['an object for its state', { currentStatus: ODD, resolved: null }, 'incident unclear 20 10:00-'],
  ])('%s', (_, more, right) => {
    expect(read(more)).toEqual([`id: ${right}`])
  })
})

describe('FireHydrant as nobody has sent it yet', () => {
  const entry = (word: unknown, time: unknown) => ({
    occurredAt: time,
    details: { note: 'Words.', milestoneUpdate: { currentMilestone: word } },
  })
  const read = (more: Fields) =>
    told('firehydrant', {
      config: { title: 'Acme', operationalMessage: 'Well.' },
      components: [],
      incidents: [
        {
          ...{ id: 'id', title: 'Slow search', severitySlug: 'SEV3', timestamps: { started: on('20 10:00') } },
          timeline: [entry('investigating', on('20 10:00'))],
          ...more,
        },
      ],
    })
  const end = { started: on('20 10:00'), resolved: on('20 12:00') }

  it.each<Case>([
    ['open', {}, 'incident ongoing 20 10:00-'],
    ['over by its time', { timestamps: end }, 'incident reported 20 10:00-20 12:00'],
    ['over by its milestone', { currentMilestone: 'closed' }, 'incident single 20 10:00-20 10:00'],
    [
      'over by its timeline',
      { timeline: [entry('resolved', on('20 12:00')), entry('investigating', on('20 10:00'))] },
      'incident reported 20 10:00-20 12:00',
    ],
    ['a milestone that nobody knows', { currentMilestone: 'dancing' }, 'incident unclear 20 10:00-'],
    [
      'one that nobody knows, and over',
      { currentMilestone: 'dancing', timestamps: end },
      'incident reported 20 10:00-20 12:00',
    ],
    [
      'a newest entry that nobody knows',
      { timeline: [entry('dancing', on('20 12:00')), entry('investigating', on('20 10:00'))] },
      'incident unclear 20 10:00-',
    ],
    ['an end that nobody can read', { timestamps: { ...end, resolved: 'noon' } }, 'incident unclear 20 10:00-'],
    ['an empty end', { timestamps: { ...end, resolved: '' } }, 'incident ongoing 20 10:00-'],
    [
      'an entry without a time',
      { timeline: [entry('resolved', 'soon'), entry('investigating', on('20 10:00'))], currentMilestone: 'started' },
      'incident ongoing 20 10:00-',
    ],
    ['no timeline', { timeline: null }, 'incident ongoing 20 10:00-'],
    [
      'a note of an odd object',
      { timeline: [{ occurredAt: on('20 10:00'), details: { note: ODD } }] },
      'incident ongoing 20 10:00-',
    ],
    ['a severity of its owner', { severitySlug: 'HOUSE' }, 'incident ongoing 20 10:00-'],
    ['work', { severitySlug: 'MAINTENANCE', timestamps: end }, 'maintenance reported 20 10:00-20 12:00'],
    ['a number for its id', { id: 4711 }, 'incident ongoing 20 10:00-'],
  ])('%s', (name, more, right) => {
    expect(read(more)).toEqual([`${name === 'a number for its id' ? 4711 : 'id'}: ${right}`])
  })
})

describe('Statuspal as nobody has sent it yet', () => {
  const update = (type: unknown, time: unknown) => ({ id: 1, type, description: 'Words.', posted_at: time })
  const read = (more: Fields) =>
    told('statuspal', {
      services: [],
      status_page: { name: 'Acme', subdomain: 'acme', current_incident_type: null },
      incidents: [
        {
          ...{ id: 7, type: 'major', title: 'Slow search', starts_at: '2026-11-20T10:00:00', ends_at: null },
          updates: [update('issue', '2026-11-20T10:00:00')],
          ...more,
        },
      ],
      maintenances: [],
      upcoming_maintenances: [],
      info_notices: [],
    })

  it.each<Case>([
    ['open', {}, 'incident ongoing 20 10:00-'],
    ['a start with a zone', { starts_at: '2026-11-20T11:00:00+01:00' }, 'incident ongoing 20 10:00-'],
    ['a start that nobody can read', { starts_at: 'soon' }, 'incident unclear 20 10:00-'],
    ['an end, and still listed', { ends_at: '2026-11-20T12:00:00' }, 'incident reported 20 10:00-20 12:00'],
    [
      'an update that nobody knows',
      { updates: [update('dancing', '2026-11-20T10:00:00')] },
      'incident unclear 20 10:00-',
    ],
    ['a type that nobody knows', { type: 'dancing' }, 'incident ongoing 20 10:00-'],
    ['no update', { updates: [] }, 'incident ongoing 20 10:00-'],
    ['null for updates', { updates: null }, 'incident ongoing 20 10:00-'],
  ])('%s', (_, more, right) => {
    expect(read(more)).toEqual([`7: ${right}`])
  })
})

describe('StatusCast as nobody has sent it yet', () => {
  const read = (more: Fields) =>
    told('statuscast', {
      ...{ PageName: 'Acme', Domain: 'acme', StatusText: 'x', Status: 'DegradedPerformance' },
      UnresolvedIncidents: [
        {
          ...{ Id: 7, DateCreated: on('20 10:00'), IncidentType: 'Performance Issue', Status: 'Investigating' },
          ...{ Title: 'Slow search', StartDate: on('20 10:00'), Posts: [] },
          ...more,
        },
      ],
      UpcomingIncidents: [],
    })

  it.each<Case>([
    ['open', {}, 'incident ongoing 20 10:00-'],
    ['a start without a zone', { StartDate: '2026-11-20T10:00:00' }, 'incident unclear -'],
    ['a state that nobody knows', { Status: 'Dancing' }, 'incident unclear 20 10:00-'],
    ['a type that nobody knows', { IncidentType: 'Dancing' }, 'incident ongoing 20 10:00-'],
    ['no state', { Status: null }, 'incident ongoing 20 10:00-'],
    ['a post without a time', { Posts: [{ Id: 1, Text: 'Words.' }] }, 'incident ongoing 20 10:00-'],
    [
      'a post whose time nobody can read',
      { Posts: [{ Id: 1, DateCreated: 'soon', Text: 'Words.' }] },
      'incident ongoing 20 10:00-',
    ],
    ['a notice', { IncidentType: 'Informational' }, 'notice ongoing 20 10:00-'],
  ])('%s', (_, more, right) => {
    expect(read(more)).toEqual([`7: ${right}`])
  })
})

describe('Vultr as nobody has sent it yet', () => {
  const read = (more: Fields) =>
    told('vultr', {
      service_alerts: [
        {
          ...{ id: 'id', subject: 'Portal slow', status: 'ongoing', start_date: on('20 10:00'), updated_at: '' },
          entries: [{ updated_at: on('20 10:00'), message: 'Words.' }],
          ...more,
        },
      ],
      regions: {},
    })
  const over = { status: 'resolved', updated_at: on('20 12:00') }

  it.each<Case>([
    ['open', {}, 'incident ongoing 20 10:00-'],
    ['over', over, 'incident reported 20 10:00-20 12:00'],
    ['over, changed at a time that nobody can read', { ...over, updated_at: 'noon' }, 'incident unclear 20 10:00-'],
    ['a state that nobody knows', { status: 'dancing' }, 'incident unclear 20 10:00-'],
    ['no state', { status: null }, 'incident unclear 20 10:00-'],
    ['a start that nobody can read', { start_date: 'soon' }, 'incident unclear 20 10:00-'],
    ['no entry', { entries: null }, 'incident ongoing 20 10:00-'],
  ])('%s', (_, more, right) => {
    expect(read(more)).toEqual([`id: ${right}`])
  })
})

describe('Zendesk as nobody has sent it yet', () => {
  const read = (more: Fields) =>
    told('zendesk', {
      data: [
        {
          ...{ id: '7', type: 'incident' },
          attributes: {
            ...{ name: 'Slow pages', impact: 'minor', status: 'investigating', outage: true },
            ...{ startedAt: on('20 10:00'), resolvedAt: null, ...more },
          },
        },
      ],
    })

  it.each<Case>([
    ['open', {}, 'incident ongoing 20 10:00-'],
    ['over', { status: 'resolved', resolvedAt: on('20 12:00') }, 'incident reported 20 10:00-20 12:00'],
    [
      'over, in a state that nobody knows',
      { status: 'dancing', resolvedAt: on('20 12:00') },
      'incident reported 20 10:00-20 12:00',
    ],
    ['open, in a state that nobody knows', { status: 'dancing' }, 'incident unclear 20 10:00-'],
    ['an end that nobody can read', { resolvedAt: 'noon' }, 'incident unclear 20 10:00-'],
    ['a start that nobody can read', { startedAt: 'soon' }, 'incident unclear -'],
    ['no field for its end', { resolvedAt: undefined }, 'incident unclear 20 10:00-'],
    ['resolved without an end', { status: 'resolved' }, 'incident single 20 10:00-20 10:00'],
    ['1 for true', { outage: 1 }, 'incident ongoing 20 10:00-'],
  ])('%s', (_, more, right) => {
    expect(read(more)).toEqual([`7: ${right}`])
  })
})
