import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ParsedIncident } from '#lib/adapters/adapter.ts'
import { statuspage } from '#lib/adapters/statuspage.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { isFull } from '#tests/support/full.ts'
import { mutatedJson, mutatedText } from '#tests/support/generators/mutate.ts'
import { hasShared, sharedPath } from '#tests/support/shared.ts'
import { countOf, documentOf, expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'

const PAGE = { id: 'kx1x2x3x4x5x', name: 'Acme', url: 'https://status.acme.example', time_zone: 'Etc/UTC' }

const INCIDENT = {
  id: 'abcdefghijk1',
  name: ' Checkout  is slow ',
  status: 'resolved',
  impact: 'major',
  created_at: '2025-10-20T06:14:51.025-04:00',
  started_at: '2025-10-20T06:10:00.000-04:00',
  updated_at: '2025-10-20T08:00:00.000-04:00',
  monitoring_at: null,
  resolved_at: '2025-10-20T07:30:00.000-04:00',
  components: [{ id: 'component001', name: 'Checkout', status: 'operational', group_id: 'group0000001', group: false }],
  incident_updates: [
    {
      id: 'update000002',
      status: 'resolved',
      body: 'All is well.\r\nThank you.',
      created_at: '2025-10-20T07:31:00.000-04:00',
      updated_at: '2025-10-20T07:31:00.000-04:00',
      display_at: '2025-10-20T07:30:00.000-04:00',
      affected_components: [
        { code: 'component001', name: 'Europe - Checkout', old_status: 'partial_outage', new_status: 'operational' },
      ],
    },
    {
      id: 'update000001',
      status: 'investigating',
      body: 'We look into it. <br />See <a href="/incidents/abcdefghijk1">here</a>.',
      created_at: '2025-10-20T06:14:51.025-04:00',
      updated_at: '2025-10-20T06:20:00.000-04:00',
      display_at: '2025-10-20T06:14:51.025-04:00',
      affected_components: [
        { code: 'component001', name: 'Europe - Checkout', old_status: 'operational', new_status: 'partial_outage' },
      ],
    },
  ],
}

const MAINTENANCE = {
  id: 'abcdefghijk2',
  name: 'Database upgrade',
  status: 'scheduled',
  impact: 'maintenance',
  created_at: '2025-10-01T00:00:00.000Z',
  started_at: '2025-10-01T00:00:00.000Z',
  updated_at: '2025-10-01T00:00:00.000Z',
  resolved_at: null,
  scheduled_for: '2025-11-01T02:00:00.000Z',
  scheduled_until: '2025-11-01T04:00:00.000Z',
  incident_updates: [
    {
      id: 'update000003',
      status: 'scheduled',
      body: 'Planned.',
      created_at: '2025-10-01T00:00:00.000Z',
      display_at: null,
    },
  ],
}

testAdapter(statuspage, [
  {
    name: 'incidents.json',
    document: jsonDocument({ page: PAGE, incidents: [INCIDENT] }),
    incidents: 1,
    updates: 2,
    warnings: 0,
  },
  { name: 'an empty incidents.json', document: jsonDocument({ page: PAGE, incidents: [] }), incidents: 0, warnings: 0 },
  {
    name: 'scheduled-maintenances.json',
    document: jsonDocument({ page: PAGE, scheduled_maintenances: [MAINTENANCE] }),
    incidents: 1,
    updates: 1,
  },
  { name: 'one incident', document: jsonDocument({ page: PAGE, incident: INCIDENT }), incidents: 1, updates: 2 },
  { name: 'one incident in the older form', document: jsonDocument(INCIDENT), incidents: 1, updates: 2 },
  {
    name: 'summary.json',
    document: jsonDocument({
      page: PAGE,
      status: { indicator: 'minor', description: 'Minor outage' },
      components: [],
      incidents: [INCIDENT],
      scheduled_maintenances: [MAINTENANCE],
    }),
    incidents: 2,
    updates: 3,
  },
  { name: 'components.json', document: jsonDocument({ page: PAGE, components: [] }), incidents: 0 },
  { name: 'history.json', document: historyDocument([month('October', 2025, [INCIDENT.id])]), incidents: 0 },
  { name: 'history.atom', document: atomDocument([entry({})]), incidents: 1, updates: 2 },
])

describe('an incident', () => {
  it('keeps every value that the source has', () => {
    expect(parseOne(INCIDENT)).toEqual({
      externalId: 'abcdefghijk1',
      otherIds: [],
      kind: 'incident',
      title: 'Checkout is slow',
      impact: 'major',
      sourceImpact: 'major',
      status: 'resolved',
      sourceStatus: 'resolved',
      statedStartedAt: new Date('2025-10-20T10:10:00Z'),
      statedEndedAt: new Date('2025-10-20T11:30:00Z'),
      scheduledFrom: null,
      scheduledUntil: null,
      startedAfter: null,
      startedBefore: null,
      modifiedAt: new Date('2025-10-20T12:00:00Z'),
      sourceUrl: 'https://status.acme.example/incidents/abcdefghijk1',
      components: [
        {
          externalId: 'component001',
          name: 'Checkout',
          group: 'Europe',
          sourceStatus: 'partial_outage',
          from: null,
          to: null,
        },
      ],
      regions: [],
      declaredUpdateCount: null,
      unclear: null,
      updatesComplete: true,
      updates: [
        {
          externalId: 'update000001',
          status: 'investigating',
          sourceStatus: 'investigating',
          postedAt: new Date('2025-10-20T10:14:51.025Z'),
          modifiedAt: new Date('2025-10-20T10:20:00Z'),
          body: 'We look into it.  \nSee here.',
          format: 'markdown',
          componentChanges: [
            { externalId: 'component001', name: 'Europe - Checkout', from: 'operational', to: 'partial_outage' },
          ],
        },
        {
          externalId: 'update000002',
          status: 'resolved',
          sourceStatus: 'resolved',
          postedAt: new Date('2025-10-20T11:30:00Z'),
          modifiedAt: new Date('2025-10-20T11:31:00Z'),
          body: 'All is well.\nThank you.',
          format: 'text',
          componentChanges: [
            { externalId: 'component001', name: 'Europe - Checkout', from: 'partial_outage', to: 'operational' },
          ],
        },
      ],
    })
  })

  it('posted a postmortem when it was written, since that is displayed nowhere', () => {
    const update = {
      id: 'update000009',
      status: 'postmortem',
      body: '### Why',
      created_at: '2025-10-27T00:00:00Z',
      display_at: null,
    }
    const incident = parseOne({ ...INCIDENT, status: 'postmortem', incident_updates: [update] })
    expect(incident.updates[0]).toMatchObject({
      status: 'postmortem',
      postedAt: new Date('2025-10-27T00:00:00Z'),
      format: 'markdown',
    })
  })

  it('started at the earlier of created and started, whichever of them was back-dated', () => {
    const backdated = { ...INCIDENT, created_at: '2026-06-17T19:00:00Z', started_at: '2026-06-19T14:38:00Z' }
    expect(parseOne(backdated).statedStartedAt).toEqual(new Date('2026-06-17T19:00:00Z'))
    expect(parseOne({ ...INCIDENT, started_at: undefined }).statedStartedAt).toEqual(
      new Date('2025-10-20T10:14:51.025Z'),
    )
  })

  it('that only touches components under maintenance is an incident without impact, by the vendor’s own word', () => {
    expect(parseOne({ ...INCIDENT, impact: 'maintenance' })).toMatchObject({
      kind: 'incident',
      impact: 'none',
      sourceImpact: 'maintenance',
    })
  })

  it('names components that only its updates name', () => {
    expect(parseOne({ ...INCIDENT, components: [] }).components).toMatchObject([
      { externalId: 'component001', name: 'Europe - Checkout' },
    ])
  })

  it('was what its components came from, where its updates only say that they are well again', () => {
    const [resolved] = INCIDENT.incident_updates
    expect(parseOne({ ...INCIDENT, incident_updates: [resolved] }).components).toMatchObject([
      { externalId: 'component001', sourceStatus: 'partial_outage' },
    ])
  })

  it('with words that are not known is kept, with a warning for each', () => {
    const update = { ...INCIDENT.incident_updates[0], status: 'paused' }
    const parsed = parse({
      page: PAGE,
      incidents: [{ ...INCIDENT, impact: 'cosmic', status: 'odd', incident_updates: [update] }],
    })
    expect(parsed.incidents[0]).toMatchObject({
      impact: 'unknown',
      sourceImpact: 'cosmic',
      status: null,
      sourceStatus: 'odd',
    })
    expect(parsed.incidents[0]?.updates[0]).toMatchObject({ status: null, sourceStatus: 'paused' })
    expect(parsed.warnings.map(({ path, value }) => [path, value])).toEqual([
      ['incidents[0].incident_updates[0].status', 'paused'],
      ['incidents[0].impact', 'cosmic'],
      ['incidents[0].status', 'odd'],
    ])
  })

  it.each([
    ['no id', { id: undefined }, 'has no usable id'],
    ['a title of a megabyte', { name: 'x'.repeat(1_000_000) }, 'name has 1000000 characters'],
    [
      '601 updates',
      { incident_updates: Array.from({ length: 601 }, () => ({})) },
      'has 601 updates; at most 500 are read',
    ],
  ])('with %s goes to quarantine and the others are read', (_, fault, reason) => {
    const others = Array.from({ length: 99 }, (__, index) => ({ ...INCIDENT, id: `abcdefghij${index + 10}` }))
    const parsed = parse({ page: PAGE, incidents: [...others, { ...INCIDENT, ...fault }] })
    expect(parsed.incidents).toHaveLength(99)
    expect(parsed.quarantined).toMatchObject([{ path: 'incidents[99]', reason }])
    expect(parsed.quarantined[0]?.raw.length).toBeLessThanOrEqual(64 * 1024)
  })

  it('with an unreadable date is unclear', () => {
    const { incidents, warnings } = parse({ page: PAGE, incidents: [{ ...INCIDENT, resolved_at: 'soon' }] })
    const unclear = 'resolved_at is not a readable time: "soon"'
    expect(incidents).toMatchObject([{ unclear }])
    expect(warnings).toEqual([{ path: 'incidents[0].resolved_at', message: unclear, value: 'soon' }])
  })

  it('with one unreadable update keeps the others, and does not call the missing one withdrawn', () => {
    const [resolved, investigating] = INCIDENT.incident_updates
    const broken = { ...investigating, display_at: 'yesterday' }
    const parsed = parse({ page: PAGE, incidents: [{ ...INCIDENT, incident_updates: [resolved, broken] }] })
    expect(parsed.incidents[0]).toMatchObject({ updatesComplete: false, updates: [{ externalId: 'update000002' }] })
    expect(parsed.quarantined).toMatchObject([{ path: 'incidents[0].incident_updates[1]', externalId: 'update000001' }])
  })

  it('listed twice is the one that was modified last', () => {
    const older = { ...INCIDENT, name: 'Old', updated_at: '2025-10-20T11:00:00Z' }
    const parsed = parse({ page: PAGE, incidents: [INCIDENT, older] })
    expect(parsed.incidents.map((incident) => incident.title)).toEqual(['Checkout is slow'])
    expect(parsed.warnings).toMatchObject([{ path: 'incidents[1]', value: 'abcdefghijk1' }])
  })
})

describe('a text that is nested too deep', () => {
  it('is plain text, with a warning, and costs no other incident of its document', () => {
    // Ends of nothing do not make up for what is open.
    const body = `${'</div>'.repeat(90)}${'<div>'.repeat(60)}<b>deep`
    const update = { ...INCIDENT.incident_updates[0], body }
    const others = ['other1', 'other2'].map((id) => ({ ...INCIDENT, id }))
    const parsed = parse({ page: PAGE, incidents: [others[0], { ...INCIDENT, incident_updates: [update] }, others[1]] })
    expect(parsed.incidents).toHaveLength(3)
    expect(parsed.incidents[1]?.updates[0]).toMatchObject({ body: 'deep', format: 'text' })
    expect(parsed.warnings).toEqual([
      {
        path: 'incidents[1].incident_updates[0].body',
        message: 'is nested deeper than 50 elements: kept as plain text',
        value: null,
      },
    ])
  })
})

describe('a maintenance', () => {
  it('has its window, and no stated start: it was created when it was announced', () => {
    expect(parse({ page: PAGE, scheduled_maintenances: [MAINTENANCE] }).incidents[0]).toMatchObject({
      kind: 'maintenance',
      impact: 'none',
      statedStartedAt: null,
      scheduledFrom: new Date('2025-11-01T02:00:00Z'),
      scheduledUntil: new Date('2025-11-01T04:00:00Z'),
    })
  })

  it('is one by its list, even without a window', () => {
    const vague = { ...MAINTENANCE, scheduled_for: null, scheduled_until: null }
    expect(parse({ page: PAGE, scheduled_maintenances: [vague] }).incidents[0]?.kind).toBe('maintenance')
  })

  it('is one by its window, when read by itself', () => {
    expect(parse({ page: PAGE, incident: MAINTENANCE }).incidents[0]?.kind).toBe('maintenance')
  })
})

describe('what a document’s silence means', () => {
  it.each([
    ['incidents.json', { page: PAGE, incidents: [INCIDENT] }, null, 'newest', ['incident']],
    ['scheduled-maintenances.json', { page: PAGE, scheduled_maintenances: [] }, null, 'newest', ['maintenance']],
    [
      'summary.json',
      { page: PAGE, status: {}, components: [], incidents: [], scheduled_maintenances: [] },
      null,
      'open',
      ['incident', 'maintenance'],
    ],
    [
      'unresolved.json',
      { page: PAGE, incidents: [] },
      'https://status.acme.example/api/v2/incidents/unresolved.json',
      'open',
      ['incident'],
    ],
    ['one maintenance', { page: PAGE, incident: MAINTENANCE }, null, 'single', ['maintenance']],
    ['components.json', { page: PAGE, components: [] }, null, 'part', []],
  ])('of %s', (_, body, url, completeness, kinds) => {
    expect(statuspage.parse(jsonDocument(body, { url }))).toMatchObject({ completeness, kinds })
  })

  it.each([
    ['status.json', { page: PAGE, status: { indicator: 'none' } }],
    ['a list that is none', { page: PAGE, incidents: 'none' }],
    ['an error', { errors: ['Your page is inactive'] }],
  ])('is not asked of %s, which is refused', (_, body) => {
    expect(() => parse(body)).toThrow(ParseError)
  })

  it('tells the page, its indicator and its components by id, with their groups', () => {
    const parsed = parse({
      page: PAGE,
      status: { indicator: 'none' },
      components: [
        { id: 'group0000001', name: 'Europe', group: true, components: ['component001'] },
        { id: 'component001', name: 'Global', status: 'operational', group_id: 'group0000001', group: false },
        { id: 'component002', name: 'Global', status: 'major_outage', group_id: null, group: false },
      ],
      incidents: [INCIDENT],
    })
    expect(parsed.page).toEqual({
      name: 'Acme',
      url: 'https://status.acme.example',
      timeZone: 'Etc/UTC',
      indicator: 'none',
    })
    expect(parsed.components.map(({ externalId, name, group }) => [externalId, name, group])).toEqual([
      ['component001', 'Global', 'Europe'],
      ['component002', 'Global', null],
    ])
  })
})

describe('a history page', () => {
  const months = [
    month('October', 2025, ['abcdefghijk1', 'abcdefghijk2']),
    month('September', 2025, []),
    month('August', 2025, ['abcdefghijk1']),
  ]
  const references = ['abcdefghijk1', 'abcdefghijk2'].map((externalId) => ({
    externalId,
    url: `https://status.acme.example/api/v2/incidents/${externalId}.json`,
  }))

  it('names the incidents of its months, each once', () => {
    const parsed = statuspage.parse(historyDocument(months))
    expect(parsed).toMatchObject({ completeness: 'part', incidents: [], references, warnings: [] })
  })

  it('says the same as HTML', () => {
    const json = JSON.stringify(historyBody(months))
      .replaceAll('&', '&amp;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;')
    const html = `<!DOCTYPE html><html><body><div data-react-class="HistoryIndex" data-react-props="${json}"></div></body></html>`
    const document = documentOf(html, {
      url: 'https://status.acme.example/history?page=1',
      readAt: new Date('2025-10-26T00:00:00Z'),
    })
    expect(statuspage.parse(document)).toEqual(statuspage.parse(historyDocument(months)))
  })

  it('covers its months up to the time it was read', () => {
    expect(statuspage.parse(historyDocument(months)).covers).toEqual({
      from: new Date('2025-08-01T00:00:00Z'),
      to: new Date('2025-10-26T00:00:00Z'),
    })
  })

  it('without a read time covers up to the newest time in it', () => {
    expect(statuspage.parse({ ...historyDocument(months), readAt: null }).covers?.to).toEqual(
      new Date('2025-10-21T19:44:00Z'),
    )
  })

  it('has months of the page’s own zone', () => {
    const document = historyDocument(months, { time_zone: 'America/Los_Angeles' })
    expect(statuspage.parse(document).covers?.from).toEqual(new Date('2025-08-01T07:00:00Z'))
  })

  it('covers no time before the page was made, unless incidents were put there', () => {
    const empty = ['October', 'September', 'August'].map((name) => month(name, 2025, []))
    const created_at = '2025-09-15T12:00:00.000Z'
    expect(statuspage.parse(historyDocument(empty, { created_at })).covers?.from).toEqual(new Date(created_at))
    expect(statuspage.parse(historyDocument(months, { created_at })).covers?.from).toEqual(
      new Date('2025-08-01T00:00:00Z'),
    )
  })
})

describe('a feed', () => {
  it('names an incident by the code in its link, as the JSON does', () => {
    const incident = statuspage.parse(atomDocument([entry({})])).incidents[0]
    expect(incident).toMatchObject({
      externalId: 'abcdefghijk1',
      otherIds: ['31233568'],
      status: 'resolved',
      impact: 'unknown',
      statedStartedAt: null,
    })
    expect(incident?.updates.map(({ externalId, status, sourceStatus }) => [externalId, status, sourceStatus])).toEqual(
      [
        ['2025-10-20T10:14:00.000Z update', null, 'Update'],
        ['2025-10-20T11:30:00.000Z resolved', 'resolved', 'Resolved'],
      ],
    )
  })

  it('may be RSS', () => {
    const description = line('Oct 20', '11:30', 'Resolved').replaceAll('<', '&lt;').replaceAll('&amp;', '&amp;amp;')
    const url = 'https://status.acme.example/incidents/abcdefghijk1'
    const text = `<rss version="2.0"><channel><title>Acme Status - Incident History</title><link>https://status.acme.example</link><description>Statuspage</description><item><title>Checkout is slow</title><description>${description}</description><pubDate>Mon, 20 Oct 2025 11:30:20 +0000</pubDate><link>${url}</link><guid>${url}</guid></item></channel></rss>`
    expect(statuspage.recognise(documentOf(text))).not.toBeNull()
    expect(statuspage.parse(documentOf(text)).incidents).toMatchObject([
      {
        externalId: 'abcdefghijk1',
        sourceUrl: url,
        updates: [{ postedAt: new Date('2025-10-20T11:30:00Z'), status: 'resolved', body: 'Some words & more.' }],
      },
    ])
  })

  it('has updates without years, which are found going backwards from the newest', () => {
    const content = line('Jan  1', '00:10', 'Resolved') + line('Dec 31', '23:50', 'Investigating')
    const incident = statuspage.parse(atomDocument([entry({ published: '2026-01-01T00:10:00Z', content })]))
      .incidents[0]
    expect(incident?.updates.map((update) => update.postedAt.toISOString())).toEqual([
      '2025-12-31T23:50:00.000Z',
      '2026-01-01T00:10:00.000Z',
    ])
  })

  it('shows times in the page’s zone, also under a name that means several', () => {
    const pacific = line('Oct 20', '04:30', 'Resolved', 'PDT')
    const indian = line('Oct 20', '17:00', 'Resolved', 'IST') + line('Oct 20', '16:00', 'Investigating', 'IST')
    expect(timesOf(pacific)).toEqual(['2025-10-20T11:30:00.000Z'])
    expect(timesOf(indian)).toEqual(['2025-10-20T10:30:00.000Z', '2025-10-20T11:30:00.000Z'])
  })

  it('tells a maintenance by its labels or its announced window', () => {
    const window = `<p><strong>THIS IS A SCHEDULED EVENT Nov <var data-var='date'> 1</var>, <var data-var='time'>02:00</var> - <var data-var='time'>04:00</var> UTC</strong></p>`
    const incident = statuspage.parse(atomDocument([entry({ content: window + line('Oct 20', '11:30', 'Scheduled') })]))
      .incidents[0]
    expect(incident).toMatchObject({
      kind: 'maintenance',
      scheduledFrom: new Date('2025-11-01T02:00:00Z'),
      scheduledUntil: new Date('2025-11-01T04:00:00Z'),
    })
  })

  it('announces a window for after the announcement, be it most of a year ahead', () => {
    const window = `<p><strong>THIS IS A SCHEDULED EVENT Aug <var data-var='date'> 1</var>, <var data-var='time'>02:00</var> - <var data-var='time'>04:00</var> UTC</strong></p>`
    const parsed = statuspage.parse(atomDocument([entry({ content: window + line('Oct 20', '11:30', 'Scheduled') })]))
    expect(parsed.incidents[0]).toMatchObject({
      scheduledFrom: new Date('2026-08-01T02:00:00Z'),
      scheduledUntil: new Date('2026-08-01T04:00:00Z'),
    })
  })

  it('lists all updates of an incident, under ids of its own making', () => {
    expect(statuspage.parse(atomDocument([entry({})])).incidents[0]).toMatchObject({
      updatesComplete: true,
      updateIdsDerived: true,
    })
  })

  it('without an update that can be placed is unclear, and says which time was not understood', () => {
    const parsed = statuspage.parse(atomDocument([entry({ content: line('Smarch 13', '11:30', 'Resolved') })]))
    expect(parsed.incidents).toMatchObject([{ unclear: 'its timeline cannot be read', updatesComplete: false }])
    expect(parsed.warnings).toMatchObject([
      { path: 'items[0]', value: 'Smarch 13, 11:30 UTC' },
      { path: 'items[0]', message: 'not understood: its timeline cannot be read' },
    ])
  })

  it('is unclear where the entry that may have ended it has a time or a word that is not understood', () => {
    const start = line('Mar 13', '10:00', 'Investigating')
    const ends = [line('Smarch 13', '11:30', 'Resolved'), line('Mar 13', '11:30', 'Fizzled')]
    const parsed = ends.map((end) => statuspage.parse(atomDocument([entry({ content: `${end}${start}` })])))
    expect(parsed.map(({ incidents }) => incidents[0]?.unclear)).toEqual([
      'its timeline cannot be read in full',
      'unknown status "Fizzled"',
    ])
  })

  it('counts a closing update after all others of its minute, since it has no seconds', () => {
    const lines = [
      line('Mar 13', '11:30', 'Investigating'),
      line('Mar 13', '11:30', 'Resolved'),
      line('Mar 13', '10:00', 'Investigating'),
    ]
    const parsed = statuspage.parse(atomDocument([entry({ content: lines.join('') })]))
    expect(parsed.incidents[0]?.updates.map(({ status }) => status)).toEqual([
      'investigating',
      'investigating',
      'resolved',
    ])
  })

  it('is not one of those that imitate the name of the feed', () => {
    const imitated = atomDocument([
      entry({ content: '<p>Slow.</p>' })
        .replaceAll(/Incident\/\d+/g, 'Thing')
        .replaceAll(/\/incidents\/\w+/g, '/i'),
    ])
    expect(statuspage.recognise(imitated)).toBeNull()
  })
})

describe('recognition', () => {
  it('is by 12-character ids and shape', () => {
    expect(statuspage.recognise(jsonDocument({ page: PAGE, incidents: [] }))?.sourceUrl).toBe(
      'https://status.acme.example',
    )
  })

  it('gives the address where the document was read, not one that it names', () => {
    const url = 'http://127.0.0.1:4000/acme/api/v2/incidents.json'
    expect(statuspage.recognise(jsonDocument({ page: PAGE, incidents: [] }, { url }))?.sourceUrl).toBe(
      'http://127.0.0.1:4000/acme',
    )
  })

  it.each([
    ['incident.io, by its ids', { page: { ...PAGE, id: '01JMDK9XYNY6RXSED6SDWW50WY' }, incidents: [] }],
    ['an empty list of nobody', { incidents: [] }],
    ['other incidents', { incidents: [{ id: 'abcdefghijk1', title: 'x' }] }],
  ])('refuses %s', (_, body) => {
    expect(statuspage.recognise(jsonDocument(body))).toBeNull()
  })
})

describe('addresses', () => {
  it.each([
    'https://status.acme.example',
    'https://status.acme.example/',
    'https://status.acme.example/history',
    'https://status.acme.example/history?page=2',
    'https://status.acme.example/incidents/abcdefghijk1',
    'https://status.acme.example/api/v2/summary.json',
  ])('are those of the API, from %s', (url) => {
    expect(statuspage.poll?.(url).map((request) => [request.url, request.optional])).toEqual([
      ['https://status.acme.example/api/v2/incidents.json', undefined],
      ['https://status.acme.example/api/v2/scheduled-maintenances.json', true],
    ])
  })

  it('keep a path that the page lives under', () => {
    expect(statuspage.poll?.('http://127.0.0.1:4000/acme/')[0]?.url).toBe(
      'http://127.0.0.1:4000/acme/api/v2/incidents.json',
    )
  })

  it('are the feed alone where the source is one', () => {
    expect(statuspage.poll?.('https://status.acme.example/history.atom')).toEqual([
      { url: 'https://status.acme.example/history.atom' },
    ])
  })
})

describe('a back-fill', () => {
  const site = 'https://status.acme.example'

  it('goes back through the history pages until two in a row list nothing', () => {
    const read = walk({
      '/history.json?page=1': ['aaaaaaaaaaa1'],
      '/history.json?page=2': [],
      '/history.json?page=3': ['aaaaaaaaaaa2'],
      '/history.json?page=4': [],
      '/history.json?page=5': [],
    })
    expect(read).toEqual([
      '/history.json?page=1',
      '/api/v2/incidents/aaaaaaaaaaa1.json',
      '/history.json?page=2',
      '/history.json?page=3#empty',
      '/api/v2/incidents/aaaaaaaaaaa2.json',
      '/history.json?page=4',
      '/history.json?page=5#empty',
    ])
  })

  it('reads the HTML of the history where there is no JSON of it', () => {
    expect(walk({ '/history?page=1': ['aaaaaaaaaaa1'], '/history?page=2': [], '/history?page=3': [] })).toEqual([
      '/history.json?page=1',
      '/history?page=1',
      '/api/v2/incidents/aaaaaaaaaaa1.json',
      '/history?page=2',
      '/history?page=3#empty',
    ])
  })

  it('reads an incident in its older form where the API does not have it', () => {
    const request = { url: `${site}/api/v2/incidents/aaaaaaaaaaa1.json` }
    expect(statuspage.backfill?.next(site, { request, document: null, parsed: null })).toMatchObject([
      { url: `${site}/incidents/aaaaaaaaaaa1.json`, optional: true },
    ])
  })

  it('ends on a page that has no history', () => {
    expect(walk({})).toEqual(['/history.json?page=1', '/history?page=1'])
  })

  /** The paths that are read, in order, of a site whose history pages list these codes; what it does not list is not there. */
  function walk(pages: Record<string, string[]>): string[] {
    const pending = statuspage.backfill?.next(site, null) ?? []
    const known = new Set(pending.map((request) => request.url))
    const read: string[] = []
    for (const request of pending) {
      const path = request.url.slice(site.length)
      read.push(path)
      const codes = pages[path.replace(/#.*$/, '')]
      const document = codes === undefined ? null : historyDocument([month('October', 2025, codes)], {}, request.url)
      const parsed = document && statuspage.parse(document)
      const next = /\/history/.test(path) ? statuspage.backfill?.next(site, { request, document, parsed }) : []
      for (const one of next ?? []) {
        if (!known.has(one.url)) pending.push(one)
        known.add(one.url)
      }
      if (read.length > 50) throw new Error('a back-fill without an end')
    }
    return read.toSorted((a, b) => read.indexOf(a) - read.indexOf(b))
  }
})

describe('documents that were tampered with', () => {
  const runs = { numRuns: 300 }

  it('give a sound document or a ParseError, as JSON', () => {
    const body = {
      page: PAGE,
      status: { indicator: 'none' },
      components: INCIDENT.components,
      incidents: [INCIDENT],
      scheduled_maintenances: [MAINTENANCE],
    }
    fc.assert(
      fc.property(mutatedJson(body), (value) => expectSoundOrRefused(jsonDocument(value))),
      runs,
    )
  })

  it('give a sound document or a ParseError, as a history page', () => {
    const body = historyBody([month('October', 2025, [INCIDENT.id])])
    fc.assert(
      fc.property(mutatedJson(body), (value) =>
        expectSoundOrRefused(jsonDocument(value, { url: 'https://status.acme.example/history.json' })),
      ),
      runs,
    )
  })

  it('give a sound document or a ParseError, as a feed', () => {
    fc.assert(
      fc.property(mutatedText(atom([entry({})])), (text) => expectSoundOrRefused(documentOf(text))),
      runs,
    )
  })

  function expectSoundOrRefused(document: ReturnType<typeof documentOf>): void {
    try {
      expectSoundDocument(statuspage.parse(document))
    } catch (error) {
      if (!(error instanceof ParseError)) throw error
    }
  }
})

describe.skipIf(!hasShared)('real bodies', () => {
  const folder = sharedPath('fixtures', 'statuspage')
  const list = (path: string, end: RegExp) =>
    existsSync(path) ? readdirSync(path).filter((name) => end.test(name)) : []
  const bodies = [
    ...list(folder, /\.json$/),
    ...list(`${folder}/cases`, /(?<!DEC)\.json$/).map((name) => `cases/${name}`),
  ].filter((name) => !name.includes('incidentio'))

  testAdapter(
    statuspage,
    bodies.map((name) => {
      const bytes = new Uint8Array(readFileSync(`${folder}/${name}`))
      return {
        name,
        document: documentOf(bytes),
        ...walkJson(JSON.parse(new TextDecoder().decode(bytes))),
        warnings: 0,
      }
    }),
  )

  it.each(list(folder, /\.jsonl$/))('%s loses no incident and no update', (name) => {
    // That none of the others loses anything is asked in fixtures.test.ts.
    const lines = readFileSync(`${folder}/${name}`, 'utf8')
      .trim()
      .split('\n')
      .filter((_, index) => isFull || index % 5 === 0)
    const total = { incidents: 0, updates: 0 }
    const raw = { incidents: 0, updates: 0 }
    for (const text of lines) {
      const value = JSON.parse(text)
      const document = jsonDocument('incident' in value ? value : { incident: value })
      const parsed = statuspage.parse(document)
      expectSoundDocument(parsed)
      expect([parsed.warnings, parsed.quarantined]).toEqual([[], []])
      add(total, countOf(parsed))
      add(raw, walkJson(value))
    }
    expect(total).toEqual(raw)
    expect(total.incidents).toBe(lines.length)
  })

  it.each(list(folder, /\.atom$/))('%s loses no entry and no update', (name) => {
    const text = readFileSync(`${folder}/${name}`, 'utf8')
    const parsed = statuspage.parse(documentOf(text))
    expectSoundDocument(parsed)
    expect(countOf(parsed)).toEqual({
      incidents: text.split('<entry>').length - 1,
      updates: text.split('&lt;small&gt;').length - 1,
    })
    expect([parsed.warnings, parsed.quarantined]).toEqual([[], []])
    for (const incident of parsed.incidents)
      expect(incident.updates.at(-1)?.postedAt.getTime()).toBeLessThanOrEqual(incident.modifiedAt?.getTime() ?? 0)
  })

  it('the feed and the JSON of one page agree on ids, titles and the minutes of updates', () => {
    const read = (name: string) =>
      statuspage.parse(documentOf(new Uint8Array(readFileSync(`${folder}/${name}`)))).incidents
    const inJson = new Map(read('github-incidents.json').map((incident) => [incident.externalId, incident]))
    const pairs = read('github-history-2026-08-22.atom').flatMap((feed) => {
      const json = inJson.get(feed.externalId)
      return json === undefined ? [] : [{ feed, json }]
    })
    expect(pairs.length).toBeGreaterThan(20)
    for (const { feed, json } of pairs) {
      expect(feed.title).toBe(json.title)
      expect(feed.updates.map(minuteOf)).toEqual(json.updates.map(minuteOf))
    }
  })

  it('a history page cut from HTML names its incidents', () => {
    const html = readFileSync(`${folder}/history-page/github-history-EXCERPT.html`, 'utf8')
    const parsed = statuspage.parse(
      documentOf(html, { url: 'https://www.githubstatus.com/history', readAt: new Date('2026-08-28T02:00:00Z') }),
    )
    expect(parsed.references.map((reference) => reference.externalId)).toEqual([
      '5bn0vk444m1w',
      'tx9qn4khd664',
      'kfspvrz14xr0',
      'hcbtzksccj2f',
    ])
    expect(parsed.covers).toEqual({ from: new Date('2026-08-01T00:00:00Z'), to: new Date('2026-08-28T02:00:00Z') })
  })
})

function parse(body: unknown) {
  return statuspage.parse(jsonDocument(body))
}

function parseOne(incident: unknown): ParsedIncident {
  const [parsed] = parse({ page: PAGE, incidents: [incident] }).incidents
  if (parsed === undefined) throw new Error('not parsed')
  return parsed
}

function minuteOf({ postedAt }: { postedAt: Date }): string {
  return postedAt.toISOString().slice(0, 16)
}

function timesOf(content: string): string[] {
  const document = atomDocument([entry({ published: '2025-10-20T11:30:20Z', content })])
  return statuspage
    .parse(document)
    .incidents.flatMap((incident) => incident.updates.map((update) => update.postedAt.toISOString()))
}

/** Counts by walking the raw JSON: whatever has updates is an incident. */
function walkJson(value: unknown): { incidents: number; updates: number } {
  const total = { incidents: 0, updates: 0 }
  if (typeof value !== 'object' || value === null) return total
  if ('incident_updates' in value && Array.isArray(value.incident_updates))
    add(total, { incidents: 1, updates: value.incident_updates.length })
  for (const inner of Object.values(value)) add(total, walkJson(inner))
  return total
}

function add(total: { incidents: number; updates: number }, more: { incidents: number; updates: number }): void {
  total.incidents += more.incidents
  total.updates += more.updates
}

function month(name: string, year: number, codes: string[]) {
  const timestamp = `${name.slice(0, 3)} <var data-var='date'>20</var>, <var data-var='time'>23:37</var> - ${name.slice(0, 3)} <var data-var='date'>21</var>, <var data-var='time'>19:44</var> UTC`
  return {
    name,
    year,
    incidents: codes.map((code) => ({ code, name: 'Checkout is slow', message: 'Over.', impact: 'major', timestamp })),
  }
}

function historyBody(months: unknown[], page: Record<string, unknown> = {}) {
  return {
    page_status: {
      page: { ...PAGE, url: 'https://acme.example', domain: 'status.acme.example', time_zone: 'UTC', ...page },
    },
    components: INCIDENT.components,
    months,
  }
}

function historyDocument(
  months: unknown[],
  page: Record<string, unknown> = {},
  url = 'https://status.acme.example/history.json?page=1',
) {
  return jsonDocument(historyBody(months, page), { url, readAt: new Date('2025-10-26T00:00:00Z') })
}

function line(date: string, time: string, label: string, zone = 'UTC'): string {
  const [, monthName, day] = /^(\w+) (.*)$/.exec(date) ?? []
  return `<p><small>${monthName} <var data-var='date'>${day}</var>, <var data-var='time'>${time}</var> ${zone}</small><br><strong>${label}</strong> - Some words &amp; more.</p>`
}

function entry({
  published = '2025-10-20T11:30:20Z',
  content = line('Oct 20', '11:30', 'Resolved') + line('Oct 20', '10:14', 'Update'),
}): string {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<entry><id>tag:status.acme.example,2005:Incident/31233568</id><published>${published}</published><updated>2026-02-01T00:00:00Z</updated><link rel="alternate" type="text/html" href="https://status.acme.example/incidents/abcdefghijk1"/><title>Checkout is slow</title><content type="html">${escaped}</content></entry>`
}

function atom(entries: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><id>tag:status.acme.example,2005:/history</id><link rel="alternate" type="text/html" href="https://status.acme.example"/><title>Acme Status - Incident History</title><updated>2026-02-01T00:00:00Z</updated>${entries.join('')}</feed>`
}

function atomDocument(entries: string[]) {
  return documentOf(atom(entries), { contentType: 'application/atom+xml' })
}
