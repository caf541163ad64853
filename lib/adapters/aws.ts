import { ParseError } from '#lib/domain/errors.ts'
import type { Adapter, DocumentRequest, ParsedDocument, SourceDocument } from './adapter.ts'
import { rootAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { readArchive } from './wire/aws-archive.ts'
import { readEvents } from './wire/aws-events.ts'
import { readUpdateFeed } from './wire/aws-feed.ts'
import { decodeText } from './wire/decode.ts'
import { type Feed, readFeed } from './wire/feed.ts'
import { hasField, type Item, isRecord, toItems } from './wire/item.ts'
import { parseJsonText } from './wire/json.ts'
import { createReport, type Report } from './wire/report.ts'

/**
 * The AWS health dashboard, in the three forms in which it has been published:
 * - `/public/currentevents` of health.aws.amazon.com, JSON in UTF-16: open events, with a log and every affected service;
 * - `/rss/all.rss` of status.aws.amazon.com and the feeds of single services: 50 items, one update each. The adapter groups
 *   them by service: an event ends with the update that says so, or where another title follows a day of silence;
 * - `/data.json` of status.aws.amazon.com, not served since 2023: a year of events, with times of day but few dates.
 *
 * An event's id is its ARN where it has one, otherwise service and second ("ec2-us-east-1_1772396043"), as the feed numbers its
 * items: the second of the event's first update, with the seconds of later updates as other ids. An update's id is its second
 * too.
 *
 * AWS grades with digits: 0 normal, 1 informational, 2 degraded, 3 disrupted; an event's impact is its worst grade.
 */
export const aws: Adapter = {
  platform: 'aws',
  name: 'AWS Health Dashboard',
  poll: (sourceUrl) => [isDocument(sourceUrl) ? { url: sourceUrl } : currentEvents(sourceUrl)],
  vendor: /\baws\b|amazon/i,
  probes: (siteUrl) => [currentEvents(siteUrl)],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'Open events, with their log. The feed of all services, where it is the source, has the newest 50 updates.',
    reach: 'Nothing that is over, but for what the feed still has.',
    components: 'Services, with the region where the event names one.',
    maintenance: null,
    indicator: null,
    rate: null,
    knownFrom: 'real bodies of 2020 to 2026',
    quirks: [
      { fact: '`currentevents` is UTF-16 with a byte order mark.', seen: 'August 2026' },
      {
        fact: 'One body has seconds as text, seconds as numbers and milliseconds, by field.',
        seen: 'August 2026',
      },
      {
        fact: 'The feed has an item for each update, with zones such as PDT and texts in two languages.',
        seen: 'all.rss, August 2026',
      },
      {
        fact: '`historyevents` answers 404, and data.json has not been served since April 2023.',
        seen: 'September 2026',
      },
    ],
  },
}

const GENERATOR = 'AWS Service Health Dashboard RSS Generator'

type Form = { events: Item[] } | { feed: Feed } | { archive: Item }

function isDocument(url: string): boolean {
  return /(?:\/currentevents|\.rss|\.json)$/.test(url)
}

function currentEvents(url: string): DocumentRequest {
  return { url: rootAddress(url, '/public/currentevents') }
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const form = attempt(() => readForm(document, createReport()))
  if (form === null) return null
  if ('feed' in form) return { evidence: `a feed made by the "${GENERATOR}"`, sourceUrl: document.url }
  if ('archive' in form) return { evidence: 'events of services with "archive" and "current"', sourceUrl: document.url }
  return form.events.length === 0
    ? null
    : { evidence: 'events with an "arn" and an "event_log"', sourceUrl: document.url }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  const form = readForm(document, report)
  if ('feed' in form) return readUpdateFeed(form.feed, report)
  return 'archive' in form ? readArchive(form.archive, report) : readEvents(form.events, report)
}

function readForm(document: SourceDocument, report: Report): Form {
  const text = decodeText(document)
  if (/^\s*</.test(text)) {
    if (!text.includes(GENERATOR)) throw new ParseError('a feed, but not one of the AWS dashboard')
    return { feed: readFeed(document, report, text) }
  }
  const value = parseJsonText(text)
  if (Array.isArray(value)) return { events: readEventList(value, report) }
  const archive: Item | null = isRecord(value) ? { value, path: '', report } : null
  if (archive === null || !Array.isArray(archive.value.archive) || !Array.isArray(archive.value.current)) {
    throw new ParseError('neither current events nor the archive of the AWS dashboard')
  }
  return { archive }
}

/** Empty when nothing is open. */
function readEventList(list: unknown[], report: Report): Item[] {
  const items = toItems(list, '', report)
  if (list.length > 0 && !items.some((item) => hasField(item, 'arn') && hasField(item, 'event_log'))) {
    throw new ParseError('a JSON array, but not of events of the AWS dashboard')
  }
  return items
}
