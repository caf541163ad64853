import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { salesforce } from '#lib/adapters/salesforce.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { documentOf, expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const INCIDENT = {
  id: 20004309,
  externalId: '93435306',
  status: 'Resolved',
  type: 'Degradation',
  createdAt: '2026-07-29T08:51:38.364Z',
  updatedAt: '2026-08-01T05:14:30.114Z',
  isCore: false,
  serviceKeys: ['coreService', 'Search'],
  instanceKeys: ['NA107', 'EU42'],
  message: { rootCause: 'A disk.', actionPlan: null },
  additionalInformation: null,
  IncidentImpacts: [
    {
      id: 1,
      startTime: '2026-07-24T20:01:00.000Z',
      endTime: '2026-07-25T03:30:00.000Z',
      type: 'performanceDegradation',
      severity: 'minor',
    },
    {
      id: 2,
      startTime: '2026-07-25T01:00:00.000Z',
      endTime: '2026-07-26T03:30:00.000Z',
      type: 'serviceDisruption',
      severity: 'major',
    },
  ],
  IncidentEvents: [
    {
      id: 12,
      type: 'resolved',
      message: 'Over.',
      createdAt: '2026-07-26T03:31:00.000Z',
      updatedAt: '2026-07-26T03:31:00.000Z',
    },
    {
      id: 11,
      type: 'update',
      message: 'Slow.',
      createdAt: '2026-07-24T20:10:00.000Z',
      updatedAt: '2026-07-24T20:10:00.000Z',
    },
  ],
}

const MAINTENANCE = {
  id: 636660,
  message: { maintenanceType: 'release', eventStatus: 'confirmed' },
  externalId: 'a3GEE',
  name: 'Spring release',
  plannedStartTime: '2026-04-04T06:00:00.000Z',
  plannedEndTime: '2026-04-04T11:00:00.000Z',
  additionalInformation: 'Restarts.',
  createdAt: '2026-03-27T11:13:28.540Z',
  updatedAt: '2026-03-27T11:13:28.540Z',
  MaintenanceImpacts: [],
  MaintenanceEvents: [{ id: 177053, type: 'scheduled', message: 'Planned.', createdAt: '2026-03-27T11:21:29.793Z' }],
  instanceKeys: ['POD114'],
  serviceKeys: ['B2CCore'],
}

testAdapter(salesforce, [
  { name: 'incidents', document: jsonDocument([INCIDENT]), incidents: 1, updates: 3, warnings: 0 },
  { name: 'one incident', document: jsonDocument(INCIDENT), incidents: 1, updates: 3, warnings: 0 },
  { name: 'maintenances', document: jsonDocument([MAINTENANCE]), incidents: 1, updates: 2, warnings: 0 },
])

testTampered(salesforce, { incidents: [INCIDENT], maintenances: [MAINTENANCE] })

describe('an incident of Salesforce', () => {
  const [incident] = salesforce.parse(jsonDocument([INCIDENT])).incidents

  it('is titled by its first impact and its services', () => {
    expect(incident?.title).toBe('Performance degradation: coreService, Search')
  })

  it('lasts from the start of its first impact to the end of its last', () => {
    expect(incident).toMatchObject({
      statedStartedAt: new Date('2026-07-24T20:01:00Z'),
      statedEndedAt: new Date('2026-07-26T03:30:00Z'),
    })
  })

  it.each([null, ''])('is open while one impact ends %j', (endTime) => {
    const IncidentImpacts = [
      ...INCIDENT.IncidentImpacts,
      { id: 3, startTime: '2026-07-26T00:00:00.000Z', endTime, type: 'x', severity: 'minor' },
    ]
    expect(
      salesforce.parse(jsonDocument([{ ...INCIDENT, status: 'Active', IncidentImpacts }])).incidents[0],
    ).toMatchObject({
      status: null,
      sourceStatus: 'Active',
      statedEndedAt: null,
    })
  })

  it('keeps its grades, ids, services and instances', () => {
    expect(incident).toMatchObject({
      externalId: '20004309',
      otherIds: ['93435306'],
      kind: 'incident',
      impact: 'major',
      sourceImpact: 'major, Degradation, performanceDegradation, serviceDisruption',
      status: 'resolved',
      components: [{ name: 'coreService' }, { name: 'Search' }],
      regions: ['NA107', 'EU42'],
    })
  })

  it('has its events, and its root cause as a postmortem', () => {
    expect(incident?.updates).toMatchObject([
      { externalId: '11', status: null, sourceStatus: 'update' },
      { externalId: '12', status: 'resolved', sourceStatus: 'resolved' },
      {
        externalId: 'rootCause',
        status: 'postmortem',
        body: 'A disk.',
        postedAt: new Date('2026-08-01T05:14:30.114Z'),
      },
    ])
  })

  it('keeps an event without an id, by its time and word', () => {
    const IncidentEvents = INCIDENT.IncidentEvents.map(({ id: _, ...event }) => event)
    const { incidents, quarantined } = salesforce.parse(jsonDocument([{ ...INCIDENT, IncidentEvents }]))
    expect(quarantined).toEqual([])
    expect(incidents[0]?.updates.map(({ externalId }) => externalId)).toEqual([
      '2026-07-24T20:10:00.000Z update',
      '2026-07-26T03:31:00.000Z resolved',
      'rootCause',
    ])
  })

  it('loses an event without a time to quarantine, and only that', () => {
    const events = [...INCIDENT.IncidentEvents, { id: 13, type: 'update', message: 'When?' }]
    const parsed = salesforce.parse(jsonDocument([{ ...INCIDENT, IncidentEvents: events }]))
    expectSoundDocument(parsed)
    expect(parsed.incidents).toMatchObject([{ updatesComplete: false }])
    expect(parsed.incidents[0]?.updates).toHaveLength(3)
    expect(parsed.quarantined).toMatchObject([
      { path: '[0].IncidentEvents[2]', externalId: '13', reason: 'has no usable createdAt' },
    ])
  })

  it('warns of words that it does not know', () => {
    const parsed = salesforce.parse(jsonDocument([{ ...INCIDENT, status: 'Pondering' }]))
    expect(parsed.incidents[0]).toMatchObject({ status: null, sourceStatus: 'Pondering' })
    expect(parsed.warnings).toEqual([{ path: '[0].status', message: 'unknown status', value: 'Pondering' }])
  })
})

describe('a maintenance of Salesforce', () => {
  it('has a name, a planned window and what is to be known', () => {
    expect(salesforce.parse(jsonDocument([MAINTENANCE])).incidents).toMatchObject([
      {
        externalId: '636660',
        kind: 'maintenance',
        title: 'Spring release',
        impact: 'none',
        status: 'scheduled',
        sourceStatus: 'confirmed',
        statedStartedAt: null,
        scheduledFrom: new Date('2026-04-04T06:00:00Z'),
        scheduledUntil: new Date('2026-04-04T11:00:00Z'),
        updates: [
          { externalId: 'additionalInformation', body: 'Restarts.' },
          { externalId: '177053', status: 'scheduled' },
        ],
      },
    ])
  })
})

describe('where Salesforce is read', () => {
  it('reads both lists of the API', () => {
    expect(salesforce.poll?.('https://a.example/v1/instances').map(({ url }) => url)).toEqual([
      'https://a.example/v1/incidents?limit=100',
      'https://a.example/v1/maintenances?limit=100',
    ])
  })

  it('says what it knows: an open list, one incident, or a part', () => {
    const at = (url: string, body: unknown) => salesforce.parse(jsonDocument(body, { url })).completeness
    expect(at('https://a.example/v1/incidents/active?x=1', [INCIDENT])).toBe('open')
    expect(at('https://a.example/v1/incidents/1', INCIDENT)).toBe('single')
    expect(at('https://a.example/v1/incidents?limit=100', [INCIDENT])).toBe('part')
  })

  it('fills back page by page until one is empty', () => {
    const step = salesforce.backfill
    const requests = step?.next('https://a.example/v1', null) ?? []
    expect(requests.map(({ url }) => url)).toEqual([
      'https://a.example/v1/incidents?limit=100&offset=0',
      'https://a.example/v1/maintenances?limit=100&offset=0',
    ])
    const [request] = requests
    if (request === undefined) throw new Error('no request')
    const read = (body: unknown) => {
      const document = jsonDocument(body, { url: request.url })
      return step
        ?.next('https://a.example/v1', { request, document, parsed: salesforce.parse(document) })
        .map(({ url }) => url)
    }
    expect(read([INCIDENT])).toEqual(['https://a.example/v1/incidents?limit=100&offset=100'])
    expect(read([])).toEqual([])
    expect(step?.next('https://a.example/v1', { request, document: null, parsed: null })).toEqual([])
  })
})

describe.skipIf(!hasShared)('the sample of Salesforce', () => {
  it('has two incidents, whose events have no times', () => {
    const parsed = salesforce.parse(
      documentOf(readFileSync(sharedPath('fixtures', 'docs-samples', 'salesforce-incidents-testdata.json'))),
    )
    expectSoundDocument(parsed)
    expect(parsed.warnings).toEqual([])
    expect(
      parsed.incidents.map(({ externalId, statedEndedAt }) => [externalId, statedEndedAt?.toISOString() ?? null]),
    ).toEqual([
      ['20004309', '2026-08-01T03:30:00.000Z'],
      ['20004999', null],
    ])
    expect(parsed.quarantined.map(({ reason }) => reason)).toEqual([
      'has no usable createdAt',
      'has no usable createdAt',
    ])
  })
})
