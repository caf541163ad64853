import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { firehydrant } from '#lib/adapters/firehydrant.ts'
import { normaliseDocument } from '#lib/documents/normalise.ts'
import { applyObservation, emptyState, toObservation } from '#lib/incidents/apply-observation.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { documentOf, jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const SITE = 'https://status.acme.example/'
const ID = '7a1d2c3e-0000-4000-8000-00000000000a'
const known = { url: `${SITE}data/payload.json`, readAt: new Date('2026-11-11T00:00:00Z') }

const milestone = (currentMilestone: string) => ({ originalMilestone: 'x', currentMilestone })

const INCIDENT = {
  id: ID,
  title: 'Console slow',
  severitySlug: 'SEV2',
  currentMilestone: 'resolved',
  timestamps: { started: '2026-11-10T08:00:00Z', resolved: '2026-11-10T09:30:00Z' },
  components: [{ id: 'web', name: 'Console', condition: 'DEGRADED' }],
  timeline: [
    {
      time: '2026-11-10T12:00:00Z',
      occurredAt: '2026-11-10T09:30:00Z',
      details: { note: { note: 'Pages load as they should.' }, milestoneUpdate: milestone('resolved') },
    },
    { time: '2026-11-10T08:40:00Z', occurredAt: '2026-11-10T08:40:00Z', details: { note: 'A node is replaced.' } },
    { time: '2026-11-10T08:30:00Z', details: {} },
    { time: '2026-11-10T08:01:00Z', details: { milestoneUpdate: milestone('investigating') } },
  ],
}

function payload(incidents: unknown[] | undefined, over: Record<string, unknown> = {}) {
  return {
    config: { companyName: 'Acme', title: 'Acme status', operationalMessage: 'All is well.' },
    components: [{ id: 'web', name: 'Console', condition: 'OPERATIONAL' }],
    incidents,
    ...over,
  }
}

const read = (incident: Record<string, unknown>) => {
  const { incidents, warnings } = firehydrant.parse(jsonDocument(payload([{ ...INCIDENT, ...incident }]), known))
  return { incident: incidents[0], warnings }
}

const PLAN = {
  id: 'b1',
  name: 'Upgrade of the database',
  summary: 'Writes wait.',
  startsAt: '2026-11-20T22:00:00Z',
  endsAt: '2026-11-20T23:00:00Z',
  updatedAt: '2026-11-09T10:00:00Z',
}

const entry = (title: string, text: string, at: string, id = ID) =>
  `<item><title>${title}</title><link>${SITE}incidents/${id}</link><description>${text}</description><pubDate>${at}</pubDate></item>`
const RSS = `<?xml version="1.0"?><rss version="2.0"><channel><title>Acme status</title><link>${SITE}</link><description>x</description>
${entry('Update for incident &quot;Console is slow&quot;', "Over. Milestone is now 'resolved'.", 'Tue, 10 Nov 2026 09:31:00 +0000')}
${entry('New incident: &quot;Login fails&quot;', "Milestone is now 'investigating'.", 'Tue, 10 Nov 2026 07:00:00 +0000', '7a1d2c3e-0000-4000-8000-00000000000b')}
</channel></rss>`
const feed = documentOf(RSS, { ...known, url: `${SITE}data/rss.xml` })

testAdapter(firehydrant, [
  {
    name: 'an incident and a plan',
    document: jsonDocument(payload([INCIDENT], { scheduledMaintenances: [PLAN] }), known),
    incidents: 2,
    updates: 4,
    warnings: 0,
  },
  { name: 'a page without incidents', document: jsonDocument(payload(undefined), known), incidents: 0, warnings: 0 },
])
testTampered(firehydrant, { payload: payload([INCIDENT], { scheduledMaintenances: [PLAN] }), feed: RSS })

describe('the payload of FireHydrant', () => {
  it('has each incident with its times, components and timeline, an entry at the time when it happened', () => {
    const { incident } = read({})
    expect(incident).toMatchObject({
      externalId: ID,
      kind: 'incident',
      title: 'Console slow',
      impact: 'major',
      sourceImpact: 'SEV2',
      status: 'resolved',
      statedStartedAt: new Date('2026-11-10T08:00:00Z'),
      statedEndedAt: new Date('2026-11-10T09:30:00Z'),
      sourceUrl: `${SITE}incidents/${ID}`,
      components: [{ externalId: 'web', name: 'Console', sourceStatus: 'DEGRADED' }],
      unclear: null,
    })
    expect(incident?.updates.map(({ postedAt, status, body }) => [postedAt.toISOString(), status, body])).toEqual([
      ['2026-11-10T08:01:00.000Z', 'investigating', ''],
      ['2026-11-10T08:40:00.000Z', null, 'A node is replaced.'],
      ['2026-11-10T09:30:00.000Z', 'resolved', 'Pages load as they should.'],
    ])
  })

  it('is as bad as the worst component where no severity is set', () => {
    const components = [
      { id: 'web', name: 'Console', condition: 'Degraded' },
      { id: 'api', name: 'API', condition: 'Offline' },
    ]
    expect(read({ severitySlug: 'UNSET', components }).incident).toMatchObject({
      impact: 'critical',
      sourceImpact: 'Offline',
    })
    expect(read({ severitySlug: 'UNSET', components: [] }).incident).toMatchObject({ impact: 'unknown' })
    expect(read({ severitySlug: 'HOUSE_RULES', components: [] }).incident).toMatchObject({ impact: 'unknown' })
  })

  it('is open without an end, and unclear with a word that nobody knows', () => {
    const open = { timestamps: { started: '2026-11-10T08:00:00Z' }, timeline: [] }
    expect(read({ ...open, currentMilestone: 'mitigated' }).incident).toMatchObject({
      status: 'monitoring',
      statedEndedAt: null,
      unclear: null,
    })
    expect(read({ ...open, currentMilestone: 'dancing' }).incident?.unclear).toBe('unknown milestone "dancing"')
    expect(read({ timestamps: {}, timeline: [], currentMilestone: undefined }).incident?.unclear).toMatch(/neither/)
  })

  it('reads the state from the words of an imported note', () => {
    const timeline = [
      { occurredAt: '2026-11-10T09:30:00Z', details: { note: '➡️ **Resolved** — All is well.' } },
      { occurredAt: '2026-11-10T08:30:00Z', details: { note: '➡️ **Identified** — A node.' } },
      { occurredAt: '2026-11-10T08:10:00Z', details: { note: '**Customers of the EU** — see below.' } },
    ]
    const { incident } = read({ timeline, currentMilestone: undefined })
    expect(incident?.updates.map(({ status, body }) => [status, body])).toEqual([
      [null, '**Customers of the EU** — see below.'],
      ['identified', 'A node.'],
      ['resolved', 'All is well.'],
    ])
  })

  it('has an incident without a timeline told by its times', () => {
    const { incident } = read({ timeline: undefined })
    expect(incident?.updates.map(({ externalId }) => externalId)).toEqual([
      '2026-11-10T08:00:00.000Z started',
      '2026-11-10T09:30:00.000Z resolved',
    ])
  })

  it('has work of the severity MAINTENANCE, and plans, as maintenance', () => {
    const work = { severitySlug: 'MAINTENANCE', currentMilestone: undefined, timeline: [] }
    expect(read(work).incident).toMatchObject({ kind: 'maintenance', impact: 'none', status: 'completed' })
    const ahead = { ...work, timestamps: { started: '2026-11-12T08:00:00Z' } }
    expect(read(ahead).incident).toMatchObject({
      status: 'scheduled',
      scheduledFrom: new Date('2026-11-12T08:00:00Z'),
      statedStartedAt: null,
    })
    const { incidents } = firehydrant.parse(jsonDocument(payload([], { scheduledMaintenances: [PLAN] }), known))
    expect(incidents).toMatchObject([
      {
        kind: 'maintenance',
        scheduledFrom: new Date('2026-11-20T22:00:00Z'),
        scheduledUntil: new Date('2026-11-20T23:00:00Z'),
        updates: [{ body: 'Writes wait.' }],
      },
    ])
  })

  it('reaches as far as its own order does', () => {
    const older = { ...INCIDENT, id: 'b', timestamps: { started: '2026-11-01T08:00:00Z' } }
    const reach = (...incidents: unknown[]) => firehydrant.parse(jsonDocument(payload(incidents), known)).reach
    expect(reach(INCIDENT, older)?.from).toEqual({ incident: new Date('2026-11-01T08:00:00Z') })
    expect(reach(INCIDENT, older, { ...INCIDENT, id: 'c' })).toBeNull()
  })

  it('is no other document', () => {
    expect(firehydrant.recognise(jsonDocument(payload([{ id: 'x', title: 'Other' }])))).toBeNull()
    expect(firehydrant.recognise(feed)).toBeNull()
    const other = documentOf(RSS.replaceAll(/<link>[^<]*<\/link>/g, ''))
    expect(() => firehydrant.parse(other)).toThrow('not one of FireHydrant')
  })
})

describe('the feed of FireHydrant beside the payload', () => {
  it('adds what the payload lacks, and changes nothing else, however often both are read', () => {
    const state = emptyState()
    const payloadDocument = jsonDocument(payload([INCIDENT]), known)
    const news = [payloadDocument, feed, payloadDocument, feed].map((document, index) => {
      const parsed = normaliseDocument(firehydrant.parse(document))
      return applyObservation(state, toObservation(parsed, new Date(Date.UTC(2026, 10, 11, index)), `${index}`))
    })
    expect(news).toEqual([true, true, false, false])
    expect([...state.incidents.values()].map(({ live, updates }) => [live.content.title, updates.size])).toEqual([
      ['Console slow', 3],
      ['Login fails', 1],
    ])
  })

  it('says of nothing that it was withdrawn', () => {
    expect(firehydrant.parse(feed)).toMatchObject({ completeness: 'part', reach: null })
  })
})

describe.skipIf(!hasShared)('a page of FireHydrant as it was met in the wild', () => {
  it('has its incident', () => {
    const bytes = readFileSync(sharedPath('fixtures', 'wild', 'sites', 'firehydrant', 'payload.json'))
    expect(firehydrant.parse(documentOf(bytes, known)).incidents).toMatchObject([
      {
        title: 'Quillbase Cloud – API errors',
        status: 'resolved',
        statedStartedAt: new Date('2026-10-03T12:58:29Z'),
        statedEndedAt: new Date('2026-10-03T13:39:48Z'),
        impact: 'unknown',
        unclear: null,
      },
    ])
  })
})
