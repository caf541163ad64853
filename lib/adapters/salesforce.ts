import { ParseError } from '#lib/domain/errors.ts'
import type { Impact, Status } from '#lib/domain/incident.ts'
import { earliestOf, later } from '#lib/domain/instant.ts'
import type {
  Adapter,
  BackfillRead,
  DocumentRequest,
  ParsedDocument,
  ParsedIncident,
  ParsedUpdate,
  SourceDocument,
} from './adapter.ts'
import { joinAddress, rootAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { newComponent, uniqueComponents } from './wire/component.ts'
import {
  hasField,
  type Item,
  isRecord,
  needDate,
  needId,
  readDate,
  readId,
  readItem,
  readItems,
  readLooseDate,
  readState,
  readText,
  readTexts,
  readTitle,
} from './wire/item.ts'
import { readBody } from './wire/markdown.ts'
import { parseRecords, WHOLE } from './wire/records.ts'
import { collectIncidents, createReport, inTimeOrder, newDocument, newIncident, type Report } from './wire/report.ts'
import { collectUnnamedUpdates, type UnnamedUpdate } from './wire/unnamed-updates.ts'
import { newUpdate } from './wire/update.ts'
import { STATUS_WORDS } from './wire/words.ts'
import { readWorst } from './wire/worst.ts'

/**
 * Salesforce Trust: `/v1/incidents` and `/v1/maintenances` of api.status.salesforce.com, arrays paged by `limit` and `offset`;
 * `/active` under each gives the open part; an id under each gives a single entry. https://api.status.salesforce.com/v1/docs
 *
 * We have no full body; this strictly follows the documentation and programs that use it. An incident has no title: ours
 * combines the kind of its first impact and the services, "Performance degradation: coreService". It lasts from the start of
 * its first impact to the end of its last, and is open while one has no end. Instances ("NA107") are kept as regions, services
 * as components. It is unknown what a list leaves out, so it claims no period.
 */
export const salesforce: Adapter = {
  platform: 'salesforce',
  name: 'Salesforce Trust',
  poll: (sourceUrl) => [api(sourceUrl, 'incidents?limit=100'), api(sourceUrl, 'maintenances?limit=100')],
  vendor: /salesforce/i,
  probes: (siteUrl) => [api(siteUrl, 'incidents?limit=1')],
  recognise,
  parse,
  backfill: { next },
  facts: {
    list: 'The newest 100 incidents and the newest 100 maintenances.',
    reach: 'A back-fill reads by `offset` until a page is empty. What the list leaves out is not known.',
    components: 'Services, by key; instances are kept as regions.',
    maintenance: 'With the window of its impacts.',
    indicator: null,
    rate: null,
    knownFrom: 'https://api.status.salesforce.com/v1/docs and programs that read it, 2026',
    quirks: [
      {
        fact: 'Nothing has a title: ours is made of the kind of the first impact and the services.',
        seen: 'API v1, 2026',
      },
      { fact: 'Start and end are those of impacts; an open one has null or "".', seen: 'API v1, 2026' },
      {
        fact: 'status.salesforce.com refuses programs with 403; api.status.salesforce.com does not.',
        seen: 'August 2026',
      },
    ],
  },
}

const LISTS = ['incidents', 'maintenances']
const PAGE_SIZE = 100
const MAX_BYTES = 20 * 1024 * 1024

const SEVERITIES: ReadonlyMap<string, Impact> = new Map([
  ['none', 'none'],
  ['informational', 'none'],
  ['minor', 'minor'],
  ['major', 'major'],
  ['critical', 'critical'],
])

const STATUSES: ReadonlyMap<string, Status | null> = new Map<string, Status | null>([
  ...STATUS_WORDS,
  ['active', null],
  ['open', null],
  ['update', null],
  ['closed', 'resolved'],
  ['confirmed', 'scheduled'],
  ['cancelled', null],
  ['inprogress', 'in_progress'],
])

function api(url: string, path: string): DocumentRequest {
  const base = /^.*?\/v1(?=\/|$)/.exec(url)?.[0] ?? rootAddress(url, '/v1')
  return { url: joinAddress(base, path), maxBytes: MAX_BYTES }
}

/** Reads both lists to their last page, which is the first empty one. */
function next(sourceUrl: string, read: BackfillRead | null): DocumentRequest[] {
  if (read === null) return LISTS.map((list) => api(sourceUrl, `${list}?limit=${PAGE_SIZE}&offset=0`))
  if (read.parsed === null || read.parsed.incidents.length + read.parsed.quarantined.length === 0) return []
  const address = new URL(read.request.url)
  address.searchParams.set('offset', String(Number(address.searchParams.get('offset')) + PAGE_SIZE))
  return [{ ...read.request, url: address.href }]
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const [first] = attempt(() => readRecords(document, createReport())) ?? []
  if (first === undefined) return null
  const sourceUrl = /^https?:\/\/.*?\/v1(?=\/)/.exec(document.url ?? '')?.[0] ?? document.url
  return { evidence: 'incidents with "IncidentImpacts" or maintenances with "MaintenanceImpacts"', sourceUrl }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  const records = readRecords(document, report)
  const isOne = records[0]?.path === WHOLE
  const isOpenOnly = document.url !== null && new URL(document.url).pathname.endsWith('/active')
  return newDocument(report, {
    incidents: collectIncidents(report, records, readEvent),
    completeness: isOne ? 'single' : isOpenOnly ? 'open' : 'part',
    kinds: ['incident', 'maintenance'],
  })
}

function readRecords(document: SourceDocument, report: Report): Item[] {
  const records = parseRecords(document, report)
  if (
    records.length > 0 &&
    !records.some((item) => hasField(item, 'IncidentImpacts') || hasField(item, 'MaintenanceImpacts'))
  ) {
    throw new ParseError('neither incidents nor maintenances of Salesforce')
  }
  return records
}

function readEvent(item: Item): ParsedIncident {
  const isMaintenance = hasField(item, 'MaintenanceImpacts')
  const impacts = readItems(item, isMaintenance ? 'MaintenanceImpacts' : 'IncidentImpacts')
  const events = readItems(item, isMaintenance ? 'MaintenanceEvents' : 'IncidentEvents')
  const services = readTexts(item, 'serviceKeys')
  const externalId = needId(item, 'id')
  const { updates, complete } = collectUnnamedUpdates(item.report, events, readUpdate)
  const fields = impacts.map((impact) => ({ item: impact, key: 'severity' }))
  const [severity, word] = readWorst(fields, SEVERITIES)
  const [status, sourceStatus] = readStatus(item)
  const createdAt = readDate(item, 'createdAt')
  const modifiedAt = readLooseDate(item, 'updatedAt')
  const starts = impacts.map((impact) => readDate(impact, 'startTime'))
  return newIncident({
    externalId,
    otherIds: [readId(item, 'externalId')].filter((id) => id !== null).filter((id) => id !== externalId),
    kind: isMaintenance ? 'maintenance' : 'incident',
    title: hasField(item, 'name') ? readTitle(item, 'name') : madeTitle(item, impacts, services),
    impact: isMaintenance ? 'none' : severity,
    sourceImpact: [...new Set([word, readText(item, 'type'), ...kindsOf(impacts)])].filter(Boolean).join(', ') || null,
    status,
    sourceStatus,
    statedStartedAt: earliestOf(isMaintenance ? starts : [...starts, createdAt]),
    statedEndedAt: endOf(impacts),
    scheduledFrom: readDate(item, 'plannedStartTime'),
    scheduledUntil: readDate(item, 'plannedEndTime'),
    modifiedAt,
    components: uniqueComponents(services.map((key) => newComponent({ externalId: key, name: key }))),
    regions: readTexts(item, 'instanceKeys'),
    updates: inTimeOrder([...updates, ...readTextFields(item, createdAt, modifiedAt)]),
    updatesComplete: complete,
  })
}

/** Beside its impacts in some responses, inside `message` in others, and in many nowhere. */
function readStatus(item: Item): [Status | null, string | null] {
  const message = readMessage(item)
  if (hasField(item, 'status') || message === null) return readState(item, 'status', STATUSES)
  return readState(message, 'eventStatus', STATUSES)
}

function madeTitle(item: Item, impacts: readonly Item[], services: readonly string[]): string {
  const [kind = readText(item, 'type') ?? 'Incident'] = kindsOf(impacts)
  const words = kind.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  const title = `${words.charAt(0).toUpperCase()}${words.slice(1)}`
  return services.length === 0 ? title : `${title}: ${services.join(', ')}`
}

function kindsOf(impacts: readonly Item[]): string[] {
  return [...new Set(impacts.flatMap((impact) => readText(impact, 'type') ?? []))]
}

/** The end of the last impact; null while any impact has none. */
function endOf(impacts: readonly Item[]): Date | null {
  const ends = impacts.flatMap((impact) => readDate(impact, 'endTime') ?? [])
  const [first, ...others] = ends
  return first === undefined || ends.length < impacts.length ? null : others.reduce(later, first)
}

/** Not every response gives its events ids. */
function readUpdate(event: Item): UnnamedUpdate {
  const [status, sourceStatus] = readState(event, 'type', STATUSES)
  return newUpdate({
    externalId: readId(event, 'id') ?? undefined,
    status,
    sourceStatus,
    postedAt: needDate(event, 'createdAt'),
    modifiedAt: readLooseDate(event, 'updatedAt'),
    ...readBody(event, 'message'),
  })
}

/** An object in the lists; a line of text in some responses about one instance. */
function readMessage(item: Item): Item | null {
  return isRecord(item.value.message) ? readItem(item, 'message') : null
}

/** Texts that are fields of the incident: first information, and the root cause and plan once it is over. */
function readTextFields(item: Item, createdAt: Date | null, modifiedAt: Date | null): ParsedUpdate[] {
  const message = readMessage(item)
  const fields = [
    { from: item, key: 'additionalInformation', postedAt: createdAt, status: null },
    ...['rootCause', 'actionPlan'].map((key) => {
      return { from: message, key, postedAt: modifiedAt, status: 'postmortem' as const }
    }),
  ]
  return fields.flatMap(({ from, key, postedAt, status }) => {
    const text = from === null ? { body: '', format: 'text' as const } : readBody(from, key)
    if (text.body === '' || postedAt === null) return []
    return newUpdate({ externalId: key, status, postedAt, ...text })
  })
}
