import { ParseError } from '#lib/domain/errors.ts'
import type { Impact, Status } from '#lib/domain/incident.ts'
import type {
  Adapter,
  Completeness,
  DocumentRequest,
  ParsedComponent,
  ParsedDocument,
  ParsedIncident,
  SourceDocument,
} from './adapter.ts'
import { rootAddress, toWebAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { newComponent, uniqueComponents } from './wire/component.ts'
import {
  hasField,
  type Item,
  needDate,
  needId,
  readDate,
  readId,
  readItems,
  readLooseDate,
  readState,
  readText,
  readTexts,
  readTitle,
} from './wire/item.ts'
import { readBody } from './wire/markdown.ts'
import { parseRecords, WHOLE } from './wire/records.ts'
import { collectIncidents, createReport, newDocument, newIncident, type Report } from './wire/report.ts'
import { collectUnnamedUpdates, type UnnamedUpdate } from './wire/unnamed-updates.ts'
import { STATUS_WORDS } from './wire/words.ts'
import { readWorst } from './wire/worst.ts'

/**
 * Heroku's own status API, version 4: `/incidents`, an array, newest first; `/incidents/<id>`; and `/current-status`, an object
 * with open and scheduled entries. https://devcenter.heroku.com/articles/heroku-status
 *
 * We have no full body; this follows the documentation and trimmed copies of live responses. `resolved` is false and
 * `resolved_at` null on resolved incidents, so only `state` is trusted; `duration` disagrees with the times and is not read;
 * the window of a scheduled maintenance is only in its text. Colours are those at the time of reading, so green on a finished
 * incident says nothing about how bad it was.
 */
export const heroku: Adapter = {
  platform: 'heroku',
  name: 'Heroku Status',
  poll: (sourceUrl) =>
    isDocument(sourceUrl)
      ? [{ url: sourceUrl }]
      : [api(sourceUrl, 'incidents?limit=100'), api(sourceUrl, 'current-status')],
  own: (sourceUrl, externalId) => (/^\d+$/.test(externalId) ? api(sourceUrl, `incidents/${externalId}`) : null),
  vendor: /heroku/i,
  probes: (siteUrl) => [api(siteUrl, 'current-status')],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'The newest 100 incidents with their updates, and what is open or scheduled.',
    reach: 'As far as the list.',
    components: 'Systems, with each incident, and with their colours.',
    maintenance: 'As scheduled entries; the window stands only in their text.',
    indicator: 'The worst colour of the systems.',
    rate: null,
    knownFrom: 'trimmed copies of real bodies of 2026, and https://devcenter.heroku.com/articles/heroku-status',
    quirks: [
      {
        fact: '`resolved` is false and `resolved_at` null on resolved incidents: only `state` is true.',
        seen: 'August 2026',
      },
      { fact: '`duration` disagrees with the times.', seen: 'August 2026' },
      { fact: 'Scheduled entries stay listed long after.', seen: 'August 2026' },
    ],
  },
}

const STATES: ReadonlyMap<string, Status | null> = new Map<string, Status | null>([
  ...STATUS_WORDS,
  ['open', null],
  ['issue', null],
  ['update', null],
  ['upcoming', 'scheduled'],
  ['maintenance', null],
])

/** An issue after the end opens the incident again. */
const UPDATE_TYPES: ReadonlyMap<string, Status | null> = new Map<string, Status | null>([
  ...STATES,
  ['issue', 'investigating'],
])

const COLOURS: ReadonlyMap<string, Impact> = new Map([
  ['green', 'none'],
  ['blue', 'none'],
  ['yellow', 'minor'],
  ['orange', 'major'],
  ['red', 'critical'],
])

interface Content {
  incidents: Item[]
  scheduled: Item[]
  /** Overall colours by system; empty where the document has none. */
  systems: Item[]
  completeness: Completeness
}

function isDocument(url: string): boolean {
  return url.includes('/api/v4/')
}

function api(url: string, path: string): DocumentRequest {
  return { url: rootAddress(url, `/api/v4/${path}`) }
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const content = attempt(() => readContent(document, createReport()))
  if (content === null || content.incidents.length + content.scheduled.length + content.systems.length === 0)
    return null
  const sourceUrl = document.url === null ? null : rootAddress(document.url, '/')
  return { evidence: 'the state of systems or incidents with a "state", as of the status API of Heroku', sourceUrl }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  const { incidents, scheduled, systems, completeness } = readContent(document, report)
  return newDocument(report, {
    incidents: collectIncidents(report, [...incidents, ...scheduled], (item) =>
      readIncident(item, scheduled.includes(item)),
    ),
    completeness,
    kinds: ['incident', 'maintenance'],
    page: {
      name: null,
      url: null,
      timeZone: null,
      indicator: readWorst(
        systems.map((item) => ({ item, key: 'status' })),
        COLOURS,
      )[1],
    },
    components: uniqueComponents(systems.flatMap((system) => readSystem(system, 'system'))),
  })
}

function readContent(document: SourceDocument, report: Report): Content {
  const records = parseRecords(document, report)
  const [first] = records
  if (first === undefined) return { incidents: [], scheduled: [], systems: [], completeness: 'newest' }
  if (hasField(first, 'incidents') && hasField(first, 'scheduled') && Array.isArray(first.value.status)) {
    const root = { ...first, path: '' }
    const systems = readItems(root, 'status')
    return {
      incidents: readItems(root, 'incidents'),
      scheduled: readItems(root, 'scheduled'),
      systems,
      completeness: 'open',
    }
  }
  if (!records.some((item) => hasField(item, 'state') && hasField(item, 'full_url'))) {
    throw new ParseError('neither incidents nor the current status of Heroku')
  }
  return { incidents: records, scheduled: [], systems: [], completeness: first.path === WHOLE ? 'single' : 'newest' }
}

function readIncident(item: Item, isScheduled: boolean): ParsedIncident {
  const [status, sourceStatus] = readState(item, 'state', STATES, { isNeeded: true })
  const listed = readItems(item, 'updates')
  const systems = readItems(item, 'systems')
  const { updates, complete } = collectUnnamedUpdates(item.report, listed, readUpdate)
  const isMaintenance =
    isScheduled ||
    status === 'scheduled' ||
    (updates.length > 0 && updates.every((update) => update.status === 'scheduled'))
  const [impact, colour] = readWorst(
    [
      ...systems.map((system) => ({ item: system, key: 'status' })),
      ...listed.flatMap((update) => colourFields(update).map((key) => ({ item: update, key }))),
    ],
    COLOURS,
  )
  const isColourOfNow = impact === 'none' && status === 'resolved'
  return newIncident({
    externalId: needId(item, 'id'),
    kind: isMaintenance ? 'maintenance' : 'incident',
    title: readTitle(item, 'title'),
    impact: isColourOfNow ? 'unknown' : impact,
    sourceImpact: isColourOfNow ? null : colour,
    status,
    sourceStatus,
    statedStartedAt: isMaintenance ? null : readDate(item, 'created_at'),
    statedEndedAt: readDate(item, 'resolved_at'),
    modifiedAt: readLooseDate(item, 'updated_at'),
    sourceUrl: toWebAddress(readText(item, 'full_url')),
    components: uniqueComponents(systems.flatMap((system) => readSystem(system, 'name'))),
    regions: readTexts(item, 'tags'),
    updates,
    updatesComplete: complete && hasField(item, 'updates'),
  })
}

function readUpdate(update: Item): UnnamedUpdate {
  const [status, sourceStatus] = readState(update, 'update_type', UPDATE_TYPES)
  return {
    externalId: readId(update, 'id') ?? undefined,
    status,
    sourceStatus,
    postedAt: needDate(update, 'created_at'),
    modifiedAt: readLooseDate(update, 'updated_at'),
    ...readBody(update, 'contents'),
    componentChanges: colourFields(update).map((key) => ({
      externalId: null,
      name: key.slice('status_'.length),
      from: null,
      to: readText(update, key),
    })),
  }
}

/** An update gives each system's colour, as `status_app`, `status_tools` and so on. */
function colourFields(update: Item): string[] {
  return Object.keys(update.value).filter((key) => key.startsWith('status_') && typeof update.value[key] === 'string')
}

/** A system, and in its group those of its services that have another name. */
function readSystem(system: Item, key: 'name' | 'system'): ParsedComponent[] {
  const name = readText(system, key)
  if (name === null) return []
  const sourceStatus = readText(system, 'status')
  const services = readTexts(system, 'services').filter((service) => service !== name)
  return [
    newComponent({ externalId: name, name, sourceStatus }),
    ...services.map((service) =>
      newComponent({ externalId: `${name} / ${service}`, name: service, group: name, sourceStatus }),
    ),
  ]
}
