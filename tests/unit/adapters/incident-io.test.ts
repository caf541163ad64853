import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ParsedIncident } from '#lib/adapters/adapter.ts'
import { incidentIo } from '#lib/adapters/incident-io.ts'
import { statuspage } from '#lib/adapters/statuspage.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { deriveSpan } from '#lib/domain/span.ts'
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

describe('the summary for widgets', () => {
  const common = { url: 'https://status.acme.example/maintenances/1', last_update_at: '2026-07-20T09:00:00Z' }
  const planned = {
    ...{ ...common, id: '01M0FQAR3NNH3ANVTQMBRD47DF', name: 'New disks', status: 'maintenance_scheduled' },
    ...{ starts_at: '2026-07-22T10:00:00Z', ends_at: '2026-07-22T12:00:00Z', last_update_message: 'We get disks.' },
    affected_components: [{ id: 'c1', name: 'Exports', group_name: 'Files', current_status: 'operational' }],
  }
  const started = {
    ...{ ...common, id: planned.id, name: 'New disks', status: 'maintenance_in_progress', affected_components: null },
    ...{ started_at: '2026-07-22T10:05:00Z', scheduled_end_at: '2026-07-22T12:00:00Z', last_update_message: null },
  }
  const read = (lists: object) =>
    incidentIo.parse(
      jsonDocument({
        ...{
          page_title: 'Acme',
          page_url: 'https://status.acme.example/',
          ongoing_incidents: [{ id: INCIDENT.id, name: 'Exports' }],
        },
        ...{ in_progress_maintenances: [], scheduled_maintenances: [], ...lists },
      }),
    )

  it('lists what is planned and in progress, and no incident', () => {
    const parsed = read({ scheduled_maintenances: [planned] })
    expectSoundDocument(parsed)
    expect(parsed).toMatchObject({ completeness: 'open', kinds: ['maintenance'], warnings: [] })
    expect(parsed.incidents).toMatchObject([
      {
        ...{ externalId: planned.id, kind: 'maintenance', title: 'New disks', status: 'scheduled', unclear: null },
        ...{ scheduledFrom: new Date(planned.starts_at), scheduledUntil: new Date(planned.ends_at) },
        components: [{ externalId: 'c1', name: 'Exports', group: 'Files' }],
        updates: [{ status: null, postedAt: new Date(planned.last_update_at), body: 'We get disks.' }],
      },
    ])
  })

  it('gives the start of what is in progress, which the plan of before did not', () => {
    const [incident] = read({ scheduled_maintenances: [planned], in_progress_maintenances: [started] }).incidents
    expect(deriveSpan(incident as ParsedIncident)).toMatchObject({
      ...{ startedAt: new Date(started.started_at), endedAt: new Date(started.scheduled_end_at) },
    })
    expect(incident).toMatchObject({ status: 'in_progress', updates: [{ status: 'in_progress' }] })
  })

  it('is unclear with a status that nobody knows, or a time without a zone', () => {
    const odd = [
      { ...planned, status: 'maintenance_pondered' },
      { ...planned, id: 'other', starts_at: '2026-07-22 10:00:00' },
    ]
    expect(read({ scheduled_maintenances: odd }).incidents.map(({ unclear }) => unclear)).toEqual([
      'unknown status "maintenance_pondered"',
      'starts_at is not a readable time: "2026-07-22 10:00:00"',
    ])
  })
})

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

  it('is read at two addresses, from whichever of its pages was pasted', () => {
    const url = 'https://status.acme.example/incidents/01M0FQAR3NNH3ANVTQMBRD47DC'
    expect(incidentIo.poll?.(url)).toEqual([
      { url: 'https://status.acme.example/api/v2/incidents.json' },
      { url: 'https://status.acme.example/api/v1/summary', optional: true, mayFail: true },
    ])
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
