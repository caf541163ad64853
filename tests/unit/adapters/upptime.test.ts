import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { upptime } from '#lib/adapters/upptime.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { documentOf, expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const OUTAGE = {
  number: 12,
  html_url: 'https://github.com/example/status/issues/12',
  title: '🛑 Shop is down',
  body: 'In `abc123`, Shop was **down**.',
  state: 'closed',
  labels: [{ name: 'shop' }, { name: 'status' }],
  comments: 1,
  created_at: '2026-05-01T10:00:00Z',
  updated_at: '2026-05-01T10:40:00Z',
  closed_at: '2026-05-01T10:35:00Z',
}

const MAINTENANCE = {
  ...OUTAGE,
  number: 13,
  title: 'Database upgrade',
  body: '<!--\nstart: 2026-06-01T10:00:00.000Z\nend: 2026-06-01T12:00:00.000Z\nexpectedDown: shop, api\n-->\nThe database moves.',
  state: 'open',
  labels: [{ name: 'maintenance' }],
  comments: 0,
  closed_at: null,
}

const SITES = [
  {
    name: 'Shop',
    url: 'https://shop.example',
    slug: 'shop',
    status: 'down',
    uptime: '99.54%',
    dailyMinutesDown: { '2026-05-01': 35 },
  },
]

testAdapter(upptime, [
  { name: 'issues', document: jsonDocument([OUTAGE, MAINTENANCE]), incidents: 2, updates: 2, warnings: 0 },
  { name: 'the summary', document: jsonDocument(SITES), incidents: 0, updates: 0, warnings: 0 },
])

testTampered(upptime, { issues: [OUTAGE, MAINTENANCE], 'the summary': SITES })

describe('an outage of Upptime', () => {
  const [outage] = upptime.parse(jsonDocument([OUTAGE])).incidents

  it('lasts from the opening to the closing of its issue', () => {
    expect(outage).toMatchObject({
      externalId: '12',
      kind: 'incident',
      title: 'Shop is down',
      status: 'resolved',
      sourceStatus: 'closed',
      statedStartedAt: new Date('2026-05-01T10:00:00Z'),
      statedEndedAt: new Date('2026-05-01T10:35:00Z'),
      sourceUrl: 'https://github.com/example/status/issues/12',
      components: [{ externalId: 'shop', name: 'shop' }],
    })
  })

  it('has its text as the one update read, and says that there is another', () => {
    expect(outage).toMatchObject({
      declaredUpdateCount: 2,
      updatesComplete: false,
      updates: [{ externalId: 'issue', status: null, body: 'In `abc123`, Shop was **down**.', format: 'markdown' }],
    })
  })

  it.each([
    ['🛑 Shop is down', 'major', '🛑'],
    ['⚠️ Shop has degraded performance', 'minor', '⚠️'],
    ['Shop is odd', 'unknown', null],
  ])('titled "%s" is of impact %s', (title, impact, sourceImpact) => {
    expect(upptime.parse(jsonDocument([{ ...OUTAGE, title }])).incidents).toMatchObject([{ impact, sourceImpact }])
  })

  it('is not every issue: pull requests and other people’s issues are left out', () => {
    const others = [
      { ...OUTAGE, number: 1, pull_request: {} },
      { ...OUTAGE, number: 2, labels: [{ name: 'question' }] },
    ]
    expect(upptime.parse(jsonDocument([...others, OUTAGE])).incidents.map(({ externalId }) => externalId)).toEqual([
      '12',
    ])
  })

  it('is put aside without a number, and unclear with an unreadable date', () => {
    const parsed = upptime.parse(
      jsonDocument([{ ...OUTAGE, number: null }, { ...OUTAGE, number: 3, created_at: 'soon' }, OUTAGE]),
    )
    expectSoundDocument(parsed)
    expect(parsed.incidents.map(({ unclear }) => unclear)).toEqual(['created_at is not a readable time: "soon"', null])
    expect(parsed.quarantined.map(({ path }) => path)).toEqual(['[0]'])
  })
})

describe('a maintenance of Upptime', () => {
  it('has its window and its sites in an HTML comment, which is no part of its text', () => {
    expect(upptime.parse(jsonDocument([MAINTENANCE])).incidents).toMatchObject([
      {
        kind: 'maintenance',
        impact: 'none',
        status: null,
        sourceStatus: 'open',
        statedStartedAt: null,
        scheduledFrom: new Date('2026-06-01T10:00:00Z'),
        scheduledUntil: new Date('2026-06-01T12:00:00Z'),
        components: [{ name: 'shop' }, { name: 'api' }],
        updates: [{ body: 'The database moves.' }],
      },
    ])
  })
})

describe('the window of a maintenance of Upptime', () => {
  it.each([
    ['on one line', '<!-- start: 2026-06-01T10:00:00.000Z end: 2026-06-01T12:00:00.000Z -->\nThe database moves.'],
    ['after another comment', `<!-- Describe the work. -->\n${MAINTENANCE.body}`],
  ])('is found %s', (_, body) => {
    const { incidents, quarantined } = upptime.parse(jsonDocument([{ ...MAINTENANCE, body }]))
    expect(quarantined).toEqual([])
    expect(incidents).toMatchObject([
      {
        scheduledFrom: new Date('2026-06-01T10:00:00Z'),
        scheduledUntil: new Date('2026-06-01T12:00:00Z'),
        updates: [{ body: expect.stringMatching(/The database moves\.$/) }],
      },
    ])
  })
})

describe('what a list of issues says', () => {
  it.each([
    ['?labels=status&per_page=100&page=1', 'whole', ['incident']],
    ['?labels=maintenance&per_page=2&page=1', 'newest', ['maintenance']],
    ['?labels=status&per_page=100&page=2', 'part', ['incident']],
    ['', 'whole', ['incident', 'maintenance']],
  ])('read at "%s" is %s of %j', (query, completeness, kinds) => {
    const url = `https://api.github.com/repos/example/status/issues${query}`
    expect(upptime.parse(jsonDocument([OUTAGE, MAINTENANCE], { url }))).toMatchObject({ completeness, kinds })
  })

  it('is nothing in the summary, which lists sites', () => {
    const parsed = upptime.parse(jsonDocument(SITES))
    expect(parsed).toMatchObject({
      completeness: 'part',
      kinds: [],
      components: [{ externalId: 'shop', name: 'Shop', sourceStatus: 'down' }],
    })
  })
})

describe('where Upptime is read', () => {
  const at = (url: string) => upptime.poll?.(url).map((request) => request.url)

  it('asks for outages and for maintenances of the repository', () => {
    const query = (label: string) => `issues?state=all&labels=${label}&sort=created&direction=desc&per_page=100&page=1`
    expect(at('https://github.com/example/status')).toEqual(
      ['status', 'maintenance'].map((label) => `https://api.github.com/repos/example/status/${query(label)}`),
    )
    expect(at('http://127.0.0.1:9/repos/example/status/x')?.[0]).toBe(
      `http://127.0.0.1:9/repos/example/status/${query('status')}`,
    )
  })

  it('leads to the repository', () => {
    const summary = jsonDocument(SITES, {
      url: 'https://raw.githubusercontent.com/example/status/HEAD/history/summary.json',
    })
    expect([upptime.recognise(jsonDocument([OUTAGE]))?.sourceUrl, upptime.recognise(summary)?.sourceUrl]).toEqual([
      'https://github.com/example/status',
      'https://github.com/example/status',
    ])
  })

  it('fills back until a page is empty, since a full one may hold pull requests', () => {
    const [request] = upptime.backfill?.next('https://github.com/example/status', null) ?? []
    if (request === undefined) throw new Error('no request')
    const read = (count: number) => {
      const document = jsonDocument(Array.from({ length: count }, (_, index) => ({ ...OUTAGE, number: index + 1 })))
      return upptime.backfill?.next('https://github.com/example/status', {
        request,
        document,
        parsed: upptime.parse(document),
      })
    }
    expect(read(100)?.map(({ url }) => new URL(url).searchParams.get('page'))).toEqual(['2'])
    expect(read(99)?.map(({ url }) => new URL(url).searchParams.get('page'))).toEqual(['2'])
    expect(read(0)).toEqual([])
  })
})

describe.skipIf(!hasShared)('real files of Upptime', () => {
  const documentNamed = (name: string) => documentOf(readFileSync(sharedPath('fixtures', 'upptime', name)))

  it('lists the sites of a real summary', () => {
    const parsed = upptime.parse(documentNamed('cloudesire-summary.json'))
    expectSoundDocument(parsed)
    expect([parsed.warnings, parsed.quarantined, parsed.incidents]).toEqual([[], [], []])
    expect(parsed.components.map(({ sourceStatus }) => sourceStatus)).toEqual(['up', 'down', 'up'])
  })

  it.each(['cloudesire-history-marketplace.yml', 'cloudesire-history-backend-staging.yml', 'cloudesire-upptimerc.yml'])(
    'refuses %s, which has no incidents',
    (name) => {
      expect(() => upptime.parse(documentNamed(name))).toThrow(ParseError)
    },
  )
})
