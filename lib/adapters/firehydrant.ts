import { ParseError } from '#lib/domain/errors.ts'
import type { Impact, Status } from '#lib/domain/incident.ts'
import { FINISHED } from '#lib/domain/span.ts'
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
import { decodeText } from './wire/decode.ts'
import { type Feed, type FeedItem, readFeed } from './wire/feed.ts'
import { parseFeedIncidents } from './wire/feed-incidents.ts'
import {
  hasField,
  type Item,
  isRecord,
  needFirstDate,
  needId,
  readBlock,
  readDate,
  readId,
  readItem,
  readItems,
  readLooseDate,
  readState,
  readText,
  readTitle,
} from './wire/item.ts'
import { parseJsonObject } from './wire/json.ts'
import { toBody } from './wire/markdown.ts'
import { reachOf, timesOf } from './wire/reach.ts'
import { collectLists, createReport, newDocument, newIncident, type Report } from './wire/report.ts'
import { meaningOf, statusOf } from './wire/state-words.ts'
import { collectUnnamedUpdates, type UnnamedUpdate } from './wire/unnamed-updates.ts'
import { newUpdate } from './wire/update.ts'
import { worstOf } from './wire/worst.ts'

/**
 * Status pages of FireHydrant: `/data/payload.json`, which the page itself draws, and `/data/rss.xml`. This follows a real
 * payload of 2026 (some 950 incidents since the page began) as recorded by a program that reads it.
 *
 * An incident is open while `timestamps.resolved` is missing. An entry of its timeline happened at `occurredAt` and was
 * written at `time`. Work is either a scheduled maintenance or an incident of the severity MAINTENANCE. The feed is read too,
 * for an incident that the payload does not have; it changes nothing of one that it does.
 */
export const firehydrant: Adapter = {
  platform: 'firehydrant',
  name: 'FireHydrant',
  poll: (sourceUrl) => [payload(sourceUrl), { url: joinAddress(sourceUrl, FEED), optional: true }],
  probes: (siteUrl) => [payload(siteUrl)],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'All incidents and the scheduled maintenances, each with its timeline; the feed beside it, for what is missing there.',
    reach: 'As far as the payload, which is not paged: to the beginning of the page where it was looked at.',
    components: 'With each incident, with their condition in it.',
    maintenance: 'Scheduled ones with their window, and incidents of the severity MAINTENANCE.',
    indicator: null,
    rate: null,
    knownFrom: 'a real payload of 2026 with some 950 incidents, as a program that reads it recorded it',
    quirks: [
      { fact: 'The payload has no end: it is larger than five megabytes on an old page.', seen: '2026' },
      { fact: 'A page without incidents may leave out `incidents`.', seen: '2026' },
      { fact: 'A note is a text, or an object with a text of the same name.', seen: '2026' },
      {
        fact: 'An incident that was imported has no milestones: its notes begin with the state in bold.',
        seen: '2026',
      },
    ],
  },
}

const PAYLOAD = 'data/payload.json'
const FEED = 'data/rss.xml'
const MAX_BYTES = 32 * 1024 * 1024

const MILESTONES: ReadonlyMap<string, Status> = new Map<string, Status>([
  ['started', 'investigating'],
  ['detected', 'investigating'],
  ['acknowledged', 'investigating'],
  ['investigating', 'investigating'],
  ['identified', 'identified'],
  ['mitigated', 'monitoring'],
  ['monitoring', 'monitoring'],
  ['resolved', 'resolved'],
  ['closed', 'resolved'],
  ['retrospective_started', 'resolved'],
  ['retrospective_completed', 'resolved'],
  ['postmortem_started', 'resolved'],
  ['postmortem_completed', 'resolved'],
])

/** Those that an incident without a timeline is told by. */
const TOLD = ['started', 'investigating', 'identified', 'mitigated', 'monitoring', 'resolved']

const SEVERITIES: ReadonlyMap<string, Impact | null> = new Map<string, Impact | null>([
  ['sev1', 'critical'],
  ['sev2', 'major'],
  ['sev3', 'minor'],
  ['sev4', 'minor'],
  ['sev5', 'minor'],
  ['maintenance', 'none'],
  ['unset', null],
])

const CONDITIONS: ReadonlyMap<string, Impact | null> = new Map<string, Impact | null>([
  ['operational', null],
  ['degraded', 'minor'],
  ['offline', 'critical'],
])

function payload(url: string): { url: string; maxBytes: number } {
  return { url: joinAddress(url, PAYLOAD), maxBytes: MAX_BYTES }
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const root = attempt(() => readRoot(document, createReport()))
  return root && { evidence: 'incidents with "timestamps"', sourceUrl: addressBefore(document.url, PAYLOAD) }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  if (!/^\s*\{/.test(decodeText(document).slice(0, 1000))) return parseFallback(document, report)
  const root = readRoot(document, report)
  const config = readItem(root, 'config')
  const url = addressBefore(document.url, PAYLOAD)
  const components = readComponents(root, 'components')
  const page: Page = {
    url,
    readAt: document.readAt,
    names: new Map(components.map(({ externalId, name }) => [externalId, name])),
  }
  const incidents = readItems(root, 'incidents')
  const isWork = (item: Item) => readText(item, 'severitySlug')?.toLowerCase() === 'maintenance'
  const started = timesOf(
    incidents.filter((item) => !isWork(item)).flatMap((item) => readItem(item, 'timestamps') ?? []),
    'started',
  )
  return newDocument(report, {
    incidents: collectLists(report, [
      { items: incidents, read: (item) => readIncident(item, page) },
      { items: readItems(root, 'scheduledMaintenances'), read: (item) => readMaintenance(item, page) },
    ]),
    completeness: 'newest',
    reach: reachOf('started', { incident: started }),
    kinds: ['incident', 'maintenance'],
    page: {
      name: config && (readText(config, 'companyName') ?? readText(config, 'title')),
      url,
      timeZone: null,
      indicator: null,
    },
    components,
  })
}

interface Page {
  url: string | null
  /** Null if unknown. */
  readAt: Date | null
  /** Of its components, by id. */
  names: ReadonlyMap<string, string>
}

function readRoot(document: SourceDocument, report: Report): Item {
  const root = parseJsonObject(document, report)
  const { config, components, incidents } = root.value
  const isPage = isRecord(config) && Array.isArray(components) && (incidents === undefined || Array.isArray(incidents))
  const isOwn = (item: Item) => isRecord(item.value.timestamps)
  const listed = Array.isArray(incidents) ? readItems(root, 'incidents') : []
  const isTold = listed.some(isOwn) || (listed.length === 0 && isRecord(config) && 'operationalMessage' in config)
  if (!isPage || !isTold) throw new ParseError('not the "payload.json" of a FireHydrant status page')
  return root
}

function readComponents(item: Item, key: string): ParsedComponent[] {
  const listed = readItems(item, key).flatMap((component) => {
    const externalId = readId(component, 'id')
    if (externalId === null) return []
    const name = readText(component, 'name') ?? externalId
    return newComponent({ externalId, name, sourceStatus: readText(component, 'condition') })
  })
  return uniqueComponents(listed)
}

/** The components of an incident, with their condition in it. */
function readAffected(item: Item, { names }: Page): ParsedComponent[] {
  const conditions = readItem(item, 'componentConditions')
  const components = readComponents(item, 'components')
  if (components.length === 0 && conditions !== null) {
    const listed = Object.keys(conditions.value).map((id) =>
      newComponent({ externalId: id, name: names.get(id) ?? id, sourceStatus: readText(conditions, id) }),
    )
    return uniqueComponents(listed.filter(({ externalId }) => externalId.trim() !== ''))
  }
  return components.map((component) => ({
    ...component,
    sourceStatus: (conditions && readText(conditions, component.name)) ?? component.sourceStatus,
  }))
}

function readIncident(item: Item, page: Page): ParsedIncident {
  const id = needId(item, 'id')
  const times = readItem(item, 'timestamps')
  const startedAt = times && readDate(times, 'started')
  const endedAt = times && readDate(times, 'resolved')
  const { updates, complete } = readTimeline(item, times)
  const [milestone, word] = readState(item, 'currentMilestone', MILESTONES)
  const told = updates.findLast((update) => update.sourceStatus !== null)
  const status = endedAt !== null ? 'resolved' : word === null ? (told?.status ?? null) : milestone
  const sourceStatus = word ?? told?.sourceStatus ?? null
  const severity = readText(item, 'severitySlug')
  const isWork = severity?.toLowerCase() === 'maintenance'
  const isAhead = isWork && startedAt !== null && page.readAt !== null && startedAt > page.readAt
  const components = readAffected(item, page)
  return newIncident({
    externalId: id,
    kind: isWork ? 'maintenance' : 'incident',
    title: readTitle(item, hasField(item, 'title') ? 'title' : 'name'),
    ...readImpact(severity, components),
    status: isWork ? workStatus(status, isAhead) : status,
    sourceStatus,
    statedStartedAt: isAhead ? null : startedAt,
    statedEndedAt: endedAt,
    scheduledFrom: isAhead ? startedAt : null,
    sourceUrl: page.url && toWebAddress(`${page.url}incidents/${encodeURIComponent(id)}`),
    components,
    unclear: complaintOf({ status, sourceStatus, hasTimes: startedAt !== null || endedAt !== null }),
    updates,
    updatesComplete: complete,
  })
}

/** Without a word, it is open: its end is stated as a time. */
function complaintOf({
  status,
  sourceStatus,
  hasTimes,
}: {
  status: Status | null
  sourceStatus: string | null
  hasTimes: boolean
}): string | null {
  if (status !== null) return null
  if (sourceStatus !== null) return `unknown milestone "${sourceStatus}"`
  return hasTimes ? null : 'neither a time nor a milestone'
}

function workStatus(status: Status | null, isAhead: boolean): Status {
  if (FINISHED.includes(status)) return 'completed'
  return isAhead ? 'scheduled' : 'in_progress'
}

/** As bad as its severity says, else as its worst component. */
function readImpact(
  severity: string | null,
  components: readonly ParsedComponent[],
): Pick<ParsedIncident, 'impact' | 'sourceImpact'> {
  const [impact, sourceImpact] = worstOf([severity], SEVERITIES)
  if (sourceImpact !== null) return { impact, sourceImpact }
  const [worst, condition] = worstOf(
    components.map(({ sourceStatus }) => sourceStatus),
    CONDITIONS,
  )
  return { impact: worst, sourceImpact: condition }
}

/** The timeline, or for an incident without one what its times tell. */
function readTimeline(item: Item, times: Item | null): { updates: ParsedUpdate[]; complete: boolean } {
  const timeline = collectUnnamedUpdates(item.report, readItems(item, 'timeline'), readEntry)
  if (timeline.updates.length > 0 || times === null) return timeline
  return collectUnnamedUpdates(item.report, milestonesOf(times), readMilestone)
}

/** An entry that neither says something nor changes the milestone (a change of a field) is left out. */
function readEntry(entry: Item): UnnamedUpdate | null {
  const details = readItem(entry, 'details')
  const written = details === null ? '' : readNote(details)
  const change = details && readItem(details, 'milestoneUpdate')
  const [status, word] = change === null ? [null, null] : readState(change, 'currentMilestone', MILESTONES)
  const [, bold, rest] = BOLD.exec(written) ?? []
  const stated = bold === undefined || meaningOf(bold) === null ? null : bold.trim()
  if (written === '' && word === null) return null
  return newUpdate({
    externalId: readId(entry, 'id') ?? undefined,
    status: word === null ? statusOf(meaningOf(stated)) : status,
    sourceStatus: word ?? stated,
    postedAt: needFirstDate(entry, 'occurredAt', 'time'),
    ...toBody(stated === null ? written : (rest ?? '')),
  })
}

/** "➡️ **Resolved** — All is well.", as notes of imported incidents begin. */
const BOLD = /^(?:➡️?\s*)?\*\*([^*\n]{1,40})\*\*\s*[—–:-]\s*([\s\S]*)$/u

function readNote(details: Item): string {
  const { note } = details.value
  return (isRecord(note) ? readBlock({ ...details, value: note }, 'note') : readBlock(details, 'note')) ?? ''
}

type Milestone = Item & { key: string }

function milestonesOf(times: Item): Milestone[] {
  return TOLD.filter((key) => hasField(times, key)).map((key) => ({ ...times, path: `${times.path}.${key}`, key }))
}

function readMilestone({ key, ...times }: Milestone): UnnamedUpdate | null {
  const postedAt = readLooseDate(times, key)
  if (postedAt === null) return null
  return newUpdate({ status: MILESTONES.get(key) ?? null, sourceStatus: key, postedAt, body: '', format: 'text' })
}

function readMaintenance(item: Item, page: Page): ParsedIncident {
  const summary = toBody(readBlock(item, 'summary') ?? '')
  const postedAt = readLooseDate(item, 'updatedAt') ?? readLooseDate(item, 'startsAt')
  const isTold = summary.body !== '' && postedAt !== null
  return newIncident({
    externalId: needId(item, 'id'),
    kind: 'maintenance',
    title: readTitle(item, hasField(item, 'name') ? 'name' : 'title'),
    impact: 'none',
    scheduledFrom: readDate(item, 'startsAt'),
    scheduledUntil: readDate(item, 'endsAt'),
    modifiedAt: readLooseDate(item, 'updatedAt'),
    components: readAffected(item, page),
    updates: isTold ? [newUpdate({ externalId: 'summary', postedAt, ...summary })] : [],
    updatesComplete: false,
  })
}

/** The feed, for incidents that the payload leaves out. */
function parseFallback(document: SourceDocument, report: Report): ParsedDocument {
  const content = readOwnFeed(document, report)
  const parsed = parseFeedIncidents(content, report, document.readAt, {
    idOf,
    refine: (incident) => ({ ...incident, updateIdsDerived: true, isFallback: true }),
  })
  return { ...parsed, completeness: 'part', reach: null }
}

function readOwnFeed(document: SourceDocument, report: Report): Feed {
  const content = readFeed(document, report)
  if (content.items.length > 0 && !content.items.some((item) => idOf(item) !== null))
    throw new ParseError('a feed, but not one of FireHydrant')
  return content
}

function idOf({ value: { url } }: FeedItem): string | null {
  return /\/incidents\/([\w-]{1,100})\/?(?:[?#].*)?$/.exec(url ?? '')?.[1] ?? null
}
