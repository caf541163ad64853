import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cachet } from '#lib/adapters/cachet.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { countOf, documentOf, expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const ZONE_WARNING = { path: 'data', message: 'times have no zone and are read as UTC', value: null }

/** As versions 1 and 2 have it. */
const INCIDENT = {
  id: 41,
  component_id: 3,
  name: 'Slow API',
  status: 1,
  visible: 1,
  message: 'Slow.',
  occurred_at: '2019-05-01 10:00:00',
  created_at: '2019-05-01 10:05:00',
  updated_at: '2019-05-01 11:00:00',
  human_status: 'Investigating',
  latest_status: 4,
  permalink: 'https://status.example/incidents/41',
  updates: [
    { id: 7, status: 4, message: 'Over.', created_at: '2019-05-01 11:00:00', updated_at: '2019-05-01 11:00:00' },
    { id: 6, status: 3, message: 'Watched.', created_at: '2019-05-01 10:30:00', updated_at: '2019-05-01 10:31:00' },
  ],
}

const SCHEDULE = {
  id: 41,
  name: 'Upgrade',
  message: 'The database moves.',
  status: 2,
  scheduled_at: '2019-06-01 10:00:00',
  completed_at: '2019-06-01 11:30:00',
  created_at: '2019-05-20 09:00:00',
  updated_at: '2019-06-01 11:30:00',
}

/** As version 3 has it. */
const THIRD = {
  data: [
    {
      id: '2',
      type: 'incidents',
      attributes: {
        id: 2,
        name: 'Slow pages',
        message: 'Slow.',
        component_id: null,
        status: { human: 'Fixed', value: 4 },
        occurred: { human: '1 hour ago', string: '2024-10-27 08:31:59' },
        created: { human: '1 hour ago', string: '2024-10-27 08:35:00' },
        updated: { human: '1 minute ago', string: '2024-10-27 09:31:59' },
      },
      relationships: {
        updates: { data: [{ id: '5', type: 'updates' }] },
        components: { data: [{ id: '3', type: 'components' }] },
      },
    },
  ],
  included: [
    {
      id: '5',
      type: 'updates',
      attributes: {
        id: 5,
        message: 'Over.',
        status: { human: 'Fixed', value: 4 },
        created: { string: '2024-10-27 09:31:59' },
      },
    },
    { id: '3', type: 'components', attributes: { id: 3, name: 'Web', status: { human: 'Operational', value: 1 } } },
  ],
  links: { next: null },
  meta: { current_page: 1, per_page: 15 },
}

testAdapter(cachet, [
  { name: 'incidents of version 2', document: jsonDocument(list([INCIDENT])), incidents: 1, updates: 3, warnings: 1 },
  { name: 'schedules of version 2', document: jsonDocument(list([SCHEDULE])), incidents: 1, updates: 1, warnings: 1 },
  { name: 'incidents of version 3', document: jsonDocument(THIRD), incidents: 1, updates: 2, warnings: 1 },
])

testTampered(cachet, { 'version 2': list([INCIDENT, SCHEDULE]), 'version 3': THIRD })

describe('an incident of Cachet', () => {
  it('has its text as first update and its latest status as status, with times in UTC and a warning that they may not be', () => {
    const { incidents, warnings } = cachet.parse(jsonDocument(list([INCIDENT])))
    expect(warnings).toEqual([ZONE_WARNING])
    expect(incidents).toMatchObject([
      {
        externalId: '41',
        kind: 'incident',
        impact: 'unknown',
        status: 'resolved',
        sourceStatus: '4',
        statedStartedAt: new Date('2019-05-01T10:00:00Z'),
        statedEndedAt: null,
        sourceUrl: 'https://status.example/incidents/41',
        components: [{ externalId: '3', name: 'Component 3' }],
        updatesComplete: true,
        updates: [
          {
            externalId: 'message',
            status: 'investigating',
            sourceStatus: '1',
            postedAt: new Date('2019-05-01T10:00:00Z'),
          },
          { externalId: '6', status: 'monitoring', modifiedAt: new Date('2019-05-01T10:31:00Z') },
          { externalId: '7', status: 'resolved' },
        ],
      },
    ])
  })

  it('is the same in version 3, with the names of what is included', () => {
    const { incidents } = cachet.parse(jsonDocument(THIRD))
    expect(incidents).toMatchObject([
      {
        externalId: '2',
        title: 'Slow pages',
        status: 'resolved',
        statedStartedAt: new Date('2024-10-27T08:31:59Z'),
        components: [{ externalId: '3', name: 'Web' }],
        updatesComplete: true,
        updates: [
          { externalId: 'message', status: null, body: 'Slow.' },
          { externalId: '5', status: 'resolved', body: 'Over.' },
        ],
      },
    ])
  })

  it('has seconds since 1970 in the first versions', () => {
    const { occurred_at: _, latest_status: __, ...rest } = INCIDENT
    const { incidents } = cachet.parse(
      jsonDocument(list([{ ...rest, created_at: 1_430_000_000, updated_at: 1_430_000_600, updates: [] }])),
    )
    expect(incidents[0]?.statedStartedAt).toEqual(new Date(1_430_000_000_000))
  })

  it('is a maintenance while it is scheduled', () => {
    const planned = { ...INCIDENT, status: 0, latest_status: 0, scheduled_at: '2019-06-01 10:00:00', updates: [] }
    expect(cachet.parse(jsonDocument(list([planned]))).incidents).toMatchObject([
      {
        kind: 'maintenance',
        impact: 'none',
        status: 'scheduled',
        scheduledFrom: new Date('2019-06-01T10:00:00Z'),
        statedStartedAt: null,
      },
    ])
  })

  it('stays a maintenance when what was planned is over, whose announcement is no start', () => {
    const over = { ...INCIDENT, status: 0, latest_status: 4, scheduled_at: '2019-06-01 10:00:00' }
    const { scheduled_at: _, ...unplanned } = over
    expect(cachet.parse(jsonDocument(list([over, { ...unplanned, id: 42 }]))).incidents).toMatchObject([
      { kind: 'maintenance', impact: 'none', status: 'resolved', statedStartedAt: null },
      { kind: 'maintenance', impact: 'none', status: 'resolved', statedStartedAt: null, scheduledFrom: null },
    ])
  })

  it('warns of a status that it does not know', () => {
    const { incidents, warnings } = cachet.parse(jsonDocument(list([{ ...INCIDENT, latest_status: 9 }])))
    expect(incidents[0]).toMatchObject({ status: null, sourceStatus: '9' })
    expect(warnings).toContainEqual({ path: 'data[0].latest_status', message: 'unknown latest_status', value: '9' })
  })

  it('is put aside without an id, and unclear with an unreadable date', () => {
    const parsed = cachet.parse(
      jsonDocument(list([{ ...INCIDENT, id: '' }, { ...INCIDENT, id: 2, occurred_at: '34 minutes ago' }, INCIDENT])),
    )
    expectSoundDocument(parsed)
    expect(parsed.incidents.map(({ unclear }) => unclear)).toEqual([
      'occurred_at is not a readable time: "34 minutes ago"',
      null,
    ])
    expect(parsed.quarantined.map(({ path }) => path)).toEqual(['data[0]'])
  })
})

describe('a schedule of Cachet', () => {
  it('is numbered apart and has a planned start and its own end', () => {
    const parsed = cachet.parse(jsonDocument(list([SCHEDULE])))
    expect(parsed.kinds).toEqual(['maintenance'])
    expect(parsed.incidents).toMatchObject([
      {
        externalId: 'schedule/41',
        kind: 'maintenance',
        status: 'completed',
        scheduledFrom: new Date('2019-06-01T10:00:00Z'),
        statedEndedAt: new Date('2019-06-01T11:30:00Z'),
        updates: [{ externalId: 'message', status: 'scheduled', postedAt: new Date('2019-05-20T09:00:00Z') }],
      },
    ])
  })
})

describe('what a list of Cachet says', () => {
  it.each([
    ['all there is, on one page of version 2', list([INCIDENT], { total_pages: 1, current_page: 1 }), 'whole'],
    ['the newest, on the first of several', list([INCIDENT], { total_pages: 3, current_page: 1 }), 'newest'],
    ['a part, on another', list([INCIDENT], { total_pages: 3, current_page: 2 }), 'part'],
    ['all there is, on one page of version 3', THIRD, 'whole'],
    [
      'the newest, where version 3 has a next page',
      { ...THIRD, links: { next: 'https://status.example/api/incidents?page=2' } },
      'newest',
    ],
    ['one incident', { data: INCIDENT }, 'single'],
  ])('is %s', (_, body, completeness) => {
    expect(cachet.parse(jsonDocument(body)).completeness).toBe(completeness)
  })

  it.each([
    ['of incidents', [INCIDENT], null, ['incident']],
    ['of schedules', [SCHEDULE], null, ['maintenance']],
    ['of no incidents', [], 'https://a.example/api/v1/incidents?page=1', ['incident']],
    ['of no schedules', [], 'https://a.example/api/v1/schedules?page=1', ['maintenance']],
    ['of no schedules of version 3', [], 'https://a.example/api/schedules', ['maintenance']],
    ['of nothing, from nowhere', [], null, []],
  ])('is silent about the other list: one %s', (_, entries, url, kinds) => {
    expect(cachet.parse(jsonDocument(list(entries), { url }))).toMatchObject({ completeness: 'whole', kinds })
  })

  it('is never all planned work, where some stands among the incidents', () => {
    const planned = { ...INCIDENT, status: 0, latest_status: 0, scheduled_at: '2019-06-01 10:00:00', updates: [] }
    expect(cachet.parse(jsonDocument(list([planned])))).toMatchObject({
      completeness: 'newest',
      kinds: ['incident', 'maintenance'],
    })
  })

  it('may be nothing', () => {
    const none = jsonDocument(list([]))
    expect(countOf(cachet.parse(none))).toEqual({ incidents: 0, updates: 0 })
    expect(cachet.recognise(none)).toBeNull()
  })
})

describe('where Cachet is read', () => {
  it('reads both lists of the version that the address names, of version 2 where it names none', () => {
    expect(cachet.poll?.('https://a.example').map(({ url }) => url)).toEqual([
      'https://a.example/api/v1/incidents?sort=id&order=desc&per_page=100&page=1',
      'https://a.example/api/v1/schedules?sort=id&order=desc&per_page=100&page=1',
    ])
    expect(cachet.poll?.('https://a.example/api/incidents').map(({ url }) => url)).toEqual([
      'https://a.example/api/incidents?per_page=100&include=updates,components&page=1',
      'https://a.example/api/schedules?per_page=100&include=updates,components&sort=-id&page=1',
    ])
    expect(
      cachet.recognise(jsonDocument(THIRD, { url: 'https://a.example/api/incidents?per_page=1' }))?.sourceUrl,
    ).toBe('https://a.example/api/incidents')
  })

  it('fills back page by page until one is empty', () => {
    const [request] = cachet.backfill?.next('https://a.example', null) ?? []
    if (request === undefined) throw new Error('no request')
    const read = (body: unknown) => {
      const document = jsonDocument(body)
      return cachet.backfill
        ?.next('https://a.example', { request, document, parsed: cachet.parse(document) })
        .map(({ url }) => url)
    }
    expect(read(list([INCIDENT]))).toEqual([
      'https://a.example/api/v1/incidents?sort=id&order=desc&per_page=100&page=2',
    ])
    expect(read(list([]))).toEqual([])
  })
})

describe.skipIf(!hasShared)('the sample of the documentation of Cachet', () => {
  it('is read without loss', () => {
    const parsed = cachet.parse(documentOf(readFileSync(sharedPath('fixtures', 'docs-samples', 'cachet-v3-docs.json'))))
    expectSoundDocument(parsed)
    expect(parsed.warnings).toEqual([ZONE_WARNING])
    expect(parsed.incidents).toMatchObject([
      { externalId: '2', status: 'investigating', updates: [{ externalId: 'message' }], updatesComplete: false },
    ])
  })
})

function list(data: unknown[], pagination: Record<string, number> = { total_pages: 1, current_page: 1 }) {
  return { meta: { pagination }, data }
}

describe('the overall state of Cachet', () => {
  it.each([
    ['version 3', { data: { status: 'partial_outage', message: 'Some systems are out' } }, 'partial_outage'],
    ['versions before', { data: 'Alles in Ordnung' }, 'Alles in Ordnung'],
  ])('is a word, or a sentence: %s', (_, body, indicator) => {
    const parsed = cachet.parse(jsonDocument(body))
    expect(parsed).toMatchObject({ incidents: [], completeness: 'part', kinds: [], page: { indicator } })
    expect(cachet.recognise(jsonDocument(body))).toBeNull()
  })

  it('has an address of its own', () => {
    expect(cachet.overall?.('https://status.example/api/v1/incidents')?.url).toBe(
      'https://status.example/api/v1/status',
    )
    expect(cachet.overall?.('https://status.example/api/incidents')?.url).toBe('https://status.example/api/status')
  })
})
