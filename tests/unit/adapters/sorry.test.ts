import { describe, expect, it } from 'vitest'
import { sorry } from '#lib/adapters/sorry.ts'
import { jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const AT = '2026-03-01T10:00:00.000+01:00'
const LATER = '2026-03-01T12:00:00.000+01:00'
const notice = (known: object = {}) => ({
  id: 101,
  type: 'unplanned',
  timeline_state: 'past_recent',
  state: 'resolved',
  subject: 'Mail waits',
  url: 'https://status.example.org/notices/abc-mail-waits',
  began_at: AT,
  ended_at: LATER,
  created_at: AT,
  updated_at: LATER,
  tag_list: [],
  links: { self: '/api/v1/notices/101' },
  latest_update: { id: 7, state: 'resolved', content: 'Over.', created_at: LATER, updated_at: LATER },
  ...known,
})
const update = (id: number, state: string, content: string, created_at: string) => ({ id, state, content, created_at })
const list = (...notices: object[]) => ({
  notices,
  meta: { count: notices.length, total_count: 263, next_page: '/api/v1/notices?page=2' },
})
const SITE = 'https://status.example.org/'
const at = (path: string) => ({ url: `${SITE}api/v1/${path}` })
const STATE = {
  page: { name: 'Acme', state: 'degraded', url: SITE, links: { notices: { href: '/v1/notices', count: 1 } } },
}
const SINGLE = {
  notice: {
    ...notice(),
    components: [{ id: 1, name: 'Mail', state: 'operational' }],
    updates: [update(7, 'resolved', 'Over.', LATER), update(6, 'recovering', 'Better.', AT)],
  },
}

testAdapter(sorry, [
  { name: 'notices', document: jsonDocument(list(notice()), at('notices')), incidents: 1, updates: 1, warnings: 0 },
  { name: 'one notice', document: jsonDocument(SINGLE, at('notices/101')), incidents: 1, updates: 2, warnings: 0 },
  { name: 'the state of a page', document: jsonDocument(STATE, at('status')), incidents: 0, warnings: 0 },
  { name: 'no notice', document: jsonDocument(list(), at('notices')), incidents: 0, warnings: 0 },
])

testTampered(sorry, { notices: list(notice()), 'one notice': SINGLE })

describe('notices of Sorry', () => {
  const read = (...notices: object[]) => sorry.parse(jsonDocument(list(...notices), at('notices')))

  it('are incidents where they were not planned', () => {
    expect(read(notice()).incidents).toMatchObject([
      {
        externalId: '101',
        kind: 'incident',
        title: 'Mail waits',
        status: 'resolved',
        statedStartedAt: new Date('2026-03-01T09:00:00Z'),
        statedEndedAt: new Date('2026-03-01T11:00:00Z'),
        updatesComplete: false,
      },
    ])
  })

  it('are maintenance where they were, with the plan and what happened', () => {
    const planned = { type: 'planned', state: 'complete', begins_at: AT, ends_at: LATER, ended_at: AT }
    expect(read(notice(planned)).incidents).toMatchObject([
      {
        kind: 'maintenance',
        status: 'completed',
        scheduledFrom: new Date(AT),
        scheduledUntil: new Date(LATER),
        statedEndedAt: new Date(AT),
      },
    ])
  })

  it.each([
    { type: 'general', state: undefined },
    { type: 'unplanned', state: 'false_alarm' },
    { type: 'planned', state: 'cancelled' },
  ])('are mere notices: $type, $state', (known) => {
    expect(read(notice(known)).incidents).toMatchObject([{ kind: 'notice', unclear: null }])
  })

  it('are no outage without end where type or state is not known', () => {
    const open = { ended_at: null, latest_update: null }
    expect(read(notice({ ...open, type: 'poem' })).incidents).toMatchObject([{ unclear: 'unknown type "poem"' }])
    const { incidents, warnings } = read(notice({ ...open, state: 'pondering' }))
    expect(incidents).toMatchObject([{ unclear: 'unknown status "pondering"' }])
    expect(warnings).toMatchObject([{ message: 'unknown state', value: 'pondering' }])
  })

  it('have their timeline and their components at their own address', () => {
    const [incident] = sorry.parse(jsonDocument(SINGLE, at('notices/101'))).incidents
    expect(incident).toMatchObject({
      updatesComplete: true,
      components: [{ externalId: '1', name: 'Mail', sourceStatus: null }],
      updates: [
        { externalId: '6', status: 'monitoring' },
        { externalId: '7', status: 'resolved' },
      ],
    })
    expect(sorry.own?.(SITE, '101')).toEqual({ url: `${SITE}api/v1/notices/101` })
    expect(sorry.own?.(SITE, 'abc')).toBeNull()
  })

  it('are read one by one and page by page in a back-fill', () => {
    const document = jsonDocument(list(notice()), at('notices'))
    const request = { url: `${SITE}api/v1/notices` }
    expect(sorry.backfill?.next(SITE, null)).toEqual([request])
    expect(sorry.backfill?.next(SITE, { request, document, parsed: sorry.parse(document) })).toEqual([
      { url: `${SITE}api/v1/notices/101` },
      { url: `${SITE}api/v1/notices?page=2` },
    ])
    const elsewhere = jsonDocument(
      { ...list(notice()), meta: { count: 1, next_page: 'https://b.example/x' } },
      at('notices'),
    )
    expect(sorry.backfill?.next(SITE, { request, document: elsewhere, parsed: sorry.parse(elsewhere) })).toHaveLength(1)
    expect(sorry.backfill?.next(SITE, { request, document: null, parsed: null })).toEqual([])
  })

  it('lead to the page', () => {
    expect(sorry.recognise(jsonDocument(list(notice()), at('notices')))?.sourceUrl).toBe(SITE)
  })
})

describe('the state of a Sorry page', () => {
  it('is an indicator, and no incident', () => {
    expect(sorry.parse(jsonDocument(STATE, at('status')))).toMatchObject({
      incidents: [],
      kinds: [],
      page: { name: 'Acme', indicator: 'degraded' },
    })
    expect(sorry.overall?.(SITE)?.url).toBe(`${SITE}api/v1/status`)
  })
})
