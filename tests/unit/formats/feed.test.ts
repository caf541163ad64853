import { parseFeed } from '@rowanmanning/feed-parser'
import { describe, expect, it } from 'vitest'
import { decodeReferences } from '#lib/adapters/wire/markdown.ts'
import { type FeedSubject, formatAtom, formatJsonFeed, formatRss } from '#lib/formats/feed.ts'
import type { FeedEntry, UpdateView } from '#lib/queries/schemas.ts'
import { incidentView, update } from '../../support/incident-view.ts'

const entry = (over: Partial<FeedEntry> = {}): FeedEntry => ({ ...incidentView(), corrections: [], ...over })

const subject = (entries = [entry()]): FeedSubject => ({
  title: 'Acme outage history',
  description: 'What Acme posted.',
  pageUrl: 'http://localhost:3000/vendors/acme',
  feedUrl: 'http://localhost:3000/vendors/acme/feed',
  documentUrl: 'http://localhost:3000/vendors/acme/feed',
  links: [],
  isArchive: false,
  hubUrl: null,
  iconUrl: 'http://localhost:3000/icon.svg',
  entries,
})

describe.each([
  ['Atom', formatAtom],
  ['RSS', formatRss],
])('%s', (_, format) => {
  it('has one entry per incident, which another reader understands', () => {
    const feed = parseFeed(format(subject([entry(), entry({ id: 'zzzzzzzzzzzz', title: 'Sign-in errors' })])))
    expect(feed.title).toBe('Acme outage history')
    expect(feed.items.map(({ title, url }) => ({ title, url }))).toEqual([
      { title: 'Acme: Slow exports', url: incidentView().permalink },
      { title: 'Acme: Sign-in errors', url: incidentView().permalink },
    ])
    expect(feed.items[0]?.published).toEqual(new Date('2026-03-04T23:40:00Z'))
  })

  it('keeps the id of an entry when its title, its vendor and its timeline change', () => {
    const [before] = parseFeed(format(subject())).items
    const changed = entry({
      title: 'Slow exports, again',
      vendorName: 'Acme Inc',
      permalink: 'http://localhost:3000/vendors/acme-inc/incidents/abcdefghjkmn/slow-exports-again',
      updates: [...incidentView().updates, update('u3', 'postmortem', '2026-03-09T10:00:00Z', 'What happened.')],
    })
    const [after] = parseFeed(format(subject([changed]))).items
    expect(after?.id).toBe(before?.id)
  })

  it('stays well-formed whatever a title holds', () => {
    const title = 'a ]]> b </title> & <b>c</b>\u0000\u000b\ud800 \u202e d'
    const [item] = parseFeed(format(subject([entry({ title })]))).items
    // For readers of RSS that take a title for HTML.
    expect(item?.title?.replaceAll('\u2060', '')).toContain('a ]]> b </title> & <b>c</b>')
  })

  it('puts no white space into an element, whatever that holds', () => {
    const title = 'R&D <b>fails</b> ]]> "now"'
    const permalink = 'http://localhost:3000/i?a=1&b=2'
    const xml = format({
      ...subject([entry({ title, permalink })]),
      title: 'R&D',
      pageUrl: 'http://localhost:3000/?a=1&b=2',
    })
    expect(xml).not.toMatch(/>\s+<!\[CDATA\[|\]\]>\s+</)
    // A reader that does not trim.
    const texts = [...xml.matchAll(/<(title|link|id)>([^<]*)</g)].map(([, , text = '']) =>
      decodeReferences(text).replaceAll('\u2060', ''),
    )
    expect(texts).toEqual(expect.arrayContaining(['R&D', `Acme: ${title}`]))
    expect(texts.filter((text) => text !== text.trim())).toEqual([])
    const [item] = parseFeed(xml).items
    expect([item?.title?.replaceAll('\u2060', ''), item?.url]).toEqual([`Acme: ${title}`, permalink])
  })

  it('shows markup in a text as text', () => {
    const xml = format(
      subject([entry({ updates: [update('u', 'resolved', '2026-03-05T01:10:00Z', '<script>x</script>')] })]),
    )
    // The entry is HTML, in which the text has to stand escaped.
    expect(xml).toContain('&amp;lt;script&amp;gt;x&amp;lt;/script&amp;gt;')
    expect(xml).not.toContain('<script>')
  })

  it('shows Markdown as what it means', () => {
    const said = {
      ...update('u', 'resolved', '2026-03-05T01:10:00Z', 'Is **up**, see [docs](https://e.example/?b=1&c=2).'),
      isMarkdown: true,
    }
    expect(decodeReferences(format(subject([entry({ updates: [said] })])))).toContain(
      'Is <strong>up</strong>, see <a href="https://e.example/?b=1&',
    )
  })

  it('keeps its bytes while nothing changes, also when it is empty', () => {
    expect(format(subject())).toBe(format(subject()))
    expect(parseFeed(format(subject([]))).items).toEqual([])
  })
})

it('an Atom entry is updated when something was last said', () => {
  const [item] = parseFeed(formatAtom(subject([entry({ newsAt: new Date('2026-03-09T10:00:00Z') })]))).items
  expect(item?.updated).toEqual(new Date('2026-03-09T10:00:00Z'))
})

it('an entry says what was edited, withdrawn and corrected, in every form', () => {
  const at = new Date('2026-03-06T10:00:00Z')
  const [first, last] = incidentView().updates as [UpdateView, UpdateView]
  const said = entry({
    withdrawnAt: at,
    updates: [
      { ...first, editedAt: at },
      { ...last, withdrawnAt: at, status: null, sourceStatus: 'SERVICE_OUTAGE' },
    ],
    corrections: [{ field: 'impact', reason: 'It was worse.', correctedAt: at }],
  })
  for (const format of [formatAtom, formatRss, formatJsonFeed])
    for (const words of [
      'Withdrawn by the vendor, seen Mar 6, 2026, 10:00 UTC.',
      'Service outage',
      '(edited by the vendor, seen Mar 6, 2026, 10:00 UTC)',
      '(withdrawn by the vendor, seen Mar 6, 2026, 10:00 UTC)',
      'Corrected on this site (impact), Mar 6, 2026, 10:00 UTC: It was worse.',
    ])
      expect(format(subject([said]))).toContain(words)
})

it('a planned maintenance says when it is planned, and was published when it was announced', () => {
  const [from, until] = [new Date('2026-04-01T02:00:00Z'), new Date('2026-04-01T04:00:00Z')]
  const planned = entry({
    kind: 'maintenance',
    status: 'scheduled',
    durationBasis: 'planned',
    durationSeconds: null,
    ...{ startedAt: from, endedAt: null, scheduledFrom: from, scheduledUntil: until },
    updates: [update('u1', 'scheduled', '2026-03-20T10:00:00Z', 'We will replace a switch.')],
  })
  const [item] = parseFeed(formatAtom(subject([planned]))).items
  expect(item?.content).toContain('Planned: Apr 1, 2026, 02:00 → 04:00 UTC.')
  expect(item?.published).toEqual(new Date('2026-03-20T10:00:00Z'))
})

it('a page leads to the next, and an archive to those beside it and to the feed', () => {
  const address = 'http://localhost:3000/vendors/acme/feed'
  const links = [
    { rel: 'next', href: `${address}?cursor=x&kind=all` },
    { rel: 'current', href: address },
    { rel: 'prev-archive', href: `${address}?archive=2026-04` },
    { rel: 'next-archive', href: `${address}?archive=2026-06` },
  ] as const
  const documentUrl = `${address}?archive=2026-05`
  const archive = { ...subject(), documentUrl, links: [...links], isArchive: true }
  for (const [prefix, text] of [
    ['', formatAtom(archive)],
    ['atom:', formatRss(archive)],
  ]) {
    for (const { rel, href } of [...links, { rel: 'self', href: documentUrl }])
      expect(text).toContain(`<${prefix}link rel="${rel}" href="${href.replace('&', '&amp;')}"`)
    expect(text).toContain('<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/>')
  }
  // All documents of one feed have its id.
  expect(formatAtom(archive)).toContain(`<id>${address}</id>`)
  expect(formatAtom(subject())).not.toContain('fh:archive')
  expect(JSON.parse(formatJsonFeed(archive))).toMatchObject({
    feed_url: documentUrl,
    next_url: links[0].href,
    _archives: {
      is_archive: true,
      current_url: address,
      prev_archive_url: links[2].href,
      next_archive_url: links[3].href,
    },
  })
})

it('a JSON Feed follows version 1.1', () => {
  const feed = JSON.parse(formatJsonFeed(subject()))
  expect(feed).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    feed_url: 'http://localhost:3000/vendors/acme/feed',
    items: [{ id: 'tag:outage-history,2026:incident/abcdefghjkmn', date_published: '2026-03-04T23:40:00.000Z' }],
  })
})

it('an Atom feed names the hub that distributes it, with the bytes that it had otherwise', () => {
  const withHub = formatAtom({ ...subject(), hubUrl: 'http://localhost:3000/websub' })
  const link = '<link rel="hub" href="http://localhost:3000/websub"/>\n'
  expect(withHub.replace(link, '')).toBe(formatAtom(subject()))
  expect(withHub).toContain(link)
})
