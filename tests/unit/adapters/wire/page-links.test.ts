import { describe, expect, it } from 'vitest'
import { findFeedLinks } from '#lib/adapters/wire/page-links.ts'

const PAGE = 'https://status.acme.example/en/'
const FEED = 'https://status.acme.example/odd/place'
const RSS = 'rel="alternate" type="application/rss+xml"'

describe('the feeds that a front page names, as nobody has written it yet', () => {
  it.each([
    ['a sign of a tag in a value', `<link title="Acme > Status" ${RSS} href="/odd/place">`],
    ['an apostrophe without a partner', `<link title=Acme's ${RSS} href="/odd/place">`],
    ['both kinds of quotes', `<link title='Acme "Status" > all' ${RSS} href='/odd/place'>`],
    ['line ends in the tag', `<link\n  ${RSS}\n  href="/odd/place"\n/>`],
    ['a base before it', `<base href="https://status.acme.example/odd/"><link ${RSS} href="place">`],
    ['a base with only a path', `<base href='/odd/' target=_top><link ${RSS} href=place>`],
    ['a comment before it', `<!-- <link ${RSS} href="/old"> --><link ${RSS} href="/odd/place">`],
    ['a comment that never ends', `<link ${RSS} href="/odd/place"><!-- <link ${RSS} href="/old">`],
    ['no scheme', `<link ${RSS} href="//status.acme.example/odd/place">`],
    ['a fragment', `<link ${RSS} href="/odd/place#top">`],
    ['references in its address', `<link ${RSS} href="&#47;odd&sol;place">`],
    ['a charset after the type', `<link rel="alternate" type="application/rss+xml; charset=utf-8" href="/odd/place">`],
  ])('%s', (_, html) => {
    expect(findFeedLinks(`<!doctype html><html><head>${html}</head></html>`, PAGE)).toEqual([FEED])
  })

  it.each([
    [
      'no type, but the path of a feed',
      '<link rel="alternate" href="/history.rss">',
      ['https://status.acme.example/history.rss'],
    ],
    ['no type, and no such path', '<link rel="alternate" hreflang="de" href="/de">', []],
    ['a feed on another host in a plain link', '<a href="https://blog.acme.example/feed">Blog</a>', []],
    ['an address that is none', `<link ${RSS} href="http://[">`, []],
    ['a script for an address', `<link ${RSS} href="javascript:alert(1)">`, []],
  ])('%s', (_, html, right) => {
    expect(findFeedLinks(html, PAGE)).toEqual(right)
  })

  it('feeds of comments come last, so that three others are tried before them', () => {
    const links = ['/comments/feed', '/post/comments/rss', '/comments.rss', '/odd/place'].map(
      (path) => `<link ${RSS} href="${path}">`,
    )
    expect(findFeedLinks(links.join(''), PAGE)[0]).toBe(FEED)
  })

  it('a page of nothing but beginnings of tags takes little time', () => {
    const started = process.cpuUsage()
    for (const piece of ['<a "', '<link \'">', '<!--', '<base href="', `<a ${'x'.repeat(1_900)}`]) {
      findFeedLinks(piece.repeat(Math.ceil(300_000 / piece.length)), PAGE)
    }
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(1_500)
  })
})
