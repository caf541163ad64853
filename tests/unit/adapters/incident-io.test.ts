import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { incidentIo } from '#lib/adapters/incident-io.ts'
import { statuspage } from '#lib/adapters/statuspage.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { mutatedJson } from '#tests/support/generators/mutate.ts'
import { hasShared, sharedPath } from '#tests/support/shared.ts'
import { documentOf, expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'

const PAGE = { id: '01JMDK9XYNY6RXSED6SDWW50WY', name: 'Acme', url: 'https://status.acme.example/' }

const INCIDENT = {
  id: '01M0FQAR3NNH3ANVTQMBRD47DC',
  name: 'Exports are late ',
  status: 'resolved',
  impact: 'minor',
  created_at: '2026-07-22T14:48:46Z',
  updated_at: '2026-07-22T16:00:00Z',
  resolved_at: '2026-07-22T16:00:00Z',
  page_id: PAGE.id,
  incident_updates: [
    {
      id: '01M0FVAR3NNH3ANVTQMBRD47DD',
      status: 'resolved',
      body: '✅ Done, see [the report](https://acme.example/report "Report").',
      created_at: '2026-07-22T16:00:00Z',
      display_at: '2026-07-22T16:00:00Z',
      updated_at: '2026-07-22T16:00:00Z',
    },
    {
      id: '01M0FQAR3NNH3ANVTQMBRD47DE',
      status: 'investigating',
      body: 'We look into it.',
      created_at: '2026-07-22T14:48:46Z',
      display_at: '2026-07-22T14:48:46Z',
      updated_at: '2026-07-22T14:48:46Z',
    },
  ],
}

testAdapter(incidentIo, [
  {
    name: 'incidents.json',
    document: jsonDocument({ page: PAGE, incidents: [INCIDENT] }),
    incidents: 1,
    updates: 2,
    warnings: 0,
  },
  {
    name: 'a quiet summary',
    document: jsonDocument({ page: PAGE, status: {}, components: [], incidents: null }),
    incidents: 0,
    warnings: 0,
  },
])

describe('incident.io', () => {
  it('gives no components, links or start of its own, and ends its page’s address with a slash', () => {
    expect(incidentIo.parse(jsonDocument({ page: PAGE, incidents: [INCIDENT] })).incidents[0]).toMatchObject({
      externalId: '01M0FQAR3NNH3ANVTQMBRD47DC',
      title: 'Exports are late',
      impact: 'minor',
      statedStartedAt: new Date('2026-07-22T14:48:46Z'),
      statedEndedAt: new Date('2026-07-22T16:00:00Z'),
      sourceUrl: 'https://status.acme.example/incidents/01M0FQAR3NNH3ANVTQMBRD47DC',
      components: [],
      updatesComplete: true,
      updates: [
        { status: 'investigating', format: 'text' },
        { status: 'resolved', format: 'markdown' },
      ],
    })
  })

  it('leaves out the end of an open incident', () => {
    const { resolved_at: _, ...open } = { ...INCIDENT, status: 'investigating' }
    const parsed = incidentIo.parse(
      jsonDocument({ page: PAGE, status: { indicator: 'minor' }, components: [], incidents: [open] }),
    )
    expect(parsed).toMatchObject({ completeness: 'open', kinds: ['incident'], page: { indicator: 'minor' } })
    expect(parsed.incidents[0]?.statedEndedAt).toBeNull()
  })

  it('is told from Statuspage by its ids', () => {
    const mine = jsonDocument({ page: PAGE, incidents: [INCIDENT] })
    expect(incidentIo.recognise(mine)?.sourceUrl).toBe('https://status.acme.example')
    expect(statuspage.recognise(mine)).toBeNull()
    expect(incidentIo.recognise(jsonDocument({ page: { ...PAGE, id: 'kctbh9vrtdwd' }, incidents: [] }))).toBeNull()
  })

  it('is known while it is quiet and its list is null', () => {
    const quiet = jsonDocument({ page: PAGE, incidents: null })
    expect(incidentIo.recognise(quiet)?.sourceUrl).toBe('https://status.acme.example')
    expect(incidentIo.parse(quiet)).toMatchObject({ incidents: [], completeness: 'newest', kinds: ['incident'] })
  })

  it('is read at one address, from whichever of its pages was pasted', () => {
    const url = 'https://status.acme.example/incidents/01M0FQAR3NNH3ANVTQMBRD47DC'
    expect(incidentIo.poll?.(url)).toEqual([{ url: 'https://status.acme.example/api/v2/incidents.json' }])
  })

  it('gives a sound document or a ParseError whatever was done to its body', () => {
    const body = { page: PAGE, incidents: [INCIDENT] }
    fc.assert(
      fc.property(mutatedJson(body), (value) => {
        try {
          expectSoundDocument(incidentIo.parse(jsonDocument(value)))
        } catch (error) {
          if (!(error instanceof ParseError)) throw error
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe.skipIf(!hasShared)('real bodies of incident.io', () => {
  const names = hasShared
    ? [
        'incidentio/openai-incidents-compat.json',
        'incidentio/openai-summary-20260722-minor.json',
        'statuspage/cases/title-trailing-space-incidentio--openai-01M0FQAR3NNH3ANVTQMBRD47DC.json',
      ]
    : []
  testAdapter(
    incidentIo,
    names.map((name) => {
      const text = readFileSync(sharedPath('fixtures', name), 'utf8')
      const raw = JSON.parse(text)
      const incidents: { incident_updates: unknown[] }[] = raw.incidents ?? [raw.incident]
      const updates = incidents.reduce((sum, incident) => sum + incident.incident_updates.length, 0)
      return { name, document: documentOf(text), incidents: incidents.length, updates, warnings: 0 }
    }),
  )
})
