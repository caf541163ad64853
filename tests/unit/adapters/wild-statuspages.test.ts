import { describe, expect, it } from 'vitest'
import { on, told } from './told.ts'

type Fields = Record<string, unknown>

const update = (id: unknown, status: unknown, time: string, more: Fields = {}) => ({
  ...{ id, status, body: 'Words.', created_at: on(time), updated_at: on(time), display_at: on(time), ...more },
})
const BEGIN = update('u1', 'investigating', '20 10:00')
const END = update('u2', 'resolved', '20 12:00')

describe.each([
  ['statuspage', 'abcdefghijkl'],
  ['incident-io', '01HZXWVTSRQPNMKJHGFEDCBA98'],
] as const)('documents of %s as nobody has sent them yet', (platform, id) => {
  const incident = (more: Fields = {}) => ({
    ...{ id, name: 'Slow search', status: 'resolved', impact: 'minor', created_at: on('20 10:00') },
    ...{ started_at: on('20 10:00'), resolved_at: on('20 12:00'), updated_at: on('20 12:00') },
    ...{ incident_updates: [END, BEGIN], ...more },
  })
  const read = (...incidents: unknown[]) =>
    told(platform, { page: { id: 'page', name: 'Acme' }, incidents }).map((line) => line.replace(id, 'id'))

  it.each<[string, Fields, string]>([
    [
      'null wherever it may be',
      { impact: null, components: null, shortlink: null, incident_updates: null },
      'incident reported 20 10:00-20 12:00',
    ],
    [
      'no closing update and no end',
      { resolved_at: null, incident_updates: [update('u2', 'identified', '20 11:00'), BEGIN] },
      'incident seen 20 10:00-20 11:00',
    ],
    ['an end before the last update', { resolved_at: on('20 11:00') }, 'incident reported 20 10:00-20 11:00'],
    ['a start without a zone', { created_at: '2026-11-20T10:00:00', started_at: null }, 'incident unclear 20 10:00-'],
    ['an end without a zone', { resolved_at: '2026-11-20 12:00:00' }, 'incident unclear 20 10:00-'],
    ['a time of one digit', { created_at: '2026-11-20T9:30:00Z' }, 'incident reported 20 09:30-20 12:00'],
    [
      'seconds since 1970 for a time',
      { created_at: 1_795_168_800, started_at: 1_795_168_800 },
      'incident unclear 20 10:00-',
    ],
    [
      'a status that nobody knows',
      { status: 'dismissed', resolved_at: null, incident_updates: [update('u2', 'dismissed', '20 11:00'), BEGIN] },
      'incident unclear 20 10:00-',
    ],
    [
      'a translated status, and an end',
      { status: 'Résolu', incident_updates: [update('u2', 'Résolu', '20 12:00'), BEGIN] },
      'incident reported 20 10:00-20 12:00',
    ],
    ['no status at all', { status: null, resolved_at: null, incident_updates: [] }, 'incident unclear 20 10:00-'],
    ['an empty status, but updates', { status: '', resolved_at: null }, 'incident reported 20 10:00-20 12:00'],
    [
      'an unknown update before known ones',
      { status: null, resolved_at: null, incident_updates: [END, update('u3', 'sighted', '20 11:00'), BEGIN] },
      'incident reported 20 10:00-20 12:00',
    ],
    ['an impact that nobody knows', { impact: 'catastrophic' }, 'incident reported 20 10:00-20 12:00'],
    [
      'numbers for ids of updates',
      { incident_updates: [update(2, 'resolved', '20 12:00'), update(1, 'investigating', '20 10:00')] },
      'incident reported 20 10:00-20 12:00',
    ],
    ['null among its updates', { incident_updates: [null, END, BEGIN] }, 'incident reported 20 10:00-20 12:00'],
    ['the year 1 for no end', { resolved_at: '0001-01-01T00:00:00Z' }, 'incident reported 20 10:00-20 12:00'],
    ['an end before its start', { resolved_at: on('20 09:00') }, 'incident impossible 20 10:00-'],
    [
      'an edit after its end',
      { updated_at: on('25 12:00'), incident_updates: [{ ...END, updated_at: on('25 12:00') }, BEGIN] },
      'incident reported 20 10:00-20 12:00',
    ],
    [
      'a postmortem days later',
      {
        status: 'postmortem',
        resolved_at: null,
        incident_updates: [update('u3', 'postmortem', '24 12:00', { display_at: null }), END, BEGIN],
      },
      'incident reported 20 10:00-20 12:00',
    ],
    [
      'an end from before it was reopened',
      { status: 'investigating', incident_updates: [update('u3', 'investigating', '20 13:00'), END, BEGIN] },
      'incident ongoing 20 10:00-',
    ],
    [
      'a start in next year',
      {
        created_at: '2027-11-20T10:00:00Z',
        started_at: null,
        status: 'investigating',
        resolved_at: null,
        incident_updates: [],
      },
      'incident unclear 20 10:00-',
    ],
    [
      'an update without a time',
      { status: null, resolved_at: null, incident_updates: [{ ...END, display_at: 'soon' }, BEGIN] },
      'incident unclear 20 10:00-',
    ],
    [
      'a planned start',
      { status: 'completed', scheduled_for: on('20 10:00'), scheduled_until: on('20 11:00'), incident_updates: [] },
      'maintenance reported 20 10:00-20 12:00',
    ],
    [
      'a plan called off',
      {
        status: 'cancelled',
        scheduled_for: on('21 10:00'),
        scheduled_until: on('21 11:00'),
        resolved_at: null,
        incident_updates: [update('u2', 'cancelled', '20 11:00'), update('u1', 'scheduled', '20 10:00')],
      },
      'notice ongoing 20 10:00-',
    ],
    [
      'a planned end without a zone',
      {
        status: 'scheduled',
        scheduled_for: on('21 10:00'),
        scheduled_until: '2026-11-21 11:00',
        resolved_at: null,
        incident_updates: [],
      },
      'maintenance unclear 21 10:00-',
    ],
  ])('%s', (_, more, right) => {
    expect(read(incident(more))).toEqual([`id: ${right}`])
  })

  it('lists that are null, empty, or hold one id twice', () => {
    expect(read()).toEqual([])
    expect(told(platform, { page: { id: 'page' }, incidents: null })).toEqual([])
    const older = incident({
      status: 'investigating',
      resolved_at: null,
      updated_at: on('20 11:00'),
      incident_updates: [BEGIN],
    })
    expect(read(incident(), older)).toEqual(['id: incident reported 20 10:00-20 12:00'])
    expect(read(older, incident())).toEqual(['id: incident reported 20 10:00-20 12:00'])
  })

  it('numbers for ids', () => {
    expect(read(incident({ id: 4711 }))).toEqual(['4711: incident reported 20 10:00-20 12:00'])
  })
})
