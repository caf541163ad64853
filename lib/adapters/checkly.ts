import { ParseError } from '#lib/domain/errors.ts'
import type { Impact } from '#lib/domain/incident.ts'
import type {
  Adapter,
  ParsedComponent,
  ParsedDocument,
  ParsedIncident,
  ParsedUpdate,
  SourceDocument,
} from './adapter.ts'
import { addressBefore, joinAddress, toWebAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { newComponent, uniqueComponents } from './wire/component.ts'
import {
  hasField,
  type Item,
  needFirstDate,
  needId,
  readDate,
  readId,
  readItem,
  readItems,
  readLooseDate,
  readState,
  readText,
  readTitle,
  readWord,
} from './wire/item.ts'
import { parseJsonObject } from './wire/json.ts'
import { readBody } from './wire/markdown.ts'
import {
  collectIncidents,
  collectLists,
  collectUpdates,
  createReport,
  newDocument,
  newIncident,
} from './wire/report.ts'
import { newUpdate } from './wire/update.ts'
import { STATUS_WORDS } from './wire/words.ts'

/**
 * Checkly status pages, in two forms that both list open incidents:
 * - `/api/status-page/<slug>/unresolved-incidents`, which the page itself reads, with all updates;
 * - `/summary.json`, without updates, for when the slug is unknown. We have no full body; this follows trimmed copies of live
 *   responses, and reads maintenances strictly by the names that such copies guess.
 *
 * Neither form has an end: an incident is over at its resolved update, or when it is no longer listed. `duration` is 0 while
 * the incident lasts and is not read. The platform `feed` reads the page's feed, which has one item per update.
 */
export const checkly: Adapter = {
  platform: 'checkly',
  name: 'Checkly status page',
  poll: (sourceUrl) => [{ url: sourceUrl.includes(API) ? sourceUrl : joinAddress(sourceUrl, 'summary.json') }],
  probes: (siteUrl) => [{ url: joinAddress(siteUrl, 'summary.json') }],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: "Open incidents, with updates where the page's slug is known, and maintenances where it is not.",
    reach: 'Nothing that is over: an incident ends with its resolving update, or when it is no longer listed.',
    components: 'Services, with each incident.',
    maintenance: 'From `/summary.json` alone.',
    indicator: 'Words with underscores, such as `HAS_ISSUES`, from `/summary.json` alone.',
    rate: null,
    knownFrom: 'one real body of July 2026, and trimmed copies of the summary',
    quirks: [
      { fact: '`duration` is 0 as long as the incident lasts.', seen: 'July 2026' },
      { fact: 'Its summary differs from that of Instatus only in the underscores of its words.', seen: '2026' },
      { fact: 'Its feed has an item for each update, all under the original title.', seen: 'feed.rss, 2026' },
    ],
  },
}

const API = '/api/status-page/'

const SEVERITIES: ReadonlyMap<string, Impact> = new Map([
  ['minor', 'minor'],
  ['medium', 'minor'],
  ['major', 'major'],
  ['critical', 'critical'],
])

/** Overall words have underscores; those of Instatus, whose summary looks the same, have none. */
const PAGE_STATUS = /^(?:OPERATIONAL|[A-Z]+(?:_[A-Z]+)+)$/

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const root = attempt(() => parseJsonObject(document, createReport()))
  if (root === null) return null
  const [first] = readItems(root, 'incidents')
  if (first !== undefined && isOwnIncident(first)) {
    return { evidence: 'incidents with "incidentUpdates" and "lastUpdateStatus"', sourceUrl: document.url }
  }
  const page = isSummary(root) ? readItem(root, 'page') : null
  if (page === null) return null
  const sourceUrl = toWebAddress(readText(page, 'url')) ?? addressBefore(document.url, 'summary.json')
  return { evidence: `a summary whose page is "${readText(page, 'status')}"`, sourceUrl }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  const root = parseJsonObject(document, report)
  if (isSummary(root)) {
    const page = readItem(root, 'page')
    return newDocument(report, {
      incidents: collectLists(report, [
        { items: readItems(root, 'activeIncidents'), read: readSummaryIncident },
        { items: readItems(root, 'activeMaintenances'), read: readMaintenance },
      ]),
      completeness: 'open',
      kinds: ['incident', 'maintenance'],
      page: page && {
        name: readText(page, 'name'),
        url: toWebAddress(readText(page, 'url')),
        timeZone: null,
        indicator: readText(page, 'status'),
      },
    })
  }
  const items = readItems(root, 'incidents')
  // When nothing is open, the object holds only an empty list.
  const isEmpty =
    Array.isArray(root.value.incidents) && root.value.incidents.length === 0 && Object.keys(root.value).length === 1
  if (!isEmpty && !items.some(isOwnIncident))
    throw new ParseError('neither unresolved incidents nor the summary of a Checkly page')
  return newDocument(report, {
    incidents: collectIncidents(report, items, readIncident),
    completeness: 'open',
    kinds: ['incident'],
  })
}

function isOwnIncident(item: Item): boolean {
  return hasField(item, 'incidentUpdates') && hasField(item, 'lastUpdateStatus')
}

function isSummary(root: Item): boolean {
  const page = readItem(root, 'page')
  return page !== null && Array.isArray(root.value.activeIncidents) && PAGE_STATUS.test(readText(page, 'status') ?? '')
}

function readIncident(item: Item): ParsedIncident {
  const [status, sourceStatus] = readState(item, 'lastUpdateStatus', STATUS_WORDS)
  const { updates, complete } = collectUpdates(item.report, readItems(item, 'incidentUpdates'), readUpdate)
  return newIncident({
    ...readCommon(item),
    status,
    sourceStatus,
    statedStartedAt: readDate(item, 'created_at'),
    modifiedAt: readLooseDate(item, 'updated_at'),
    components: readServices(item, 'services'),
    updates,
    updatesComplete: complete,
  })
}

function readSummaryIncident(item: Item): ParsedIncident {
  const [status, sourceStatus] = readState(item, 'status', STATUS_WORDS)
  return newIncident({
    ...readCommon(item),
    status,
    sourceStatus,
    statedStartedAt: readDate(item, 'startedAt'),
    modifiedAt: readLooseDate(item, 'updatedAt'),
    sourceUrl: toWebAddress(readText(item, 'url')),
    components: readServices(item, 'affectedServices'),
    updates: [],
    updatesComplete: false,
  })
}

function readCommon(item: Item) {
  const [impact, sourceImpact] = readWord(item, 'severity', SEVERITIES)
  return {
    externalId: needId(item, 'id'),
    kind: 'incident' as const,
    title: readTitle(item, 'name'),
    impact: impact ?? ('unknown' as const),
    sourceImpact,
  }
}

function readMaintenance(item: Item): ParsedIncident {
  const [status, sourceStatus] = readState(item, 'status', STATUS_WORDS)
  return newIncident({
    externalId: needId(item, 'id'),
    kind: 'maintenance',
    title: readTitle(item, 'name'),
    impact: 'none',
    status,
    sourceStatus,
    scheduledFrom: readDate(item, 'startsAt'),
    scheduledUntil: readDate(item, 'endsAt'),
    modifiedAt: readLooseDate(item, 'updatedAt'),
    sourceUrl: toWebAddress(readText(item, 'url')),
    components: readServices(item, 'affectedServices'),
    updates: [],
    updatesComplete: false,
  })
}

function readServices(item: Item, key: string): ParsedComponent[] {
  const services = readItems(item, key).flatMap((service) => {
    const name = readText(service, 'name')
    if (name === null) return []
    return newComponent({ externalId: readId(service, 'id') ?? name, name, group: readText(service, 'group') })
  })
  return uniqueComponents(services)
}

function readUpdate(update: Item): ParsedUpdate {
  const [status, sourceStatus] = readState(update, 'status', STATUS_WORDS)
  return newUpdate({
    externalId: needId(update, 'id'),
    status,
    sourceStatus,
    postedAt: needFirstDate(update, 'publicIncidentUpdateDate', 'created_at'),
    modifiedAt: readLooseDate(update, 'updated_at'),
    ...readBody(update, 'description'),
  })
}
