import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { heroku } from '#lib/adapters/heroku.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { documentOf, expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const INCIDENT = {
  id: 3100,
  title: 'Builds fail',
  state: 'resolved',
  resolved: false,
  resolved_at: null,
  duration: 99,
  created_at: '2026-08-06T16:17:48.126Z',
  updated_at: '2026-08-06T17:20:35.981Z',
  full_url: 'https://status.example/incidents/3100',
  systems: [{ name: 'Tools', status: 'green', services: ['Tools', 'Builds'] }],
  tags: ['EMEA', 'NA'],
  updates: [
    { created_at: '2026-08-06T17:20:35.981Z', contents: 'Over.', update_type: 'resolved' },
    { created_at: '2026-08-06T16:17:48.126Z', contents: 'Builds **fail**.', update_type: 'issue', status_tools: 'red' },
  ],
}

const SCHEDULED = {
  id: 2959,
  title: 'Database upgrade',
  state: 'upcoming',
  resolved: false,
  created_at: '2026-07-15T17:00:24.339Z',
  full_url: 'https://status.example/incidents/2959',
  systems: [{ name: 'Data', status: 'green', services: ['Data'] }],
  updates: [{ created_at: '2026-07-15T17:00:24.339Z', contents: 'On Sunday.', update_type: 'scheduled' }],
}

const CURRENT = {
  status: [
    { system: 'Apps', status: 'yellow' },
    { system: 'Data', status: 'green' },
  ],
  incidents: [{ ...INCIDENT, state: 'open', systems: [{ name: 'Tools', status: 'yellow', services: ['Tools'] }] }],
  scheduled: [SCHEDULED],
}

testAdapter(heroku, [
  { name: 'the list', document: jsonDocument([INCIDENT]), incidents: 1, updates: 2, warnings: 0 },
  { name: 'one incident', document: jsonDocument(INCIDENT), incidents: 1, updates: 2, warnings: 0 },
  { name: 'the current status', document: jsonDocument(CURRENT), incidents: 2, updates: 3, warnings: 0 },
])

testTampered(heroku, { 'the list': [INCIDENT], 'the current status': CURRENT })

describe('an incident of Heroku', () => {
  const [incident] = heroku.parse(jsonDocument([INCIDENT])).incidents

  it('is over when its state says so, whatever its other fields say, at the update that resolved it', () => {
    expect(incident).toMatchObject({
      externalId: '3100',
      kind: 'incident',
      status: 'resolved',
      sourceStatus: 'resolved',
      statedStartedAt: new Date('2026-08-06T16:17:48.126Z'),
      statedEndedAt: null,
      sourceUrl: 'https://status.example/incidents/3100',
      regions: ['EMEA', 'NA'],
      updatesComplete: true,
      updates: [
        { status: 'investigating', sourceStatus: 'issue', body: 'Builds **fail**.' },
        { status: 'resolved', sourceStatus: 'resolved' },
      ],
    })
  })

  it('has the worst colour that its updates gave as impact, and the colours as changes', () => {
    expect(incident).toMatchObject({ impact: 'critical', sourceImpact: 'red' })
    expect(incident?.updates[0]?.componentChanges).toEqual([{ externalId: null, name: 'tools', from: null, to: 'red' }])
  })

  it('has an unknown impact when only the colour after its end is known', () => {
    const updates = INCIDENT.updates.map(({ status_tools: _, ...update }) => update)
    expect(heroku.parse(jsonDocument([{ ...INCIDENT, updates }])).incidents[0]).toMatchObject({
      impact: 'unknown',
      sourceImpact: null,
    })
  })

  it('has systems and their services as components', () => {
    expect(incident?.components).toMatchObject([
      { externalId: 'Tools', name: 'Tools', group: null, sourceStatus: 'green' },
      { externalId: 'Tools / Builds', name: 'Builds', group: 'Tools' },
    ])
  })

  it('keeps the ids of updates that have them', () => {
    const updates = INCIDENT.updates.map((update, index) => ({ ...update, id: 7000 - index }))
    const [named] = heroku.parse(jsonDocument([{ ...INCIDENT, updates }])).incidents
    expect(named?.updates.map(({ externalId }) => externalId)).toEqual(['6999', '7000'])
  })

  it('is not known to have lost its updates when a list leaves them out', () => {
    const { updates: _, ...bare } = INCIDENT
    expect(heroku.parse(jsonDocument([bare])).incidents[0]).toMatchObject({ updates: [], updatesComplete: false })
  })

  it('warns of a state that it does not know', () => {
    const { incidents, warnings } = heroku.parse(jsonDocument([{ ...INCIDENT, state: 'melting' }]))
    expect(incidents[0]).toMatchObject({ status: null, sourceStatus: 'melting' })
    expect(warnings).toEqual([{ path: '[0].state', message: 'unknown state', value: 'melting' }])
  })

  it('is put aside without an id', () => {
    const parsed = heroku.parse(jsonDocument([{ ...INCIDENT, id: null }, INCIDENT]))
    expectSoundDocument(parsed)
    expect(parsed.incidents).toHaveLength(1)
    expect(parsed.quarantined).toMatchObject([{ path: '[0]', reason: 'has no usable id' }])
  })
})

describe('the current status of Heroku', () => {
  const parsed = heroku.parse(jsonDocument(CURRENT))

  it('lists what is open and what is scheduled', () => {
    expect(parsed.completeness).toBe('open')
    expect(parsed.incidents).toMatchObject([
      { externalId: '3100', kind: 'incident', status: null, sourceStatus: 'open' },
      {
        externalId: '2959',
        kind: 'maintenance',
        status: 'scheduled',
        sourceStatus: 'upcoming',
        statedStartedAt: null,
        scheduledFrom: null,
      },
    ])
  })

  it('keeps the worst colour as its overall word, and the systems', () => {
    expect(parsed.page?.indicator).toBe('yellow')
    expect(parsed.components).toMatchObject([
      { name: 'Apps', sourceStatus: 'yellow' },
      { name: 'Data', sourceStatus: 'green' },
    ])
  })
})

describe('where Heroku is read', () => {
  it('asks for the incidents and the current status of the host', () => {
    expect(heroku.poll?.('https://a.example/x')).toEqual([
      { url: 'https://a.example/api/v4/incidents?limit=100' },
      { url: 'https://a.example/api/v4/current-status' },
    ])
  })
})

describe.skipIf(!hasShared)('samples of Heroku', () => {
  it.each([
    ['heroku-current-status-trimmed.json', 1, 2],
    ['heroku-incident-2960-trimmed.json', 1, 0],
  ])('reads %s', (name, incidents, updates) => {
    const parsed = heroku.parse(documentOf(readFileSync(sharedPath('fixtures', 'docs-samples', name))))
    expectSoundDocument(parsed)
    expect(parsed.warnings).toEqual([])
    expect(parsed.incidents).toHaveLength(incidents)
    expect(parsed.incidents.flatMap((incident) => incident.updates)).toHaveLength(updates)
  })
})
