import { describe, expect, it } from 'vitest'
import { rootly } from '#lib/adapters/rootly.ts'
import { statuspage } from '#lib/adapters/statuspage.ts'
import { jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const INCIDENT = {
  id: '0b6f3c1e-9d5a',
  name: 'Vault opens slowly',
  status: 'identified',
  impact: 'minor',
  created_at: '2026-03-01T10:00:00Z',
  updated_at: '2026-03-01T11:00:00Z',
  incident_updates: [
    { id: 'u1', status: 'identified', body: 'Found.', created_at: '2026-03-01T10:30:00Z', updated_at: null },
  ],
}
const page = (...incidents: object[]) => ({
  page: {
    name: 'Acme Status',
    url: 'https://status.example.com',
    time_zone: 'America/Los_Angeles',
    updated_at: '2026-03-19T12:00:00Z',
  },
  status: { indicator: incidents.length === 0 ? 'none' : 'minor', description: '' },
  incidents,
})
const at = { url: 'https://status.example.com/api/v1/status.json' }

testAdapter(rootly, [
  {
    name: 'a page with an incident',
    document: jsonDocument(page(INCIDENT), at),
    incidents: 1,
    updates: 1,
    warnings: 0,
  },
  { name: 'a quiet page, as documented', document: jsonDocument(page(), at), incidents: 0, warnings: 0 },
])

testTampered(rootly, { 'a page with an incident': page(INCIDENT) })

describe('the state of a Rootly page', () => {
  it('lists what is active alone', () => {
    const parsed = rootly.parse(jsonDocument(page(INCIDENT), at))
    expect(parsed).toMatchObject({
      completeness: 'open',
      kinds: ['incident', 'maintenance'],
      page: { name: 'Acme Status', timeZone: 'America/Los_Angeles', indicator: 'minor' },
    })
    expect(parsed.incidents).toMatchObject([
      { kind: 'incident', title: 'Vault opens slowly', impact: 'minor', status: 'identified', statedEndedAt: null },
    ])
  })

  it('has maintenance by its status', () => {
    expect(rootly.parse(jsonDocument(page({ ...INCIDENT, status: 'in_progress' }), at)).incidents).toMatchObject([
      { kind: 'maintenance', status: 'in_progress' },
    ])
  })

  it('puts an incident of another form aside, where it can be looked at', () => {
    const odd = { id: '1', title: 'Vault', state: 'open', started: '2026-03-01T10:00:00Z' }
    const { incidents, quarantined } = rootly.parse(jsonDocument(page(odd), at))
    expect(incidents).toEqual([])
    expect(quarantined).toMatchObject([{ externalId: '1', reason: expect.stringContaining('"name"') }])
  })

  it('is no Statuspage, and a Statuspage none of it', () => {
    expect(statuspage.recognise(jsonDocument(page(INCIDENT), at))).toBeNull()
    const other = page(INCIDENT)
    expect(rootly.recognise(jsonDocument({ ...other, page: { ...other.page, id: 'abcdefghijkl' } }, at))).toBeNull()
    expect(rootly.recognise(jsonDocument(other, { url: 'https://a.example/x.json' }))).toBeNull()
  })

  it('leads to the page', () => {
    expect(rootly.recognise(jsonDocument(page(), at))?.sourceUrl).toBe('https://status.example.com/')
    expect(rootly.poll?.('https://status.example.com/')).toEqual([at])
  })
})
