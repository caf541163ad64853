import { describe, expect, it } from 'vitest'
import { oracleCloud } from '#lib/adapters/oracle-cloud.ts'
import { documentOf, jsonDocument, testAdapter } from './test-adapter.ts'

const entry = (state: string, date: string, time: string, text: string, comma = ', ') =>
  `&lt;p&gt;&lt;small&gt;Oct &lt;var data-var='date'&gt;${date}&lt;/var&gt;${comma}&lt;var data-var='time'&gt;${time}&lt;/var&gt; UTC&lt;/small&gt;&lt;br&gt;&lt;strong&gt;${state}&lt;/strong&gt; - ${text}&lt;/p&gt;`
const item = (title: string, id: string, text: string, at: string) =>
  `<item><title>${title}</title><description>${text}</description><pubDate>${at}</pubDate>
<link>https://ocistatus.oraclecloud.com/#/incidents/ocid1.oraclecloudincident.oc1.phx.${id}</link>
<guid>ocid1.oraclecloudincident.oc1.phx.${id}</guid></item>`
const URL_OF_FEED = 'https://ocistatus.oraclecloud.com/api/v2/incident-summary.rss'
const channel = (...items: string[]) =>
  documentOf(
    `<?xml version="1.0"?><rss version="2.0"><channel><title>OCI Status</title><link>https://ocistatus.oraclecloud.com</link>
<description>Incidents</description>${items.join('')}</channel></rss>`,
    { url: URL_OF_FEED, readAt: new Date('2026-10-05T00:00:00Z') },
  )

const OVER = item(
  'Networking | US East (Ashburn) | ab12cd34',
  'a',
  entry('Resolved', '04', '11:12', 'Over.') + entry('Identified', '04', '09:12', 'Found.'),
  'Sun, 04 Oct 2026 11:12:00 UTC',
)
const OPEN = item(
  'Compute | Multiple Regions | cd34ef56',
  'b',
  // One program that reads the feed has its dates without blanks.
  entry('Investigating', '03', '09:12', 'We look.', ''),
  'Sat, 03 Oct 2026 09:12:00 UTC',
)
const STATE = {
  page: { id: '2bsbdh54lcgq', name: 'OCI', url: 'https://ocistatus.oraclecloud.com', time_zone: 'Etc/UTC' },
  status: { indicator: 'minor', description: 'Minor Service Outage' },
}

testAdapter(oracleCloud, [
  { name: 'the feed', document: channel(OVER, OPEN), incidents: 2, updates: 3, warnings: 0 },
  { name: 'a quiet feed', document: channel(), incidents: 0, warnings: 0 },
])

describe('the feed of Oracle Cloud', () => {
  it('has an item for each incident, with its timeline, service and region', () => {
    const parsed = oracleCloud.parse(channel(OVER, OPEN))
    expect(parsed).toMatchObject({ completeness: 'newest', kinds: ['incident'] })
    expect(parsed.incidents).toMatchObject([
      {
        externalId: 'ocid1.oraclecloudincident.oc1.phx.a',
        title: 'Networking | US East (Ashburn) | ab12cd34',
        status: 'resolved',
        components: [{ name: 'Networking' }],
        regions: ['US East (Ashburn)'],
        sourceUrl: 'https://ocistatus.oraclecloud.com/#/incidents/ocid1.oraclecloudincident.oc1.phx.a',
        updates: [
          { status: 'identified', postedAt: new Date('2026-10-04T09:12:00Z') },
          { status: 'resolved', postedAt: new Date('2026-10-04T11:12:00Z') },
        ],
      },
      { status: 'investigating', unclear: null, updates: [{ postedAt: new Date('2026-10-03T09:12:00Z') }] },
    ])
  })

  it('says nothing of an item whose state it does not know', () => {
    const odd = item(
      'Compute | UK South (London) | x',
      'c',
      entry('Pondering', '04', '11:12', 'Hm.'),
      'Sun, 04 Oct 2026 11:12:00 UTC',
    )
    const { incidents, warnings } = oracleCloud.parse(channel(odd))
    expect(incidents).toMatchObject([{ unclear: 'unknown status "Pondering"' }])
    expect(warnings.length).toBeGreaterThan(0)
  })

  it('is proven by an OCID, or by its address where it is empty', () => {
    expect(oracleCloud.recognise(channel(OPEN))?.sourceUrl).toBe(URL_OF_FEED)
    expect(oracleCloud.recognise({ ...channel(), url: 'https://a.example/feed.rss' })).toBeNull()
  })
})

describe('the overall state of Oracle Cloud', () => {
  it('has an indicator, and no incident', () => {
    const parsed = oracleCloud.parse(jsonDocument(STATE))
    expect(parsed).toMatchObject({ incidents: [], completeness: 'part', kinds: [], page: { indicator: 'minor' } })
    expect(oracleCloud.recognise(jsonDocument(STATE))).toBeNull()
    expect(oracleCloud.overall?.(URL_OF_FEED)).toEqual({
      url: 'https://ocistatus.oraclecloud.com/api/v2/status.json',
      optional: true,
    })
  })
})
