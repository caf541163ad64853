import { ParseError } from '#lib/domain/errors.ts'
import type { Adapter, BackfillRead, DocumentRequest, SourceDocument } from './adapter.ts'
import { decodeText, looksLikeHtml } from './wire/decode.ts'
import { type Feed, readFeed } from './wire/feed.ts'
import { type Item, isRecord } from './wire/item.ts'
import { parseJsonText } from './wire/json.ts'
import { createReport, type Report } from './wire/report.ts'
import { PAGE_STAMP } from './wire/stamp.ts'
import {
  baseOf,
  isStatuspageJson,
  parseStatuspageJson,
  STATUSPAGE_MAX_BYTES,
  statuspageIds,
  statuspageUrl,
} from './wire/statuspage.ts'
import { isStatuspageFeed, parseStatuspageFeed } from './wire/statuspage-feed.ts'
import { findHistoryProps, isHistory, parseStatuspageHistory } from './wire/statuspage-history.ts'

/**
 * Atlassian Statuspage (https://www.atlassianstatus.com/api): the JSON API, the history pages as JSON and HTML, and the history
 * feeds. A source polls the JSON; where that is closed, it falls back to a feed, which names the same incidents by the same
 * ids. An incident's id is its 12-character code, an update's its own id (derived in feeds).
 */
export const statuspage: Adapter = {
  platform: 'statuspage',
  name: 'Atlassian Statuspage',

  poll: (sourceUrl) =>
    isFeedAddress(sourceUrl)
      ? [{ url: sourceUrl }]
      : [
          { url: under(sourceUrl, '/api/v2/incidents.json'), maxBytes: STATUSPAGE_MAX_BYTES },
          {
            url: under(sourceUrl, '/api/v2/scheduled-maintenances.json'),
            maxBytes: STATUSPAGE_MAX_BYTES,
            optional: true,
          },
        ],

  overall: (sourceUrl) =>
    isFeedAddress(sourceUrl)
      ? null
      : { url: under(sourceUrl, '/api/v2/summary.json'), maxBytes: STATUSPAGE_MAX_BYTES, optional: true },

  own: (sourceUrl, externalId) =>
    CODE.test(externalId)
      ? { url: under(sourceUrl, `/api/v2/incidents/${externalId}.json`), maxBytes: STATUSPAGE_MAX_BYTES }
      : null,

  probes: (siteUrl) => [
    { url: under(siteUrl, '/api/v2/incidents.json'), maxBytes: STATUSPAGE_MAX_BYTES },
    { url: under(siteUrl, '/history.atom') },
  ],

  recognise(document) {
    try {
      return recognise(read(document), document)
    } catch (error) {
      if (error instanceof ParseError) return null
      throw error
    }
  },

  stamp: PAGE_STAMP,

  parse(document) {
    const content = read(document)
    switch (content.form) {
      case 'feed':
        return parseStatuspageFeed(content.feed, content.report)
      case 'history':
        return parseStatuspageHistory(content.root, document)
      case 'json':
        return parseStatuspageJson(content.root, document, { isByCreation: true })
    }
  },

  backfill: { next: nextOfBackfill },
  facts: {
    list: 'The newest 50 incidents and the newest 50 maintenances, open or over, each with its whole timeline.',
    reach:
      'Two months on a busy page, years on a quiet one. A back-fill walks the history pages to the first month of the page and reads each incident at its own address.',
    components:
      'With each incident, with their states before and after each update; names repeat across groups, ids do not.',
    maintenance: 'With its planned window. A page that has none may answer 404.',
    indicator: '`none`, `minor`, `major`, `critical` or `maintenance`.',
    rate: 'No limit is published for public pages. The API with a key allows 60 requests a minute.',
    knownFrom: 'real bodies of 10,174 incidents of 2010 to 2026',
    quirks: [
      {
        fact: 'The indicator may be `none` while an incident is open, and `major` while none is.',
        seen: 'github.com and other pages, 2026',
      },
      {
        fact: 'A back-dated incident has the pretended start in `created_at` and the time of typing in `started_at`, so `resolved_at` may precede `started_at`.',
        seen: '9 of 10,174 incidents, to 2026',
      },
      {
        fact: 'An update is shown at `display_at`, which may be out of order and is null for every postmortem.',
        seen: '1,259 incidents, to 2026',
      },
      {
        fact: 'In the feeds, `published` is the last update and not the start, ids are other numbers than the codes, and times have neither a year nor seconds: "Investigating" and "Resolved" may share a minute.',
        seen: 'history.atom of GitHub, 2020 to 2026',
      },
      {
        fact: '`summary.json` never shows "resolved": incidents vanish from it.',
        seen: '593 of 790 incidents of GitHub, 2020 to 2026',
      },
      { fact: '`?page=2` of `incidents.json` answers with the first page again.', seen: 'August 2026' },
      {
        fact: 'An unclaimed name below statuspage.io redirects to www.statuspage.io, and a deactivated page answers 401.',
        seen: 'August 2026',
      },
      {
        fact: 'GitHub writes HTML in its updates, Atlassian Markdown, most others plain text.',
        seen: '1,085 of 10,174 incidents hold a tag, to 2026',
      },
    ],
  },
}

const CODE = /^[a-z0-9]{12}$/

type Content = { form: 'feed'; feed: Feed; report: Report } | { form: 'history' | 'json'; root: Item }

function read(document: SourceDocument): Content {
  const report = createReport()
  const text = decodeText(document)
  if (text.trimStart()[0] !== '<') return ofJson(parseJsonText(text), report)
  const props = findHistoryProps(text)
  if (props !== null) return ofJson(parseJsonText(props), report)
  if (looksLikeHtml(text)) throw new ParseError('HTML that is not the history page of a Statuspage')
  const feed = readFeed(document, report, text)
  if (feed.items.length > 0 && !isStatuspageFeed(feed)) throw new ParseError('a feed, but not of a Statuspage')
  return { form: 'feed', feed, report }
}

function ofJson(value: unknown, report: Report): Content {
  if (!isRecord(value)) throw new ParseError('a JSON object was expected')
  return { form: isHistory(value) ? 'history' : 'json', root: { value, path: '', report } }
}

/** By codes and shape, never by host: incident.io and others serve the same paths, single-page applications serve any path. */
function recognise(content: Content, document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  if (content.form === 'feed') {
    return isStatuspageFeed(content.feed)
      ? {
          evidence: `a Statuspage history feed with ${content.feed.items.length} entries`,
          sourceUrl: document.url ?? content.feed.selfUrl,
        }
      : null
  }
  const { value } = content.root
  if (content.form === 'history') {
    return { evidence: 'the history page of a Statuspage', sourceUrl: statuspageUrl({}, document) }
  }
  if (!isStatuspageJson(value) || !statuspageIds(value).some((id) => CODE.test(id))) return null
  return {
    evidence: "the Statuspage API with Statuspage's 12-character ids",
    sourceUrl: statuspageUrl(value, document),
  }
}

/**
 * Reads history pages from the newest back until two in a row list nothing, and each incident that they name. For pages without
 * history.json, it reads the HTML of the same page. "#empty" on an address means that the page before listed nothing.
 */
function nextOfBackfill(sourceUrl: string, read: BackfillRead | null): DocumentRequest[] {
  if (read === null) return [historyPage(under(sourceUrl, '/history.json'), 1)]
  const address = new URL(read.request.url)
  const page = Number(address.searchParams.get('page'))
  const isHistoryPage = /\/history(?:\.json)?$/.test(address.pathname)
  if (!isHistoryPage) return read.parsed === null ? fallbackOf(address) : []
  if (read.parsed === null) {
    return address.pathname.endsWith('.json')
      ? [historyPage(under(sourceUrl, '/history'), page, address.hash === '#empty')]
      : []
  }
  const { references } = read.parsed
  const isEmpty = references.length === 0
  const incidents = references.map(({ url }) => ({ url, maxBytes: STATUSPAGE_MAX_BYTES, optional: true }))
  if (isEmpty && address.hash === '#empty') return incidents
  return [...incidents, historyPage(`${address.origin}${address.pathname}`, page + 1, isEmpty)]
}

function historyPage(url: string, page: number, isAfterEmpty = false): DocumentRequest {
  return { url: `${url}?page=${page}${isAfterEmpty ? '#empty' : ''}`, optional: true, maxBytes: STATUSPAGE_MAX_BYTES }
}

/** The page's own older JSON, for incidents that the API does not have. */
function fallbackOf(address: URL): DocumentRequest[] {
  const code = /\/api\/v2\/incidents\/([^/]+)\.json$/.exec(address.pathname)?.[1]
  return code === undefined
    ? []
    : [{ url: under(address.href, `/incidents/${code}.json`), optional: true, maxBytes: STATUSPAGE_MAX_BYTES }]
}

function isFeedAddress(url: string): boolean {
  return /\.(?:atom|rss)$/.test(new URL(url).pathname)
}

function under(url: string, path: string): string {
  return `${baseOf(url) ?? url}${path}`
}
