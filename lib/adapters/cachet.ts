import { ParseError } from '#lib/domain/errors.ts'
import type { Kind, Status } from '#lib/domain/incident.ts'
import type {
  Adapter,
  BackfillRead,
  Completeness,
  DocumentRequest,
  ParsedComponent,
  ParsedDocument,
  ParsedIncident,
  ParsedUpdate,
  SourceDocument,
} from './adapter.ts'
import { rootAddress, toWebAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { type CachetEntry, readCachetEntries } from './wire/cachet-item.ts'
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
  readLooseDate,
  readNumber,
  readState,
  readText,
  readTitle,
} from './wire/item.ts'
import { parseJsonObject } from './wire/json.ts'
import { readBody } from './wire/markdown.ts'
import {
  collectIncidents,
  collectUpdates,
  createReport,
  inTimeOrder,
  newDocument,
  newIncident,
  warn,
} from './wire/report.ts'
import { parseEpoch, parseInstant, parseZoneless } from './wire/time.ts'
import { newUpdate } from './wire/update.ts'

/**
 * Cachet: incidents and schedules of versions 1 and 2 (`/api/v1/incidents`, `/api/v1/schedules`) and of version 3
 * (`/api/incidents`, `/api/schedules`). https://docs.cachethq.io/api-reference
 *
 * We have no live body; this follows Cachet's code and documentation. Times have no zone and no response names the
 * installation's zone, so they are read as UTC, with a warning. The incident's text is its first update; `status` was that
 * text's status in the first versions, and `latest_status` is the current one. There is no impact. Schedules are numbered
 * separately from incidents, so their ids are "schedule/<number>". Hidden entries are not served.
 */
export const cachet: Adapter = {
  platform: 'cachet',
  name: 'Cachet',
  poll: (sourceUrl) => [page(sourceUrl, 'incidents', 1), { ...page(sourceUrl, 'schedules', 1), optional: true }],
  overall: (sourceUrl) => ({
    url: rootAddress(sourceUrl, isThird(sourceUrl) ? '/api/status' : '/api/v1/status'),
    optional: true,
  }),
  probes: (siteUrl) => [
    { url: rootAddress(siteUrl, '/api/v1/incidents?per_page=1') },
    { url: rootAddress(siteUrl, '/api/incidents?per_page=1') },
  ],
  recognise,
  parse,
  backfill: { next },
  facts: {
    list: 'The newest 100 incidents and the newest 100 schedules.',
    reach: 'A back-fill reads each list to its last page.',
    components: 'In version 3 by name. Before, an incident has the number of one component, without its name.',
    maintenance: 'From the schedules, and from incidents of state "Scheduled".',
    indicator:
      '`operational`, `partial_outage`, `major_outage` or `under_maintenance` in version 3; before, a sentence in the language of the page.',
    rate: null,
    knownFrom: 'its code and https://docs.cachethq.io/api-reference, versions 1 to 3',
    quirks: [
      {
        fact: 'Times have no zone, and nothing names that of the installation: they are read as UTC, with a warning.',
        seen: 'versions 1 to 3, its code',
      },
      { fact: '`status` is that of the first text; `latest_status` is the present one.', seen: 'version 2, its code' },
      {
        fact: 'Version 3 lists incidents newest first, but schedules oldest first.',
        seen: 'version 3, its code',
      },
      { fact: 'Times were seconds since 1970 in 2015.', seen: 'version 1, its code' },
    ],
  },
}

const INCIDENT_STATUSES: ReadonlyMap<string, Status> = new Map([
  ['0', 'scheduled'],
  ['1', 'investigating'],
  ['2', 'identified'],
  ['3', 'monitoring'],
  ['4', 'resolved'],
])

const SCHEDULE_STATUSES: ReadonlyMap<string, Status> = new Map([
  ['0', 'scheduled'],
  ['1', 'in_progress'],
  ['2', 'completed'],
])

function isThird(url: string): boolean {
  return /\/api\/(?:incidents|schedules)$/.test(new URL(url).pathname)
}

/** The lists of the API that `url` belongs to; version 2 where `url` does not say. */
function page(url: string, list: 'incidents' | 'schedules', number: number): DocumentRequest {
  // By default version 3 lists incidents newest first, but schedules oldest first.
  const query = isThird(url)
    ? `per_page=100&include=updates,components${list === 'schedules' ? '&sort=-id' : ''}`
    : 'sort=id&order=desc&per_page=100'
  return { url: rootAddress(url, `/api/${isThird(url) ? '' : 'v1/'}${list}?${query}&page=${number}`) }
}

/** Reads each list to its last page, which is the first empty one. */
function next(sourceUrl: string, read: BackfillRead | null): DocumentRequest[] {
  if (read === null) return [page(sourceUrl, 'incidents', 1), { ...page(sourceUrl, 'schedules', 1), optional: true }]
  if (read.parsed === null || read.parsed.incidents.length + read.parsed.quarantined.length === 0) return []
  const address = new URL(read.request.url)
  address.searchParams.set('page', String(Number(address.searchParams.get('page') ?? 1) + 1))
  return [{ ...read.request, url: address.href }]
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const entries = attempt(() => readEntries(parseJsonObject(document, createReport())))
  if (entries === null || entries.length === 0) return null
  const sourceUrl = document.url === null ? null : document.url.replace(/[?#].*$/, '')
  return {
    evidence: 'data whose entries have a numbered status and "occurred", "scheduled" or "human_status"',
    sourceUrl,
  }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  const root = parseJsonObject(document, report)
  const indicator = readIndicator(root)
  if (indicator !== null) {
    const page = { name: null, url: null, timeZone: null, indicator }
    return newDocument(report, { incidents: [], completeness: 'part', kinds: [], page })
  }
  const entries = readEntries(root)
  if (entries.length > 0) warn(report, 'data', 'times have no zone and are read as UTC')
  const incidents = collectIncidents(report, entries, readEntry)
  const kinds = kindsOf(entries, incidents, document.url)
  const completeness = completenessOf(root)
  // Planned work among the incidents may not be all planned work, since schedules have their own list.
  return newDocument(report, {
    incidents,
    completeness: completeness === 'whole' && kinds.length > 1 ? 'newest' : completeness,
    kinds,
  })
}

/** The overall state: an object with its word in version 3, before that a sentence. Null for any other document. */
function readIndicator(root: Item): string | null {
  if (typeof root.value.data === 'string') return readText(root, 'data')
  const data = isRecord(root.value.data) ? readItem(root, 'data') : null
  return data === null || hasField(data, 'id') || hasField(data, 'attributes') ? null : readText(data, 'status')
}

/**
 * Incidents and schedules are two lists, and neither says anything about the other: an empty list of schedules withdraws no
 * incident. Only its address tells which list an empty one is; without an address it says nothing.
 */
function kindsOf(entries: readonly CachetEntry[], incidents: readonly ParsedIncident[], url: string | null): Kind[] {
  if (entries.length > 0) {
    const listed = entries.map(({ item }): Kind => (isSchedule(item) ? 'maintenance' : 'incident'))
    return [...new Set([...listed, ...incidents.map(({ kind }) => kind)])]
  }
  const list = url === null ? undefined : /\/api\/(?:v1\/)?(incidents|schedules)$/.exec(new URL(url).pathname)?.[1]
  if (list === undefined) return []
  return [list === 'schedules' ? 'maintenance' : 'incident']
}

function readEntries(root: Item): CachetEntry[] {
  const entries = readCachetEntries(root)
  const isEmpty = Array.isArray(root.value.data) && root.value.data.length === 0 && hasField(root, 'meta')
  const isKnown = entries.some(
    ({ item }) =>
      hasField(item, 'status') && (hasField(item, 'message') || isSchedule(item)) && hasField(item, 'created_at'),
  )
  if (!isEmpty && !isKnown) throw new ParseError('neither incidents nor schedules of Cachet')
  return entries
}

/** A list that fits on one page is complete; a later page is only a part. */
function completenessOf(root: Item): Completeness {
  if (!Array.isArray(root.value.data)) return 'single'
  const meta = readItem(root, 'meta')
  const counts = (meta && readItem(meta, 'pagination')) ?? meta
  const links = (counts && readItem(counts, 'links')) ?? readItem(root, 'links')
  if (counts === null || (readNumber(counts, 'current_page') ?? 1) > 1) return 'part'
  const pages = readNumber(counts, 'total_pages')
  const isLast =
    pages === null ? links !== null && hasField(links, 'next') && readText(links, 'next') === null : pages <= 1
  return isLast ? 'whole' : 'newest'
}

function isSchedule(item: Item): boolean {
  return hasField(item, 'completed_at')
}

function readEntry({ item, updates: listed, components }: CachetEntry): ParsedIncident {
  const isPlan = isSchedule(item)
  const statuses = isPlan ? SCHEDULE_STATUSES : INCIDENT_STATUSES
  const hasLatest = hasField(item, 'latest_status')
  const [status, sourceStatus] = readState(item, hasLatest ? 'latest_status' : 'status', statuses, { isNeeded: true })
  const [textStatus, textWord] = hasLatest ? readState(item, 'status', statuses) : [null, null]
  const { updates, complete } = collectUpdates(item.report, listed, (update) => readUpdate(update, statuses))
  const startedAt = readDate(item, 'occurred_at', parseTime) ?? readDate(item, 'created_at', parseTime)
  const scheduledFrom = readDate(item, 'scheduled_at', parseTime)
  // Planned work stays a maintenance when it is over; otherwise its announcement would be the start of an outage.
  const isMaintenance = isPlan || scheduledFrom !== null || status === 'scheduled' || textStatus === 'scheduled'
  const id = needId(item, 'id')
  return newIncident({
    externalId: isPlan ? `schedule/${id}` : id,
    kind: isMaintenance ? 'maintenance' : 'incident',
    title: readTitle(item, 'name'),
    impact: isMaintenance ? 'none' : 'unknown',
    status,
    sourceStatus,
    statedStartedAt: isMaintenance ? null : startedAt,
    statedEndedAt: readDate(item, 'completed_at', parseTime),
    scheduledFrom,
    modifiedAt: readLooseDate(item, 'updated_at', parseTime),
    sourceUrl: toWebAddress(readText(item, 'permalink')),
    components: readComponents(item, components),
    updates: inTimeOrder([...readMessage(item, startedAt, isPlan ? 'scheduled' : textStatus, textWord), ...updates]),
    updatesComplete: complete && (listed.length > 0 || hasField(item, 'updates')),
  })
}

function readMessage(
  item: Item,
  postedAt: Date | null,
  status: Status | null,
  sourceStatus: string | null,
): ParsedUpdate[] {
  const text = readBody(item, 'message')
  if (text.body === '' || postedAt === null) return []
  return [newUpdate({ externalId: 'message', status, sourceStatus, postedAt, ...text })]
}

function readUpdate(update: Item, statuses: ReadonlyMap<string, Status>): ParsedUpdate {
  const [status, sourceStatus] = readState(update, 'status', statuses)
  return newUpdate({
    externalId: needId(update, 'id'),
    status,
    sourceStatus,
    postedAt: needDate(update, 'created_at', parseTime),
    modifiedAt: readLooseDate(update, 'updated_at', parseTime),
    ...readBody(update, 'message'),
  })
}

/** The included components; otherwise the one that the incident names by number, whose name is not in the response. */
function readComponents(item: Item, included: readonly Item[]): ParsedComponent[] {
  const components = included.flatMap((component) => {
    const id = readId(component, 'id')
    return id === null ? [] : newComponent({ externalId: id, name: readText(component, 'name') ?? `Component ${id}` })
  })
  const id = readId(item, 'component_id')
  if (components.length > 0 || id === null || id === '0') return uniqueComponents(components)
  return [newComponent({ externalId: id, name: `Component ${id}` })]
}

/** Seconds since 1970 in the first versions. */
function parseTime(value: unknown): Date | null {
  return parseInstant(value) ?? parseZoneless(value, 'utc') ?? (typeof value === 'number' ? parseEpoch(value) : null)
}
