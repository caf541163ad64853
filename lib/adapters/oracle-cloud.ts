import { ParseError } from '#lib/domain/errors.ts'
import type { Adapter, ParsedDocument, ParsedIncident, SourceDocument } from './adapter.ts'
import { rootAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { newComponent } from './wire/component.ts'
import { decodeText } from './wire/decode.ts'
import { type Feed, readFeed } from './wire/feed.ts'
import { parseFeedIncidents } from './wire/feed-incidents.ts'
import { readItem, readText } from './wire/item.ts'
import { parseJsonObject } from './wire/json.ts'
import { createReport, newDocument, type Report } from './wire/report.ts'

/**
 * Oracle Cloud Infrastructure: `/api/v2/incident-summary.rss`, an item for each incident, and `/api/v2/status.json` with the
 * overall state. https://ocistatus.oraclecloud.com
 *
 * Oracle left Statuspage and kept its forms: the timeline of an item is Statuspage's markup, newest first and without years,
 * and the overall state is its JSON. Lists of incidents as JSON answer 404. We have real bodies of the state, and of the feed
 * what programs that read it say of its items in July and October 2026. The id is an OCID that stays while the item grows.
 * Titles are "service | region | reference"; the first two are kept as component and region.
 */
export const oracleCloud: Adapter = {
  platform: 'oracle-cloud',
  name: 'Oracle Cloud Infrastructure Status',
  poll: (sourceUrl) => [feedOf(sourceUrl)],
  overall: (sourceUrl) => ({ url: rootAddress(sourceUrl, '/api/v2/status.json'), optional: true }),
  vendor: /oracle/i,
  probes: (siteUrl) => [feedOf(siteUrl)],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'The newest incidents, open or over, each with its whole timeline.',
    reach: 'As far as the feed. There is no older page in a form that can be read.',
    components: 'The service that the title names, and its region.',
    maintenance: null,
    indicator: "Statuspage's words, in the overall state.",
    rate: null,
    knownFrom: 'programs that read the feed, 2026, and 602 real bodies of the overall state, 2021 and 2022',
    quirks: [
      { fact: 'It looks like Statuspage, but `summary.json` and `incidents.json` answer 404.', seen: '2026' },
      { fact: '`components.json` has 1.7 MB, a line for each service in each region.', seen: '2026' },
      { fact: 'One item grows with each update, under the same guid; `pubDate` is the newest one.', seen: 'July 2026' },
      { fact: 'A title is "service | region | reference", and either may be "Multiple".', seen: 'July 2026' },
    ],
  },
}

const PATH = '/api/v2/incident-summary.rss'
const OCID = /\bocid1\.oraclecloudincident\./

function feedOf(url: string): { url: string } {
  return { url: /\.rss$/.test(new URL(url).pathname) ? url : rootAddress(url, PATH) }
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const feed = attempt(() => readOracleFeed(document, createReport()))
  return feed && { evidence: 'a feed of incidents with OCIDs', sourceUrl: document.url }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  if (decodeText(document).trimStart().startsWith('{')) return parseState(document, report)
  const parsed = parseFeedIncidents(readOracleFeed(document, report), report, document.readAt, {
    idOf: ({ value }) => value.id,
    kindOf: () => 'incident',
    refine: withPlace,
  })
  return { ...parsed, kinds: ['incident'] }
}

function parseState(document: SourceDocument, report: Report): ParsedDocument {
  const root = parseJsonObject(document, report)
  const status = readItem(root, 'status')
  const indicator = status && readText(status, 'indicator')
  if (indicator === null) throw new ParseError('neither the feed nor the overall state of Oracle Cloud')
  const page = readItem(root, 'page')
  return newDocument(report, {
    incidents: [],
    completeness: 'part',
    kinds: [],
    page: { name: page && readText(page, 'name'), url: page && readText(page, 'url'), timeZone: null, indicator },
  })
}

function readOracleFeed(document: SourceDocument, report: Report): Feed {
  const feed = readFeed(document, report)
  const isOwn = feed.items.some(({ value: { id, url } }) => OCID.test(`${id} ${url}`))
  const isEmpty = feed.items.length === 0 && document.url !== null && new URL(document.url).pathname === PATH
  if (feed.format !== 'rss' || !(isOwn || isEmpty)) throw new ParseError('a feed, but not the one of Oracle Cloud')
  return feed
}

function withPlace(incident: ParsedIncident): ParsedIncident {
  const [service = '', region = '', ...rest] = incident.title.split(' | ')
  if (rest.length !== 1) return incident
  return {
    ...incident,
    components: [newComponent({ externalId: service, name: service })],
    regions: [region],
  }
}
