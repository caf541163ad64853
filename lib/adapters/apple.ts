import { ParseError } from '#lib/domain/errors.ts'
import type { Impact, Status } from '#lib/domain/incident.ts'
import { earliestOf, latestOf } from '#lib/domain/instant.ts'
import { FINISHED } from '#lib/domain/span.ts'
import type { Adapter, ParsedDocument, ParsedIncident, ParsedUpdate, SourceDocument } from './adapter.ts'
import { joinAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { newComponent, uniqueComponents } from './wire/component.ts'
import { decodeText } from './wire/decode.ts'
import {
  hasField,
  type Item,
  isRecord,
  needDate,
  readDate,
  readId,
  readItems,
  readText,
  readWord,
} from './wire/item.ts'
import { parseJsonText } from './wire/json.ts'
import {
  collectIncidents,
  createReport,
  type Located,
  newDocument,
  newIncident,
  type Report,
  warn,
} from './wire/report.ts'
import { offsetMinutes, parseEpoch, utc } from './wire/time.ts'
import { newUpdate } from './wire/update.ts'

/**
 * Apple's system status: `/support/systemstatus/data/system_status_en_US.js` for the public and
 * `…/data/developer/system_status_en_US.js` for developers, JSON or the same in a call of `jsonCallback`.
 *
 * Each service lists its events, those under way and those of the last days. An event that affects several services stands under
 * each of them with the same `messageId`: it is one incident, and its services are the components, each with its own span. There
 * is no title: ours is the kind of event and the services. The text is replaced as the event goes on, so the text at each time
 * of posting is one update.
 */
export const apple: Adapter = {
  platform: 'apple',
  name: 'Apple System Status',
  poll: (sourceUrl) => [dataOf(sourceUrl)],
  vendor: /apple/i,
  probes: (siteUrl) => [dataOf(siteUrl)],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'Events under way or planned, and those that ended in the last days.',
    reach: 'A few days. There is no older page: what is not listed any more is over.',
    components: 'Services, each with its own start and end.',
    maintenance: 'With its window.',
    indicator: null,
    rate: null,
    knownFrom: 'real bodies of 2021 and 2024 in tests of a program that reads them',
    quirks: [
      {
        fact: 'An event is repeated under each service that it affects, with another text; only `messageId` shows that it is one.',
        seen: 'bodies of 2024',
      },
      { fact: 'It is JSON or JSONP, whatever its name `.js` says.', seen: 'programs of 2020 to 2026' },
      { fact: '`epochEndDate` of an event to come is the planned end.', seen: 'bodies of 2024' },
      { fact: 'Names of services may end in a blank.', seen: 'bodies of 2024' },
    ],
  },
}

const STATUSES: ReadonlyMap<string, Status | null> = new Map<string, Status | null>([
  ['ongoing', null],
  ['upcoming', 'scheduled'],
  ['resolved', 'resolved'],
  ['completed', 'completed'],
])

const IMPACTS: ReadonlyMap<string, Impact> = new Map<string, Impact>([
  ['issue', 'minor'],
  ['outage', 'major'],
  ['maintenance', 'none'],
])

/** More than so many services are counted in a title. */
const MAX_NAMES = 3

/** An event, as the services have it that it affects. */
interface Event extends Located {
  id: string
  parts: { service: string; item: Item }[]
}

function dataOf(url: string): { url: string } {
  return { url: /\.js$/.test(new URL(url).pathname) ? url : joinAddress(url, 'data/system_status_en_US.js') }
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const services = attempt(() => readServices(document, createReport()))
  return services && { evidence: `${services.length} services, each with its "events"`, sourceUrl: document.url }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  const services = readServices(document, report)
  const events = new Map<string, Event>()
  for (const service of services) for (const item of readItems(service, 'events')) addEvent(events, service, item)
  return newDocument(report, {
    incidents: collectIncidents(report, [...events.values()], (event) => readEvent(event, report)),
    completeness: 'open',
    kinds: ['incident', 'maintenance'],
    components: uniqueComponents(
      services.flatMap((service) => {
        const name = readText(service, 'serviceName')
        return name === null ? [] : newComponent({ externalId: name, name })
      }),
    ),
  })
}

function readServices(document: SourceDocument, report: Report): Item[] {
  const text = decodeText(document)
  const value = parseJsonText(/^\s*[\w$]+\(([\s\S]*)\)\s*;?\s*$/.exec(text)?.[1] ?? text)
  const services = isRecord(value) ? readItems({ value, path: '', report }, 'services') : []
  const isOwn = (service: Item) => hasField(service, 'serviceName') && Array.isArray(service.value.events)
  if (services.length === 0 || !services.every(isOwn))
    throw new ParseError('not the services of Apple with their events')
  return services
}

function addEvent(events: Map<string, Event>, service: Item, item: Item): void {
  const name = readText(service, 'serviceName') ?? 'Unnamed service'
  const id = readId(item, 'messageId') ?? `${name} ${item.value.epochStartDate}`
  const known = events.get(id)
  if (known === undefined) events.set(id, { id, parts: [{ service: name, item }], path: item.path, value: item.value })
  else known.parts.push({ service: name, item })
}

function readEvent({ id, parts, path }: Event, report: Report): ParsedIncident {
  const { item } = parts[0] as Event['parts'][number]
  const [impact, sourceImpact] = readWord(item, 'statusType', IMPACTS)
  const [known, sourceStatus] = readWord(item, 'eventStatus', STATUSES)
  const isMaintenance = sourceImpact?.toLowerCase() === 'maintenance'
  const status = isMaintenance && sourceStatus?.toLowerCase() === 'ongoing' ? 'in_progress' : known
  const isUnknown = sourceStatus !== null && !STATUSES.has(sourceStatus.toLowerCase())
  const spans = parts.map((part) => ({
    service: part.service,
    from: needDate(part.item, 'epochStartDate', parseEpoch),
    to: readDate(part.item, 'epochEndDate', parseEpoch),
  }))
  const from = earliestOf(spans.map((span) => span.from))
  const to = spans.some((span) => span.to === null) ? null : latestOf(spans.map((span) => span.to))
  const isOver = FINISHED.includes(status)
  const names = [...new Set(spans.map(({ service }) => service))]
  return newIncident({
    externalId: id,
    kind: isMaintenance ? 'maintenance' : 'incident',
    title: `${sourceImpact ?? 'Event'}: ${listNames(names)}`,
    impact: impact ?? 'unknown',
    sourceImpact,
    status,
    sourceStatus,
    statedStartedAt: isMaintenance && !isOver ? null : from,
    statedEndedAt: isOver ? to : null,
    scheduledFrom: isMaintenance ? from : null,
    scheduledUntil: isMaintenance ? to : null,
    components: uniqueComponents(
      spans.map((span) =>
        newComponent({
          externalId: span.service,
          name: span.service,
          sourceStatus: sourceImpact,
          from: span.from,
          to: isOver ? span.to : null,
        }),
      ),
    ),
    unclear: isUnknown ? `unknown status "${sourceStatus}"` : null,
    updates: readUpdates(parts, { status, sourceStatus }, path, report),
    updatesComplete: false,
  })
}

function listNames(names: readonly string[]): string {
  if (names.length <= MAX_NAMES) return names.join(', ')
  return `${names.slice(0, MAX_NAMES).join(', ')} and ${names.length - MAX_NAMES} more`
}

/** The texts of the services as one update; those that differ begin with the service's name. */
function readUpdates(
  parts: Event['parts'],
  state: Pick<ParsedUpdate, 'status' | 'sourceStatus'>,
  path: string,
  report: Report,
): ParsedUpdate[] {
  const { item } = parts[0] as Event['parts'][number]
  const posted = readText(item, 'datePosted')
  const postedAt = posted === null ? null : parsePosted(posted)
  if (postedAt === null) {
    warn(report, path, 'a text without a readable time: it cannot be placed', posted)
    return []
  }
  const texts = parts.flatMap((part) => {
    const text = readText(part.item, 'message')
    return text === null || text === '' ? [] : [{ service: part.service, text }]
  })
  const [first] = texts
  const isOne = texts.length === parts.length && texts.every(({ text }) => text === first?.text)
  const lines = isOne && first !== undefined ? [first.text] : texts.map(({ service, text }) => `${service}: ${text}`)
  const body = [...lines, readText(item, 'usersAffected') ?? ''].filter((line) => line !== '').join('\n')
  const externalId = `${postedAt.toISOString()} ${state.sourceStatus ?? 'update'}`
  return [newUpdate({ externalId, ...state, postedAt, body, format: 'text' })]
}

/** "04/26/2021 06:30 PDT" */
function parsePosted(text: string): Date | null {
  const [, month, day, year, hour, minute, zone = ''] =
    /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d) ([A-Z]{2,5})$/.exec(text) ?? []
  const local = utc(Number(year), Number(month), Number(day), Number(hour), Number(minute), 0, 0)
  const offset = offsetMinutes(zone)
  return local === null || offset === null ? null : new Date(local - offset * 60_000)
}
