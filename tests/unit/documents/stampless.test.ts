import { expect, it } from 'vitest'
import { hashWithoutStamp } from '#lib/documents/stampless.ts'

const bytes = (text: string, contentType: string | null = null) => ({
  bytes: new TextEncoder().encode(text),
  contentType,
})

const page = (at: string, name = 'Acme') =>
  bytes(`{"page":{"id":"p","name":"${name}","updated_at":"${at}"},"incidents":[{"id":"a","updated_at":"${at}"}]}`)
const rss = (at: string, item = '1') =>
  bytes(
    `<?xml version="1.0"?><rss version="2.0"><channel><title>A</title><lastBuildDate>${at}</lastBuildDate><item><guid>${item}</guid></item></channel></rss>`,
  )
const atom = (head: string) =>
  bytes(
    `<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id>${head}<entry><updated>2026-01-01T00:00:00Z</updated></entry></feed>`,
  )

it('does not see when a page, a channel or a feed was made', () => {
  const of = (at: string) =>
    hashWithoutStamp('statuspage', bytes(`{ "page" : {"name":"Zoë","updated_at": "${at}"},"incidents":[]}`))
  expect(of('2026-01-01T00:00:00.000Z')).toBe(of('2026-01-02T03:04:05.678+02:00'))
  expect(hashWithoutStamp('feed', rss('Mon, 02 Mar 2026 12:00:00 GMT'))).toBe(
    hashWithoutStamp('feed', rss('Tue, 03 Mar 2026 12:00:00 +0000')),
  )
  expect(hashWithoutStamp('feed', atom('<updated>2026-01-01T00:00:00Z</updated>'))).toBe(
    hashWithoutStamp('feed', atom('<updated>2026-01-02T00:00:00Z</updated>')),
  )
})

it('sees everything else', () => {
  const at = '2026-01-01T00:00:00.000Z'
  const later = '2026-01-01T00:05:00.000Z'
  const pages = [
    page(at),
    page(later),
    page(at, 'Other'),
    bytes(`{"page":{"updated_at":"${at}","id":"p"}}`),
    { ...page(at), contentType: 'application/json; charset=latin1' },
  ]
  const feeds = [rss(at), rss(at, '2'), atom(`<updated>${at}</updated>`)]
  const hashes = [
    ...pages.map((body) => hashWithoutStamp('statuspage', body)),
    hashWithoutStamp('incident-io', page(at)),
    ...feeds.map((body) => hashWithoutStamp('feed', body)),
  ]
  expect(hashes).not.toContain(null)
  expect(new Set(hashes).size).toBe(hashes.length)
})

it.each([
  ['a list of another platform', 'cachet', page('2026-01-01T00:00:00.000Z')],
  [
    'a page that does not come first',
    'statuspage',
    bytes('{"incidents":[],"page":{"updated_at":"2026-01-01T00:00:00Z"}}'),
  ],
  ['an object within the page', 'statuspage', bytes('{"page":{"x":{"updated_at":"2026-01-01T00:00:00Z"}}}')],
  [
    'a text that looks like one',
    'statuspage',
    bytes(String.raw`{"page":{"name":"\"updated_at\":\"2026-01-01T00:00\""}}`),
  ],
  ['a stamp that is no time', 'statuspage', bytes('{"page":{"updated_at":"<script>alert</script>"}}')],
  ['the time of an entry', 'feed', atom('')],
  ['a time after the first entry', 'feed', atom('<entry/><updated>2026-01-01T00:00:00Z</updated>')],
  ['a comment before it', 'feed', atom('<!-- <updated>2026-01-01T00:00:00Z</updated> -->')],
])('knows no stamp in %s', (_, platform, body) => {
  expect(hashWithoutStamp(platform, body)).toBeNull()
})
