import { ParseError } from '#lib/domain/errors.ts'
import type { Kind } from '#lib/domain/incident.ts'
import type {
  Adapter,
  ParsedComponent,
  ParsedDocument,
  ParsedIncident,
  ParsedUpdate,
  SourceDocument,
} from './adapter.ts'
import { rootAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { newComponent, uniqueComponents } from './wire/component.ts'
import {
  hasField,
  type Item,
  isRecord,
  needDate,
  needId,
  readDate,
  readItems,
  readLooseDate,
  readTitle,
  readWord,
} from './wire/item.ts'
import { parseJsonObject } from './wire/json.ts'
import { readBody } from './wire/markdown.ts'
import {
  collectIncidents,
  collectUpdates,
  createReport,
  newDocument,
  newIncident,
  type Report,
  withDerivedIds,
} from './wire/report.ts'
import { meaningOf, statusOf } from './wire/state-words.ts'
import { parseEpoch } from './wire/time.ts'
import { newUpdate } from './wire/update.ts'

/**
 * Alibaba Cloud: `/api/status/listHistoryEvent` and `/api/status/listEventInProgressInternational` of
 * status.alibabacloud.com, each `{ data, success, code }`, times in milliseconds.
 *
 * We have no body; this strictly follows programs of 2026 that read both, and the types that Alibaba publishes for its API with
 * a key (Status, version 2020-01-17). A title begins with "[Incident (Recovered)]": the kind of event and, in brackets, its
 * state. It is unknown what the history leaves out, so it claims no period.
 */
export const alibabaCloud: Adapter = {
  platform: 'alibaba-cloud',
  name: 'Alibaba Cloud Status',
  poll: (sourceUrl) => [
    { url: rootAddress(sourceUrl, HISTORY) },
    { url: rootAddress(sourceUrl, IN_PROGRESS), optional: true },
  ],
  vendor: /alibaba|aliyun/i,
  probes: (siteUrl) => [{ url: rootAddress(siteUrl, HISTORY) }],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'Past events, and those in progress.',
    reach: 'As far as the list of past events; how far that is, is not known, so it claims no period.',
    components: 'Products, by name; regions likewise.',
    maintenance: null,
    indicator: null,
    rate: null,
    knownFrom: 'programs of 2026 that read it, and the types of its API with a key; not from a body of our own',
    quirks: [
      { fact: 'A failure is a 200 with `success` false.', seen: '2026' },
      {
        fact: 'The state is in brackets inside the brackets before the title: "[Incident (Recovered)]".',
        seen: 'October 2026',
      },
      { fact: 'The region may stand in the title alone.', seen: 'October 2026' },
    ],
  },
}

const HISTORY = '/api/status/listHistoryEvent'
const IN_PROGRESS = '/api/status/listEventInProgressInternational'

/** ALARM is the only type that was seen. */
const TYPES: ReadonlyMap<string, Kind> = new Map([['alarm', 'incident']])

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const events = attempt(() => readEvents(document, createReport()))
  if (events === null || document.url === null) return null
  return { evidence: 'a list of events with "eventType"', sourceUrl: new URL(document.url).origin }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  const incidents = collectIncidents(report, readEvents(document, report), readEvent)
  const isOpenList = document.url !== null && new URL(document.url).pathname === IN_PROGRESS
  return newDocument(report, { incidents, completeness: isOpenList ? 'open' : 'part', kinds: ['incident'] })
}

function readEvents(document: SourceDocument, report: Report): Item[] {
  const root = parseJsonObject(document, report)
  if (root.value.success !== true || !Array.isArray(root.value.data))
    throw new ParseError('no list of events that succeeded')
  const events = readItems(root, 'data')
  const isOwn = (event: Item) => hasField(event, 'startTime') && hasField(event, 'title')
  if (events.length > 0 && !events.some(isOwn)) throw new ParseError('a list, but not of events of Alibaba Cloud')
  return events
}

function readEvent(item: Item): ParsedIncident {
  const { title, word } = readState(readTitle(item, 'title'))
  const [type, typeWord] = readWord(item, 'eventType', TYPES)
  const status = statusOf(meaningOf(word))
  const endedAt = readDate(item, 'endTime', parseEpoch)
  const { updates, complete } = collectUpdates(item.report, readItems(item, 'eventUpdates'), readUpdate)
  return newIncident({
    externalId: needId(item, 'id'),
    kind: type ?? 'incident',
    title,
    status,
    sourceStatus: word,
    statedStartedAt: needDate(item, 'startTime', parseEpoch),
    statedEndedAt: endedAt,
    modifiedAt: readLooseDate(item, 'lastUpdateTime', parseEpoch),
    components: readNamed(item, 'products', 'productName'),
    regions: readNamed(item, 'regions', 'regionName').map(({ name }) => name),
    unclear: complaintOf(typeWord !== null && type === null ? typeWord : null, word, endedAt),
    updates: withDerivedIds(updates),
    updatesComplete: complete && hasField(item, 'eventUpdates'),
  })
}

/** An unknown type may be no incident, and an unknown state an end. */
function complaintOf(type: string | null, word: string | null, endedAt: Date | null): string | null {
  if (type !== null) return `unknown type "${type}"`
  return word !== null && meaningOf(word) === null && endedAt === null ? `unknown status "${word}"` : null
}

/** "[Incident (Recovered)] Slow disks" is "Slow disks", recovered. */
function readState(text: string): { title: string; word: string | null } {
  const [, word = null, title = ''] = /^\[[^[\]()]{1,40}(?:\(([^()]{1,40})\))? ?\] *(.+)$/.exec(text) ?? []
  return title === '' ? { title: text, word: null } : { title, word }
}

function readUpdate(item: Item): ParsedUpdate {
  const postedAt = needDate(item, 'publishTime', parseEpoch)
  return newUpdate({ externalId: item.path, postedAt, ...readBody(item, 'content') })
}

/** Names, or objects with a name. */
function readNamed(item: Item, key: string, field: string): ParsedComponent[] {
  const list = item.value[key]
  const names = (Array.isArray(list) ? list : []).map((value: unknown) => (isRecord(value) ? value[field] : value))
  return uniqueComponents(
    names.flatMap((name) =>
      typeof name === 'string' && name.trim() !== ''
        ? newComponent({ externalId: name.trim(), name: name.trim() })
        : [],
    ),
  )
}
