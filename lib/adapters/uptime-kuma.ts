import { ParseError } from '#lib/domain/errors.ts'
import type { Status } from '#lib/domain/incident.ts'
import type {
  Adapter,
  BackfillRead,
  Completeness,
  DocumentRequest,
  ParsedComponent,
  ParsedDocument,
  ParsedIncident,
  SourceDocument,
} from './adapter.ts'
import { rootAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { newComponent, uniqueComponents } from './wire/component.ts'
import {
  hasField,
  type Item,
  needId,
  readDate,
  readFlag,
  readId,
  readItem,
  readItems,
  readState,
  readText,
  readTitle,
} from './wire/item.ts'
import { parseJsonObject } from './wire/json.ts'
import { readBody } from './wire/markdown.ts'
import { collectIncidents, collectLists, createReport, newDocument, newIncident, warn } from './wire/report.ts'
import { parseInstant, parseZoneless } from './wire/time.ts'
import { newUpdate } from './wire/update.ts'

/**
 * Uptime Kuma: `/api/status-page/<slug>`, a page with its pinned incidents (at most one in version 1) and maintenances, and in
 * the newest versions `/api/status-page/<slug>/incident-history`, all incidents by cursor.
 * https://github.com/louislam/uptime-kuma, server/routers/status-page-router.js and server/model
 *
 * We have no live body; this follows the code that writes it. Incidents have no updates, status or impact: the text is the only
 * update and the colour is kept as the word for the impact. An incident that was made inactive ended when it was last changed,
 * as first read: later edits move no end. Its times are UTC without saying so; a maintenance window is in its own time zone.
 * Incidents and maintenances are numbered separately: a maintenance with one window is "maintenance/<number>", each time of a
 * recurring one "maintenance/<number>/<start>". A maintenance started by hand has no window; it runs from when it was first
 * seen.
 *
 * The page leaves out unpinned incidents, so if there is also a history, a missing incident means nothing.
 */
export const uptimeKuma: Adapter = {
  platform: 'uptime-kuma',
  name: 'Uptime Kuma',
  poll: (sourceUrl) => [pageOf(sourceUrl), historyOf(sourceUrl)],
  probes: (siteUrl) => [pageOf(siteUrl)],
  recognise,
  parse,
  backfill: { next },
  facts: {
    list: 'Pinned incidents and maintenances of the page, and where the version has it the newest page of the incident history.',
    reach: 'A back-fill reads the history by its cursor to the end. Before version 2 there is none.',
    components: "The page's monitors; incidents name none.",
    maintenance: 'One for each window that the page lists. A plan that has not started is on no public page.',
    indicator: null,
    rate: 'The page answers from a cache of five minutes.',
    knownFrom: 'its code, and version 2.5.3 operated beside this site, see [peers.md](peers.md)',
    quirks: [
      {
        fact: 'Times of incidents are UTC without saying so; a maintenance has its own zone.',
        seen: '2.5.3, its code',
      },
      {
        fact: 'There is no end: an incident that is inactive ended when it was last changed.',
        seen: '2.5.3, operated',
      },
      { fact: 'An incident that is not pinned may still be active.', seen: '2.5.3, operated' },
      { fact: 'Maintenance started by hand has no time at all.', seen: '2.5.3, operated' },
    ],
  },
}

const MAINTENANCE_STATUSES: ReadonlyMap<string, Status | null> = new Map([
  ['scheduled', 'scheduled'],
  ['under-maintenance', 'in_progress'],
  ['ended', 'completed'],
  ['inactive', null],
  ['unknown', null],
])

/** "default" is the page that an installation shows when none is named. */
function slugOf(url: string): string {
  return /\/(?:api\/status-page|status)\/([^/?#]+)/.exec(url)?.[1] ?? 'default'
}

function pageOf(url: string): DocumentRequest {
  return { url: rootAddress(url, `/api/status-page/${slugOf(url)}`) }
}

function historyOf(url: string): DocumentRequest {
  return { url: rootAddress(url, `/api/status-page/${slugOf(url)}/incident-history`), optional: true }
}

/** Page by page to the last, which names no further cursor. */
function next(sourceUrl: string, read: BackfillRead | null): DocumentRequest[] {
  if (read === null) return [historyOf(sourceUrl)]
  const { document } = read
  const root = document === null ? null : attempt(() => parseJsonObject(document, createReport()))
  const cursor = root === null || root.value.hasMore !== true ? null : readText(root, 'nextCursor')
  if (cursor === null) return []
  const address = new URL(historyOf(sourceUrl).url)
  address.searchParams.set('cursor', cursor)
  return [{ url: address.href, optional: true }]
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const root = attempt(() => parseJsonObject(document, createReport()))
  const config = root === null ? null : readConfig(root)
  if (config === null) return null
  const slug = readText(config, 'slug') ?? 'default'
  const sourceUrl = document.url === null ? null : rootAddress(document.url, `/status/${slug}`)
  return { evidence: `a page "${slug}" with "config" and "publicGroupList"`, sourceUrl }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  const root = parseJsonObject(document, report)
  const sourceUrl = document.url === null ? null : rootAddress(document.url, `/status/${slugOf(document.url)}`)
  const read = (item: Item) => readIncident(item, sourceUrl)
  const config = readConfig(root)
  if (config === null) {
    if (!isHistory(root)) throw new ParseError('neither a status page of Uptime Kuma nor its history of incidents')
    const incidents = collectIncidents(report, readItems(root, 'incidents'), read)
    return newDocument(report, { incidents, completeness: completenessOf(root, document), kinds: ['incident'] })
  }
  const pinned = hasField(root, 'incidents')
    ? readItems(root, 'incidents')
    : [readItem(root, 'incident')].filter((item) => item !== null)
  const maintenances = readItems(root, 'maintenanceList').flatMap(timesOf)
  return newDocument(report, {
    incidents: collectLists<Item>(report, [
      { items: pinned, read },
      { items: maintenances, read: (item) => readMaintenance(item, sourceUrl, document.readAt) },
    ]),
    completeness: 'open',
    kinds: hasField(root, 'incidents') ? ['maintenance'] : ['incident', 'maintenance'],
    page: { name: readText(config, 'title'), url: sourceUrl, timeZone: null, indicator: null },
    components: readMonitors(root),
  })
}

/** Null when the document is not a page. */
function readConfig(root: Item): Item | null {
  return Array.isArray(root.value.publicGroupList) ? readItem(root, 'config') : null
}

function isHistory(root: Item): boolean {
  return root.value.ok === true && Array.isArray(root.value.incidents) && hasField(root, 'hasMore')
}

function completenessOf(root: Item, { url }: SourceDocument): Completeness {
  if (url !== null && new URL(url).searchParams.has('cursor')) return 'part'
  return root.value.hasMore === true ? 'newest' : 'whole'
}

function readIncident(item: Item, sourceUrl: string | null): ParsedIncident {
  const startedAt = readDate(item, 'createdDate', parseUtc, { isNeeded: true })
  const modifiedAt = readDate(item, 'lastUpdatedDate', parseUtc)
  const isOver = readFlag(item, 'active') === false
  return newIncident({
    externalId: needId(item, 'id'),
    kind: 'incident',
    title: readTitle(item, 'title'),
    sourceImpact: readText(item, 'style'),
    status: isOver ? 'resolved' : null,
    statedStartedAt: startedAt,
    statedEndedAt: isOver ? modifiedAt : null,
    endIsLastChange: true,
    modifiedAt,
    sourceUrl,
    updates:
      startedAt === null
        ? []
        : [newUpdate({ externalId: 'content', postedAt: startedAt, modifiedAt, ...readBody(item, 'content') })],
    updatesComplete: true,
  })
}

/** A maintenance once per time, each with that time alone; one without times as it is. */
function timesOf(item: Item): Item[] {
  const slots = readItems(item, 'timeslotList')
  return slots.length === 0
    ? [item]
    : slots.map((slot) => ({ ...item, value: { ...item.value, timeslotList: [slot.value] } }))
}

function readMaintenance(item: Item, sourceUrl: string | null, readAt: Date | null): ParsedIncident {
  const [stated, sourceStatus] = readState(item, 'status', MAINTENANCE_STATUSES)
  const zone = readText(item, 'timezone') ?? 'UTC'
  const [slot] = readItems(item, 'timeslotList')
  const readTime = (key: string, since: Date | null = null) =>
    slot === undefined ? null : readDate(slot, key, (value) => parseInstant(value) ?? parseZoneless(value, zone, since))
  const scheduledFrom = readTime('startDate')
  const isSingle = readText(item, 'strategy') === 'single' || scheduledFrom === null
  // The state belongs to the current time, not to later ones.
  const isToCome = !isSingle && readAt !== null && scheduledFrom > readAt
  const status = isToCome ? 'scheduled' : stated
  const text = readBody(item, 'description')
  // A description has no time of its own; without a window it has no time to be shown at.
  if (text.body !== '' && scheduledFrom === null)
    warn(item.report, item.path, 'a description without a time is left out', text.body)
  return newIncident({
    externalId: `maintenance/${needId(item, 'id')}${isSingle ? '' : `/${scheduledFrom.toISOString()}`}`,
    kind: 'maintenance',
    title: readTitle(item, 'title'),
    impact: 'none',
    status,
    sourceStatus,
    scheduledFrom,
    scheduledUntil: readTime('endDate', scheduledFrom),
    sourceUrl,
    updates:
      text.body === '' || scheduledFrom === null
        ? []
        : [newUpdate({ externalId: 'description', status: 'scheduled', postedAt: scheduledFrom, ...text })],
    updatesComplete: true,
  })
}

function readMonitors(root: Item): ParsedComponent[] {
  const monitors = readItems(root, 'publicGroupList').flatMap((group) => {
    const groupName = readText(group, 'name')
    return readItems(group, 'monitorList').flatMap((monitor) => {
      const id = readId(monitor, 'id')
      return id === null
        ? []
        : newComponent({ externalId: id, name: readText(monitor, 'name') ?? id, group: groupName })
    })
  })
  return uniqueComponents(monitors)
}

function parseUtc(value: unknown): Date | null {
  return parseInstant(value) ?? parseZoneless(value, 'utc')
}
