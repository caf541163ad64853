import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { feed } from '#lib/adapters/feed.ts'
import { hund } from '#lib/adapters/hund.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { documentOf, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const HOST = 'status.acme.example'

function entry(title: string, end = '55', updated = '2026-11-10T09:15:00Z'): string {
  return `<entry><id>tag:${HOST},2005:State::FeedNotifier::Entry/6700aa11bb22cc33dd44ee${end}</id>
<published>2026-11-10T08:00:00Z</published><updated>${updated}</updated>
<link rel="alternate" type="text/html" href="https://${HOST}/issues/6700aa11bb22cc33dd44ee${end}"/>
<title>${title}</title><content type="html">&lt;p&gt;Some words.&lt;/p&gt;</content></entry>`
}

function atom(...entries: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?><feed xml:lang="en" xmlns="http://www.w3.org/2005/Atom">
<id>tag:${HOST},2005:/state_feed/feed</id><link rel="alternate" type="text/html" href="https://${HOST}"/>
<title>Acme</title><updated>2026-11-10T09:15:00Z</updated>${entries.join('\n')}</feed>`
}

const known = { url: `https://${HOST}/state_feed/feed`, readAt: new Date('2026-11-11T00:00:00Z') }
const read = (...entries: string[]) => hund.parse(documentOf(atom(...entries), known))

testAdapter(hund, [
  {
    name: 'two issues',
    document: documentOf(atom(entry('[Resolved] Vault slow'), entry('[Investigating] Login fails', '56')), known),
    incidents: 2,
    updates: 2,
    warnings: 0,
  },
  { name: 'a quiet feed', document: documentOf(atom(), known), incidents: 0, warnings: 0 },
])
testTampered(hund, { feed: atom(entry('[Resolved] Vault slow'), entry('[Investigating] Login fails', '56')) })

describe('the feed of Hund', () => {
  it('has the start, the state and the newest words of an issue', () => {
    expect(read(entry('[Resolved] Vault slow')).incidents).toMatchObject([
      {
        kind: 'incident',
        title: 'Vault slow',
        status: 'resolved',
        statedStartedAt: new Date('2026-11-10T08:00:00Z'),
        sourceUrl: `https://${HOST}/issues/6700aa11bb22cc33dd44ee55`,
        updates: [{ status: 'resolved', postedAt: new Date('2026-11-10T09:15:00Z'), body: 'Some words.' }],
      },
    ])
  })

  it('knows the labels of its documentation', () => {
    const labels = ['Investigating', 'Assessed', 'Monitoring', 'Resolved']
    const { incidents, warnings } = read(...labels.map((label, at) => entry(`[${label}] Vault slow`, `${50 + at}`)))
    expect(incidents.map(({ status }) => status)).toEqual(['investigating', 'identified', 'monitoring', 'resolved'])
    expect(warnings).toEqual([])
  })

  it('has an "Information" as a notice, and planned work as maintenance', () => {
    const { incidents } = read(entry('[Information] New office'), entry('[Maintenance] Move of the database', '56'))
    expect(incidents).toMatchObject([
      { kind: 'notice', title: 'New office', unclear: null },
      { kind: 'maintenance', title: 'Move of the database', unclear: null },
    ])
  })

  it('takes an issue with an unknown label for unclear', () => {
    expect(read(entry('[Nanananana] Vault slow')).incidents).toMatchObject([
      { status: null, unclear: expect.stringContaining('state') },
    ])
  })

  it('is asked for at the address of a site, or of its feed', () => {
    const asked = [`https://${HOST}`, `https://${HOST}/state_feed/feed`].map((url) => hund.poll?.(url))
    expect(asked).toEqual([
      [{ url: `https://${HOST}/state_feed/feed.atom` }],
      [{ url: `https://${HOST}/state_feed/feed` }],
    ])
  })

  it('is told by its ids, and is no other feed', () => {
    expect(hund.recognise(documentOf(atom(), known))).toMatchObject({ sourceUrl: known.url })
    const other = documentOf(atom(entry('[Resolved] Vault slow')).replaceAll(/tag:[^<]+/g, 'urn:x'), known)
    expect(hund.recognise(other)).toBeNull()
    expect(() => hund.parse(other)).toThrow('not one of Hund')
  })
})

describe.skipIf(!hasShared)('a feed of Hund as it was met in the wild', () => {
  it('says the same as any feed, so a source may change between the two', () => {
    const document = documentOf(readFileSync(sharedPath('fixtures', 'wild', 'hund.atom')), known)
    expect(hund.recognise(document)).not.toBeNull()
    expect(hund.parse(document)).toEqual(feed.parse(document))
  })
})
