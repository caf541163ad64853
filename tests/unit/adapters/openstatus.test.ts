import { describe, expect, it } from 'vitest'
import { openstatus } from '#lib/adapters/openstatus.ts'
import { statuspage } from '#lib/adapters/statuspage.ts'
import { expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const REPORT = {
  id: 12,
  title: 'Slow API',
  updatedAt: '2026-05-01T11:00:00.000Z',
  status: 'resolved',
  monitors: [7],
  pageComponents: [1, 2, 1, 99],
  statusReportUpdates: [
    {
      id: 31,
      status: 'investigating',
      message: 'Slow.',
      date: '2026-05-01T10:00:00.000Z',
      updatedAt: '2026-05-01T10:05:00.000Z',
    },
    {
      id: 32,
      status: 'resolved',
      message: 'Over.',
      date: '2026-05-01T11:00:00.000Z',
      updatedAt: '2026-05-01T11:00:00.000Z',
    },
  ],
}

const MAINTENANCE = {
  id: 12,
  name: 'Upgrade',
  message: 'The database moves.',
  from: '2026-05-03T10:00:00.000Z',
  to: '2026-05-03T12:00:00.000Z',
  updatedAt: '2026-05-02T09:00:00.000Z',
  pageComponents: [2],
}

const PAGE = {
  title: 'Example',
  description: 'A page',
  status: 'degraded_performance',
  updatedAt: '2026-05-04T00:00:00.000Z',
  monitors: [],
  pageComponents: [
    { id: 1, name: 'API', groupId: 5 },
    { id: 2, name: 'Web', groupId: null },
  ],
  pageComponentGroups: [{ id: 5, name: 'Backend' }],
  maintenances: [MAINTENANCE],
  statusReports: [REPORT],
}

const SUMMARY_URL = 'https://status.example/api/status/summary.json'

/** What is open, in the shape of Statuspage: ids are text, updates have none, and the newest comes first. */
const SUMMARY = {
  page: { name: 'Example', url: 'https://status.example', updated_at: '2026-05-04T00:00:00.000Z' },
  status: { indicator: 'minor', description: 'Degraded Performance' },
  components: [{ name: 'API', status: 'degraded_performance' }],
  incidents: [
    {
      id: '12',
      name: 'Slow API',
      status: 'monitoring',
      updated_at: '2026-05-01T10:40:00.000Z',
      incident_updates: [
        { status: 'monitoring', body: 'Better.', created_at: '2026-05-01T10:40:00.000Z' },
        { status: 'investigating', body: 'Slow.', created_at: '2026-05-01T10:00:00.000Z' },
      ],
    },
  ],
  scheduled_maintenances: [
    {
      id: '12',
      name: 'Upgrade',
      status: 'scheduled',
      scheduled_for: MAINTENANCE.from,
      scheduled_until: MAINTENANCE.to,
    },
  ],
}

testAdapter(openstatus, [
  { name: 'a page', document: jsonDocument(PAGE), incidents: 2, updates: 3, warnings: 0 },
  {
    name: 'what is open',
    document: jsonDocument(SUMMARY, { url: SUMMARY_URL }),
    incidents: 2,
    updates: 2,
    warnings: 0,
  },
])

testTampered(openstatus, { 'a page': PAGE, 'what is open': SUMMARY })

describe('what is open on a page of OpenStatus, in the shape of Statuspage', () => {
  const url = SUMMARY_URL
  const parsed = openstatus.parse(jsonDocument(SUMMARY, { url }))

  it('is of the incidents that the other form has, and says less of them', () => {
    const [incident, maintenance] = parsed.incidents
    expect(parsed).toMatchObject({ completeness: 'open', kinds: ['incident', 'maintenance'], components: [] })
    expect(incident).toMatchObject({
      externalId: '12',
      status: 'monitoring',
      modifiedAt: null,
      sourceUrl: 'https://status.example/events/report/12',
      updateIdsDerived: true,
    })
    expect(incident?.updates.map(({ externalId, body }) => [externalId, body])).toEqual([
      ['2026-05-01T10:00:00.000Z investigating', 'Slow.'],
      ['2026-05-01T10:40:00.000Z monitoring', 'Better.'],
    ])
    expect(maintenance).toMatchObject({
      externalId: 'maintenance/12',
      status: 'scheduled',
      scheduledUntil: new Date(MAINTENANCE.to),
      updatesComplete: false,
    })
  })

  it('says nothing of maintenance where it lists none', () => {
    const { page, incidents } = SUMMARY
    expect(openstatus.parse(jsonDocument({ page, incidents })).kinds).toEqual(['incident'])
  })

  it('leads to the page, and is known by its address, since others imitate Statuspage as well', () => {
    expect(openstatus.recognise(jsonDocument(SUMMARY, { url }))?.sourceUrl).toBe('https://status.example/')
    expect(openstatus.recognise(jsonDocument(SUMMARY))).toBeNull()
    expect(statuspage.recognise(jsonDocument(SUMMARY, { url }))).toBeNull()
  })
})

describe('a report of OpenStatus', () => {
  const parsed = openstatus.parse(jsonDocument(PAGE, { url: 'https://status.example/feed/json' }))
  const [incident, maintenance] = parsed.incidents

  it('keeps its updates, its address and the components that the page knows', () => {
    expect(incident).toMatchObject({
      externalId: '12',
      kind: 'incident',
      title: 'Slow API',
      impact: 'unknown',
      sourceImpact: null,
      status: 'resolved',
      modifiedAt: new Date('2026-05-01T11:00:00Z'),
      sourceUrl: 'https://status.example/events/report/12',
      components: [
        { externalId: '1', name: 'API', group: 'Backend' },
        { externalId: '2', name: 'Web', group: null },
      ],
      updatesComplete: true,
      updates: [
        { externalId: '31', status: 'investigating', modifiedAt: new Date('2026-05-01T10:05:00Z') },
        { externalId: '32', status: 'resolved' },
      ],
    })
  })

  it('is numbered apart from maintenances, which have a window and a message', () => {
    expect(maintenance).toMatchObject({
      externalId: 'maintenance/12',
      kind: 'maintenance',
      impact: 'none',
      scheduledFrom: new Date('2026-05-03T10:00:00Z'),
      scheduledUntil: new Date('2026-05-03T12:00:00Z'),
      sourceUrl: 'https://status.example/events/maintenance/12',
      updates: [{ externalId: 'message', body: 'The database moves.', postedAt: new Date('2026-05-02T09:00:00Z') }],
    })
  })

  it('has the updates of a maintenance instead of its message where there are any', () => {
    const maintenanceUpdates = [{ id: 4, message: 'Begun.', date: '2026-05-03T10:01:00.000Z', updatedAt: null }]
    const [only] = openstatus.parse(
      jsonDocument({ ...PAGE, statusReports: [], maintenances: [{ ...MAINTENANCE, maintenanceUpdates }] }),
    ).incidents
    expect(only?.updates).toMatchObject([{ externalId: '4', body: 'Begun.', status: null }])
  })

  it('has the monitors of an older page as components', () => {
    const { pageComponents: _, ...rest } = PAGE
    const { pageComponents: __, ...report } = REPORT
    const older = { ...rest, monitors: [{ id: 7, name: 'Ping', status: 'active' }], statusReports: [report] }
    expect(openstatus.parse(jsonDocument(older)).incidents[0]?.components).toMatchObject([
      { name: 'Ping', sourceStatus: null },
    ])
  })

  it('warns of a status that it does not know', () => {
    const { incidents, warnings } = openstatus.parse(
      jsonDocument({ ...PAGE, statusReports: [{ ...REPORT, status: 'pondering' }] }),
    )
    expect(incidents[0]).toMatchObject({ status: null, sourceStatus: 'pondering' })
    expect(warnings).toEqual([{ path: 'statusReports[0].status', message: 'unknown status', value: 'pondering' }])
  })

  it('is put aside without an id, and a maintenance with an unreadable date is unclear', () => {
    const parsed = openstatus.parse(
      jsonDocument({
        ...PAGE,
        statusReports: [{ ...REPORT, id: null }, REPORT],
        maintenances: [{ ...MAINTENANCE, from: 'soon' }],
      }),
    )
    expectSoundDocument(parsed)
    expect(parsed.incidents).toMatchObject([
      { externalId: '12', unclear: null },
      { externalId: 'maintenance/12', unclear: 'from is not a readable time: "soon"' },
    ])
    expect(parsed.quarantined.map(({ path }) => path)).toEqual(['statusReports[0]'])
  })
})

describe('a page of OpenStatus', () => {
  it('lists its newest reports, its overall state and its components', () => {
    expect(openstatus.parse(jsonDocument(PAGE))).toMatchObject({
      completeness: 'newest',
      kinds: ['incident', 'maintenance'],
      page: { name: 'Example', indicator: 'degraded_performance' },
      components: [{ name: 'API' }, { name: 'Web' }],
    })
  })

  it('says the same at any time of reading', () => {
    const later = { ...PAGE, updatedAt: '2026-06-01T00:00:00.000Z' }
    expect(openstatus.parse(jsonDocument(later))).toEqual(openstatus.parse(jsonDocument(PAGE)))
  })

  it('is read at its JSON feed', () => {
    expect(openstatus.poll?.('https://a.example')).toEqual([{ url: 'https://a.example/feed/json' }])
    expect(openstatus.recognise(jsonDocument(PAGE, { url: 'https://a.example/feed/json' }))?.sourceUrl).toBe(
      'https://a.example/',
    )
  })
})
