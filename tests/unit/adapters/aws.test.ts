import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ParsedIncident } from '#lib/adapters/adapter.ts'
import { aws } from '#lib/adapters/aws.ts'
import { deriveSpan } from '#lib/domain/span.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { countOf, documentOf, expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const SECOND = 1_772_369_485

const EVENT = {
  date: String(SECOND),
  arn: 'arn:aws:health:xx-south-1::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/AWS_EC2_OPERATIONAL_ISSUE_1',
  region_name: 'Atlantis',
  status: '2',
  service: 'ec2-xx-south-1',
  service_name: 'Example Compute',
  summary: 'Slow starts',
  event_log: [
    { summary: 'Slow starts', message: 'We look into it.', status: 1, timestamp: SECOND },
    { summary: 'Slow starts', message: 'Found.', status: 3, timestamp: SECOND + 600 },
  ],
  impacted_services: {
    'ec2-xx-south-1': { service_name: 'Example Compute', current: '2', max: '3' },
    cdn: { service_name: 'Example CDN', current: '0', max: '1' },
  },
  impacted_service_status_changes: [
    {
      service: 'cdn',
      service_name: 'Example CDN',
      previous_status: '0',
      current_status: '1',
      timestamp: SECOND * 1000,
    },
    {
      service: 'cdn',
      service_name: 'Example CDN',
      previous_status: '1',
      current_status: '0',
      timestamp: (SECOND + 700) * 1000,
    },
  ],
}

const FEED_ITEMS = [
  { title: 'Service is operating normally: [RESOLVED] Slow starts', service: 'ec2-xx-south-1', second: SECOND + 1200 },
  { title: 'Service disruption: Slow starts', service: 'ec2-xx-south-1', second: SECOND + 600 },
  { title: 'Informational message: Late bills', service: 'billing', second: SECOND + 300 },
  { title: 'Service impact: slow starts', service: 'ec2-xx-south-1', second: SECOND },
]

const ARCHIVE = {
  archive: [
    {
      service_name: 'Example Compute (Atlantis)',
      summary: '[RESOLVED] Slow starts',
      // 2026-03-01 23:30 in Los Angeles.
      date: '1772436600',
      status: '2',
      details: '',
      description: timeline(
        ['11:28 PM PST', 'Slow.'],
        [' 1:05 AM PST', 'Found.'],
        ['Mar 3,  9:00 AM PST', '<b>Over</b>.'],
      ),
      service: 'ec2-xx-south-1',
    },
  ],
  current: [
    {
      service_name: 'Billing',
      summary: 'Late bills',
      date: '1772369485',
      status: 1,
      details: '',
      description: timeline([' 4:51 AM PST', 'Late.']),
      service: 'billing',
    },
  ],
}

testAdapter(aws, [
  {
    name: 'current events in UTF-16',
    document: documentOf(utf16(JSON.stringify([EVENT]))),
    incidents: 1,
    updates: 2,
    warnings: 0,
  },
  { name: 'current events in UTF-8', document: jsonDocument([EVENT]), incidents: 1, updates: 2, warnings: 0 },
  { name: 'the feed', document: documentOf(feed(FEED_ITEMS)), incidents: 2, updates: 4, warnings: 0 },
  { name: 'the archive', document: jsonDocument(ARCHIVE), incidents: 2, updates: 4, warnings: 0 },
])

testTampered(aws, { 'current events': [EVENT], 'the feed': feed(FEED_ITEMS), 'the archive': ARCHIVE })

describe('current events', () => {
  const parsed = aws.parse(jsonDocument([EVENT]))
  const [event] = parsed.incidents

  it('are what is open, known by ARN and by the seconds that the feed uses', () => {
    expect(parsed).toMatchObject({ completeness: 'open', kinds: ['incident'] })
    expect(event).toMatchObject({
      externalId: EVENT.arn,
      otherIds: [`ec2-xx-south-1_${SECOND}`, `ec2-xx-south-1_${SECOND + 600}`],
      title: 'Slow starts',
      status: null,
      sourceStatus: '2',
      statedStartedAt: new Date(SECOND * 1000),
      statedEndedAt: null,
      regions: ['Atlantis (xx-south-1)'],
    })
  })

  it('have the worst grade of their log and services as impact', () => {
    expect(event).toMatchObject({ impact: 'critical', sourceImpact: '3' })
  })

  it('give each service its own span, from milliseconds', () => {
    expect(event?.components).toEqual([
      {
        externalId: 'ec2-xx-south-1',
        name: 'Example Compute',
        group: 'Atlantis',
        sourceStatus: '3',
        from: null,
        to: null,
      },
      {
        externalId: 'cdn',
        name: 'Example CDN',
        group: null,
        sourceStatus: '1',
        from: new Date(SECOND * 1000),
        to: new Date((SECOND + 700) * 1000),
      },
    ])
  })

  it('put each change of a service with the update before it', () => {
    expect(event?.updates.map((update) => update.componentChanges.map(({ from, to }) => `${from} to ${to}`))).toEqual([
      ['0 to 1'],
      ['1 to 0'],
    ])
  })

  it('end with their end time, or with an update that is marked resolved', () => {
    const log = [
      ...EVENT.event_log,
      { summary: '[RESOLVED] Slow starts', message: 'Over.', status: 0, timestamp: SECOND + 900 },
    ]
    const over = {
      ...EVENT,
      summary: '[RESOLVED] Slow starts',
      status: '0',
      event_log: log,
      end_time: String(SECOND + 800),
    }
    expect(aws.parse(jsonDocument([over])).incidents[0]).toMatchObject({
      title: 'Slow starts',
      impact: 'critical',
      status: 'resolved',
      statedEndedAt: new Date((SECOND + 800) * 1000),
      updates: [{ status: null }, { status: null }, { status: 'resolved' }],
    })
  })

  it('are none in an empty array, which is not taken for evidence', () => {
    const empty = documentOf(utf16('[]'))
    expect(countOf(aws.parse(empty))).toEqual({ incidents: 0, updates: 0 })
    expect(aws.recognise(empty)).toBeNull()
  })

  it('are put aside one by one: an unreadable time of an update takes only that update', () => {
    const log = [...EVENT.event_log, { message: 'When?', status: 1, timestamp: 'soon' }]
    const parsed = aws.parse(
      jsonDocument([
        { ...EVENT, event_log: log },
        { ...EVENT, service: '' },
      ]),
    )
    expectSoundDocument(parsed)
    expect(parsed.incidents).toMatchObject([{ updatesComplete: false, updates: [{}, {}] }])
    expect(parsed.quarantined.map(({ path }) => path)).toEqual(['[0].event_log[2]', '[1]'])
  })

  it('warn of a grade that is not known', () => {
    const { incidents, warnings } = aws.parse(jsonDocument([{ ...EVENT, status: '7' }]))
    expect(incidents[0]).toMatchObject({ impact: 'critical', sourceStatus: '7' })
    expect(warnings).toEqual([{ path: '[0].status', message: 'unknown status', value: '7' }])
  })
})

describe('the feed of updates', () => {
  it('is put together by service, and ends with the update that says so', () => {
    const { incidents, completeness } = aws.parse(documentOf(feed(FEED_ITEMS)))
    expect(completeness).toBe('newest')
    expect(incidents).toMatchObject([
      {
        externalId: `ec2-xx-south-1_${SECOND}`,
        otherIds: [`ec2-xx-south-1_${SECOND + 600}`, `ec2-xx-south-1_${SECOND + 1200}`],
        title: 'Slow starts',
        impact: 'critical',
        sourceImpact: 'Service disruption',
        status: 'resolved',
        regions: ['xx-south-1'],
        updatesComplete: false,
        updates: [
          { status: null, sourceStatus: 'Service impact', postedAt: new Date(SECOND * 1000) },
          { status: null, sourceStatus: 'Service disruption' },
          { status: 'resolved', sourceStatus: 'Service is operating normally', body: 'Text of the update.' },
        ],
      },
      { externalId: `billing_${SECOND + 300}`, title: 'Late bills', impact: 'minor', status: null, regions: [] },
    ])
  })

  it('shares an id with the current events, also once the first update has fallen off', () => {
    const [listed] = aws.parse(jsonDocument([EVENT])).incidents
    const [whole] = aws.parse(documentOf(feed(FEED_ITEMS))).incidents
    const [headless] = aws.parse(documentOf(feed(FEED_ITEMS.slice(0, 2)))).incidents
    expect(listed?.otherIds).toContain(whole?.externalId)
    expect(whole?.otherIds).toContain(headless?.externalId)
  })

  it.each([
    ['after a resolved one', 'Service is operating normally: [RESOLVED] A', 'Service impact: A', 60, 2],
    ['with another title after a long silence', 'Service impact: A', 'Service impact: B', 25 * 3600, 2],
    [
      'after an informational one marked as resolved',
      'Informational message: [RESOLVED] A',
      'Service impact: A',
      60,
      2,
    ],
    [
      'not where it is resolved twice',
      'Informational message: [RESOLVED] A',
      'Service is operating normally: A',
      60,
      1,
    ],
    ['not with another title soon after', 'Service impact: A', 'Service impact: B', 3600, 1],
    ['not with the same title after a long silence', 'Service impact: A', 'Service impact: a', 50 * 24 * 3600, 1],
  ])('begins a new event %s', (_, first, second, seconds, events) => {
    const items = [
      { title: second, service: 's3-xx-south-1', second: SECOND + seconds },
      { title: first, service: 's3-xx-south-1', second: SECOND },
    ]
    expect(aws.parse(documentOf(feed(items))).incidents).toHaveLength(events)
  })

  it('is over with the mark in its title, whatever its grade', () => {
    const items = [
      { title: 'Informational message: [RESOLVED] A', service: 's3-xx-south-1', second: SECOND + 60 },
      { title: 'Informational message: A', service: 's3-xx-south-1', second: SECOND },
    ]
    expect(aws.parse(documentOf(feed(items))).incidents).toMatchObject([
      { title: 'A', status: 'resolved', impact: 'minor', updates: [{ status: null }, { status: 'resolved' }] },
    ])
  })

  it('warns of words before a title that it does not know, and keeps the title whole', () => {
    const { incidents, warnings } = aws.parse(
      documentOf(feed([{ title: 'Meltdown: all of it', service: 'x', second: SECOND }])),
    )
    expect(incidents).toMatchObject([{ title: 'Meltdown: all of it', impact: 'unknown', sourceImpact: null }])
    expect(warnings).toMatchObject([{ path: 'items[0].title', value: 'Meltdown: all of it' }])
  })

  it('is of no other dashboard', () => {
    const other = feed(FEED_ITEMS).replace('AWS Service Health Dashboard RSS Generator', 'Some generator')
    expect(aws.recognise(documentOf(other))).toBeNull()
    expect(() => aws.parse(documentOf(other))).toThrow('not one of the AWS dashboard')
  })
})

describe('the archive of the former dashboard', () => {
  const { incidents } = aws.parse(jsonDocument(ARCHIVE))

  it('reaches back to the oldest start in the archive, whatever is open besides', () => {
    const [event] = ARCHIVE.archive
    const at = (date: string) => ({ ...event, service: `s${date}`, date })
    const reachOf = (archive: string[], current: string[]) =>
      aws.parse(jsonDocument({ archive: archive.map(at), current: current.map(at) })).reach
    const oldest = { order: 'started', from: { incident: new Date(1_770_000_000_000) } }
    expect(reachOf(['1770000000', '1771000000'], ['1760000000'])).toEqual(oldest)
    expect(reachOf(['1770000000', '1772000000', '1771000000'], [])).toBeNull()
    expect(reachOf([], ['1760000000'])).toBeNull()
  })

  it('finds the days of its times of day: near the start, then forward, or as written', () => {
    expect(incidents[0]?.updates.map(({ postedAt }) => postedAt.toISOString())).toEqual([
      '2026-03-02T07:28:00.000Z',
      '2026-03-02T09:05:00.000Z',
      '2026-03-03T17:00:00.000Z',
    ])
  })

  it('keeps grade, place and end', () => {
    expect(incidents).toMatchObject([
      {
        externalId: 'ec2-xx-south-1_1772436600',
        title: 'Slow starts',
        impact: 'major',
        sourceImpact: '2',
        status: 'resolved',
        components: [{ name: 'Example Compute', group: 'Atlantis' }],
        regions: ['Atlantis (xx-south-1)'],
        updateIdsDerived: true,
        updates: [{ status: null }, { status: null }, { status: 'resolved', body: '**Over**.' }],
      },
      { externalId: 'billing_1772369485', status: null, components: [{ name: 'Billing', group: null }], regions: [] },
    ])
  })

  it('is over where it is archived without the mark, and was seen until its last update', () => {
    const [event] = ARCHIVE.archive
    const [found] = aws.parse(jsonDocument({ archive: [{ ...event, summary: 'Slow starts' }], current: [] })).incidents
    expect(found).toMatchObject({ status: 'resolved', statedEndedAt: null })
    expect(found?.updates.map(({ status }) => status)).toEqual([null, null, null])
    expect(deriveSpan(found as ParsedIncident)).toMatchObject({
      basis: 'seen',
      endedAt: found?.updates.at(-1)?.postedAt,
    })
  })

  // As Direct Connect in Tokyo, September 2021, whose last note came four days after the end, and Kinesis, November 2020.
  it('ends with the update that closes it, not with what is told of it afterwards', () => {
    const [event] = ARCHIVE.archive
    const CLOSED =
      'Between 10 PM and 1 AM it was slow. The issue has been resolved and the service is operating normally.'
    const AFTERWORD = 'We’d like to share more information about the event of Sunday.'
    const spanOf = (summary: string, ...entries: [string, string][]) => {
      const archive = [{ ...event, summary, description: timeline(...entries) }]
      const { endedAt, basis } = deriveSpan(
        aws.parse(jsonDocument({ archive, current: [] })).incidents[0] as ParsedIncident,
      )
      return [endedAt?.toISOString(), basis]
    }
    const ended = ['2026-03-02T09:05:00.000Z', 'reported']
    const first: [string, string] = ['11:28 PM PST', 'The disks are slow. The other disks are operating normally.']
    const closing: [string, string] = [' 1:05 AM PST', CLOSED]
    expect(spanOf('[RESOLVED] Slow', first, closing)).toEqual(ended)
    expect(spanOf('[RESOLVED] Slow', first, closing, ['Mar 5,  8:00 PM PST', AFTERWORD])).toEqual(ended)
    expect(spanOf('[RESOLVED] Slow', first, closing, [' 9:00 AM PST', `We are sorry. ${CLOSED}`])).toEqual(ended)
    expect(spanOf('Slow', first, closing, [' 9:00 AM PST', 'Ask us.'])).toEqual(ended)
    // As in December 2021: it has taken the place of the update that closed the event.
    expect(spanOf('[RESOLVED] Slow', first, [' 1:05 AM PST', AFTERWORD])).toEqual(ended)
    expect(spanOf('[RESOLVED] More', ['Mar 5,  8:00 PM PST', AFTERWORD])).toEqual([
      '2026-03-02T07:30:00.000Z',
      'single',
    ])
  })

  it('finds the mark in each half of a title in two languages', () => {
    const [event] = ARCHIVE.archive
    const summary = '[解決済み]起動の遅延 | [RESOLVED] Slow starts'
    expect(aws.parse(jsonDocument({ archive: [], current: [{ ...event, summary }] })).incidents).toMatchObject([
      { title: '起動の遅延 | Slow starts', status: 'resolved', updates: [{}, {}, { status: 'resolved' }] },
    ])
  })

  it('puts an entry aside whose time it cannot read', () => {
    const [event] = ARCHIVE.archive
    const odd = { ...event, description: timeline(['25:99 XM', 'When?'], [' 1:05 AM PST', 'Found.']) }
    const parsed = aws.parse(jsonDocument({ archive: [odd], current: [] }))
    expect(parsed.incidents[0]).toMatchObject({ updatesComplete: false, updates: [{ body: 'Found.' }] })
    expect(parsed.quarantined).toMatchObject([{ path: 'archive[0].description[1]' }])
  })
})

describe('where AWS is read', () => {
  it('asks the host of a page for its current events, and any document for itself', () => {
    expect(aws.poll?.('https://a.example/health/status')).toEqual([{ url: 'https://a.example/public/currentevents' }])
    expect(aws.poll?.('https://a.example/rss/all.rss')).toEqual([{ url: 'https://a.example/rss/all.rss' }])
  })
})

describe.skipIf(!hasShared)('real bodies of AWS', () => {
  const bytesOf = (name: string) => readFileSync(sharedPath('fixtures', 'aws', name))
  testAdapter(
    aws,
    hasShared
      ? [
          {
            name: 'current events',
            document: documentOf(bytesOf('aws-currentevents-20260801.json')),
            ...countEvents(bytesOf('aws-currentevents-20260801.json')),
            warnings: 0,
          },
          {
            name: 'all.rss',
            document: documentOf(bytesOf('aws-all.rss')),
            incidents: 3,
            updates: bytesOf('aws-all.rss').toString().split('<item>').length - 1,
            warnings: 0,
          },
          ...['aws-datajson-2020-12-19.json', 'aws-datajson-2023-04-18.json'].map((name) => ({
            name,
            document: documentOf(bytesOf(name)),
            ...countArchive(bytesOf(name)),
            warnings: 0,
          })),
        ]
      : [],
  )

  it('leaves nothing open of what is archived', () => {
    const { incidents } = aws.parse(documentOf(bytesOf('aws-datajson-2020-12-19.json')))
    const bases = Object.groupBy(incidents, (incident) => deriveSpan(incident).basis)
    const counts = [bases.reported, bases.single, bases.seen, bases.ongoing].map((of) => of?.length)
    expect(counts).toEqual([314, 37, 3, undefined])
  })

  it('ties the feed to the current events that it is about', () => {
    const events = aws.parse(documentOf(bytesOf('aws-currentevents-20260801.json'))).incidents
    const inFeed = aws.parse(documentOf(bytesOf('aws-all.rss'))).incidents
    const tied = events.map((event) => inFeed.find(({ externalId }) => event.otherIds.includes(externalId))?.externalId)
    expect(tied).toEqual(['multipleservices-me-central-1_1772396043', 'multipleservices-me-south-1_1772430987'])
  })
})

function countEvents(bytes: Buffer) {
  const events: { event_log: unknown[] }[] = JSON.parse(new TextDecoder('utf-16be').decode(bytes))
  return { incidents: events.length, updates: events.reduce((sum, event) => sum + event.event_log.length, 0) }
}

function countArchive(bytes: Buffer) {
  const { archive, current }: Record<string, { description: string }[]> = JSON.parse(bytes.toString())
  const events = [...(archive ?? []), ...(current ?? [])]
  return {
    incidents: events.length,
    updates: events.reduce((sum, { description }) => sum + description.split('class="yellowfg"').length - 1, 0),
  }
}

function timeline(...entries: [string, string][]): string {
  return entries.map(([clock, text]) => `<div><span class="yellowfg">${clock}</span>&nbsp;${text}</div>`).join('')
}

function feed(items: { title: string; service: string; second: number }[]): string {
  const list = items.map(({ title, service, second }) => {
    const local = new Date((second - 8 * 3600) * 1000).toUTCString().replace('GMT', 'PST')
    return `<item><title><![CDATA[${title}]]></title><link>https://status.example/</link><pubDate>${local}</pubDate>
      <guid isPermaLink="false">https://status.example/#${service}_${second}</guid><description><![CDATA[Text of the update.]]></description></item>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Example Service Status</title><link>https://status.example/</link>
    <generator>AWS Service Health Dashboard RSS Generator</generator>${list.join('')}</channel></rss>`
}

function utf16(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le').swap16())
}
