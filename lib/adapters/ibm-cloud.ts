import { ParseError } from '#lib/domain/errors.ts'
import type { Kind } from '#lib/domain/incident.ts'
import { FINISHED } from '#lib/domain/span.ts'
import type { Adapter, ParsedDocument, ParsedIncident, SourceDocument } from './adapter.ts'
import { rootAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { newComponent, uniqueComponents } from './wire/component.ts'
import { type Feed, type FeedItem, readFeed } from './wire/feed.ts'
import type { NotedItem } from './wire/feed-episodes.ts'
import { parseFeedIncidents } from './wire/feed-incidents.ts'
import { htmlToText } from './wire/markdown.ts'
import { createReport, type Report } from './wire/report.ts'

/**
 * IBM Cloud: `/status/api/notifications/feed.rss`, notifications about incidents, maintenance, announcements and security.
 * https://cloud.ibm.com/docs/account?topic=account-viewing-cloud-status
 *
 * We have no body; this strictly follows programs that read it, of 2022 and 2026. Each text ends in facts with labels, of which
 * several may share a line: ID, Type, Regions, Resources, Outage Start, Outage End, Update Time. Items with the same ID are one
 * incident. What is neither an incident nor maintenance is a notice. An item whose title has no state word, and that states no
 * end, is `unclear`: that nobody has written an end yet does not show that it is open.
 */
export const ibmCloud: Adapter = {
  platform: 'ibm-cloud',
  name: 'IBM Cloud Status',
  poll: (sourceUrl) => [feedOf(sourceUrl)],
  vendor: /\bibm\b/i,
  probes: (siteUrl) => [feedOf(siteUrl)],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'Notifications of the last weeks: incidents, maintenance, and announcements as notices.',
    reach: 'As far as the feed, about 50 updates a month.',
    components: 'Resources, by their technical names; regions likewise.',
    maintenance: 'By its type.',
    indicator: null,
    rate: null,
    knownFrom: 'programs that read the feed, of 2022 and 2026, and its documentation; not from a body of our own',
    quirks: [
      {
        fact: 'Releases and announcements stand among incidents: only the line "Type" tells them apart.',
        seen: '2026',
      },
      {
        fact: "Start and end are lines of the text, in the form of JavaScript's `Date.toString()`, and `pubDate` is neither.",
        seen: '2022 and 2026',
      },
    ],
  },
}

const LABELS = ['ID', 'Type', 'Regions', 'Resources', 'Outage Start', 'Outage End', 'Update Time']
/** The blanks or tags before a label. */
const BEFORE_LABEL = new RegExp(String.raw`(?:\s|<br\s*/?>)+(?=(?:${LABELS.join('|')}): ?\S)`, 'g')

function feedOf(url: string): { url: string } {
  return { url: /\.rss$/.test(new URL(url).pathname) ? url : rootAddress(url, '/status/api/notifications/feed.rss') }
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const feed = attempt(() => readIbmFeed(document, createReport()))
  return feed && { evidence: 'notifications with the lines "Type" and "Resources"', sourceUrl: document.url }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  const feed = readIbmFeed(document, report)
  return parseFeedIncidents({ ...feed, items: feed.items.map(withLines) }, report, document.readAt, {
    idOf: (item) => labelOf(item, 'ID') ?? item.value.id,
    kindOf,
    refine: withFacts,
  })
}

function readIbmFeed(document: SourceDocument, report: Report): Feed {
  const feed = readFeed(document, report)
  const isOwn = feed.items.some((item) => labelOf(item, 'Type') !== null && labelOf(item, 'Resources') !== null)
  if (feed.format !== 'rss' || !isOwn) throw new ParseError('a feed, but not the one of IBM Cloud')
  return feed
}

function withLines(item: FeedItem): FeedItem {
  return { ...item, value: { ...item.value, content: (item.value.content ?? '').replace(BEFORE_LABEL, '<br>') } }
}

function labelOf({ value: { content } }: FeedItem, label: string): string | null {
  const text = htmlToText((content ?? '').replace(BEFORE_LABEL, '<br>'))
  const line = text.split('\n').find((one) => one.trim().startsWith(`${label}:`))
  return line?.slice(line.indexOf(':') + 1).trim() || null
}

function kindOf(item: FeedItem): Kind | null {
  const type = labelOf(item, 'Type')?.toLowerCase() ?? null
  return type === null || type === 'incident' || type === 'maintenance' ? type : 'notice'
}

/** The times of maintenance are planned ones until it is said to be over. */
function withFacts(incident: ParsedIncident, { item, note: { labelled } }: NotedItem): ParsedIncident {
  const names = (labelOf(item, 'Resources') ?? '').split(',').map((name) => name.trim())
  const components = names.filter((name) => name !== '').map((name) => newComponent({ externalId: name, name }))
  const known = { ...incident, components: uniqueComponents(components) }
  if (incident.kind !== 'maintenance') return known
  const { startedAt, endedAt } = FINISHED.includes(incident.status) ? labelled : { startedAt: null, endedAt: null }
  return {
    ...known,
    statedStartedAt: startedAt,
    statedEndedAt: endedAt,
    scheduledFrom: labelled.startedAt,
    scheduledUntil: labelled.endedAt,
  }
}
