import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { googleCloud } from '#lib/adapters/google-cloud.ts'
import { isFull } from '../../support/full.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import {
  type AdapterCase,
  countOf,
  documentOf,
  expectSoundDocument,
  jsonDocument,
  testAdapter,
} from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const LOCATION = { id: 'us-east1', title: 'South Carolina (us-east1)' }

const UPDATES = [
  {
    created: '2026-02-03T11:00:00+00:00',
    modified: '2026-02-03T11:05:00+00:00',
    when: '2026-02-03T11:00:00+00:00',
    text: '# Mini Incident Report\nA switch failed.',
    status: 'AVAILABLE',
    affected_locations: [],
  },
  {
    created: '2026-02-03T10:30:00+00:00',
    modified: '2026-02-03T10:30:00+00:00',
    when: '2026-02-03T10:30:00+00:00',
    text: 'It works again.',
    status: 'AVAILABLE',
    affected_locations: [],
  },
  {
    created: '2026-02-03T10:10:00+00:00',
    modified: '2026-02-03T10:10:00+00:00',
    when: '2026-02-03T10:10:00+00:00',
    text: 'Reads fail.',
    status: 'SERVICE_OUTAGE',
    affected_locations: [LOCATION],
  },
]

const INCIDENT = {
  id: 'AbCdEfGhIjKlMnOpQrSt',
  number: '1234567890123456789',
  begin: '2026-02-03T10:00:00+00:00',
  created: '2026-02-03T10:10:00+00:00',
  end: '2026-02-03T10:25:00+00:00',
  modified: '2026-02-03T11:05:00+00:00',
  external_desc: 'Reads from the example store fail',
  updates: UPDATES,
  most_recent_update: UPDATES[0],
  status_impact: 'SERVICE_OUTAGE',
  severity: 'high',
  service_key: 'zall',
  service_name: 'Multiple Products',
  affected_products: [{ title: 'Example Store', id: 'store', current_title: 'Example Storage' }],
  uri: 'incidents/AbCdEfGhIjKlMnOpQrSt',
  currently_affected_locations: [],
  previously_affected_locations: [LOCATION],
}

const FIRST_GENERATION = {
  begin: '2020-11-19T16:49:41Z',
  created: '2020-11-19T18:18:03Z',
  end: '2020-11-20T05:16:13Z',
  external_desc: 'Logs arrive late',
  modified: '2020-11-20T05:16:13Z',
  'most-recent-update': {
    created: '2020-11-20T05:16:13Z',
    modified: '2020-11-20T05:16:13Z',
    text: 'Over.',
    when: '2020-11-20T05:00:00Z',
  },
  number: 20009,
  public: true,
  service_key: 'logs',
  service_name: 'Logs',
  severity: 'medium',
  updates: [
    { created: '2020-11-20T05:16:13Z', modified: '2020-11-20T05:16:13Z', text: 'Over.', when: '2020-11-20T05:00:00Z' },
  ],
  uri: '/incident/logs/20009',
}

testAdapter(googleCloud, [
  { name: 'a list', document: jsonDocument([INCIDENT, FIRST_GENERATION]), incidents: 2, updates: 4, warnings: 0 },
  {
    name: 'JSON Lines',
    document: documentOf(`${JSON.stringify(INCIDENT)}\n${JSON.stringify(FIRST_GENERATION)}\n`),
    incidents: 2,
    updates: 4,
    warnings: 0,
  },
])

testTampered(googleCloud, { 'a list': [INCIDENT, FIRST_GENERATION] })

describe('an incident of a Google dashboard', () => {
  const url = 'https://dashboard.example/cloud/incidents.json'
  const parsed = googleCloud.parse(jsonDocument([INCIDENT], { url }))
  const [incident] = parsed.incidents

  it('keeps what the dashboard says of it, in its own words too', () => {
    expect(incident).toMatchObject({
      externalId: 'AbCdEfGhIjKlMnOpQrSt',
      otherIds: [],
      kind: 'incident',
      title: 'Reads from the example store fail',
      impact: 'critical',
      sourceImpact: 'SERVICE_OUTAGE, high',
      status: 'resolved',
      sourceStatus: 'AVAILABLE',
      statedStartedAt: new Date('2026-02-03T10:00:00Z'),
      statedEndedAt: new Date('2026-02-03T10:25:00Z'),
      modifiedAt: new Date('2026-02-03T11:05:00Z'),
      sourceUrl: 'https://dashboard.example/cloud/incidents/AbCdEfGhIjKlMnOpQrSt',
      components: [{ externalId: 'store', name: 'Example Storage', group: null }],
      regions: ['South Carolina (us-east1)'],
      updatesComplete: true,
    })
  })

  it('reads the grading words of updates as no status, and a report after the end as its postmortem', () => {
    expect(incident?.updates.map(({ status, sourceStatus }) => [status, sourceStatus])).toEqual([
      [null, 'SERVICE_OUTAGE'],
      ['resolved', 'AVAILABLE'],
      ['postmortem', 'AVAILABLE'],
    ])
  })

  it('keeps the locations that each update names', () => {
    expect(incident?.updates[0]?.componentChanges).toEqual([
      { externalId: 'us-east1', name: 'South Carolina (us-east1)', from: null, to: 'SERVICE_OUTAGE' },
    ])
  })

  it('speaks for the time back to the oldest incident that it lists', () => {
    expect(parsed).toMatchObject({ completeness: 'newest', kinds: ['incident'], covers: null })
  })
})

describe('the dialects of the dashboards', () => {
  it.each([{}, { end: null }, { end: '' }])('takes an incident with %o for open', (open) => {
    const { end: _, ...rest } = INCIDENT
    const parsed = googleCloud.parse(jsonDocument([{ ...rest, ...open }]))
    expect(parsed.incidents[0]?.statedEndedAt).toBeNull()
    expect(parsed.warnings).toEqual([])
  })

  it('knows an incident of the first generation by service and number, and by its creation once it has an id', () => {
    const [old] = googleCloud.parse(jsonDocument([FIRST_GENERATION])).incidents
    expect(old).toMatchObject({
      externalId: 'logs/20009',
      otherIds: ['created 2020-11-19T18:18:03.000Z'],
      components: [{ externalId: 'logs', name: 'Logs' }],
      sourceImpact: 'medium',
    })
    expect(old?.updates[0]).toMatchObject({ status: null, postedAt: new Date('2020-11-20T05:00:00Z') })
    const [relisted] = googleCloud.parse(jsonDocument([{ ...FIRST_GENERATION, id: 'x1', number: '77' }])).incidents
    expect(relisted).toMatchObject({ externalId: 'x1', otherIds: ['created 2020-11-19T18:18:03.000Z'] })
  })

  it('takes the latest update for the only one known where the list of updates is left out', () => {
    const [incident] = googleCloud.parse(jsonDocument([{ ...INCIDENT, updates: [] }])).incidents
    expect(incident?.updates).toHaveLength(1)
    expect(incident?.updatesComplete).toBe(false)
  })

  it("takes Workspace's heading off the title", () => {
    const [incident] = googleCloud.parse(
      jsonDocument([{ ...INCIDENT, external_desc: '**Title:**\nMail is late' }]),
    ).incidents
    expect(incident?.title).toBe('Mail is late')
  })

  it('starts with the creation when that came before the begin', () => {
    const [incident] = googleCloud.parse(
      jsonDocument([{ ...INCIDENT, created: '2026-02-03T09:59:00+00:00' }]),
    ).incidents
    expect(incident?.statedStartedAt).toEqual(new Date('2026-02-03T09:59:00Z'))
  })

  it('warns of a word that it does not know, with its place and value', () => {
    const parsed = googleCloud.parse(jsonDocument([{ ...INCIDENT, severity: 'apocalyptic' }]))
    expect(parsed.incidents[0]).toMatchObject({ impact: 'unknown', sourceImpact: 'SERVICE_OUTAGE, apocalyptic' })
    expect(parsed.warnings).toEqual([{ path: '[0].severity', message: 'unknown severity', value: 'apocalyptic' }])
  })

  it('does not understand an incident with an unreadable date', () => {
    const parsed = googleCloud.parse(jsonDocument([{ ...INCIDENT, begin: 'soon' }, FIRST_GENERATION]))
    expectSoundDocument(parsed)
    expect(parsed.incidents).toMatchObject([
      { externalId: 'AbCdEfGhIjKlMnOpQrSt', unclear: 'begin is not a readable time: "soon"' },
      { externalId: 'logs/20009', unclear: null },
    ])
  })

  it('reads an empty list as one without incidents, but does not recognise it', () => {
    expect(countOf(googleCloud.parse(jsonDocument([])))).toEqual({ incidents: 0, updates: 0 })
    expect(googleCloud.recognise(jsonDocument([]))).toBeNull()
  })
})

describe('where Google dashboards are read', () => {
  it('asks for the list below the address of the page, or for the list itself', () => {
    const urls = ['https://a.example', 'https://a.example/x/', 'https://a.example/x/incidents.json'].map(
      (url) => googleCloud.poll?.(url)[0]?.url,
    )
    expect(urls).toEqual([
      'https://a.example/incidents.json',
      'https://a.example/x/incidents.json',
      'https://a.example/x/incidents.json',
    ])
  })

  it('proposes the address of the page', () => {
    const document = jsonDocument([INCIDENT], { url: 'https://a.example/x/incidents.json' })
    expect(googleCloud.recognise(document)?.sourceUrl).toBe('https://a.example/x/')
  })
})

describe.skipIf(!hasShared)('real bodies of Google dashboards', () => {
  const files = [
    'gcp/gcp-incidents-2020-11-20.json',
    'gcp/gcp-incidents-2022-07-01.json',
    'gcp/gcp-incidents-2023-03-15.json',
    'gcp/gcp-incidents-2026-08-20.json',
    'gcp/gcp-incidents-2.json',
    // Nearly all of the others once more, counted in fixtures.test.ts.
    ...(isFull ? ['gcp/gcp-incidents-union.jsonl'] : []),
  ]
  const cases: AdapterCase[] = hasShared ? files.map(countedCase) : []
  testAdapter(googleCloud, cases)

  it('reads the Workspace sample', () => {
    const parsed = googleCloud.parse(
      documentOf(readFileSync(sharedPath('fixtures', 'docs-samples/google-workspace-open-trimmed.json'))),
    )
    expect(parsed.incidents).toMatchObject([{ externalId: 'B5V4MfnVp97nxoTYbxdX', statedEndedAt: null, updates: [{}] }])
  })

  it('knows the incidents that were listed under both kinds of id by their creation', () => {
    const before = googleCloud.parse(
      documentOf(readFileSync(sharedPath('fixtures', 'gcp/gcp-incidents-2020-11-20.json'))),
    ).incidents
    const union = googleCloud.parse(
      documentOf(readFileSync(sharedPath('fixtures', 'gcp/gcp-incidents-union.jsonl'))),
    ).incidents
    const later = new Map(
      union
        .filter(({ externalId }) => !externalId.includes('/'))
        .flatMap((incident) => incident.otherIds.map((id) => [id, incident])),
    )
    const pairs = before.flatMap((incident) => later.get(incident.otherIds[0] ?? '') ?? [])
    expect(pairs).toHaveLength(57)
    expect(new Set(pairs)).toHaveProperty('size', 57)
  })
})

/** Counts by walking the raw JSON, without the adapter. */
function countedCase(name: string): AdapterCase {
  const bytes = readFileSync(sharedPath('fixtures', name))
  const text = bytes.toString('utf8')
  const records: { updates: unknown[] }[] = name.endsWith('l')
    ? text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : JSON.parse(text)
  return {
    name,
    document: documentOf(bytes),
    incidents: records.length,
    updates: records.reduce((sum, record) => sum + record.updates.length, 0),
    warnings: 0,
  }
}
