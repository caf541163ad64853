import { ParseError } from '#lib/domain/errors.ts'
import type { Kind } from '#lib/domain/incident.ts'
import type { Adapter, ParsedDocument, SourceDocument } from './adapter.ts'
import { joinAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { type Feed, type FeedItem, readFeed } from './wire/feed.ts'
import { parseFeedIncidents } from './wire/feed-incidents.ts'
import { createReport, type Report } from './wire/report.ts'

/**
 * Kener: `/rss.xml` of the whole site or of one page of it, with the incidents and maintenances of 90 days.
 * https://kener.ing/docs, src/routes of rajnandan1/kener
 *
 * An item is one incident or one date of a maintenance. Its lines tell the state, what is affected, and for a maintenance its
 * window; below them stands the newest comment alone. The feed is read as any other; this adapter adds what the ids say.
 */
export const kener: Adapter = {
  platform: 'kener',
  name: 'Kener',
  poll: (sourceUrl) => [feedOf(sourceUrl)],
  probes: (siteUrl) => [feedOf(siteUrl)],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'At most 50 incidents and maintenances of the last 90 days, open or over, each with its newest comment.',
    reach: 'As far as the feed: earlier comments and incidents are on the page alone.',
    components: 'Monitors, by name.',
    maintenance: 'One for each date of a recurring one, with its window.',
    indicator: null,
    rate: 'The feed is cached for 300 seconds.',
    knownFrom: 'version 4.1.2 operated beside this site, see [peers.md](peers.md)',
    quirks: [
      {
        fact: 'The start of an incident is nowhere in the feed: `pubDate` is the newest comment, or the planned start.',
        seen: '4.1.2, operated',
      },
      {
        fact: 'Dates of maintenance that lie weeks ahead are listed before what is going on.',
        seen: '4.1.2, operated',
      },
    ],
  },
}

const ID = /^(incident|maintenance)-\d+$/

function feedOf(url: string): { url: string } {
  return { url: /\.(?:xml|rss|atom)$/.test(new URL(url).pathname) ? url : joinAddress(url, 'rss.xml') }
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const feed = attempt(() => readKenerFeed(document, createReport()))
  return feed && { evidence: 'a feed of "[Incident]" and "[Maintenance]" with numbers', sourceUrl: document.url }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  return parseFeedIncidents(readKenerFeed(document, report), report, document.readAt, {
    idOf: ({ value }) => value.id,
    kindOf,
  })
}

function readKenerFeed(document: SourceDocument, report: Report): Feed {
  const feed = readFeed(document, report)
  const isEmpty =
    feed.items.length === 0 && /^Latest incidents and scheduled maintenance for /.test(feed.description ?? '')
  if (feed.format !== 'rss' || !(isEmpty || feed.items.some(isOwn)))
    throw new ParseError('a feed, but not one of Kener')
  return feed
}

function isOwn({ value: { id, title } }: FeedItem): boolean {
  return ID.test(id ?? '') && /^\[(?:Incident|Maintenance)\] /i.test(title ?? '')
}

/** A maintenance that was called off is a notice. */
function kindOf({ value: { id, content } }: FeedItem): Kind | null {
  if (/^Status: CANCELLED\b/m.test(content ?? '')) return 'notice'
  const sort = ID.exec(id ?? '')?.[1]
  return sort === undefined ? null : sort === 'maintenance' ? 'maintenance' : 'incident'
}
