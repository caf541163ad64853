import { describe, expect, it } from 'vitest'
import { statuscast } from '#lib/adapters/statuscast.ts'
import { deriveSpan } from '#lib/domain/span.ts'
import { expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const INCIDENT = {
  Id: 700001,
  DateCreated: '2026-08-02T11:12:00Z',
  IncidentType: 'Performance Issue',
  Status: 'Investigating',
  Title: 'Calls break off',
  StartDate: '2026-08-02T11:10:00Z',
  Posts: [
    { Id: 2, Status: 'Identified', DateCreated: '2026-08-02T12:25:00Z', Text: '<p>A trunk is broken.</p>' },
    { Id: 1, Status: 'Investigating', DateCreated: '2026-08-02T11:12:00Z', Text: 'We look.' },
  ],
}
const NOTICE = {
  Id: 697937,
  DateCreated: '2026-08-04T10:14:55Z',
  IncidentType: 'Informational',
  Status: 'InProgress',
  Title: 'The knowledge base has moved',
  StartDate: '2026-08-06T07:40:00Z',
  Posts: [{ Text: 'Links are changing.' }],
}
const PLANNED = {
  ...NOTICE,
  Id: 700002,
  IncidentType: 'ScheduledMaintenance',
  Status: 'Future',
  Title: 'Upgrade',
  Posts: [],
}
const SUMMARY = {
  PageName: 'Acme',
  Domain: 'acme',
  StatusText: 'Performance Issue',
  Status: 'DegradedPerformance',
  UnresolvedIncidents: [INCIDENT, NOTICE],
  UpcomingIncidents: [PLANNED],
}
const QUIET = { ...SUMMARY, Status: 'Available', StatusText: 'Normal', UnresolvedIncidents: [], UpcomingIncidents: [] }
const url = 'https://acme.status.page/summary.json'
const entryOf = (over: Record<string, unknown>) => {
  const { incidents, warnings } = statuscast.parse(
    jsonDocument({ ...SUMMARY, UnresolvedIncidents: [{ ...INCIDENT, ...over }], UpcomingIncidents: [] }),
  )
  return { entry: incidents[0], warnings }
}

testAdapter(statuscast, [
  { name: 'a summary', document: jsonDocument(SUMMARY), incidents: 3, updates: 2, warnings: 1 },
  { name: 'a quiet summary', document: jsonDocument(QUIET), incidents: 0, warnings: 0 },
])

testTampered(statuscast, { summary: SUMMARY })

describe('an entry of StatusCast', () => {
  const parsed = statuscast.parse(jsonDocument(SUMMARY, { url }))
  const [incident, notice, planned] = parsed.incidents

  it('is an incident with its posts', () => {
    expect(incident).toMatchObject({
      externalId: '700001',
      kind: 'incident',
      status: 'investigating',
      impact: 'minor',
      sourceImpact: 'Performance Issue',
      updates: [
        { externalId: '1', status: 'investigating', body: 'We look.' },
        { externalId: '2', status: 'identified', body: 'A trunk is broken.' },
      ],
    })
    expect(incident && deriveSpan(incident)).toMatchObject({
      startedAt: new Date('2026-08-02T11:10:00Z'),
      basis: 'ongoing',
    })
  })

  it('is a notice if it only informs, although it stands among what is unresolved', () => {
    expect(notice).toMatchObject({ kind: 'notice', impact: 'none', unclear: null })
  })

  it('is planned work if it is upcoming', () => {
    expect(planned).toMatchObject({
      kind: 'maintenance',
      status: 'scheduled',
      scheduledFrom: new Date('2026-08-06T07:40:00Z'),
    })
  })

  it('loses a post without a time, which a warning says', () => {
    expect(parsed.warnings).toEqual([
      {
        path: 'UnresolvedIncidents[1].Posts[0]',
        message: 'a post without a time: its text cannot be placed',
        value: 'Links are changing.',
      },
    ])
  })

  it('is in progress only if it is planned work', () => {
    expect(entryOf({ Status: 'InProgress' }).entry).toMatchObject({
      status: null,
      sourceStatus: 'InProgress',
      unclear: null,
    })
    expect(entryOf({ Status: 'InProgress', IncidentType: 'Maintenance' }).entry).toMatchObject({
      kind: 'maintenance',
      status: 'in_progress',
    })
  })

  it('is unclear in a state that is not known, and has no impact by an unknown type', () => {
    const { entry, warnings } = entryOf({ Status: 'Pondering', IncidentType: 'Eclipse' })
    expect(entry).toMatchObject({ impact: 'unknown', sourceImpact: 'Eclipse', unclear: 'unknown status "Pondering"' })
    expect(entry && deriveSpan(entry)).toMatchObject({ basis: 'unclear' })
    expect(warnings.map(({ message }) => message)).toEqual(['unknown IncidentType', 'unknown Status'])
  })

  it('is unclear if its time has no zone, and the others are kept', () => {
    const parsed = statuscast.parse(
      jsonDocument({ ...SUMMARY, UnresolvedIncidents: [{ ...INCIDENT, StartDate: '2026-08-02T11:10:00' }, NOTICE] }),
    )
    expectSoundDocument(parsed)
    expect(parsed.incidents.map(({ unclear }) => unclear !== null)).toEqual([true, false, false])
  })
})

describe('a page of StatusCast', () => {
  it('lists what is open, and gives its overall state', () => {
    expect(statuscast.parse(jsonDocument(SUMMARY, { url }))).toMatchObject({
      completeness: 'open',
      page: { name: 'Acme', url: 'https://acme.status.page/', indicator: 'DegradedPerformance' },
    })
  })

  it('is read at its summary, which others have as well', () => {
    expect(statuscast.poll?.('https://acme.status.page/')).toEqual([{ url }])
    expect(statuscast.recognise(jsonDocument(QUIET, { url }))?.sourceUrl).toBe('https://acme.status.page/')
    expect(statuscast.recognise(jsonDocument({ page: { status: 'UP' }, activeIncidents: [] }))).toBeNull()
  })
})
