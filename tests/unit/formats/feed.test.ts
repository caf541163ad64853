import { parseFeed } from '@rowanmanning/feed-parser'
import { describe, expect, it } from 'vitest'
import { decodeReferences } from '#lib/adapters/wire/markdown.ts'
import { type FeedSubject, formatAtom, formatJsonFeed, formatRss } from '#lib/formats/feed.ts'
import { incidentView, update } from '../../support/incident-view.ts'

const subject = (incidents = [incidentView()]): FeedSubject => ({
  title: 'Acme outage history',
  description: 'What Acme posted.',
  pageUrl: 'http://localhost:3000/vendors/acme',
  feedUrl: 'http://localhost:3000/vendors/acme/feed',
  incidents,
})

describe.each([
  ['Atom', formatAtom],
  ['RSS', formatRss],
])('%s', (_, format) => {
  it('has one entry per incident, which another reader understands', () => {
    const feed = parseFeed(
      format(subject([incidentView(), incidentView({ id: 'zzzzzzzzzzzz', title: 'Sign-in errors' })])),
    )
    expect(feed.title).toBe('Acme outage history')
    expect(feed.items.map(({ title, url }) => ({ title, url }))).toEqual([
      { title: 'Acme: Slow exports', url: incidentView().permalink },
      { title: 'Acme: Sign-in errors', url: incidentView().permalink },
    ])
    expect(feed.items[0]?.published).toEqual(new Date('2026-03-04T23:40:00Z'))
  })

  it('keeps the id of an entry when its title, its vendor and its timeline change', () => {
    const [before] = parseFeed(format(subject())).items
    const changed = incidentView({
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
    const [item] = parseFeed(format(subject([incidentView({ title })]))).items
    expect(item?.title).toContain('a ]]> b </title> & <b>c</b>')
  })

  it('puts no white space into an element, whatever that holds', () => {
    const title = 'R&D <b>fails</b> ]]> "now"'
    const permalink = 'http://localhost:3000/i?a=1&b=2'
    const xml = format({
      ...subject([incidentView({ title, permalink })]),
      title: 'R&D',
      pageUrl: 'http://localhost:3000/?a=1&b=2',
    })
    expect(xml).not.toMatch(/>\s+<!\[CDATA\[|\]\]>\s+</)
    // A reader that does not trim.
    const texts = [...xml.matchAll(/<(title|link|id)>([^<]*)</g)].map(([, , text = '']) => decodeReferences(text))
    expect(texts).toEqual(expect.arrayContaining(['R&D', `Acme: ${title}`]))
    expect(texts.filter((text) => text !== text.trim())).toEqual([])
    const [item] = parseFeed(xml).items
    expect([item?.title, item?.url]).toEqual([`Acme: ${title}`, permalink])
  })

  it('shows markup in a text as text', () => {
    const xml = format(
      subject([incidentView({ updates: [update('u', 'resolved', '2026-03-05T01:10:00Z', '<script>x</script>')] })]),
    )
    // The entry is HTML, in which the text has to stand escaped.
    expect(xml).toContain('&lt;script&gt;x&lt;/script&gt;')
    expect(xml).not.toContain('<script>')
  })

  it('shows Markdown as what it means', () => {
    const said = {
      ...update('u', 'resolved', '2026-03-05T01:10:00Z', 'Is **up**, see [docs](https://e.example/?b=1&c=2).'),
      isMarkdown: true,
    }
    expect(decodeReferences(format(subject([incidentView({ updates: [said] })])))).toContain(
      'Is <strong>up</strong>, see <a href="https://e.example/?b=1&',
    )
  })

  it('keeps its bytes while nothing changes, also when it is empty', () => {
    expect(format(subject())).toBe(format(subject()))
    expect(parseFeed(format(subject([]))).items).toEqual([])
  })
})

it('an Atom entry is updated by each update', () => {
  const [before] = parseFeed(formatAtom(subject())).items
  const updates = [...incidentView().updates, update('u3', 'postmortem', '2026-03-09T10:00:00Z', 'What happened.')]
  const [after] = parseFeed(formatAtom(subject([incidentView({ updates })]))).items
  expect(before?.updated).toEqual(new Date('2026-03-05T01:10:00Z'))
  expect(after?.updated).toEqual(new Date('2026-03-09T10:00:00Z'))
})

it('a JSON Feed follows version 1.1', () => {
  const feed = JSON.parse(formatJsonFeed(subject()))
  expect(feed).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    feed_url: 'http://localhost:3000/vendors/acme/feed',
    items: [{ id: 'tag:outage-history,2026:incident/abcdefghjkmn', date_published: '2026-03-04T23:40:00.000Z' }],
  })
})
