import { describe, expect, it } from 'vitest'
import { zendesk } from '#lib/adapters/zendesk.ts'
import { deriveSpan } from '#lib/domain/span.ts'
import { expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const incident = (id: string, attributes: Record<string, unknown>, services: string[] = []) => ({
  id,
  type: 'incident',
  attributes: { outage: false, degradation: true, ...attributes },
  relationships: { incidentServices: { data: services.map((service) => ({ id: service, type: 'incidentService' })) } },
})
const service = (id: string, attributes: Record<string, unknown>) => ({ id, type: 'incidentService', attributes })

const OPEN = incident('9003', {
  name: 'Slow pages',
  impact: 'minor',
  status: 'investigating',
  startedAt: '2026-05-15T08:00:00.000Z',
  resolvedAt: null,
})
/** Still "monitoring", long after its end. */
const STALE = incident(
  '9002',
  {
    name: 'Calls fail',
    impact: 'major',
    status: 'monitoring',
    startedAt: '2026-05-13T16:06:00.000Z',
    resolvedAt: '2026-05-13T18:38:00.000Z',
  },
  ['228965', '228966'],
)
const INCIDENTS = {
  data: [OPEN, STALE],
  included: [
    service('228965', { incidentId: 9002, serviceId: 31, serviceName: 'Voice', outage: true, degradation: false }),
    service('228966', { incidentId: 9002, serviceId: 15, serviceName: 'Knowledge', outage: false, degradation: true }),
  ],
}
const SERVICES = {
  data: [
    { id: '31', type: 'service', attributes: { name: 'Voice' } },
    { id: '15', type: 'service', attributes: { name: 'Knowledge' } },
  ],
}
const url = 'https://status.zendesk.com/api/ssp/incidents.json'
const only = (attributes: Record<string, unknown>) =>
  zendesk.parse(jsonDocument({ data: [{ ...STALE, attributes: { ...STALE.attributes, ...attributes } }] }))

testAdapter(zendesk, [
  { name: 'incidents', document: jsonDocument(INCIDENTS, { url }), incidents: 2, updates: 0, warnings: 0 },
  { name: 'services', document: jsonDocument(SERVICES), incidents: 0, warnings: 0 },
  { name: 'no incidents', document: jsonDocument({ data: [], included: [] }, { url }), incidents: 0, warnings: 0 },
])

testTampered(zendesk, { incidents: INCIDENTS, services: SERVICES })

describe('an incident of Zendesk', () => {
  const [open, stale] = zendesk.parse(jsonDocument(INCIDENTS, { url })).incidents

  it('is over when it has an end, whatever its state has stayed', () => {
    expect(stale).toMatchObject({ externalId: '9002', status: 'resolved', sourceStatus: null, impact: 'major' })
    expect(stale && deriveSpan(stale)).toMatchObject({
      startedAt: new Date('2026-05-13T16:06:00Z'),
      endedAt: new Date('2026-05-13T18:38:00Z'),
      basis: 'reported',
    })
  })

  it('is open without one', () => {
    expect(open).toMatchObject({ status: 'investigating', updates: [] })
    expect(open && deriveSpan(open)).toMatchObject({ basis: 'ongoing' })
  })

  it('has the services that it affected, each with how', () => {
    expect(stale?.components).toMatchObject([
      { externalId: '31', name: 'Voice', sourceStatus: 'outage' },
      { externalId: '15', name: 'Knowledge', sourceStatus: 'degradation' },
    ])
  })

  it('is unclear if nothing says whether it is over', () => {
    const { resolvedAt: _, ...attributes } = STALE.attributes as Record<string, unknown>
    const { incidents } = zendesk.parse(jsonDocument({ data: [{ ...STALE, attributes }] }))
    expect(incidents[0]?.unclear).toBe('nothing says whether it is over')
  })

  it('warns of an impact and of a state that it does not know', () => {
    const { incidents, warnings } = only({ impact: 'purple', status: 'pondering' })
    expect(incidents[0]).toMatchObject({ impact: 'unknown', sourceImpact: 'purple', status: 'resolved' })
    expect(warnings.map(({ value }) => value)).toEqual(['purple', 'pondering'])
  })

  it('is unclear with an unreadable time, and the others are kept', () => {
    const broken = { ...STALE, attributes: { ...STALE.attributes, startedAt: 'soon' } }
    const parsed = zendesk.parse(jsonDocument({ data: [OPEN, broken] }))
    expectSoundDocument(parsed)
    expect(parsed.incidents.map(({ unclear }) => unclear !== null)).toEqual([false, true])
    expect(parsed.reach).toBeNull()
  })
})

describe('the status page of Zendesk', () => {
  it('lists the newest incidents, and its services in another document', () => {
    expect(zendesk.parse(jsonDocument(INCIDENTS, { url }))).toMatchObject({
      completeness: 'newest',
      kinds: ['incident'],
      reach: { order: 'started', from: { incident: new Date('2026-05-13T16:06:00Z') } },
    })
    expect(zendesk.parse(jsonDocument(SERVICES))).toMatchObject({
      completeness: 'part',
      kinds: [],
      components: [{ name: 'Voice' }, { name: 'Knowledge' }],
    })
  })

  it('is read at two addresses, of which one may be missing', () => {
    expect(zendesk.poll?.('https://status.zendesk.com/')).toEqual([
      { url },
      { url: 'https://status.zendesk.com/api/ssp/services.json', optional: true },
    ])
    expect(zendesk.recognise(jsonDocument(INCIDENTS, { url }))?.sourceUrl).toBe('https://status.zendesk.com/')
  })

  it('is not any list of the form JSON:API', () => {
    expect(zendesk.recognise(jsonDocument({ data: [{ id: '1', type: 'articles', attributes: {} }] }))).toBeNull()
    expect(zendesk.recognise(jsonDocument({ data: [] }))).toBeNull()
  })
})
