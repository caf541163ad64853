import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { azure } from '#lib/adapters/azure.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { countOf, documentOf, expectSoundDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const ITEM = {
  guid: 'slow-storage-in-example',
  title: 'Slow storage in Example ',
  pubDate: 'Thu, 23 Jul 2026 16:29:09 Z',
  categories: ['Example Storage', 'Example Storage', 'West US 2', 'IoT Central', 'Jio India West'],
  description: '&lt;p&gt;Reads are &lt;strong&gt;slow&lt;/strong&gt;.&lt;/p&gt;',
}

testAdapter(azure, [
  { name: 'an open incident', document: documentOf(feed(ITEM)), incidents: 1, updates: 1, warnings: 0 },
  { name: 'the all-clear', document: documentOf(feed()), incidents: 0, updates: 0, warnings: 0 },
])

testTampered(azure, { 'the feed': feed(ITEM, { ...ITEM, guid: 'other' }) })

describe('an item of the Azure feed', () => {
  const parsed = azure.parse(documentOf(feed(ITEM)))

  it('is an open incident with its text as the one update known', () => {
    expect(parsed).toMatchObject({ completeness: 'open', kinds: ['incident'], page: { name: 'Azure Status' } })
    expect(parsed.incidents).toMatchObject([
      {
        externalId: 'slow-storage-in-example',
        title: 'Slow storage in Example',
        impact: 'unknown',
        sourceImpact: null,
        status: null,
        statedStartedAt: null,
        statedEndedAt: null,
        sourceUrl: null,
        updatesComplete: false,
        updates: [
          {
            externalId: '2026-07-23T16:29:09.000Z',
            status: null,
            postedAt: new Date('2026-07-23T16:29:09Z'),
            body: 'Reads are **slow**.',
            format: 'markdown',
          },
        ],
      },
    ])
  })

  it('has its services and its regions told apart', () => {
    expect(parsed.incidents[0]?.components.map(({ name }) => name)).toEqual(['Example Storage', 'IoT Central'])
    expect(parsed.incidents[0]?.regions).toEqual(['West US 2', 'Jio India West'])
  })

  it('is put aside without a guid, and the others are kept', () => {
    const parsed = azure.parse(documentOf(feed({ ...ITEM, guid: '' }, { ...ITEM, guid: 'other' })))
    expectSoundDocument(parsed)
    expect(parsed.incidents.map(({ externalId }) => externalId)).toEqual(['other'])
    expect(parsed.quarantined).toMatchObject([{ path: 'items[0]' }])
  })

  it('is unclear with an unreadable date', () => {
    const parsed = azure.parse(documentOf(feed({ ...ITEM, pubDate: 'soon' })))
    expect(parsed.incidents).toMatchObject([{ unclear: 'published is not a readable time: "soon"', updates: [] }])
  })
})

describe('where Azure is read', () => {
  it('asks the host for its feed, or for the feed named', () => {
    expect(azure.poll?.('https://a.example/status/')).toEqual([{ url: 'https://a.example/en-us/status/feed/' }])
    expect(azure.poll?.('https://a.example/x/feed/')).toEqual([{ url: 'https://a.example/x/feed/' }])
  })

  it('takes no other feed for it', () => {
    const other = documentOf(feed(ITEM).replace('Azure Status', 'Other Status'))
    expect(azure.recognise(other)).toBeNull()
    expect(() => azure.parse(other)).toThrow('not the one of Azure')
  })
})

describe.skipIf(!hasShared)('real bodies of Azure', () => {
  const documentNamed = (name: string) => documentOf(readFileSync(sharedPath('fixtures', 'azure', name)))

  it('reads an open incident', () => {
    const parsed = azure.parse(documentNamed('azure-rss-20260723-live.xml'))
    expectSoundDocument(parsed)
    expect(parsed.warnings).toEqual([])
    expect(parsed.incidents).toHaveLength(1)
    expect(parsed.incidents[0]).toMatchObject({
      externalId: 'issues-connecting-to-resources-in-west-us',
      regions: ['West US'],
    })
    expect(parsed.incidents[0]?.components).toHaveLength(14)
  })

  it('reads the all-clear', () => {
    const document = documentNamed('azure-healthy-empty.xml')
    expect(countOf(azure.parse(document))).toEqual({ incidents: 0, updates: 0 })
    expect(azure.recognise(document)).not.toBeNull()
  })
})

function feed(...items: (typeof ITEM)[]): string {
  const list = items.map(
    ({ guid, title, pubDate, categories, description }) => `<item>
      <guid
        isPermaLink="false">${guid}</guid>
      <link>https://rotating.example/</link>
      ${categories.map((category) => `<category>${category}</category>`).join('')}
      <title>${title}</title><description>${description}</description><pubDate>${pubDate}</pubDate></item>`,
  )
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Azure Status</title>
    <link>https://rotating.example/</link><description>Azure Status</description>${list.join('')}</channel></rss>`
}
