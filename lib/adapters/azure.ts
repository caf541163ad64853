import { ParseError } from '#lib/domain/errors.ts'
import type { Adapter, DocumentRequest, ParsedDocument, ParsedIncident, SourceDocument } from './adapter.ts'
import { rootAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { newComponent, uniqueComponents } from './wire/component.ts'
import { type Feed, readFeed } from './wire/feed.ts'
import { type Item, needId, readDate, readTexts, readTitle } from './wire/item.ts'
import { readBody } from './wire/markdown.ts'
import { collectIncidents, createReport, newDocument, newIncident, type Report } from './wire/report.ts'
import { newUpdate } from './wire/update.ts'

/**
 * Azure's public status, a feed of open incidents: an empty channel means all clear. Read it at rssfeed.azure.status.microsoft;
 * the page's own host is routed by region and has served an empty channel during an outage.
 *
 * Each item is an incident. Its guid is a slug of its title, and its categories are the affected services and regions. Azure
 * replaces the text as the incident goes on, so the text at each publication time is one update, and an update that is no
 * longer served was not withdrawn. There is no severity, status or end. Links lead to hosts that change, so they are not kept.
 */
export const azure: Adapter = {
  platform: 'azure',
  name: 'Azure status',
  poll: (sourceUrl) => [feedOf(sourceUrl)],
  vendor: /azure/i,
  probes: (siteUrl) => [feedOf(siteUrl)],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'Open incidents: an empty channel means that all is well.',
    reach: 'Nothing that is over.',
    components: 'Services, from the categories; regions likewise.',
    maintenance: null,
    indicator: null,
    rate: null,
    knownFrom: 'a real feed during an incident of July 2026',
    quirks: [
      {
        fact: "The page's own host is routed by region and served an empty channel during an outage elsewhere; rssfeed.azure.status.microsoft did not.",
        seen: '23 July 2026',
      },
      { fact: 'The text of an item is replaced as the incident goes on.', seen: 'July 2026' },
      { fact: '`pubDate` ends in a bare "Z", and links lead to hosts that rotate.', seen: 'July 2026' },
    ],
  },
}

const TITLE = 'Azure Status'

function feedOf(url: string): DocumentRequest {
  return { url: /\/feed\/?$/.test(url) ? url : rootAddress(url, '/en-us/status/feed/') }
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const feed = attempt(() => readAzureFeed(document, createReport()))
  return feed === null ? null : { evidence: `an RSS channel called "${TITLE}"`, sourceUrl: document.url }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  const feed = readAzureFeed(document, report)
  return newDocument(report, {
    incidents: collectIncidents(report, feed.items, readIncident),
    completeness: 'open',
    kinds: ['incident'],
    page: { name: feed.title, url: null, timeZone: null, indicator: null },
  })
}

function readAzureFeed(document: SourceDocument, report: Report): Feed {
  const feed = readFeed(document, report)
  if (feed.format !== 'rss' || feed.title !== TITLE) throw new ParseError('a feed, but not the one of Azure')
  return feed
}

function readIncident(item: Item): ParsedIncident {
  const postedAt = readDate(item, 'published', undefined, { isNeeded: true })
  const categories = readTexts(item, 'categories')
  const isService = (category: string) => !REGION.test(category)
  return newIncident({
    externalId: needId(item, 'id'),
    kind: 'incident',
    title: readTitle(item, 'title'),
    components: uniqueComponents(categories.filter(isService).map((name) => newComponent({ externalId: name, name }))),
    regions: [...new Set(categories.filter((category) => !isService(category)))],
    updates:
      postedAt === null
        ? []
        : [newUpdate({ externalId: postedAt.toISOString(), postedAt, ...readBody(item, 'content') })],
    updatesComplete: false,
  })
}

/** Regions are named by a direction and a place, in either order: https://learn.microsoft.com/azure/reliability/regions-list */
const PLACES =
  'australia|austria|belgium|brazil|canada|chile|china|denmark|france|germany|indonesia|israel|italy|japan|jio india|korea|malaysia|mexico|new zealand|norway|poland|qatar|south africa|spain|sweden|switzerland|taiwan|uae|uk|us dod|us gov'
const REGION = new RegExp(
  [
    `^(?:${PLACES}) (?:north|south|east|west|central|southeast|west central|arizona|iowa|texas|virginia)(?: \\d)?$`,
    '^(?:north|south|east|west|central|southeast|(?:north|south|west) central) (?:asia|europe|india|us)(?: \\d)?$',
    '^global$',
  ].join('|'),
  'i',
)
