import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { slack } from '#lib/adapters/slack.ts'
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

const NOTES = [
  { date_created: '2026-03-01T10:00:00-08:00', body: '<p>Messages are late.&nbsp;</p>' },
  { date_created: '2026-03-01T10:40:00-08:00', body: '<p>All is well.</p><ul><li>Queues</li></ul>' },
]

const INCIDENT = {
  id: 1600,
  date_created: '2026-03-01T10:00:00-08:00',
  date_updated: '2026-03-01T10:41:00-08:00',
  title: 'Late messages',
  type: 'incident',
  status: 'resolved',
  url: 'https://status.example/2026-03/abc',
  services: ['Messaging', 'Search', 'Search'],
  notes: NOTES,
}

testAdapter(slack, [
  { name: 'the history', document: jsonDocument([INCIDENT]), incidents: 1, updates: 2, warnings: 0 },
  {
    name: 'the current status',
    document: jsonDocument({
      status: 'active',
      date_updated: '2026-03-01T10:41:00-08:00',
      active_incidents: [{ ...INCIDENT, status: 'active' }],
    }),
    incidents: 1,
    updates: 2,
    warnings: 0,
  },
  {
    name: 'an all-clear',
    document: jsonDocument({
      status: 'ok',
      date_created: '2026-03-01T10:41:00-08:00',
      date_updated: '2026-03-01T10:41:00-08:00',
      active_incidents: [],
    }),
    incidents: 0,
    updates: 0,
    warnings: 0,
  },
  {
    name: 'JSON Lines',
    document: documentOf(`${JSON.stringify(INCIDENT)}\n${JSON.stringify({ ...INCIDENT, id: 1601 })}`),
    incidents: 2,
    updates: 4,
    warnings: 0,
  },
])

testTampered(slack, {
  'the history': [INCIDENT, { ...INCIDENT, id: 1 }],
  'the current status': { status: 'active', date_updated: 'x', active_incidents: [INCIDENT] },
})

describe('an incident of Slack', () => {
  it('keeps what Slack says of it', () => {
    expect(slack.parse(jsonDocument([INCIDENT])).incidents).toMatchObject([
      {
        externalId: '1600',
        kind: 'incident',
        title: 'Late messages',
        impact: 'minor',
        sourceImpact: 'incident',
        status: 'resolved',
        sourceStatus: 'resolved',
        statedStartedAt: new Date('2026-03-01T18:00:00Z'),
        statedEndedAt: new Date('2026-03-01T18:41:00Z'),
        sourceUrl: 'https://status.example/2026-03/abc',
        components: [{ name: 'Messaging' }, { name: 'Search' }],
        updatesComplete: true,
        updates: [
          { status: null, sourceStatus: null, body: 'Messages are late.' },
          { body: 'All is well.\n\n- Queues', format: 'markdown' },
        ],
      },
    ])
  })

  it('is the same whichever way round its notes come', () => {
    const newestFirst = { ...INCIDENT, notes: NOTES.toReversed() }
    expect(slack.parse(jsonDocument([newestFirst]))).toEqual(slack.parse(jsonDocument([INCIDENT])))
  })

  it('is the same with its id as text', () => {
    expect(slack.parse(jsonDocument([{ ...INCIDENT, id: '1600' }]))).toEqual(slack.parse(jsonDocument([INCIDENT])))
  })

  it('ended with its last note when it was changed long after', () => {
    const edited = { ...INCIDENT, date_updated: '2026-03-02T09:00:00-08:00' }
    expect(slack.parse(jsonDocument([edited])).incidents[0]?.statedEndedAt).toEqual(new Date('2026-03-01T18:40:00Z'))
  })

  it('has no end while it is active', () => {
    expect(slack.parse(jsonDocument([{ ...INCIDENT, status: 'active' }])).incidents[0]).toMatchObject({
      status: null,
      statedEndedAt: null,
    })
  })

  it.each([
    ['incident', 'active', 'incident', 'minor'],
    ['outage', 'active', 'incident', 'critical'],
    ['notice', 'active', 'notice', 'none'],
    ['incident', 'scheduled', 'maintenance', 'minor'],
    ['notice', 'completed', 'maintenance', 'none'],
    ['notice', 'cancelled', 'notice', 'none'],
  ])('of type %s and status %s is of kind %s and impact %s', (type, status, kind, impact) => {
    const { incidents, warnings } = slack.parse(jsonDocument([{ ...INCIDENT, type, status }]))
    expect(incidents).toMatchObject([{ kind, impact, sourceImpact: type, sourceStatus: status }])
    expect(warnings).toEqual([])
  })

  it('warns of a type that it does not know', () => {
    const { incidents, warnings } = slack.parse(jsonDocument([{ ...INCIDENT, type: 'mystery' }]))
    expect(incidents).toMatchObject([{ kind: 'incident', impact: 'unknown', sourceImpact: 'mystery' }])
    expect(warnings).toEqual([{ path: '[0].type', message: 'unknown type', value: 'mystery' }])
  })

  it('is put aside without an id, and unclear with an unreadable date', () => {
    const parsed = slack.parse(
      jsonDocument([
        { ...INCIDENT, id: null },
        { ...INCIDENT, date_created: 'soon' },
        { ...INCIDENT, id: 2 },
      ]),
    )
    expectSoundDocument(parsed)
    expect(parsed.incidents).toMatchObject([
      { externalId: '1600', unclear: 'date_created is not a readable time: "soon"' },
      { externalId: '2', unclear: null },
    ])
    expect(parsed.quarantined.map(({ path }) => path)).toEqual(['[0]'])
  })
})

describe('what the silence of Slack means', () => {
  it('differs between history, current status and a collection', () => {
    const line = JSON.stringify(INCIDENT)
    const documents = [
      jsonDocument([INCIDENT]),
      jsonDocument({ status: 'ok', date_updated: 'x', active_incidents: [] }),
      documentOf(`${line}\n${line}`),
    ]
    expect(documents.map((document) => slack.parse(document).completeness)).toEqual(['newest', 'open', 'part'])
  })

  it('keeps the word for its overall state', () => {
    expect(slack.parse(jsonDocument({ status: 'ok', date_updated: 'x', active_incidents: [] })).page?.indicator).toBe(
      'ok',
    )
  })

  it('is asked for at the history of the host', () => {
    expect(slack.poll?.('https://a.example')).toEqual([{ url: 'https://a.example/api/v2.0.0/history' }])
    expect(slack.poll?.('https://a.example/api/v2.0.0/current')).toEqual([
      { url: 'https://a.example/api/v2.0.0/current' },
    ])
  })
})

describe.skipIf(!hasShared)('real bodies of Slack', () => {
  const files = [
    'slack-history-5.json',
    'slack-current-2022-06-01-ok.json',
    'slack-current-2023-01-23-active-2.json',
    'slack-incidents-union.jsonl',
  ]
  testAdapter(slack, hasShared ? files.map(countedCase) : [])

  it('orders all notes of 2020 to 2024 by time, though the bodies have them newest first', () => {
    const parsed = slack.parse(documentOf(readFileSync(sharedPath('fixtures', 'slack', 'slack-incidents-union.jsonl'))))
    expect(countOf(parsed)).toEqual({ incidents: 246, updates: 679 })
    for (const { statedStartedAt, updates } of parsed.incidents) expect(updates[0]?.postedAt).toEqual(statedStartedAt)
  })
})

/** Counts by walking the raw JSON, without the adapter. */
function countedCase(name: string): AdapterCase {
  const text = readFileSync(sharedPath('fixtures', 'slack', name), 'utf8')
  const value = name.endsWith('l')
    ? text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : JSON.parse(text)
  const items: { notes: unknown[] }[] = value.active_incidents ?? value
  return {
    name,
    document: documentOf(text),
    incidents: items.length,
    updates: items.reduce((sum, item) => sum + item.notes.length, 0),
    warnings: 0,
  }
}
