import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { datadog } from '#lib/adapters/datadog.ts'
import { deriveSpan } from '#lib/domain/span.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { documentOf, expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const GATEWAY = { id: 'c1', name: 'Gateway', position: 0, type: 'Component' }
const WEB = { id: 'c2', name: 'Web', position: 1, type: 'Component' }
const TYPED_AT = '2026-11-04T02:34:01.430225Z'

/** Backfilled: all of it was typed three days later. */
const INCIDENT = {
  id: '2a3d415a',
  title: 'Slow routing',
  description: 'All is well again.',
  currentStatus: 'resolved',
  resolved: true,
  publishedDate: '2026-11-01T10:00:00Z',
  resolvedDate: '2026-11-01T12:00:00Z',
  lastModifiedAt: TYPED_AT,
  componentsAffected: [{ ...GATEWAY, status: 'operational' }],
  timeline: [
    {
      id: 'u2',
      status: 'resolved',
      description: 'All is well again.',
      startedAt: '2026-11-01T12:00:00Z',
      createdAt: TYPED_AT,
      lastModifiedAt: TYPED_AT,
      componentsAffected: [{ ...GATEWAY, status: 'operational' }],
    },
    {
      id: 'u1',
      status: 'investigating',
      description: 'Requests take long.',
      startedAt: '2026-11-01T10:00:00Z',
      createdAt: TYPED_AT,
      lastModifiedAt: TYPED_AT,
      componentsAffected: [{ ...GATEWAY, status: 'degraded' }],
    },
  ],
}
const OPEN = {
  ...INCIDENT,
  id: '7aed8b9f',
  title: 'Pages fail',
  currentStatus: 'identified',
  resolved: false,
  resolvedDate: '',
  publishedDate: '2026-11-02T10:00:00Z',
  componentsAffected: [{ ...WEB, status: 'major_outage' }],
  timeline: [],
}
const MAINTENANCE = {
  id: 'bf70341f',
  title: 'Upgrade',
  currentStatus: 'completed',
  startDate: '2026-11-03T01:00:00Z',
  completedDate: '2026-11-03T02:30:00Z',
  publishedDate: '2026-10-30T09:00:00Z',
  lastModifiedAt: '2026-11-03T02:30:00Z',
  componentsAffected: [{ ...WEB, status: 'maintenance' }],
  timeline: [],
}
const PAGE = {
  name: 'Acme',
  components: [
    { id: 'g1', name: 'API', type: 'ComponentGroup', components: [{ ...GATEWAY, status: 'operational' }] },
    { ...WEB, status: 'major_outage' },
  ],
  incidents: [OPEN, INCIDENT],
  maintenances: [MAINTENANCE],
  pageUrl: 'https://acme.statuspage.datadoghq.com',
}
const url = 'https://status.acme.example/config.json'
const parse = (over: Record<string, unknown> = {}) => datadog.parse(jsonDocument({ ...PAGE, ...over }, { url }))
const incidentOf = (over: Record<string, unknown>) => {
  const { incidents, warnings } = parse({ incidents: [{ ...INCIDENT, ...over }], maintenances: null })
  return {
    incident: incidents[0],
    warnings: warnings.map(({ path, message, value }) => `${path}: ${message}: ${value}`),
  }
}

testAdapter(datadog, [
  { name: 'a page', document: jsonDocument(PAGE), incidents: 3, updates: 2, warnings: 0 },
  {
    name: 'a quiet page',
    document: jsonDocument({ ...PAGE, incidents: [], maintenances: null }),
    incidents: 0,
    warnings: 0,
  },
])

testTampered(datadog, { page: PAGE })

describe('an incident of a Datadog status page', () => {
  const [open, resolved] = parse().incidents

  it('has the times that the page shows, not those at which it was typed', () => {
    expect(resolved).toMatchObject({
      externalId: '2a3d415a',
      kind: 'incident',
      title: 'Slow routing',
      status: 'resolved',
      sourceUrl: 'https://status.acme.example/incidents/2a3d415a',
      updates: [
        { externalId: 'u1', status: 'investigating', postedAt: new Date('2026-11-01T10:00:00Z') },
        { externalId: 'u2', status: 'resolved', postedAt: new Date('2026-11-01T12:00:00Z') },
      ],
      updatesComplete: true,
    })
    expect(resolved && deriveSpan(resolved)).toMatchObject({
      startedAt: new Date('2026-11-01T10:00:00Z'),
      endedAt: new Date('2026-11-01T12:00:00Z'),
      basis: 'reported',
    })
  })

  it('is as bad as its timeline says, since its components have the state of now', () => {
    expect(resolved).toMatchObject({ impact: 'minor', sourceImpact: 'degraded' })
    expect(resolved?.components).toMatchObject([
      { externalId: 'c1', name: 'Gateway', group: 'API', sourceStatus: 'degraded' },
    ])
  })

  it('is as bad as its components are now while it is open', () => {
    expect(open).toMatchObject({ status: 'identified', impact: 'critical', sourceImpact: 'major_outage' })
    expect(open && deriveSpan(open)).toMatchObject({ basis: 'ongoing', endedAt: null })
  })

  it.each([
    ['says that it is resolved, and that it is not', { resolved: false }],
    ['is called resolved, and not closed', { currentStatus: 'monitoring' }],
    ['has an unknown state and no other', { currentStatus: 'pondering', resolved: null }],
  ])('is unclear if it %s', (_, over) => {
    const { incident } = incidentOf(over)
    expect(incident?.unclear).not.toBeNull()
    expect(incident && deriveSpan(incident)).toMatchObject({ basis: 'unclear', endedAt: null })
  })

  it('keeps what its flag says where its word is unknown, with a warning', () => {
    const { incident, warnings } = incidentOf({ currentStatus: 'pondering' })
    expect(incident && deriveSpan(incident)).toMatchObject({ endedAt: new Date('2026-11-01T12:00:00Z') })
    expect(warnings).toEqual(['incidents[0].currentStatus: unknown currentStatus: pondering'])
  })

  it('is not listed once it was deleted', () => {
    expect(incidentOf({ deletedAt: '2026-11-05T00:00:00Z' }).incident).toBeUndefined()
  })

  it('warns of a component whose state it does not know', () => {
    const [first, ...rest] = INCIDENT.timeline
    const timeline = [{ ...first, componentsAffected: [{ ...GATEWAY, status: 'brown_out' }] }, ...rest]
    expect(incidentOf({ timeline }).warnings).toEqual([
      'incidents[0].timeline[0].componentsAffected[0].status: unknown status: brown_out',
    ])
  })

  it('is put aside without an id, and the others are kept', () => {
    const parsed = parse({ incidents: [{ ...INCIDENT, id: null }, OPEN] })
    expectSoundDocument(parsed)
    expect(parsed.quarantined.map(({ path }) => path)).toEqual(['incidents[0]'])
    expect(parsed.incidents.map(({ title }) => title)).toEqual(['Pages fail', 'Upgrade'])
  })
})

describe('a maintenance of a Datadog status page', () => {
  const maintenanceOf = (over: Record<string, unknown>) =>
    parse({ incidents: [], maintenances: [{ ...MAINTENANCE, ...over }] }).incidents[0]

  it('begins as planned and ends when it was completed', () => {
    const maintenance = maintenanceOf({})
    expect(maintenance).toMatchObject({ kind: 'maintenance', impact: 'none', status: 'completed' })
    expect(maintenance && deriveSpan(maintenance)).toMatchObject({
      startedAt: new Date('2026-11-03T01:00:00Z'),
      endedAt: new Date('2026-11-03T02:30:00Z'),
    })
  })

  it('is a notice if it was called off, and unclear in an unknown state', () => {
    expect(maintenanceOf({ currentStatus: 'canceled', completedDate: null })).toMatchObject({
      kind: 'notice',
      unclear: null,
    })
    expect(maintenanceOf({ currentStatus: 'paused' })?.unclear).toBe('unknown status "paused"')
  })
})

describe('a Datadog status page', () => {
  it('reaches back to its oldest incident, and lists components of groups', () => {
    expect(parse()).toMatchObject({
      completeness: 'newest',
      kinds: ['incident', 'maintenance'],
      reach: { order: 'started', from: { incident: new Date('2026-11-01T10:00:00Z') } },
      page: { name: 'Acme', url: 'https://status.acme.example/' },
      components: [
        { externalId: 'c1', group: 'API' },
        { externalId: 'c2', group: null },
      ],
    })
  })

  it('is read at its config.json', () => {
    expect(datadog.poll?.('https://status.acme.example/')).toEqual([{ url }])
    expect(datadog.recognise(jsonDocument(PAGE, { url }))?.sourceUrl).toBe('https://status.acme.example/')
  })

  it('is not taken for one by a configuration of something else', () => {
    expect(datadog.recognise(jsonDocument({ components: [], incidents: [], maintenances: null }))).toBeNull()
    expect(datadog.recognise(jsonDocument({ ...PAGE, components: [{ type: 'widget' }] }))).toBeNull()
  })
})

describe.skipIf(!hasShared)('a Datadog status page as it was met in the wild', () => {
  it('has one incident of two hours', () => {
    const document = documentOf(readFileSync(sharedPath('fixtures/wild/sites/d-datadog/f1')), { url })
    const [incident, ...others] = datadog.parse(document).incidents
    expect(others).toEqual([])
    expect(incident).toMatchObject({ title: 'Slow routing', impact: 'minor', components: [{ name: 'Gateway' }] })
    expect(incident && deriveSpan(incident)).toMatchObject({
      startedAt: new Date('2026-11-01T10:00:00Z'),
      endedAt: new Date('2026-11-01T12:00:00Z'),
    })
  })
})
