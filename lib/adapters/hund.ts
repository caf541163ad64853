import { ParseError } from '#lib/domain/errors.ts'
import type { Adapter, DocumentRequest, ParsedDocument, SourceDocument } from './adapter.ts'
import { joinAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { type Feed, readFeed } from './wire/feed.ts'
import { parseFeedIncidents } from './wire/feed-incidents.ts'
import { createReport, type Report } from './wire/report.ts'

/**
 * Hund: the Atom feed `/state_feed/feed` of a site, which is all that it publishes without a key. We know it from feeds of
 * several sites, see docs/platforms.md.
 *
 * An entry is one issue: `published` is its start, `updated` its newest change, and its label stands in front of its title, in
 * the language of the site. https://hund.io/help/getting-started/issues has the labels. An "Information" is a notice. It is read as any other feed, with the ids that `feed` gave it, so a source may change from `feed`
 * to `hund` and back.
 */
export const hund: Adapter = {
  platform: 'hund',
  name: 'Hund',
  poll: (sourceUrl) => [feedOf(sourceUrl)],
  probes: (siteUrl) => [feedOf(siteUrl)],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'The newest issues, each with its newest text.',
    reach: 'As far as the feed: earlier issues and texts are on the page alone.',
    components: null,
    maintenance: 'Where its words or a time ahead say so: an entry does not tell work from an outage.',
    indicator: null,
    rate: null,
    knownFrom: 'feeds of several sites, and its documentation of labels, 2026',
    quirks: [
      { fact: '`published` is the start, and `updated` the last change; an end is nowhere stated.', seen: '2026' },
      { fact: 'The state is in front of the title, in the language of the site: "[Behoben]".', seen: '2026' },
    ],
  },
}

const FEED_ID = /^tag:[^,]+,\d{4}:\/state_feed\/feed\b/
const ENTRY_ID = /^tag:[^,]+,\d{4}:(?:State::FeedNotifier::)?Entry\/[0-9a-f]{24}$/
/** An issue that Hund holds for over from its beginning. */
const INFORMATION = /^\s*\[information\]\s*/i

function feedOf(url: string): DocumentRequest {
  return { url: /\/state_feed\//.test(new URL(url).pathname) ? url : joinAddress(url, 'state_feed/feed.atom') }
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const content = attempt(() => readHundFeed(document, createReport()))
  return content && { evidence: 'a state_feed of issues', sourceUrl: document.url ?? content.selfUrl }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  return parseFeedIncidents(readHundFeed(document, report), report, document.readAt, {
    kindOf: ({ value }) => (INFORMATION.test(value.title ?? '') ? 'notice' : null),
    refine: (incident) => ({ ...incident, title: incident.title.replace(INFORMATION, '') || incident.title }),
  })
}

function readHundFeed(document: SourceDocument, report: Report): Feed {
  const content = readFeed(document, report)
  const isOwn = FEED_ID.test(content.id ?? '') || content.items.some(({ value }) => ENTRY_ID.test(value.id ?? ''))
  if (content.format !== 'atom' || !isOwn) throw new ParseError('a feed, but not one of Hund')
  return content
}
