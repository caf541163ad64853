import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { feed } from '#lib/adapters/feed.ts'
import { kener } from '#lib/adapters/kener.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { documentOf, testAdapter } from './test-adapter.ts'

const item = (title: string, guid: string, text: string, at = 'Tue, 10 Nov 2026 22:00:00 GMT') =>
  `<item><title>${title}</title><link>https://status.example.org/x/${guid}</link><guid isPermaLink="false">${guid}</guid>
<pubDate>${at}</pubDate><description><![CDATA[${text}]]></description></item>`
const channel = (...items: string[]) =>
  documentOf(
    `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Acme — Incidents &amp; Maintenance</title>
<link>https://status.example.org</link><description>Latest incidents and scheduled maintenance for Acme</description>
${items.join('\n')}</channel></rss>`,
    { url: 'https://status.example.org/rss.xml', readAt: new Date('2026-11-10T23:00:00Z') },
  )
const WINDOW = 'Scheduled: Tue, 10 Nov 2026 22:00:00 GMT → Tue, 10 Nov 2026 23:30:00 GMT\nAffected: DB, Web'

const FULL = channel(
  item('[Maintenance] Upgrade', 'maintenance-11', `Status: ONGOING\n${WINDOW}\n\nWe upgrade.`),
  item('[Incident] Login down', 'incident-2', 'Status: RESOLVED\nAffected: Login\n\nDone.'),
)

testAdapter(kener, [
  { name: 'its feed', document: FULL, incidents: 2, updates: 2, warnings: 0 },
  { name: 'a quiet feed', document: channel(), incidents: 0, warnings: 0 },
])

describe('the feed of Kener', () => {
  it('tells by its ids what is an incident and what is maintenance', () => {
    expect(kener.parse(FULL).incidents).toMatchObject([
      {
        externalId: 'maintenance-11',
        kind: 'maintenance',
        title: 'Upgrade',
        status: 'in_progress',
        scheduledFrom: new Date('2026-11-10T22:00:00Z'),
        scheduledUntil: new Date('2026-11-10T23:30:00Z'),
        components: [{ name: 'DB' }, { name: 'Web' }],
      },
      { externalId: 'incident-2', kind: 'incident', title: 'Login down', status: 'resolved' },
    ])
  })

  it('keeps an incident that is called a maintenance an incident', () => {
    const { incidents } = kener.parse(
      channel(item('[Incident] Maintenance', 'incident-3', 'Status: INVESTIGATING\nAffected: Login')),
    )
    expect(incidents).toMatchObject([{ kind: 'incident', status: 'investigating', unclear: null }])
  })

  it('does not take two incidents of one title for one', () => {
    const parsed = kener.parse(
      channel(
        item('[Incident] Login down', 'incident-4', 'Status: INVESTIGATING', 'Tue, 10 Nov 2026 22:00:00 GMT'),
        item('[Incident] Login down', 'incident-3', 'Status: RESOLVED', 'Mon, 09 Nov 2026 22:00:00 GMT'),
      ),
    )
    expect(parsed.incidents.map(({ externalId, status }) => [externalId, status])).toEqual([
      ['incident-4', 'investigating'],
      ['incident-3', 'resolved'],
    ])
  })

  it('has called-off maintenance as a notice', () => {
    const { incidents } = kener.parse(
      channel(item('[Maintenance] Move', 'maintenance-5', `Status: CANCELLED\n${WINDOW}`)),
    )
    expect(incidents).toMatchObject([{ kind: 'notice', title: 'Move' }])
  })

  it('is no other feed', () => {
    const other = documentOf(
      `<rss version="2.0"><channel><title>Acme status</title><link>https://a.example</link><description>x</description>
${item('Login down', 'b3e1', 'Status: RESOLVED')}</channel></rss>`,
    )
    expect(kener.recognise(other)).toBeNull()
    expect(() => kener.parse(other)).toThrow('not one of Kener')
  })
})

describe.skipIf(!hasShared)('the feed of a Kener that was operated', () => {
  it.each(['1-announced', '2-ongoing', '3-completed'])('says the same as any feed: %s', (name) => {
    const bytes = readFileSync(sharedPath('fixtures', 'wild', 'sequences', 'kener-maintenance', `${name}.xml`))
    const document = documentOf(bytes, { readAt: new Date('2026-11-10T22:30:00Z') })
    expect(kener.parse(document)).toEqual(feed.parse(document))
  })
})
