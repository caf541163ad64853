import { ParseError } from '#lib/domain/errors.ts'
import type { Impact, Kind, Status } from '#lib/domain/incident.ts'
import { FINISHED } from '#lib/domain/span.ts'
import type {
  Adapter,
  ParsedComponent,
  ParsedDocument,
  ParsedIncident,
  ParsedUpdate,
  SourceDocument,
} from './adapter.ts'
import { toWebAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { newComponent, uniqueComponents } from './wire/component.ts'
import { decodeText } from './wire/decode.ts'
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
  readText,
  readWord,
} from './wire/item.ts'
import { parseJsonText } from './wire/json.ts'
import { readBody } from './wire/markdown.ts'
import {
  collectIncidents,
  collectUpdates,
  createReport,
  inTimeOrder,
  newDocument,
  newIncident,
  type Report,
  UnreadableItem,
} from './wire/report.ts'
import { newUpdate } from './wire/update.ts'

/**
 * Hetzner's status page: the data that Next.js puts into the page (`__NEXT_DATA__`), in which four lists have what is going on,
 * informs, is planned or was lately; one entry may stand in several. https://status.hetzner.com
 *
 * We have no body; this strictly follows two programs of 2026 that read it. Its feed has neither state nor end. An entry of the
 * type "other" is an advisory, such as a shortage of servers that lasts for a year, so it is a notice. The end may be an expected
 * one: it counts once the entry is resolved, or once it has passed.
 */
export const hetzner: Adapter = {
  platform: 'hetzner',
  name: 'Hetzner Status',
  poll: (sourceUrl) => [{ url: sourceUrl }],
  probes: (siteUrl) => [{ url: siteUrl }],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'What is going on or planned, and what was lately, each with its updates.',
    reach:
      'As far as the page. There is no older page in a form that can be read: what is not listed any more is over.',
    components: 'The system of each incident, by its English name.',
    maintenance: 'With its window.',
    indicator: null,
    rate: null,
    knownFrom: 'two programs of 2026 that read the page; not from a body of our own',
    quirks: [
      { fact: 'The data stands in the page itself, between `<script id="__NEXT_DATA__">` and its end.', seen: '2026' },
      { fact: 'The feed `/en.atom` gives neither the state of an incident nor its end.', seen: 'August 2026' },
      { fact: 'An advisory of the type "other" has no end for a year.', seen: 'September 2026' },
      { fact: '`endTime` of an open incident is an expectation.', seen: '2026' },
      { fact: 'The state "update" is no state.', seen: '2026' },
    ],
  },
}

const DATA = /<script id="__NEXT_DATA__"[^<>]{0,200}>([\s\S]*?)<\/script>/
const LISTS = ['topNotification', 'informationList', 'maintenanceList', 'incidentHistory']

const TYPES: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['outage', 'incident'],
  ['warning', 'incident'],
  ['maintenance', 'maintenance'],
  ['other', 'notice'],
])

const IMPACTS: ReadonlyMap<string, Impact> = new Map<string, Impact>([
  ['outage', 'major'],
  ['warning', 'minor'],
  ['maintenance', 'none'],
])

const STATES: ReadonlyMap<string, Status | null> = new Map<string, Status | null>([
  ['scheduled', 'scheduled'],
  ['identified', 'identified'],
  ['in_progress', 'in_progress'],
  ['monitoring', 'monitoring'],
  ['resolved', 'resolved'],
  ['completed', 'completed'],
  ['update', null],
])

interface Context {
  systems: ReadonlyMap<string, ParsedComponent>
  url: string | null
  readAt: Date | null
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const lists = attempt(() => readLists(document, createReport()))
  return (
    lists && {
      evidence: 'a page whose data has the lists "topNotification" and "incidentHistory"',
      sourceUrl: document.url,
    }
  )
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  const { props, lists } = readLists(document, report)
  const systems = new Map(readItems(props, 'systems').flatMap(readSystem))
  const context = { systems, url: document.url, readAt: document.readAt }
  const entries = new Map(
    LISTS.flatMap((key) => readItems(lists, key)).map((item) => [readId(item, 'id') ?? item.path, item] as const),
  )
  return newDocument(report, {
    incidents: collectIncidents(report, [...entries.values()], (item) => readEntry(item, context)),
    completeness: 'open',
    kinds: ['incident', 'maintenance', 'notice'],
    components: [...systems.values()],
  })
}

function readLists(document: SourceDocument, report: Report): { props: Item; lists: Item } {
  const text = decodeText(document)
  const data = DATA.exec(text)?.[1]
  // The data of a page that was cut off may be whole, but nobody knows what else is missing.
  if (data === undefined || !/<\/html>\s*$/i.test(text)) throw new ParseError('not a whole page with data of Next.js')
  const root = parseJsonText(data)
  const all = isRecord(root) ? readItem({ value: root, path: '', report }, 'props') : null
  const props = all && readItem(all, 'pageProps')
  const lists = props && readItem(props, 'incidents')
  if (props === null || lists === null || !LISTS.every((key) => Array.isArray(lists.value[key])))
    throw new ParseError("not the data of Hetzner's status page")
  return { props, lists }
}

/** By its address in the data, "/systems/7". */
function readSystem(item: Item): [string, ParsedComponent][] {
  const id = readId(item, 'id')
  if (id === null) return []
  const name = readText(item, 'titleEn') ?? readText(item, 'titleDe') ?? `System ${id}`
  return [[`/systems/${id}`, newComponent({ externalId: id, name })]]
}

function readEntry(item: Item, { systems, url, readAt }: Context): ParsedIncident {
  const [type, typeWord] = readWord(item, 'incidentType', TYPES)
  const [impact] = typeWord === null || type === null ? [null] : [IMPACTS.get(typeWord.toLowerCase()) ?? null]
  const [state, stateWord] = readWord(item, 'incidentState', STATES)
  const isMaintenance = type === 'maintenance'
  const status = toStatus(state, isMaintenance)
  const isUnknown = stateWord !== null && !STATES.has(stateWord.toLowerCase())
  const [from, to] = [readDate(item, 'startTime') ?? needDate(item, 'createdAt'), readDate(item, 'endTime')]
  const hasEnded = to !== null && (FINISHED.includes(status) || (readAt !== null && to <= readAt))
  const title = readText(item, 'titleEn') ?? readText(item, 'titleDe')
  if (title === null) throw new UnreadableItem('has no title')
  const uuid = readId(item, 'uuid')
  const id = needId(item, 'id')
  const { updates, complete } = readUpdates(item, isMaintenance)
  return newIncident({
    externalId: uuid ?? id,
    otherIds: uuid === null ? [] : [id],
    kind: type ?? 'incident',
    title,
    impact: impact ?? 'unknown',
    sourceImpact: typeWord,
    status,
    sourceStatus: stateWord,
    statedStartedAt: isMaintenance && !hasEnded ? null : from,
    statedEndedAt: hasEnded ? to : null,
    scheduledFrom: isMaintenance ? from : null,
    scheduledUntil: isMaintenance ? to : null,
    modifiedAt: readDate(item, 'updatedAt'),
    sourceUrl: uuid === null ? null : toWebAddress(`/incident/${uuid}`, url),
    components: uniqueComponents([systems.get(readText(item, 'system') ?? '') ?? []].flat()),
    unclear: complaintOf({
      type: type === null ? (typeWord ?? 'none') : null,
      state: isUnknown ? stateWord : null,
      hasEnded,
    }),
    updates,
    updatesComplete: complete && hasField(item, 'incidentUpdates'),
  })
}

/** "in_progress" is a word for maintenance; an outage of that state is open. */
function toStatus(state: Status | null, isMaintenance: boolean): Status | null {
  return state === 'in_progress' && !isMaintenance ? null : state
}

function complaintOf({
  type,
  state,
  hasEnded,
}: {
  type: string | null
  state: string | null
  hasEnded: boolean
}): string | null {
  if (type !== null) return `unknown type "${type}"`
  return state !== null && !hasEnded ? `unknown status "${state}"` : null
}

/** The entry's own text comes first, as of its creation. */
function readUpdates(item: Item, isMaintenance: boolean): { updates: ParsedUpdate[]; complete: boolean } {
  const shown = readItems(item, 'incidentUpdates').filter(({ value }) => value.visible !== false)
  const { updates, complete } = collectUpdates(item.report, shown, (update) => {
    const [state, sourceStatus] = readWord(update, 'incidentState', STATES)
    return newUpdate({
      externalId: needId(update, 'id'),
      status: toStatus(state, isMaintenance),
      sourceStatus,
      postedAt: needDate(update, 'createdAt'),
      modifiedAt: readDate(update, 'updatedAt'),
      ...textOf(update),
    })
  })
  const [postedAt, text] = [readDate(item, 'createdAt'), textOf(item)]
  if (postedAt === null || text.body === '') return { updates, complete }
  return { updates: inTimeOrder([newUpdate({ externalId: 'description', postedAt, ...text }), ...updates]), complete }
}

function textOf(item: Item) {
  const english = readBody(item, 'descriptionEn')
  return english.body === '' ? readBody(item, 'descriptionDe') : english
}
