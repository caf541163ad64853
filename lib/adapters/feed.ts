import type { Adapter } from './adapter.ts'
import { joinAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { isListOfStates } from './wire/component-states.ts'
import { type Feed, readFeed } from './wire/feed.ts'
import { groupItems } from './wire/feed-groups.ts'
import { parseFeedIncidents } from './wire/feed-incidents.ts'
import { createReport } from './wire/report.ts'
import { FEED_STAMP } from './wire/stamp.ts'

/**
 * Where status pages keep their feeds, for a page that does not link to its feed; most common first. Hugo
 * links to its /index.xml.
 */
const FEED_PATHS = [
  'history.atom',
  'feed.xml',
  'feed.rss',
  'rss.xml',
  'state_feed/feed.atom',
  'data/rss.xml',
  'rss',
  'history.rss',
]

/**
 * Any RSS, Atom or JSON Feed of a status page. An item is either one incident, with its timeline in the content or only its
 * newest state, or one update of an incident; the whole feed decides which.
 * - An incident's id is the item's id, else its link; for feeds with one item per update see `groupItems`.
 * - An update's id is the item's in such feeds, else derived from time, word and ordinal.
 * - The item's time is not a stated start if the item has a timeline: on most platforms it is the time of the newest update. If
 *   the item has two times, the first one is the start.
 * - An item without a recognisable state word is `unclear`, with a warning; it never becomes an outage without an end.
 * - An item that is no longer listed was withdrawn if the feed reaches back past its start; see `feedReach`.
 */
export const feed: Adapter = {
  platform: 'feed',
  name: 'RSS, Atom or JSON Feed',

  poll: (sourceUrl) => [{ url: sourceUrl }],
  probes: (siteUrl) => [{ url: siteUrl }, ...FEED_PATHS.map((path) => ({ url: joinAddress(siteUrl, path) }))],

  recognise(document) {
    const content = attempt(() => readFeed(document, createReport()))
    const evidence = content && findEvidence(content)
    return evidence === null ? null : { evidence, sourceUrl: document.url ?? content?.selfUrl ?? null }
  },

  stamp: FEED_STAMP,

  parse(document) {
    const report = createReport()
    return parseFeedIncidents(readFeed(document, report), report, document.readAt)
  },

  backfill: null,
  facts: {
    list: 'The items of the feed: one for each incident, or one for each update, as the whole feed shows.',
    reach: 'As far as the feed. An item that is no longer listed says nothing.',
    components: 'Where the text states them on a labelled line or in a list.',
    maintenance: 'Where words, an address, an id or a time ahead say so.',
    indicator: null,
    rate: "A feed's `ttl` is not obeyed; the server's `Cache-Control` is.",
    knownFrom: 'real feeds of 2020 to 2026',
    quirks: [
      {
        fact: '`pubDate` is the last update on most platforms, and the start on some: never a start by itself.',
        seen: '2026',
      },
      { fact: 'The guid may be missing, the same for all items, or distinct only by its fragment.', seen: '2026' },
      { fact: '`content:encoded` may be the broken copy, escaped twice, of a good `description`.', seen: '2026' },
      { fact: 'States stand in titles, categories, headings, bold words, and in any language.', seen: '2026' },
      { fact: 'A feed of component states, as StatusIQ has, is no list of incidents.', seen: '2026' },
      { fact: 'cState writes the end of an incident into `<category>`.', seen: '6.0.1, operated' },
    ],
  },
}

/** A feed counts as a status page's if its name or its items' statuses say so; a weblog has neither. */
function findEvidence(content: Feed): string | null {
  const groups = groupItems(content, createReport())
  if (isListOfStates(groups)) return null
  const names = [content.title, content.description, content.url, content.selfUrl]
  if (names.some((name) => /\bstatus|\bincidents?\b|\boutages?\b/i.test(name ?? '')))
    return `a feed that calls itself one of a status page: ${content.title}`
  const told = groups.filter((group) => group.items.some(({ note }) => note.sourceStatus !== null)).length
  return told > 0 ? `a feed of which ${told} items tell a status` : null
}
