import { ParseError } from '#lib/domain/errors.ts'
import type { Impact, Status } from '#lib/domain/incident.ts'
import type { Adapter, ParsedComponent, ParsedDocument, ParsedIncident, SourceDocument } from './adapter.ts'
import { attempt } from './wire/attempt.ts'
import { newComponent, uniqueComponents } from './wire/component.ts'
import { decodeText, looksLikeHtml } from './wire/decode.ts'
import {
  hasField,
  type Item,
  needDate,
  needId,
  readDate,
  readId,
  readItem,
  readItems,
  readState,
  readText,
  readTitle,
} from './wire/item.ts'
import { parseJsonObject } from './wire/json.ts'
import { readBody } from './wire/markdown.ts'
import { collectLists, createReport, newDocument, newIncident } from './wire/report.ts'
import { collectUnnamedUpdates, type UnnamedUpdate } from './wire/unnamed-updates.ts'
import { newUpdate } from './wire/update.ts'
import { type Grades, readWorst } from './wire/worst.ts'

/**
 * Status.io pages: the public API, `https://api.status.io/1.0/status/<page id>`, with active incidents and with active and
 * upcoming maintenances; finished ones are only in the page's HTML. https://kb.status.io/developers/public-status-api
 *
 * A message has a state (investigating, identified, monitoring, resolved) and a status (how bad), both as numbers; those of a
 * maintenance mean nothing, so its list decides whether it is in progress or scheduled. Affected containers are places and kept
 * as regions. Messages have no ids. We have real incidents and maintenances, but no whole body.
 *
 * Links to `/pages/history/<page id>` identify a page; they also lead from the page to its API.
 */
export const statusio: Adapter = {
  platform: 'statusio',
  name: 'Status.io',
  poll: (sourceUrl) => [{ url: sourceUrl }],
  probes: (siteUrl) => [{ url: siteUrl }],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'Active incidents, and active and upcoming maintenances, with their messages.',
    reach: 'Nothing that is over: an incident is over when it is no longer listed.',
    components: 'With incidents; containers are places and kept as regions.',
    maintenance: 'With its planned window.',
    indicator: 'A sentence such as "Operational" or "Partial Service Disruption".',
    rate: null,
    knownFrom: 'real incidents and maintenances of 2026, and https://kb.status.io/developers/public-status-api',
    quirks: [
      { fact: 'The page is not where the data is: only its links name the id that api.status.io wants.', seen: '2026' },
      {
        fact: "The numbers that a maintenance's messages give for state and status mean nothing.",
        seen: '2026',
      },
      { fact: 'A maintenance may stay among the upcoming ones after "is complete" was posted.', seen: '2026' },
      { fact: 'Names may begin with a blank.', seen: '2026' },
    ],
  },
}

const API = 'https://api.status.io/1.0/status'

const STATES: ReadonlyMap<string, Status> = new Map([
  ['100', 'investigating'],
  ['200', 'identified'],
  ['300', 'monitoring'],
  ['400', 'resolved'],
])

const GRADES: Grades = new Map<string, Impact | null>([
  // Operational: the message's incident is over, or has no effect yet.
  ['100', null],
  ['200', 'none'],
  ['300', 'minor'],
  ['400', 'major'],
  ['500', 'critical'],
  ['600', 'critical'],
])

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const text = attempt(() => decodeText(document))
  if (text !== null && looksLikeHtml(text)) {
    const page = /\/pages\/(?:history|maintenance|incident)\/([0-9a-f]{24})\b/.exec(text)?.[1]
    return page === undefined
      ? null
      : { evidence: `a page that links to /pages/…/${page}`, sourceUrl: `${API}/${page}` }
  }
  const result = attempt(() => readResult(document))
  return result === null
    ? null
    : { evidence: 'a "result" with "status_overall", "incidents" and "maintenance"', sourceUrl: document.url }
}

function parse(document: SourceDocument): ParsedDocument {
  const result = readResult(document)
  const { report } = result
  const maintenance = readItem(result, 'maintenance')
  const overall = readItem(result, 'status_overall')
  const readMaintenance = (status: Status) => (item: Item) => readEvent(item, 'maintenance', status)
  return newDocument(report, {
    incidents: collectLists(report, [
      { items: readItems(result, 'incidents'), read: (item) => readEvent(item, 'incident', null) },
      ...(maintenance === null
        ? []
        : [
            // Listed in both, so it has begun: the later of two equals is kept.
            { items: readItems(maintenance, 'upcoming'), read: readMaintenance('scheduled') },
            { items: readItems(maintenance, 'active'), read: readMaintenance('in_progress') },
          ]),
    ]),
    completeness: 'open',
    kinds: ['incident', 'maintenance'],
    page: overall && { name: null, url: null, timeZone: null, indicator: readText(overall, 'status') },
    components: readComponents(readItems(result, 'status'), 'id'),
  })
}

function readResult(document: SourceDocument): Item {
  const result = readItem(parseJsonObject(document, createReport()), 'result')
  if (result === null || !hasField(result, 'status_overall') || !Array.isArray(result.value.incidents)) {
    throw new ParseError(
      'not an answer of the public API of Status.io: it has no "result" with "status_overall" and "incidents"',
    )
  }
  return result
}

function readEvent(item: Item, kind: 'incident' | 'maintenance', listedAs: Status | null): ParsedIncident {
  const messages = readItems(item, 'messages')
  const { updates, complete } = collectUnnamedUpdates(item.report, messages, (message) => readMessage(message, kind))
  const [impact, sourceImpact] = readWorst(
    messages.map((message) => ({ item: message, key: 'status' })),
    GRADES,
  )
  const last = updates.at(-1) ?? null
  return newIncident({
    externalId: needId(item, '_id'),
    kind,
    title: readTitle(item, 'name'),
    impact: kind === 'maintenance' ? 'none' : impact,
    sourceImpact,
    status: listedAs ?? last?.status ?? null,
    sourceStatus: last?.sourceStatus ?? null,
    // A maintenance is opened when it is announced.
    statedStartedAt: kind === 'maintenance' ? null : readDate(item, 'datetime_open'),
    scheduledFrom: readDate(item, 'datetime_planned_start'),
    scheduledUntil: readDate(item, 'datetime_planned_end'),
    components: readComponents(readItems(item, 'components_affected'), '_id'),
    regions: [
      ...new Set(readItems(item, 'containers_affected').flatMap((container) => readText(container, 'name') ?? [])),
    ],
    updates,
    updatesComplete: complete,
  })
}

function readMessage(message: Item, kind: 'incident' | 'maintenance'): UnnamedUpdate {
  const [status, sourceStatus] =
    kind === 'incident' ? readState(message, 'state', STATES) : [null, readText(message, 'state')]
  return newUpdate({ status, sourceStatus, postedAt: needDate(message, 'datetime'), ...readBody(message, 'details') })
}

function readComponents(items: readonly Item[], key: 'id' | '_id'): ParsedComponent[] {
  const components = items.flatMap((item) => {
    const name = readText(item, 'name')
    return name === null
      ? []
      : newComponent({ externalId: readId(item, key) ?? name, name, sourceStatus: readText(item, 'status') })
  })
  return uniqueComponents(components)
}
