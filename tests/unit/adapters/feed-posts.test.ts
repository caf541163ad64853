import { describe, expect, it } from 'vitest'
import type { ParsedIncident } from '#lib/adapters/adapter.ts'
import { feed } from '#lib/adapters/feed.ts'
import { readTitleState } from '#lib/adapters/wire/title-state.ts'
import { deriveSpan, spanAt } from '#lib/domain/span.ts'
import { documentOf } from './test-adapter.ts'

const READ_AT = new Date('2026-11-28T00:00:00Z')

/** A weblog with a post for each title, the days of November on which they were posted, and an address for each or for none. */
function readPosts(posts: readonly (readonly [title: string, day: number])[], { hasLinks = true } = {}): string[] {
  const items = posts.map(([title, day], index) => {
    const link = hasLinks ? `<link>https://status.acme.example/2026/11/${index}</link>` : ''
    const time = new Date(Date.UTC(2026, 10, day, 10)).toUTCString()
    return `<item><title>${title}</title><guid isPermaLink="false">post-${index}</guid>${link}<pubDate>${time}</pubDate></item>`
  })
  const text = `<rss version="2.0"><channel><title>Acme Status</title><link>https://status.acme.example</link>${items.join('')}</channel></rss>`
  return feed.parse(documentOf(text, { readAt: READ_AT })).incidents.map((incident) => {
    const { startedAt, endedAt, basis } = spanAt(deriveSpan(incident), READ_AT)
    const days = [startedAt, endedAt].map((time) => time?.getUTCDate() ?? '-').join(' to ')
    return `${incident.kind}, ${incident.title}, ${days}, ${basis}`
  })
}

describe.each([true, false])('a post for each update, with addresses of their own: %s', (hasLinks) => {
  const read = (...posts: [string, number][]) => readPosts(posts, { hasLinks })

  it.each([
    ['Investigating: Slow search', 'Resolved - Slow search'],
    ['[Investigating] Slow search', '✅ Slow search'],
    ['Enquête en cours : Slow search', 'RETABLI | Slow search'],
    ['Slow search (Investigating)', 'Slow search has been resolved.'],
    ['Slow search', '[EU] [RESOLVED] Slow search'.replace('[EU] ', '')],
    ['【調査中】Slow search', '【復旧済】Slow search'],
    ['Incident en cours: Slow search', 'Incident résolu: Slow search.'],
  ])('"%s", then "%s" is one incident that is over', (first, last) => {
    expect(read([first, 20], [last, 21])).toEqual(['incident, Slow search, 20 to 21, reported'])
  })

  it('numbered updates belong to their incident', () => {
    expect(
      read(['Investigating: Mail', 20], ['Update #2: Mail', 21], ['(Update 3) Mail', 22], ['Fixed: Mail', 23]),
    ).toEqual(['incident, Mail, 20 to 23, reported'])
  })

  it('the sort of what happened may stand in front of the title at first', () => {
    expect(read(['Störung: Mail', 20], ['Störung behoben: Mail', 21])).toEqual([
      'incident, Störung: Mail, 20 to 21, reported',
    ])
  })

  it('a word that nobody knows makes the incident unclear that it may have ended', () => {
    expect(read(['[Investigating] Mail', 20], ['[Fizzled] Mail', 21])).toEqual(['incident, Mail, 20 to -, unclear'])
  })

  it.each([
    [10, ['incident, Mail, 3 to 10, reported']],
    [11, ['incident, Mail, 3 to -, unclear']],
    [24, ['incident, Mail, 3 to -, unclear']],
    [25, ['incident, Mail, 24 to 24, single', 'incident, Mail, 3 to -, unclear']],
  ])('an end that is posted more than a week after the last word may be that of another: on the %ith', (day, told) => {
    const titles: [string, number][] = [
      ['Investigating: Mail', 3],
      ['Resolved: Mail', day],
    ]
    expect(read(...titles).toSorted()).toEqual(told.map((one) => one.replace('24 to 24', '25 to 25')))
  })

  it.each([
    ['Investigating: Mail', 'Resolved: Mail in EU'],
    ['Investigating: Mail in EU and US', 'Resolved - Mail in EU'],
    ['Investigating: Slow mail in EU', 'Resolved: mail slow, Europe'],
    ['[Investigating] 邮件故障', '[已解决] 欧洲邮件故障'],
    ['[Investigating] API is down', 'API is back up'],
    ['[Identified] Mail unavailable', 'Mail has been restored'],
  ])('"%s", then "%s": nobody can tell whether it is over', (first, last) => {
    expect(read([first, 20], [last, 21])[0]).toMatch(/, 20 to -, unclear$/)
  })

  it('an end under another title ends one incident at most, the one that is named most like it', () => {
    expect(
      read(['Investigating: Mail', 19], ['Investigating: Mail in US', 20], ['Resolved: Mail in EU', 21]).toSorted(),
    ).toEqual([
      'incident, Mail in EU, 21 to 21, single',
      'incident, Mail in US, 20 to -, ongoing',
      'incident, Mail, 19 to -, unclear',
    ])
  })

  it.each([
    ['of which little is in its title', ['Investigating: Slow mail', 20], ['Resolved: Slow search', 21]],
    ['that came before it', ['Investigating: Mail', 21], ['Resolved: Mail in EU', 20]],
    ['that is too far away', ['Investigating: Mail', 1], ['Resolved: Mail in EU', 23]],
    ['that calls itself no end', ['Investigating: Mail', 20], ['Identified: Mail in EU', 21]],
  ] as [string, [string, number], [string, number]][])('an incident is not ended by one %s', (_, first, last) => {
    expect(read(first, last)).toContainEqual(expect.stringMatching(/^incident, (?:Slow mail|Mail), \d+ to -, ongoing$/))
  })

  it('"API is down" and "API is up" are unclear, both of them', () => {
    expect(read(['API is down', 20], ['API is up', 21])).toEqual([
      'incident, API is down, 20 to -, unclear',
      'incident, API is up, 21 to -, unclear',
    ])
  })

  it('work that was announced and called off is a notice', () => {
    expect(read(['[Scheduled] New disks', 10], ['[Cancelled] New disks', 12])).toEqual([
      expect.stringMatching(/^notice, New disks, /),
    ])
  })

  it('two that are over are two', () => {
    expect(read(['Resolved: Mail', 20], ['Resolved: Mail', 22]).toSorted()).toEqual([
      'incident, Mail, 20 to 20, single',
      'incident, Mail, 22 to 22, single',
    ])
  })
})

describe('what a title says of the state', () => {
  it.each([
    ['✅ [EU] [Update 2] Resolved - Slow search', '[EU] Slow search', 'Resolved'],
    ['Service is operating normally: [RESOLVED] Slow search', 'Slow search', 'Service is operating normally'],
    ['RESOLVED Slow search', 'Slow search', 'RESOLVED'],
    ['Проблема решена: Почта', 'Почта', 'Проблема решена'],
    ['[복구 완료] 메일 장애', '메일 장애', '복구 완료'],
    ['【障害復旧のお知らせ】メール', 'メール', '障害復旧のお知らせ'],
    ['Monitor is DOWN: Gateway', 'Gateway', 'DOWN'],
    ['Mail / Search', 'Mail / Search', null],
    ['Outage of mail', 'Outage of mail', null],
    ['Up: a new release', 'Up: a new release', null],
    ['[API Console] Pages are blank', '[API Console] Pages are blank', null],
    ['Mail - EU - Monitoring', 'Mail - EU', 'Monitoring'],
    ['Resolved', 'Resolved', null],
  ])('%s', (title, name, word) => {
    expect(readTitleState(title)).toMatchObject({ title: name, word })
  })
})

describe('facts with their labels', () => {
  const read = (html: string) => {
    const item = `<item><title>Slow search</title><guid isPermaLink="false">1</guid><pubDate>Tue, 24 Nov 2026 15:00:00 GMT</pubDate><description><![CDATA[${html}]]></description></item>`
    const text = `<rss version="2.0"><channel><title>Acme Status</title><link>https://status.acme.example</link>${item}</channel></rss>`
    const [incident] = feed.parse(documentOf(text, { readAt: READ_AT })).incidents
    const { startedAt, endedAt } = spanAt(deriveSpan(incident as ParsedIncident), READ_AT)
    return [incident?.status, ...[startedAt, endedAt].map((time) => time?.toISOString().slice(5, 16))]
  }

  it.each([
    '<table><tr><th>Status</th><td>Resolved</td></tr><tr><th>Start</th><td>2026-11-24T10:00:00Z</td></tr><tr><th>End:</th><td>2026-11-24T12:30:00Z</td></tr></table>',
    '<dl><dt>Status</dt><dd>Resolved</dd><dt>Began</dt><dd>2026-11-24 10:00 UTC</dd><dt>Closed</dt><dd>2026-11-24 12:30 UTC</dd></dl>',
    'Status: Behoben<br>Beginn: 24.11.2026 11:00 Uhr MEZ<br>Ende: 24.11.2026 13:30 Uhr MEZ',
    'Statut : Résolu<br>Début : 24/11/2026 11h00 CET<br>Fin : 24 novembre 2026 à 13h30 CET',
    'ステータス：解決済み<br>開始：2026年11月24日 19:00 JST<br>終了：2026年11月24日 21:30 JST',
    '<p>Status: Resolved</p><p>Incident began at <strong>2026-11-24 02:00</strong> and ended at <strong>2026-11-24 04:30</strong> (all times are US/Pacific).</p>',
    'Status: Resolved. Mail is back.<br>Start: 11/24/2026 5:00 AM EST<br>End: 11/24/2026 7:30 AM EST',
  ])('%s', (html) => {
    expect(read(html)).toEqual(['resolved', '11-24T10:00', '11-24T12:30'])
  })
})

describe('an item that calls itself open', () => {
  const read = (html: string, title = 'Investigating: Slow search') => {
    const item = `<item><title>${title}</title><guid isPermaLink="false">1</guid><pubDate>Tue, 24 Nov 2026 15:00:00 GMT</pubDate><description><![CDATA[${html}]]></description></item>`
    const text = `<rss version="2.0"><channel><title>Acme Status</title><link>https://status.acme.example</link>${item}</channel></rss>`
    const { incidents, warnings } = feed.parse(documentOf(text, { readAt: READ_AT }))
    expect(warnings.some(({ message }) => message.startsWith('not understood'))).toBe(incidents[0]?.unclear !== null)
    return spanAt(deriveSpan(incidents[0] as ParsedIncident), READ_AT).basis
  }

  it.each([
    'We saw slow searches. Service has been restored at 14:05 UTC.',
    '<p>Search is back online.</p>',
    'The outage is over.',
    'Der Fehler wurde um 14:05 Uhr behoben.',
    'L’incident a été résolu.',
    'El problema ha sido resuelto.',
    'Het probleem is opgelost.',
    '14:05に復旧しました。',
    '服务已恢复。',
    '14:05 – investigating<br>14:45 – resolved',
    '14:45 UTC – Resolved: it is well<br>14:05 UTC – Investigating: it is slow',
    'Resolved: 14:45 UTC',
    '2:05 PM | Identified | the cause<br>2:45 PM | Resolved | the fix',
  ])('and tells its end in words alone, or without a day, is unclear: %s', (html) => {
    expect(read(html)).toBe('unclear')
  })

  it.each([
    'Search has been restored for most customers.',
    'We expect that it is resolved at 15:00 UTC.',
    'It is not fixed yet. Until search is restored, use the index.',
    'Search was slow since 14:05 UTC.',
    'Sobald der Fehler behoben ist, melden wir uns.',
    'It began at 14:05 – nobody knows why.',
  ])('is open where its text tells no end: %s', (html) => {
    expect(read(html)).toBe('ongoing')
  })

  it('is open while it is watched, though all is well again', () => {
    expect(read('Service has been restored.', 'Monitoring: Slow search')).toBe('ongoing')
  })
})

it('a plan whose time lies after the last change of its entry begins then', () => {
  const text =
    '<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>Acme Status</title><updated>2026-11-24T12:30:00Z</updated><entry><id>tag:status.acme.example,2005:Entry/1</id><title>[Scheduled] New disks</title><published>2026-11-30T10:00:00Z</published><updated>2026-11-24T12:30:00Z</updated></entry></feed>'
  const [incident] = feed.parse(documentOf(text, { readAt: READ_AT })).incidents
  expect(spanAt(deriveSpan(incident as ParsedIncident), READ_AT)).toMatchObject({
    basis: 'planned',
    startedAt: new Date('2026-11-30T10:00:00Z'),
  })
})
