import { describe, expect, it } from 'vitest'
import { statuspal } from '#lib/adapters/statuspal.ts'
import { deriveSpan } from '#lib/domain/span.ts'
import { documentOf, expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const INCIDENT = {
  id: 198647,
  type: 'performance',
  title: '[Network] Packet loss',
  url: 'https://status.acme.example/incidents/198647',
  updates: [
    {
      id: 418175,
      type: 'monitoring',
      description: 'We have taken a measure.\r\n',
      inserted_at: '2025-07-18T08:49:50',
      updated_at: '2025-07-18T08:49:50',
      posted_at: '2025-07-18T08:49:04',
    },
    {
      id: 418165,
      type: 'issue',
      description: 'We look.',
      inserted_at: '2025-07-18T08:20:50',
      updated_at: '2025-07-18T08:20:50',
      posted_at: '2025-07-18T08:20:04',
    },
  ],
  inserted_at: '2025-07-18T08:20:50',
  updated_at: '2025-07-18T08:49:50',
  timezone: null,
  starts_at: '2025-07-18T08:15:00',
  ends_at: null,
  service_ids: [10331, 27451],
}
const UNDER_WAY = {
  ...INCIDENT,
  id: 209618,
  type: 'emergency-maintenance',
  title: 'Router upgrade',
  updates: [{ ...INCIDENT.updates[0], id: 443931, type: 'essential' }],
  starts_at: '2025-10-17T11:44:56',
}
const PLANNED = {
  ...INCIDENT,
  id: 208172,
  type: 'scheduled',
  title: 'Generator test',
  updates: [{ ...INCIDENT.updates[0], id: 440679, type: 'scheduled' }],
  starts_at: '2025-11-13T21:00:00',
  ends_at: '2025-11-14T05:00:00',
}
const NOTICE = {
  id: 186598,
  title: 'A provider blocks port 22',
  url: 'https://status.acme.example/info_notices/186598',
  updates: [{ ...INCIDENT.updates[0], id: 391727, type: 'info' }],
  featured_from: '2025-02-20T06:58:34',
  featured_until: null,
  service_ids: [],
}
const leaf = (id: number, name: string, type: string | null = null) => ({
  id,
  name,
  description: null,
  children: [],
  current_incident_type: type,
})
const SUMMARY = {
  services: [
    { ...leaf(10331, 'Zurich', 'performance'), children: [leaf(10347, 'API'), leaf(27451, 'Transit', 'performance')] },
    leaf(19114, 'Web hosting'),
  ],
  status_page: {
    name: 'Acme',
    url: 'acme.example',
    subdomain: 'acmestatus',
    time_zone: 'Europe/Zurich',
    current_incident_type: 'performance',
  },
  incidents: [INCIDENT],
  maintenances: [UNDER_WAY],
  upcoming_maintenances: [PLANNED],
  info_notices: [NOTICE],
}
const url = 'https://statuspal.eu/api/v2/status_pages/acmestatus/summary'
const page = (html: string) => documentOf(`<!doctype html><html><body>${html}</body></html>`)

testAdapter(statuspal, [
  { name: 'a summary', document: jsonDocument(SUMMARY, { url }), incidents: 4, updates: 5, warnings: 0 },
  {
    name: 'a quiet summary without lists that were added later',
    document: jsonDocument({
      ...SUMMARY,
      incidents: [],
      maintenances: [],
      upcoming_maintenances: [],
      info_notices: undefined,
    }),
    incidents: 0,
    warnings: 0,
  },
])

testTampered(statuspal, { summary: SUMMARY })

describe('what is open on a page of Statuspal', () => {
  const parsed = statuspal.parse(jsonDocument(SUMMARY, { url }))
  const [incident, underWay, planned, notice] = parsed.incidents

  it('is an incident in UTC, whatever the zone of the page', () => {
    expect(incident).toMatchObject({
      externalId: '198647',
      kind: 'incident',
      status: 'monitoring',
      impact: 'minor',
      sourceImpact: 'performance',
      sourceUrl: 'https://status.acme.example/incidents/198647',
      updates: [
        { externalId: '418165', status: 'investigating', sourceStatus: 'issue', body: 'We look.' },
        { externalId: '418175', status: 'monitoring', postedAt: new Date('2025-07-18T08:49:04Z') },
      ],
    })
    expect(incident && deriveSpan(incident)).toMatchObject({
      startedAt: new Date('2025-07-18T08:15:00Z'),
      endedAt: null,
      basis: 'ongoing',
    })
  })

  it('has its services, those of a group with its name', () => {
    expect(incident?.components).toMatchObject([
      { externalId: '27451', name: 'Transit', group: 'Zurich', sourceStatus: null },
    ])
    expect(parsed.components.map(({ group, name, sourceStatus }) => [group, name, sourceStatus])).toEqual([
      ['Zurich', 'API', null],
      ['Zurich', 'Transit', 'performance'],
      [null, 'Web hosting', null],
    ])
  })

  it('is maintenance that goes on, or is planned, by the list in which it stands', () => {
    expect(underWay).toMatchObject({ kind: 'maintenance', status: 'in_progress', impact: 'none', scheduledUntil: null })
    expect(underWay && deriveSpan(underWay)).toMatchObject({
      startedAt: new Date('2025-10-17T11:44:56Z'),
      basis: 'ongoing',
    })
    expect(planned).toMatchObject({ kind: 'maintenance', status: 'scheduled' })
    expect(planned && deriveSpan(planned)).toMatchObject({
      startedAt: new Date('2025-11-13T21:00:00Z'),
      endedAt: new Date('2025-11-14T05:00:00Z'),
    })
  })

  it('is a notice, numbered apart', () => {
    expect(notice).toMatchObject({ externalId: 'notice/186598', kind: 'notice', impact: 'none' })
  })

  it('lists nothing that is over, and gives its indicator', () => {
    expect(parsed).toMatchObject({
      completeness: 'open',
      page: { name: 'Acme', url: null, timeZone: 'Europe/Zurich', indicator: 'performance' },
    })
  })

  it('has no impact by a type of the vendor’s own, and warns of it', () => {
    const { incidents, warnings } = statuspal.parse(
      jsonDocument({ ...SUMMARY, incidents: [{ ...INCIDENT, type: 'gpu-shortage' }] }),
    )
    expect(incidents[0]).toMatchObject({ impact: 'unknown', sourceImpact: 'gpu-shortage' })
    expect(warnings).toEqual([{ path: 'incidents[0].type', message: 'unknown type', value: 'gpu-shortage' }])
  })

  it('is unclear with an unreadable time, and the rest is kept', () => {
    const parsed = statuspal.parse(jsonDocument({ ...SUMMARY, incidents: [{ ...INCIDENT, starts_at: 'soon' }] }))
    expectSoundDocument(parsed)
    expect(parsed.incidents[0]?.unclear).toMatch(/^starts_at is not a readable time/)
  })
})

describe('a page of Statuspal', () => {
  it('is read at its summary, which its host or its front page names', () => {
    expect(statuspal.poll?.(url)).toEqual([{ url }])
    expect(statuspal.probes?.('https://acme.statuspal.io/')).toEqual([
      { url: 'https://statuspal.io/api/v2/status_pages/acme/summary' },
    ])
    expect(statuspal.recognise(page(`<script>fetch("${url}")</script>`))?.sourceUrl).toBe(url)
    expect(statuspal.recognise(jsonDocument(SUMMARY, { url }))?.sourceUrl).toBe(url)
  })

  it('is not any page that mentions Statuspal', () => {
    expect(statuspal.recognise(page('<a href="https://statuspal.io">Statuspal</a>'))).toBeNull()
  })
})
