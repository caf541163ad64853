import { describe, expect, it } from 'vitest'
import type { Reach } from '#lib/adapters/adapter.ts'
import { slack } from '#lib/adapters/slack.ts'
import { statuspage } from '#lib/adapters/statuspage.ts'
import { reachOf } from '#lib/adapters/wire/reach.ts'
import { normaliseDocument } from '#lib/documents/normalise.ts'

const on = (day: number) => new Date(Date.UTC(2026, 2, day))

function readStatuspage(created: string[], path = 'incidents.json') {
  const incidents = created.map((created_at, index) => ({
    id: `aaaaaaaaaaa${index}`,
    name: `Incident ${index}`,
    status: 'resolved',
    impact: 'minor',
    created_at,
    // Dated back: the list goes on in the order of creation.
    started_at: '2026-01-01T00:00:00Z',
    resolved_at: created_at,
    incident_updates: [],
  }))
  const bytes = new TextEncoder().encode(JSON.stringify({ page: { id: 'p', name: 'Acme' }, incidents }))
  const url = `https://status.example.org/api/v2/${path}`
  return statuspage.parse({ bytes, url, contentType: 'application/json', readAt: on(20) })
}

describe('how far back a list reaches', () => {
  it.each([
    ['newest first', [on(3), on(2), on(1)], on(1)],
    ['oldest first', [on(1), on(2)], on(1)],
    ['in no order', [on(2), on(1), on(3)], undefined],
    ['with one whose time is not known', [on(3), null, on(1)], undefined],
    ['empty', [], undefined],
  ])('%s', (_, times, reaches) => {
    expect(reachOf('started', { incident: times })?.from.incident).toEqual(reaches)
  })

  it('is the creation of the last one of a Statuspage, not its start', () => {
    const right: Reach = { order: 'created', from: { incident: on(5) } }
    expect(readStatuspage(['2026-03-09T00:00:00Z', '2026-03-05T00:00:00Z']).reach).toEqual(right)
    expect(readStatuspage(['2026-03-05T00:00:00Z', '2026-03-09T00:00:00Z', '2026-03-07T00:00:00Z']).reach).toBeNull()
    expect(readStatuspage(['2026-03-09T00:00:00Z'], 'incidents/unresolved.json').reach).toBeNull()
  })

  it('is nowhere where something that is listed could not be read', () => {
    const parsed = readStatuspage(['2026-03-09T00:00:00Z', '2026-03-05T00:00:00Z'])
    expect(normaliseDocument(parsed).reach).not.toBeNull()
    const quarantined = [{ path: 'incidents[2]', externalId: null, reason: 'no id', raw: '{}' }]
    expect(normaliseDocument({ ...parsed, quarantined }).reach).toBeNull()
  })

  it('is the creation of the last one in the history of Slack', () => {
    const item = (id: number, date_created: string) => ({
      ...{ id, title: `Trouble ${id}`, type: 'incident', status: 'resolved', url: 'https://status.example.org' },
      ...{ date_created, date_updated: date_created, services: ['Files'], notes: [] },
    })
    const body = JSON.stringify([item(2, '2026-03-09T00:00:00Z'), item(1, '2026-03-05T00:00:00Z')])
    const url = 'https://status.example.org/api/v2.0.0/history'
    const document = { bytes: new TextEncoder().encode(body), url, contentType: 'application/json', readAt: on(20) }
    expect(slack.parse(document).reach).toEqual({ order: 'created', from: { incident: on(5), notice: on(5) } })
  })
})
