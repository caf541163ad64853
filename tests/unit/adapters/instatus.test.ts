import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { instatus } from '#lib/adapters/instatus.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { countOf, documentOf, expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const SUMMARY = {
  page: { name: 'Example', url: 'https://status.example', status: 'ONEMAJOROUTAGE' },
  activeIncidents: [
    {
      id: 'cmrxt1rlu',
      name: 'Builds fail ',
      started: '2026-07-23T17:48:28.028Z',
      status: 'MONITORING',
      impact: 'MAJOROUTAGE',
      url: 'https://status.example/cmrxt1rlu',
      updatedAt: '2026-07-23T17:50:11.838Z',
    },
  ],
  activeMaintenances: [
    {
      name: 'Upgrade',
      start: 'Sat Jun 11 2022 18:55:54 GMT+0000 (Coordinated Universal Time)',
      status: 'NOTSTARTEDYET',
      duration: '90',
      url: 'https://status.example/maintenance/cl4a8nlv5',
    },
  ],
}

testAdapter(instatus, [
  { name: 'a summary', document: jsonDocument(SUMMARY), incidents: 2, updates: 0, warnings: 0 },
  {
    name: 'a quiet summary',
    document: jsonDocument({ page: { name: 'Example', url: 'https://status.example', status: 'UP' } }),
    incidents: 0,
    warnings: 0,
  },
])

testTampered(instatus, { 'a summary': SUMMARY })

describe('the summary of an Instatus page', () => {
  const parsed = instatus.parse(jsonDocument(SUMMARY))

  it('has what is open and planned, without updates', () => {
    expect(parsed).toMatchObject({
      completeness: 'open',
      kinds: ['incident', 'maintenance'],
      page: { name: 'Example', indicator: 'ONEMAJOROUTAGE' },
    })
    expect(parsed.incidents).toMatchObject([
      {
        externalId: 'cmrxt1rlu',
        kind: 'incident',
        title: 'Builds fail',
        impact: 'major',
        sourceImpact: 'MAJOROUTAGE',
        status: 'monitoring',
        sourceStatus: 'MONITORING',
        statedStartedAt: new Date('2026-07-23T17:48:28.028Z'),
        statedEndedAt: null,
        modifiedAt: new Date('2026-07-23T17:50:11.838Z'),
        sourceUrl: 'https://status.example/cmrxt1rlu',
        updates: [],
        updatesComplete: false,
      },
      { kind: 'maintenance' },
    ])
  })

  it('plans a maintenance by its start and minutes, and knows it by its address where it has no id', () => {
    expect(parsed.incidents[1]).toMatchObject({
      externalId: 'cl4a8nlv5',
      status: 'scheduled',
      sourceStatus: 'NOTSTARTEDYET',
      scheduledFrom: new Date('2022-06-11T18:55:54Z'),
      scheduledUntil: new Date('2022-06-11T20:25:54Z'),
      statedStartedAt: null,
    })
  })

  it('may be up with an open incident', () => {
    const { incidents, page } = instatus.parse(jsonDocument({ ...SUMMARY, page: { ...SUMMARY.page, status: 'UP' } }))
    expect([incidents.length, page?.indicator]).toEqual([2, 'UP'])
  })

  it.each([
    'UP',
    'HASISSUES',
    'UNDERMAINTENANCE',
    'ONEMAJOROUTAGE',
    'SOMEDEGRADEDPERFORMANCE',
    'ALLUNDERMAINTENANCE',
    'SOMEUNDERMAINTENANCE',
  ])('may be of a page that is %s', (status) => {
    const document = jsonDocument({ ...SUMMARY, page: { ...SUMMARY.page, status } })
    expect(instatus.recognise(document)).not.toBeNull()
    expect(instatus.parse(document)).toMatchObject({ page: { indicator: status } })
  })

  it.each([
    ['OPERATIONAL', 'none'],
    ['DEGRADEDPERFORMANCE', 'minor'],
    ['MINOROUTAGE', 'minor'],
    ['PARTIALOUTAGE', 'major'],
    ['MAJOROUTAGE', 'major'],
  ])('reads the impact %s as %s', (word, impact) => {
    const [incident] = SUMMARY.activeIncidents
    const { incidents, warnings } = instatus.parse(
      jsonDocument({ page: SUMMARY.page, activeIncidents: [{ ...incident, impact: word }] }),
    )
    expect([incidents[0]?.impact, warnings]).toEqual([impact, []])
  })

  it('warns of words that it does not know', () => {
    const [incident] = SUMMARY.activeIncidents
    const { incidents, warnings } = instatus.parse(
      jsonDocument({ page: SUMMARY.page, activeIncidents: [{ ...incident, impact: 'HUGE', status: 'PONDERING' }] }),
    )
    expect(incidents).toMatchObject([
      { impact: 'unknown', sourceImpact: 'HUGE', status: null, sourceStatus: 'PONDERING' },
    ])
    expect(warnings.map(({ path, value }) => [path, value])).toEqual([
      ['activeIncidents[0].impact', 'HUGE'],
      ['activeIncidents[0].status', 'PONDERING'],
    ])
  })

  it('puts aside what has neither id nor address, and does not understand an unreadable date', () => {
    const [incident] = SUMMARY.activeIncidents
    const odd = [{ ...incident, id: null, url: null }, { ...incident, id: 'odd', started: 'soon' }, incident]
    const parsed = instatus.parse(jsonDocument({ page: SUMMARY.page, activeIncidents: odd }))
    expectSoundDocument(parsed)
    expect(parsed.quarantined.map(({ path }) => path)).toEqual(['activeIncidents[0]'])
    expect(parsed.incidents.map(({ unclear }) => unclear)).toEqual(['started is not a readable time: "soon"', null])
  })

  it.each(['OPERATIONAL', 'HAS_ISSUES', 'none'])('is not one whose page is "%s"', (status) => {
    const other = jsonDocument({ page: { name: 'Example', status }, activeIncidents: [] })
    expect(instatus.recognise(other)).toBeNull()
    expect(() => instatus.parse(other)).toThrow('not the summary of an Instatus page')
  })
})

describe('where an Instatus page is read', () => {
  it('asks for its summary', () => {
    expect(instatus.poll?.('https://a.example/status')).toEqual([{ url: 'https://a.example/status/summary.json' }])
  })

  it('proposes the address that was read, whatever version was asked for, or else what the page says', () => {
    const at = (url: string | null) => instatus.recognise(jsonDocument(SUMMARY, { url }))?.sourceUrl
    expect([at('https://a.example/v3/summary.json'), at('https://a.example/summary.json'), at(null)]).toEqual([
      'https://a.example/',
      'https://a.example/',
      'https://status.example/',
    ])
  })
})

describe.skipIf(!hasShared)('bodies of Instatus', () => {
  it.each([
    ['instatus/perplexity-summary-20260723-major.json', 1],
    ['docs-samples/instatus-summary-docs.json', 2],
  ])('reads %s', (name, incidents) => {
    const document = documentOf(readFileSync(sharedPath('fixtures', name)))
    const parsed = instatus.parse(document)
    expectSoundDocument(parsed)
    expect(countOf(parsed)).toEqual({ incidents, updates: 0 })
    expect([parsed.warnings, parsed.quarantined]).toEqual([[], []])
    expect(instatus.recognise(document)).not.toBeNull()
  })
})
