import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkly } from '#lib/adapters/checkly.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { countOf, documentOf, expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const INCIDENT = {
  id: 'b3e1006c',
  name: 'Audio is slow',
  severity: 'MEDIUM',
  duration: 0,
  created_at: '2026-07-27T14:32:53.607Z',
  updated_at: '2026-07-27T14:50:00.000Z',
  lastUpdateStatus: 'IDENTIFIED',
  services: [{ id: 'd8e1', name: 'Audio' }],
  incidentUpdates: [
    {
      id: 'u2',
      status: 'IDENTIFIED',
      description: 'Found.',
      publicIncidentUpdateDate: '2026-07-27T14:50:00.000Z',
      created_at: '2026-07-27T14:51:00.000Z',
    },
    {
      id: 'u1',
      status: 'INVESTIGATING',
      description: 'Slow.',
      publicIncidentUpdateDate: '2026-07-27T14:32:53.607Z',
      created_at: '2026-07-27T14:32:53.621Z',
    },
  ],
}

const SUMMARY = {
  page: { name: 'Example', url: 'https://example.status.test', status: 'HAS_ISSUES' },
  activeIncidents: [
    {
      id: '44cb5e11',
      name: 'Tier switched off',
      startedAt: '2026-09-04T04:04:04.000Z',
      status: 'IDENTIFIED',
      severity: 'MAJOR',
      affectedServices: [{ id: 'c486', name: 'Chat', group: 'API' }],
      url: 'https://example.status.test/incident/44cb5e11',
      updatedAt: '2026-09-04T05:04:04.000Z',
    },
  ],
  activeMaintenances: [
    {
      id: 'm1',
      name: 'Upgrade',
      startsAt: '2026-09-05T04:00:00Z',
      endsAt: '2026-09-05T05:00:00Z',
      status: 'SCHEDULED',
    },
  ],
}

testAdapter(checkly, [
  {
    name: 'unresolved incidents',
    document: jsonDocument({ incidents: [INCIDENT] }),
    incidents: 1,
    updates: 2,
    warnings: 0,
  },
  { name: 'the summary', document: jsonDocument(SUMMARY), incidents: 2, updates: 0, warnings: 0 },
  {
    name: 'a quiet summary',
    document: jsonDocument({ page: { status: 'OPERATIONAL' }, activeIncidents: [], activeMaintenances: [] }),
    incidents: 0,
    warnings: 0,
  },
])

testTampered(checkly, { 'unresolved incidents': { incidents: [INCIDENT] }, 'the summary': SUMMARY })

describe('unresolved incidents of a Checkly page', () => {
  it('are what is open, with all their updates', () => {
    const parsed = checkly.parse(jsonDocument({ incidents: [INCIDENT] }))
    expect(parsed).toMatchObject({ completeness: 'open', kinds: ['incident'] })
    expect(parsed.incidents).toMatchObject([
      {
        externalId: 'b3e1006c',
        title: 'Audio is slow',
        impact: 'minor',
        sourceImpact: 'MEDIUM',
        status: 'identified',
        sourceStatus: 'IDENTIFIED',
        statedStartedAt: new Date('2026-07-27T14:32:53.607Z'),
        statedEndedAt: null,
        components: [{ externalId: 'd8e1', name: 'Audio' }],
        updatesComplete: true,
        updates: [
          { externalId: 'u1', status: 'investigating', sourceStatus: 'INVESTIGATING', body: 'Slow.' },
          { externalId: 'u2', status: 'identified', postedAt: new Date('2026-07-27T14:50:00Z') },
        ],
      },
    ])
  })

  it('may be none, which is no evidence of the platform', () => {
    const none = jsonDocument({ incidents: [] })
    expect(countOf(checkly.parse(none))).toEqual({ incidents: 0, updates: 0 })
    expect(checkly.recognise(none)).toBeNull()
  })

  it('warn of a severity that is not known', () => {
    const { incidents, warnings } = checkly.parse(jsonDocument({ incidents: [{ ...INCIDENT, severity: 'HUGE' }] }))
    expect(incidents).toMatchObject([{ impact: 'unknown', sourceImpact: 'HUGE' }])
    expect(warnings).toEqual([{ path: 'incidents[0].severity', message: 'unknown severity', value: 'HUGE' }])
  })

  it('are put aside one by one', () => {
    const parsed = checkly.parse(jsonDocument({ incidents: [{ ...INCIDENT, id: null }, INCIDENT] }))
    expectSoundDocument(parsed)
    expect(parsed.quarantined).toMatchObject([{ path: 'incidents[0]', reason: 'has no usable id' }])
    expect(parsed.incidents).toHaveLength(1)
  })
})

describe('the summary of a Checkly page', () => {
  const parsed = checkly.parse(jsonDocument(SUMMARY))

  it('has what is open and planned, without updates', () => {
    expect(parsed).toMatchObject({
      completeness: 'open',
      kinds: ['incident', 'maintenance'],
      page: { name: 'Example', indicator: 'HAS_ISSUES' },
    })
    expect(parsed.incidents).toMatchObject([
      {
        kind: 'incident',
        impact: 'major',
        components: [{ name: 'Chat', group: 'API' }],
        sourceUrl: 'https://example.status.test/incident/44cb5e11',
        updatesComplete: false,
      },
      {
        kind: 'maintenance',
        status: 'scheduled',
        scheduledFrom: new Date('2026-09-05T04:00:00Z'),
        scheduledUntil: new Date('2026-09-05T05:00:00Z'),
      },
    ])
  })

  it('lists what stands under one id in both of its lists once', () => {
    const [maintenance] = SUMMARY.activeMaintenances
    const twice = { ...SUMMARY, activeMaintenances: [{ ...maintenance, id: '44cb5e11' }] }
    const { incidents, warnings } = checkly.parse(jsonDocument(twice))
    expect(incidents).toMatchObject([{ externalId: '44cb5e11', title: 'Tier switched off' }])
    expect(warnings).toMatchObject([{ path: 'activeMaintenances[0]', value: '44cb5e11' }])
  })

  it('leads to the page', () => {
    expect(checkly.recognise(jsonDocument(SUMMARY))?.sourceUrl).toBe('https://example.status.test/')
  })

  it.each(['UP', 'HASISSUES', 'ONEMAJOROUTAGE'])('is not one of Instatus, whose page is "%s"', (status) => {
    expect(checkly.recognise(jsonDocument({ page: { status }, activeIncidents: [] }))).toBeNull()
  })
})

describe('where a Checkly page is read', () => {
  it('asks for the summary, or for the incidents where the slug is known', () => {
    const api = 'https://a.example/api/status-page/x/unresolved-incidents'
    expect(checkly.poll?.('https://a.example')).toEqual([{ url: 'https://a.example/summary.json' }])
    expect(checkly.poll?.(api)).toEqual([{ url: api }])
  })
})

describe.skipIf(!hasShared)('a real body of Checkly', () => {
  it('is read without loss', () => {
    const document = documentOf(
      readFileSync(sharedPath('fixtures', 'checkly', 'mistral-unresolved-incidents-20260727.json')),
    )
    const parsed = checkly.parse(document)
    expectSoundDocument(parsed)
    expect(countOf(parsed)).toEqual({ incidents: 1, updates: 1 })
    expect([parsed.warnings, parsed.quarantined]).toEqual([[], []])
    expect(checkly.recognise(document)).not.toBeNull()
  })
})
