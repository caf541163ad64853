import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { feed } from '#lib/adapters/feed.ts'
import { readFeed } from '#lib/adapters/wire/feed.ts'
import { toBody } from '#lib/adapters/wire/markdown.ts'
import { createReport } from '#lib/adapters/wire/report.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { deriveSpan } from '#lib/domain/span.ts'
import { mutatedJson, mutatedText } from '#tests/support/generators/mutate.ts'
import { hasShared, sharedPath } from '#tests/support/shared.ts'
import { countOf, documentOf, expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'

const PAGED = `<p><small>Oct 20, 2025, 11:30 UTC</small><br><strong>Resolved</strong> - Over.</p><p><small>Oct 20, 2025, 10:14 UTC</small><br><strong>Investigating</strong> - <a href="/why">Why</a>?</p>`

const JSON_FEED = {
  version: 'https://jsonfeed.org/version/1.1',
  title: 'Acme Status',
  home_page_url: 'https://status.acme.example',
  items: [
    {
      id: '42',
      url: 'https://status.acme.example/i/42',
      title: 'Exports are late',
      content_html: '<p>Late.</p>',
      date_published: '2025-10-20T10:00:00Z',
      tags: ['monitoring'],
    },
  ],
}

const RDF = `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://status.acme.example"><title>Acme Status</title><link>https://status.acme.example</link><description>x</description></channel><item rdf:about="https://status.acme.example/i/42"><title>Exports are late</title><link>https://status.acme.example/i/42</link><description>Late.</description><dc:date>2025-10-20T10:00:00+02:00</dc:date></item></rdf:RDF>`

const ATOM = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>Acme Incidents</title><updated>2025-10-20T12:00:00Z</updated><entry><id>2025-10-20-late</id><title type="html">Exports &amp;amp; imports are late</title><link href="https://status.acme.example/i/42"/><updated>2025-10-20T11:30:00Z</updated><content type="html">&lt;p>&lt;strong>Resolved&lt;/strong> — Over.&lt;/p></content></entry></feed>`

testAdapter(feed, [
  { name: 'RSS 2.0', document: rssDocument([item({ content: PAGED })]), incidents: 1, updates: 2, warnings: 0 },
  { name: 'RSS 1.0', document: documentOf(RDF), incidents: 1, updates: 1, warnings: 1 },
  { name: 'Atom', document: documentOf(ATOM), incidents: 1, updates: 1, warnings: 0 },
  { name: 'JSON Feed', document: jsonDocument(JSON_FEED), incidents: 1, updates: 1, warnings: 0 },
  { name: 'an empty feed', document: rssDocument([]), incidents: 0, warnings: 0 },
])

describe('the texts of a feed', () => {
  const words = 'Pages that use the <script> tag fail; R&D <br> works &lt;p>.'
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const atom = (entry: string, attributes = '') =>
    documentOf(
      `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"${attributes}><title>Acme Status</title><id>x</id><link rel="alternate" href="/page/"/><entry><id>1</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><b>EU</b> &amp; US</div></title><updated>2025-10-20T11:30:00Z</updated>${entry}</entry></feed>`,
    )

  it.each([
    ['Atom', atom(`<content type="text">${escaped}</content>`)],
    ['an Atom summary', atom(`<summary type="text">${escaped}</summary>`)],
    ['a JSON Feed', jsonDocument({ ...JSON_FEED, items: [{ id: '1', title: 'x', content_text: words }] })],
    ['a summary in JSON', jsonDocument({ ...JSON_FEED, items: [{ id: '1', title: 'x', summary: words }] })],
  ])('are no HTML where %s says that they are text', (_, document) => {
    const { items } = readFeed(document, createReport())
    expect(toBody(items[0]?.value.content ?? '')).toEqual({ body: words, format: 'text' })
  })

  it('are plain titles, whatever the form of a title', () => {
    expect(readFeed(atom(''), createReport()).items[0]?.value.title).toBe('EU & US')
  })

  it.each([
    ['<link href="/incidents/1"/>', '', 'https://status.acme.example/incidents/1'],
    ['<link href="incidents/1"/>', '', 'https://status.acme.example/feeds/incidents/1'],
    [
      '<link href="incidents/1"/>',
      ' xml:base="https://www.acme.example/status/"',
      'https://www.acme.example/status/incidents/1',
    ],
    ['<link href="?i=1"/>', ' xml:base="/status/"', 'https://status.acme.example/status/?i=1'],
    ['<link href="HTTPS://a.example/x"/>', ' xml:base="https://b.example/"', 'https://a.example/x'],
  ])('have addresses that are seen from where they stand: %s %s', (link, attributes, address) => {
    const document = { ...atom(link, attributes), url: 'https://status.acme.example/feeds/history.atom' }
    expect(feed.parse(document).incidents[0]?.sourceUrl).toBe(address)
  })
})

describe('a feed with an item for every incident', () => {
  it('has its timeline in the content, with links resolved against the page', () => {
    const [incident] = parse([item({ content: PAGED, pubDate: 'Mon, 20 Oct 2025 11:30:20 GMT' })])
    expect(incident).toMatchObject({
      externalId: 'https://status.acme.example/i/42',
      kind: 'incident',
      title: 'Exports are late',
      status: 'resolved',
      statedStartedAt: null,
      statedEndedAt: null,
      sourceUrl: 'https://status.acme.example/i/42',
      updatesComplete: true,
    })
    expect(incident?.updates).toMatchObject([
      {
        externalId: '2025-10-20T10:14:00.000Z investigating',
        status: 'investigating',
        body: '[Why](https://status.acme.example/why)?',
        format: 'markdown',
      },
      { externalId: '2025-10-20T11:30:00.000Z resolved', status: 'resolved', body: 'Over.', format: 'text' },
    ])
  })

  it('counts the ordinal of entries of one minute from the oldest, so that a new one changes no id', () => {
    const entry = '<p><small>Oct 20, 2025, 10:14 UTC</small><br><strong>Update</strong> - More.</p>'
    const ids = (content: string) => parse([item({ content })])[0]?.updates.map((update) => update.externalId)
    const later = '<p><small>Oct 20, 2025, 10:20 UTC</small><br><strong>Update</strong> - Later.</p>'
    expect(ids(`${later}${entry}${entry}`)).toEqual([
      '2025-10-20T10:14:00.000Z update',
      '2025-10-20T10:14:00.000Z update 2',
      '2025-10-20T10:20:00.000Z update',
    ])
  })

  it('may have a timeline with full dates and a severity', () => {
    const entry = (time: string, label: string) =>
      `<div><p><strong>${time}</strong></p><h3>${label}</h3><p>Words.</p></div>`
    const content = `<h3>Status: MONITORING</h3><p>Severity: degraded</p><h4>Updates:</h4>${entry('Fri, 31 Jul 2026 11:10:00 GMT', 'Investigating')}${entry('Fri, 31 Jul 2026 11:45:00 GMT', 'Monitoring')}`
    const [incident] = parse([item({ content, pubDate: 'Fri, 31 Jul 2026 10:00:00 GMT' })])
    expect(incident).toMatchObject({
      status: 'monitoring',
      sourceStatus: 'MONITORING',
      impact: 'minor',
      sourceImpact: 'degraded',
    })
    expect(incident?.updates.map((update) => [update.postedAt.toISOString(), update.status])).toEqual([
      ['2026-07-31T11:10:00.000Z', 'investigating'],
      ['2026-07-31T11:45:00.000Z', 'monitoring'],
    ])
  })

  it('may tell the newest state only, and the components in it', () => {
    const content =
      '<b>Status: Identified</b><br/><br/>Writes fail.<br/><br/><b>Affected components</b><ul><li>API (Degraded performance)</li><li>Sync</li></ul>'
    const [incident] = parse([item({ content })])
    expect(incident).toMatchObject({
      status: 'identified',
      updatesComplete: false,
      updates: [{ status: 'identified', sourceStatus: 'Identified' }],
    })
    expect(incident?.components.map(({ name, sourceStatus }) => [name, sourceStatus])).toEqual([
      ['API', 'Degraded performance'],
      ['Sync', null],
    ])
  })

  it('may state the end of what is resolved: in a category, as cState, or in the text', () => {
    const cstate = (title: string, category: string) =>
      item({ title }).replace('</item>', `<category>${category}</category></item>`)
    const content = '<h3>Status: RESOLVED</h3><p>Resolved: Mon, 20 Oct 2025 13:00:00 GMT</p><p>Over.</p>'
    const ends = [
      cstate('[Resolved] Exports are late', '2025-10-20 13:00:00 +0000 UTC'),
      item({ content }),
      cstate('[Resolved] Exports are late', '<![CDATA[<no value>]]>'),
      cstate('Exports are late', '2025-10-20 13:00:00 +0000 UTC'),
      // As authors type it: an hour of one digit, no zone but that of the site, which the item's own time is in.
      cstate('[Behoben] Exporte stehen', '2025-10-20T9:00:00-00:00'),
      cstate('[Resolved] Exports are late', '2025-10-20 13:00:00').replace('GMT</pubDate>', '+0200</pubDate>'),
      cstate('[Resolved] Exports are late', '2025-10-20 13:00:00'),
    ].map((one) => parse([one])[0]?.statedEndedAt?.toISOString() ?? null)
    expect(ends).toEqual([
      ...['2025-10-20T13:00:00.000Z', '2025-10-20T13:00:00.000Z', null, null],
      ...['2025-10-20T09:00:00.000Z', '2025-10-20T11:00:00.000Z', '2025-10-20T13:00:00.000Z'],
    ])
  })

  it('keeps incidents of the same title apart by their links', () => {
    const items = [1, 2].map((number) => item({ link: `https://status.acme.example/i/${number}`, guid: `${number}` }))
    expect(parse(items).map((incident) => incident.externalId)).toEqual(['1', '2'])
  })

  it('tells a maintenance by status, address or title', () => {
    const kinds = parse([
      item({ guid: '1', link: 'https://status.acme.example/i/1', content: '<b>Status: In progress</b>' }),
      item({ guid: '2', link: 'https://status.acme.example/maintenances/2' }),
      item({ guid: '3', link: 'https://status.acme.example/i/3', title: 'Scheduled maintenance of the database' }),
      item({ guid: '4', link: 'https://status.acme.example/i/4' }),
    ]).map((incident) => incident.kind)
    expect(kinds).toEqual(['maintenance', 'maintenance', 'maintenance', 'incident'])
  })
})

describe('a feed with an item for every update', () => {
  it('groups by id without its fragment, each item’s id being that of an update', () => {
    const incidents = parse([
      item({ guid: 'incident/7#b', title: 'Resolved: Exports are late', pubDate: 'Mon, 20 Oct 2025 11:00:00 PDT' }),
      item({ guid: 'incident/7#a', pubDate: 'Mon, 20 Oct 2025 10:00:00 PDT' }),
      item({ guid: 'incident/6#a', title: 'Slow search', pubDate: 'Sun, 19 Oct 2025 10:00:00 PDT' }),
    ])
    expect(
      incidents.map((incident) => [
        incident.externalId,
        incident.title,
        incident.updates.map((update) => update.externalId),
      ]),
    ).toEqual([
      ['incident/7', 'Exports are late', ['incident/7#a', 'incident/7#b']],
      ['incident/6', 'Slow search', ['incident/6#a']],
    ])
    expect(incidents[0]).toMatchObject({ status: 'resolved', updatesComplete: false })
  })

  it('groups by link where ids do not repeat', () => {
    const items = ['Resolved', 'Investigating'].map((status, index) =>
      item({
        guid: `${index}`,
        content: `<p>Status: ${status}</p>`,
        pubDate: `Mon, 20 Oct 2025 ${11 - index}:00:00 GMT`,
      }),
    )
    const others = [item({ guid: '9', link: 'https://status.acme.example/i/9', title: 'Slow search' })]
    const incidents = parse([...items, ...others])
    expect(incidents.map((incident) => incident.updates.map((update) => update.status))).toEqual([
      ['investigating', 'resolved'],
      [null],
    ])
  })

  it('groups by title up to each resolution where all links are the page', () => {
    const at = (title: string, hour: number) =>
      item({
        guid: `${hour}`,
        link: 'https://status.acme.example',
        title,
        pubDate: `Mon, 20 Oct 2025 ${String(hour).padStart(2, '0')}:00:00 GMT`,
      })
    const incidents = parse([
      at('Checkout recovered', 15),
      at('Checkout went down', 14),
      at('Checkout recovered', 11),
      at('Checkout went down', 10),
    ])
    expect(incidents.map(({ externalId, otherIds, title }) => [externalId, otherIds, title])).toEqual([
      ['10', ['11'], 'Checkout'],
      ['14', ['15'], 'Checkout'],
    ])
    expect(incidents[0]?.updates.map((update) => [update.sourceStatus, update.status])).toEqual([
      ['went down', null],
      ['recovered', 'resolved'],
    ])
  })

  it('goes by title and time where items have no ids', () => {
    const noId = '<item><title>Slow search（已恢复）</title><pubDate>Mon, 20 Oct 2025 10:00:00 +0800</pubDate></item>'
    expect(parse([noId])).toMatchObject([
      { externalId: 'Slow search 2025-10-20T02:00:00.000Z', title: 'Slow search', status: 'resolved' },
    ])
  })
})

describe('items that are not as they should be', () => {
  it('are unclear with an unreadable time, and the others are read', () => {
    const parsed = feed.parse(
      rssDocument([
        item({ guid: '1', link: 'https://a.example/1', title: 'Resolved: Slow search', pubDate: 'soon' }),
        item({ guid: '2', link: 'https://a.example/2', title: 'Resolved: Slow exports' }),
      ]),
    )
    expect(parsed.incidents).toMatchObject([
      { externalId: '1', unclear: 'no readable time: "soon"', updates: [] },
      { externalId: '2', unclear: null },
    ])
    expect(parsed.warnings[0]).toMatchObject({ path: 'items[0].published', message: expect.stringContaining('"soon"') })
  })

  it('are kept without a time, with a warning', () => {
    const parsed = feed.parse(rssDocument([item({ title: 'Resolved: Slow search', pubDate: null })]))
    expect(parsed.incidents).toMatchObject([{ updates: [], updatesComplete: false, unclear: null }])
    expect(parsed.warnings).toMatchObject([{ path: 'items[0]' }])
  })

  it('are unclear without a word for their state, or with one that is not known, and the warning names it', () => {
    const parsed = feed.parse(
      rssDocument([
        item({ guid: '1', link: 'https://a.example/1' }),
        item({ guid: '2', link: 'https://a.example/2', content: '<p>Status: Fizzling</p>' }),
        item({ guid: '3', link: 'https://a.example/3', content: '<p>Status: Ongoing</p>' }),
      ]),
    )
    expect(parsed.incidents.map(({ unclear }) => unclear)).toEqual([
      'no word for its state',
      'unknown status "Fizzling"',
      null,
    ])
    expect(parsed.warnings.map(({ path, message }) => `${path} ${message}`)).toEqual([
      'items[0] not understood: no word for its state',
      'items[1] not understood: unknown status "Fizzling"',
    ])
  })
})

describe('what the dialects of feeds got wrong', () => {
  const page = 'https://status.acme.example'
  const entry = (time: string, label: string) => `<p><small>${time}</small><br><strong>${label}</strong> - Words.</p>`

  it('knows a word in any letters: composed or not, in capitals, with the i of Turkish', () => {
    const words = ['Résolu'.normalize('NFD'), 'İzleniyor', 'İZLENİYOR', 'TAMAMLANDI', 'i\u0307nceleniyor']
    const incidents = parse(
      words.map((word, n) => item({ guid: `${n}`, link: `${page}/i/${n}`, title: `[${word}] Slow` })),
    )
    const categories = parse([item({}).replace('</item>', `<category>${words[0]}</category></item>`)])
    expect([...incidents, ...categories].map(({ status }) => status)).toEqual([
      ...['resolved', 'monitoring', 'monitoring', 'completed', 'investigating', 'resolved'],
    ])
  })

  it('keeps items apart whose id is the page’s own address', () => {
    const incidents = parse(
      ['Slow search', 'Slow exports'].map((title) => item({ guid: page, link: page, title: `${title} - Monitoring` })),
    )
    expect(incidents.map(({ title }) => title)).toEqual(['Slow search', 'Slow exports'])
  })

  it('keeps items of one title apart that have no times', () => {
    const items = ['#a', '#b'].map((hash) =>
      item({ guid: `${page}/${hash}`, link: page, content: '<p>Status: Identified</p>', pubDate: null }),
    )
    expect(parse(items).map(({ externalId }) => externalId)).toEqual([`${page}/#a`, `${page}/#b`])
  })

  it('keeps items of one title apart whose timelines have no entry in common, and no others', () => {
    const [monday, tuesday] = ['Oct 20', 'Oct 21'].map((day) => entry(`${day}, 2025, 10:14 UTC`, 'Resolved'))
    const ids = (...contents: (string | undefined)[]) =>
      parse(
        contents.map((content = '', n) =>
          item({ guid: `${n}`, link: page, content, pubDate: `Mon, ${20 + n} Oct 2025 10:14:00 GMT` }),
        ),
      ).map(({ externalId }) => externalId)
    expect(ids(monday, tuesday)).toEqual(['0', '1'])
    expect(ids(monday, `${monday}${entry('Oct 21, 2025, 09:00 UTC', 'Update')}`)).toEqual(['0'])
  })

  it('adds to an incident that is over what is said of it afterwards, where titles tell them apart', () => {
    const at = (title: string, hour: number) =>
      item({ guid: `${hour}`, link: page, title, pubDate: `Mon, 20 Oct 2025 ${hour}:00:00 GMT` })
    const incidents = parse([
      at('Identified: Search', 14),
      at('Postmortem: Search', 13),
      at('Update: Search', 12),
      at('Resolved: Search', 11),
      at('Investigating: Search', 10),
    ])
    expect(incidents.map(({ externalId, otherIds }) => [externalId, otherIds])).toEqual([
      ['10', ['11', '12', '13']],
      ['14', []],
    ])
  })

  it('groups a feed of one incident as it will when there are more', () => {
    const at = (status: string, hour: number) =>
      item({ guid: `u${hour}`, content: `<p>Status: ${status}</p>`, pubDate: `Mon, 20 Oct 2025 ${hour}:00:00 GMT` })
    const one = [at('Resolved', 11), at('Investigating', 10)]
    const another = item({ guid: 'u9', link: `${page}/i/9`, title: 'Slow search', content: '<p>Status: Resolved</p>' })
    expect(parse(one)[0]?.externalId).toBe(parse([...one, another])[0]?.externalId)
  })

  it('reads a description that is escaped twice', () => {
    const content = PAGED.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    expect(parse([item({ content })])[0]?.updates.map(({ status }) => status)).toEqual(['investigating', 'resolved'])
  })

  it('reads a timeline of plain text with any time that it reads in HTML', () => {
    const times = ['October 20th, 2025 at 10:14 AM UTC', '20 October 2025, 10:14 UTC', 'Oct 20, 2025 - 10:14 GMT+0']
    const read = times.map((time) => parse([item({ content: `${time} - Investigating - Words.` })])[0]?.updates[0])
    expect(read.map((update) => update?.postedAt.toISOString())).toEqual(times.map(() => '2025-10-20T10:14:00.000Z'))
  })

  it('is unclear where an entry of the timeline has a word or a time that cannot be read', () => {
    const start = entry('Oct 20, 10:14 UTC', 'Investigating')
    const unclear = [
      `${start}${entry('Oct 20, 11:30 UTC', 'Fizzled')}${entry('Oct 20, 12:00 UTC', 'Update')}`,
      'Oct 20, 10:14 UTC - Investigating - Words.\nOct 20, 11:30 UTC - Fizzled - Words.',
      `${start}${entry('the other day', 'Resolved')}`,
    ].map((content) => parse([item({ content })])[0]?.unclear)
    expect(unclear).toEqual([
      'unknown status "Fizzled"',
      'unknown status "Fizzled"',
      'its timeline cannot be read in full',
    ])
    const lost = entry('10:14', 'Resolved')
    expect(parse([item({ title: 'Investigating: Slow', content: lost })])[0]?.unclear).toContain('timeline')
  })

  it('takes a shared zone name for an offset that it may have, and no other', () => {
    const content = `${entry('Oct 20, 13:00 IST', 'Investigating')}${entry('Oct 20, 15:14 IST', 'Resolved')}`
    const posted = (pubDate: string) => parse([item({ content, pubDate })])[0]
    expect(posted('Mon, 20 Oct 2025 13:14:00 GMT')?.updates.map(({ postedAt }) => postedAt.toISOString())).toEqual([
      '2025-10-20T11:00:00.000Z',
      '2025-10-20T13:14:00.000Z',
    ])
    expect(posted('Mon, 20 Oct 2025 13:29:00 GMT')?.unclear).toContain('timeline')
  })

  it('is unclear with a stated time in a zone that several places share', () => {
    const times = ['Oct 20, 2025, 10:00:00 CST', 'Mon, 20 Oct 2025 10:00:00 CST']
    const contents = times.map((time) => `Status: Resolved\nOutage Start: ${time}`)
    expect(contents.map((content) => parse([item({ content })])[0]?.unclear)).toEqual(
      times.map((time) => `no readable time: "${time}"`),
    )
    expect(parse([item({ content: 'Status: Resolved\nResolved: the fix of 10:00 works' })])[0]?.unclear).toBeNull()
  })

  it('has planned work begun by any word that it goes on, and by a start that is stated', () => {
    const content = `${entry('Oct 20, 10:14 UTC', 'Devam ediyor')}${entry('Oct 20, 11:30 UTC', 'Tamamlandı')}`
    expect(parse([item({ title: 'Database bakım', content })])[0]?.updates.map(({ status }) => status)).toEqual([
      'in_progress',
      'completed',
    ])
    const stated = 'Type: Maintenance\nStatus: In progress\nOutage Start: 2025-10-20T09:00:00Z'
    const [started] = parse([item({ content: stated })])
    expect(started && deriveSpan(started)).toMatchObject({
      startedAt: new Date('2025-10-20T09:00:00Z'),
      basis: 'ongoing',
    })
    expect(parse([item({ title: 'Probíhá: Database údržba' })])[0]?.kind).toBe('maintenance')
  })
})

describe('recognition of a feed', () => {
  it('is by what it calls itself or by the statuses in it', () => {
    expect(feed.recognise(rssDocument([], 'Acme'))?.evidence).toContain('Acme')
    const weblog = { ...JSON_FEED, title: 'Acme weblog', home_page_url: 'https://acme.example/blog' }
    expect(
      feed.recognise(jsonDocument({ ...weblog, items: [{ id: '1', title: 'We won a prize', content_text: 'Yes.' }] })),
    ).toBeNull()
    expect(
      feed.recognise(jsonDocument({ ...weblog, items: [{ id: '1', title: '[RESOLVED] Exports are late' }] })),
    ).not.toBeNull()
  })
})

describe('feeds that were tampered with', () => {
  it('give a sound document or a ParseError', () => {
    const text = rss([
      item({ content: PAGED }),
      item({ guid: 'incident/7#a', title: 'Slow - Resolved' }),
      item({ guid: 'incident/7#b' }),
    ])
    fc.assert(
      fc.property(mutatedText(text), (changed) => expectSoundOrRefused(documentOf(changed))),
      { numRuns: 300 },
    )
    fc.assert(
      fc.property(mutatedJson(JSON_FEED), (changed) => expectSoundOrRefused(jsonDocument(changed))),
      { numRuns: 300 },
    )
  })

  function expectSoundOrRefused(document: ReturnType<typeof documentOf>): void {
    try {
      expectSoundDocument(feed.parse(document))
    } catch (error) {
      if (!(error instanceof ParseError)) throw error
    }
  }
})

describe.skipIf(!hasShared)('real feeds', () => {
  const read = (name: string) => (hasShared ? readFileSync(sharedPath('fixtures', name), 'utf8') : '')
  /** Updates counted by hand: LambStatus by its `<small>`, xAI by its dates, DatoCMS one an entry since its entries have no times. */
  const cases: { name: string; item: string; update: string; warnings?: number }[] = [
    { name: 'rss/lambstatus-demo-history.rss', item: '<item>', update: '<small>' },
    { name: 'rss/xai-active.xml', item: '<item>', update: '<p><strong>' },
    { name: 'rss/xai-feed-20260903.xml', item: '<item>', update: '<p><strong>' },
    { name: 'rss/datocms-history-EXCERPT.atom', item: '<entry>', update: '<entry>' },
    { name: 'statuspage/github-history-2026-08-22.atom', item: '<entry>', update: '&lt;small&gt;' },
    { name: 'azure/azure-healthy-empty.xml', item: '<item>', update: '<item>' },
    // Azure has an adapter of its own; by this one, no word of its items is a state.
    { name: 'azure/azure-rss-20260723-live.xml', item: '<item>', update: '<item>', warnings: 1 },
  ]
  testAdapter(
    feed,
    cases.map(({ name, item: mark, update, warnings = 0 }) => ({
      name,
      document: documentOf(read(name)),
      incidents: read(name).split(mark).length - 1,
      updates: read(name).split(update).length - 1,
      warnings,
    })),
  )

  it('keeps every item of a feed with one for each update', () => {
    const text = read('aws/aws-all.rss')
    const parsed = feed.parse(documentOf(text))
    expectSoundDocument(parsed)
    expect(countOf(parsed).updates).toBe(text.split('<item>').length - 1)
    expect(parsed.incidents.length).toBeLessThan(countOf(parsed).updates)
  })
})

function parse(items: string[]) {
  return feed.parse(rssDocument(items)).incidents
}

interface Item {
  guid?: string
  link?: string
  title?: string
  content?: string
  pubDate?: string | null
}

function item({
  guid,
  link = 'https://status.acme.example/i/42',
  title = 'Exports are late',
  content = 'Words.',
  pubDate = 'Mon, 20 Oct 2025 11:30:20 GMT',
}: Item): string {
  const date = pubDate === null ? '' : `<pubDate>${pubDate}</pubDate>`
  return `<item><title><![CDATA[${title}]]></title><link>${link}</link><guid isPermaLink="false">${guid ?? link}</guid>${date}<description><![CDATA[${content}]]></description></item>`
}

function rss(items: string[], title = 'Acme Status'): string {
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>${title}</title><link>https://status.acme.example</link><description>x</description>${items.join('')}</channel></rss>`
}

function rssDocument(items: string[], title?: string) {
  return documentOf(rss(items, title), { contentType: 'application/rss+xml' })
}
