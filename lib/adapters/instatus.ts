import { ParseError } from '#lib/domain/errors.ts'
import type { Impact, Status } from '#lib/domain/incident.ts'
import type { Adapter, ParsedDocument, ParsedIncident, SourceDocument } from './adapter.ts'
import { addressBefore, joinAddress, toWebAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import {
  hasField,
  type Item,
  readDate,
  readId,
  readItem,
  readItems,
  readLooseDate,
  readNumber,
  readState,
  readText,
  readTitle,
  readWord,
} from './wire/item.ts'
import { parseJsonObject } from './wire/json.ts'
import { collectLists, createReport, newDocument, newIncident, UnreadableItem } from './wire/report.ts'
import { STATUS_WORDS } from './wire/words.ts'

/**
 * Instatus status pages: `/summary.json`, also at `/v2` and `/v3`, with open entries; empty lists are left out.
 * https://instatus.com/help/api/public-data. Updates and finished incidents are only in the page's feeds, which the platform
 * `feed` reads.
 *
 * An incident without an id gets the last part of its address. Times are ISO 8601, or JavaScript's Date.toString() as the
 * documentation shows them. A maintenance window is a start and a number of minutes.
 */
export const instatus: Adapter = {
  platform: 'instatus',
  name: 'Instatus',
  poll: (sourceUrl) => [{ url: joinAddress(sourceUrl, 'summary.json') }],
  probes: (siteUrl) => [{ url: joinAddress(siteUrl, 'summary.json') }],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'Open incidents and planned maintenances, without updates.',
    reach: "Nothing that is over: add the page's `/history.rss` as a feed for that.",
    components: null,
    maintenance: 'With a start and a number of minutes, written as text.',
    indicator: '`UP`, `HASISSUES`, `UNDERMAINTENANCE`, and others such as `ONEMAJOROUTAGE`.',
    rate: null,
    knownFrom: 'real bodies of 2026, and https://instatus.com/help/api/public-data',
    quirks: [
      { fact: 'Empty lists are left out, so a quiet page has only `page`.', seen: '2026' },
      { fact: 'The page may say `UP` with an incident open.', seen: '2026' },
      {
        fact: "Times are ISO 8601, but the documentation shows the text of JavaScript's `Date.toString()`.",
        seen: 'the documentation, 2026',
      },
      {
        fact: 'In its feed, `pubDate` is the start, times read "GMT+0", and the richer body is escaped twice.',
        seen: 'history.rss, 2026',
      },
    ],
  },
}

/** The platform has nothing worse than a major outage. */
const IMPACTS: ReadonlyMap<string, Impact> = new Map([
  ['OPERATIONAL', 'none'],
  ['UNDERMAINTENANCE', 'none'],
  ['DEGRADEDPERFORMANCE', 'minor'],
  ['MINOROUTAGE', 'minor'],
  ['PARTIALOUTAGE', 'major'],
  ['MAJOROUTAGE', 'major'],
])

const STATUSES: ReadonlyMap<string, Status> = new Map<string, Status>([
  ...STATUS_WORDS,
  ['notstartedyet', 'scheduled'],
  ['inprogress', 'in_progress'],
])

/** A year; nothing longer is a maintenance window. */
const MAX_MINUTES = 366 * 24 * 60

/** An open list: any state may be preceded by all, some or one of the components. */
const PAGE_STATUS = /^(?:UP|HASISSUES|UNDERMAINTENANCE|(?:ALL|SOME|ONE|MINOR|MAJOR|PARTIAL|DEGRADED)[A-Z]+)$/

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const root = attempt(() => parseJsonObject(document, createReport()))
  const page = root !== null && isSummary(root) ? readItem(root, 'page') : null
  if (page === null) return null
  const own = addressBefore(document.url, 'summary.json')?.replace(/v[23]\/$/, '') ?? null
  return {
    evidence: `a summary whose page is "${readText(page, 'status')}"`,
    sourceUrl: own ?? toWebAddress(readText(page, 'url')),
  }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  const root = parseJsonObject(document, report)
  const page = readItem(root, 'page')
  if (page === null || !isSummary(root)) throw new ParseError('not the summary of an Instatus page')
  return newDocument(report, {
    incidents: collectLists(report, [
      { items: readItems(root, 'activeIncidents'), read: readIncident },
      { items: readItems(root, 'activeMaintenances'), read: readMaintenance },
    ]),
    completeness: 'open',
    kinds: ['incident', 'maintenance'],
    page: {
      name: readText(page, 'name'),
      url: toWebAddress(readText(page, 'url')),
      timeZone: null,
      indicator: readText(page, 'status'),
    },
  })
}

function isSummary(root: Item): boolean {
  const page = readItem(root, 'page')
  return page !== null && !hasField(root, 'incidents') && PAGE_STATUS.test(readText(page, 'status') ?? '')
}

function readIncident(item: Item): ParsedIncident {
  const [impact, sourceImpact] = readWord(item, 'impact', IMPACTS)
  return newIncident({
    ...readCommon(item),
    kind: 'incident',
    impact: impact ?? 'unknown',
    sourceImpact,
    statedStartedAt: readDate(item, 'started'),
  })
}

function readMaintenance(item: Item): ParsedIncident {
  const scheduledFrom = readDate(item, 'start')
  const minutes = readNumber(item, 'duration')
  const isWindow = scheduledFrom !== null && minutes !== null && minutes >= 0 && minutes <= MAX_MINUTES
  return newIncident({
    ...readCommon(item),
    kind: 'maintenance',
    impact: 'none',
    scheduledFrom,
    scheduledUntil: isWindow ? new Date(scheduledFrom.getTime() + minutes * 60_000) : null,
  })
}

function readCommon(item: Item) {
  const sourceUrl = toWebAddress(readText(item, 'url'))
  const externalId = readId(item, 'id') ?? /\/([^/?#]+)\/?$/.exec(sourceUrl ?? '')?.[1]
  if (externalId === undefined) throw new UnreadableItem('has no usable id and no address')
  const [status, sourceStatus] = readState(item, 'status', STATUSES)
  return {
    externalId,
    title: readTitle(item, 'name'),
    status,
    sourceStatus,
    modifiedAt: readLooseDate(item, 'updatedAt'),
    sourceUrl,
    updates: [],
    updatesComplete: false,
  }
}
