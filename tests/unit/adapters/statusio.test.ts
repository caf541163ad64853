import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { statusio } from '#lib/adapters/statusio.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { countOf, documentOf, expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const INCIDENT = {
  _id: '69f236c044970a0506e59c9e',
  name: ' Jobs are late',
  datetime_open: '2026-04-29T16:50:08.970Z',
  current_active: true,
  messages: [
    { details: 'Late.', state: 100, status: 400, datetime: '2026-04-29T16:50:08.986Z' },
    { details: 'Watched.', state: 300, status: 100, datetime: '2026-04-29T16:59:58.558Z' },
  ],
  containers_affected: [
    { _id: 'c1', name: ' Australia' },
    { _id: 'c2', name: 'Europe' },
  ],
  components_affected: [{ _id: 'x1', name: 'Jobs' }],
}

const MAINTENANCE = {
  _id: '6a3ca6cc7cb0d851499f5d93',
  name: 'Upgrade',
  datetime_planned_start: '2026-06-28T00:00:00.000Z',
  datetime_planned_end: '2026-06-28T02:00:00.000Z',
  datetime_open: '2026-06-25T03:55:56.510Z',
  messages: [{ details: 'Planned.', state: 100, status: 200, datetime: '2026-06-25T03:55:56.527Z' }],
  containers_affected: [],
  components_affected: [],
}

const ANSWER = answer([INCIDENT], { active: [{ ...MAINTENANCE, _id: 'm1' }], upcoming: [MAINTENANCE] })

testAdapter(statusio, [{ name: 'an answer', document: jsonDocument(ANSWER), incidents: 3, updates: 4, warnings: 0 }])

testTampered(statusio, { 'an answer': ANSWER })

describe('an incident of Status.io', () => {
  const parsed = statusio.parse(jsonDocument(ANSWER))

  it('keeps its messages, their states, places and parts', () => {
    expect(parsed.incidents[0]).toMatchObject({
      externalId: '69f236c044970a0506e59c9e',
      kind: 'incident',
      title: 'Jobs are late',
      impact: 'major',
      sourceImpact: '400',
      status: 'monitoring',
      sourceStatus: '300',
      statedStartedAt: new Date('2026-04-29T16:50:08.970Z'),
      statedEndedAt: null,
      components: [{ externalId: 'x1', name: 'Jobs' }],
      regions: ['Australia', 'Europe'],
      updatesComplete: true,
      updates: [
        { status: 'investigating', sourceStatus: '100', body: 'Late.' },
        { status: 'monitoring', sourceStatus: '300', postedAt: new Date('2026-04-29T16:59:58.558Z') },
      ],
    })
  })

  it('is a planned window when it is a maintenance, by the list it stands in', () => {
    expect(parsed.incidents.slice(1).toReversed()).toMatchObject([
      { externalId: 'm1', kind: 'maintenance', status: 'in_progress' },
      {
        kind: 'maintenance',
        impact: 'none',
        status: 'scheduled',
        statedStartedAt: null,
        scheduledFrom: new Date('2026-06-28T00:00:00Z'),
        scheduledUntil: new Date('2026-06-28T02:00:00Z'),
        updates: [{ status: null, sourceStatus: '100' }],
      },
    ])
  })

  it('warns of numbers that it does not know', () => {
    const odd = {
      ...INCIDENT,
      messages: [{ details: 'Hm.', state: 150, status: 700, datetime: '2026-04-29T16:50:08.986Z' }],
    }
    const { incidents, warnings } = statusio.parse(jsonDocument(answer([odd])))
    expect(incidents[0]).toMatchObject({
      impact: 'unknown',
      status: null,
      updates: [{ status: null, sourceStatus: '150' }],
    })
    expect(warnings.map(({ message, value }) => `${message} ${value}`)).toEqual([
      'unknown state 150',
      'unknown status 700',
    ])
  })

  it('is put aside without an id, and a message without a readable time alone', () => {
    const odd = {
      ...INCIDENT,
      messages: [...INCIDENT.messages, { details: 'When?', state: 100, status: 100, datetime: 'soon' }],
    }
    const parsed = statusio.parse(jsonDocument(answer([{ ...INCIDENT, _id: null }, odd])))
    expectSoundDocument(parsed)
    expect(parsed.incidents).toMatchObject([{ updatesComplete: false, updates: [{}, {}] }])
    expect(parsed.quarantined.map(({ path }) => path)).toEqual([
      'result.incidents[0]',
      'result.incidents[1].messages[2]',
    ])
  })
})

describe('the public API of Status.io', () => {
  it('lists what is open, the overall state and the components', () => {
    expect(statusio.parse(jsonDocument(ANSWER))).toMatchObject({
      completeness: 'open',
      kinds: ['incident', 'maintenance'],
      page: { indicator: 'Planned Maintenance' },
      components: [{ externalId: '5a89', name: 'Website', sourceStatus: 'Operational' }],
    })
  })

  it('has one maintenance, begun, of one that it lists as active and as upcoming', () => {
    const { incidents, warnings } = statusio.parse(
      jsonDocument(answer([], { active: [MAINTENANCE], upcoming: [MAINTENANCE] })),
    )
    expect(incidents).toMatchObject([{ externalId: MAINTENANCE._id, status: 'in_progress' }])
    expect(warnings).toMatchObject([{ value: MAINTENANCE._id }])
  })

  it('is found from a page by its links', () => {
    const page =
      '<!doctype html><html><body><a href="/pages/history/54f0de009d6f51e7140002b7">History</a></body></html>'
    expect(statusio.recognise(documentOf(page))?.sourceUrl).toBe(
      'https://api.status.io/1.0/status/54f0de009d6f51e7140002b7',
    )
    expect(() => statusio.parse(documentOf(page))).toThrow(ParseError)
  })

  it('is read at its address', () => {
    const url = 'https://api.example/1.0/status/54f0de009d6f51e7140002b7'
    expect(statusio.poll?.(url)).toEqual([{ url }])
    expect(statusio.recognise(jsonDocument(ANSWER, { url }))?.sourceUrl).toBe(url)
  })
})

describe.skipIf(!hasShared)('real incidents of Status.io', () => {
  const readJson = (name: string) => JSON.parse(readFileSync(sharedPath('fixtures', name), 'utf8'))

  it('reads the sample of the documentation', () => {
    const parsed = statusio.parse(documentOf(readFileSync(sharedPath('fixtures', 'docs-samples/statusio-docs.json'))))
    expect(countOf(parsed)).toEqual({ incidents: 0, updates: 0 })
    expect(parsed.components).toMatchObject([{ name: 'Website', sourceStatus: 'Planned Maintenance' }])
  })

  it('reads the raw incident and maintenance of Nintex, put back into their frame', () => {
    const raw = readJson('statusio/nintex-status-2026-04-30-raw-incidents.json')
    const composite = readJson('statusio/nintex-status-composite.json')
    const { active, upcoming } = composite.maintenance
    const body = {
      result: {
        status_overall: raw.status_overall,
        status: raw.components,
        incidents: raw.incidents.slice(0, 1),
        maintenance: { active, upcoming },
      },
    }
    const parsed = statusio.parse(jsonDocument(body))
    expectSoundDocument(parsed)
    expect([parsed.warnings, parsed.quarantined]).toEqual([[], []])
    expect(countOf(parsed)).toEqual({
      incidents: 1 + active.length + upcoming.length,
      updates: raw.incidents[0].messages.length + upcoming[0].messages.length,
    })
    expect(parsed.components).toHaveLength(raw.components.length)
  })

  it('refuses the composite of another repository, which is no answer of the API', () => {
    expect(() => statusio.parse(jsonDocument(readJson('statusio/nintex-status-composite.json')))).toThrow(
      'it has no "result"',
    )
  })
})

function answer(incidents: unknown[], maintenance: unknown = { active: [], upcoming: [] }) {
  return {
    result: {
      status_overall: { updated: '2026-04-29T16:49:49.455Z', status: 'Planned Maintenance', status_code: 200 },
      status: [
        {
          id: '5a89',
          name: 'Website',
          updated: '2026-04-29T16:49:49.455Z',
          status: 'Operational',
          status_code: 100,
          containers: [],
        },
      ],
      incidents,
      maintenance,
    },
  }
}
