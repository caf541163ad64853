import { ParseError } from '#lib/domain/errors.ts'
import type { Kind, Status } from '#lib/domain/incident.ts'
import type {
  Adapter,
  BackfillRead,
  DocumentRequest,
  ParsedComponent,
  ParsedDocument,
  ParsedIncident,
  ParsedUpdate,
  SourceDocument,
} from './adapter.ts'
import { joinAddress, toWebAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { newComponent, uniqueComponents } from './wire/component.ts'
import {
  hasField,
  type Item,
  needDate,
  needId,
  readDate,
  readId,
  readItem,
  readItems,
  readLooseDate,
  readText,
  readTitle,
  readWord,
} from './wire/item.ts'
import { parseJsonObject } from './wire/json.ts'
import { readBody } from './wire/markdown.ts'
import { collectIncidents, collectUpdates, createReport, newDocument, newIncident, type Report } from './wire/report.ts'
import { newUpdate } from './wire/update.ts'

/**
 * Sorry status pages: `/api/v1/notices`, paged; `/api/v1/notices/<number>`, one notice with its updates and components; and
 * `/api/v1/status`, the page's state. https://docs.sorryapp.com and the page `/api` of each site.
 *
 * We have no body; this strictly follows the documentation and a published schema of it. The list has only the latest update of
 * a notice, so a back-fill reads each notice at its own address. "unplanned" notices are incidents, "planned" ones maintenance,
 * "general" ones notices; so are a false alarm and cancelled work. There is no impact. The order of the list is not documented,
 * so a notice that is missing proves nothing.
 */
export const sorry: Adapter = {
  platform: 'sorry',
  name: 'Sorry',
  poll: (sourceUrl) => [list(sourceUrl)],
  overall: (sourceUrl) => ({ url: joinAddress(baseOf(sourceUrl), 'api/v1/status'), optional: true }),
  own: (sourceUrl, externalId) =>
    /^\d+$/.test(externalId) ? { url: joinAddress(baseOf(sourceUrl), `api/v1/notices/${externalId}`) } : null,
  probes: (siteUrl) => [list(siteUrl)],
  recognise,
  parse,
  backfill: { next },
  facts: {
    list: 'The first page of notices, each with its latest update.',
    reach: 'A back-fill reads all pages, and each notice with its whole timeline.',
    components: 'From the page of each notice, so from back-fills alone.',
    maintenance: 'Planned notices, with their planned and their actual window.',
    indicator: '`operational`, `degraded` or `under_maintenance`, in the overall state.',
    rate: 'Ten requests a second with a key; nothing is said of public pages.',
    knownFrom: 'its documentation and a schema published by a page that uses it, 2026; not from a body of our own',
    quirks: [
      {
        fact: '`begins_at` and `ends_at` are planned, `began_at` and `ended_at` happened.',
        seen: 'API v1, documentation',
      },
      {
        fact: '"recovering" is what others call monitoring, and "false_alarm" is an end.',
        seen: 'API v1, documentation',
      },
      { fact: '`meta.next_page` is an address without a host.', seen: 'API v1, documentation' },
    ],
  },
}

/** Null for the states that make a notice of it. */
const STATES: ReadonlyMap<string, Status | null> = new Map<string, Status | null>([
  ['investigating', 'investigating'],
  ['identified', 'identified'],
  ['recovering', 'monitoring'],
  ['resolved', 'resolved'],
  ['false_alarm', null],
  ['scheduled', 'scheduled'],
  ['underway', 'in_progress'],
  ['complete', 'completed'],
  ['cancelled', null],
])

const TYPES: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['unplanned', 'incident'],
  ['planned', 'maintenance'],
  ['general', 'notice'],
])

function list(url: string): DocumentRequest {
  return { url: joinAddress(baseOf(url), 'api/v1/notices') }
}

function baseOf(url: string): string {
  return url.replace(/\/api\/v1\/(?:notices|status)\b.*$/, '/')
}

/** Every notice of a page, then the next page. */
function next(sourceUrl: string, read: BackfillRead | null): DocumentRequest[] {
  if (read === null) return [list(sourceUrl)]
  const root =
    read.document === null ? null : attempt(() => parseJsonObject(read.document as SourceDocument, createReport()))
  const meta = root && readItem(root, 'meta')
  const following = toWebAddress(meta && readText(meta, 'next_page'), read.request.url)
  const isSameHost = following !== null && new URL(following).host === new URL(sourceUrl).host
  return [...(read.parsed?.references ?? []).map(({ url }) => ({ url })), ...(isSameHost ? [{ url: following }] : [])]
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const root = attempt(() => readRoot(document, createReport()))
  if (root === null) return null
  return { evidence: 'notices with a "timeline_state"', sourceUrl: document.url && baseOf(document.url) }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  const root = readRoot(document, report)
  const page = readItem(root, 'page')
  if (page !== null) {
    const about = { name: readText(page, 'name'), url: toWebAddress(readText(page, 'url')), timeZone: null }
    return newDocument(report, {
      incidents: [],
      completeness: 'part',
      kinds: [],
      page: { ...about, indicator: readText(page, 'state') },
    })
  }
  const single = readItem(root, 'notice')
  const incidents = collectIncidents(report, single === null ? readItems(root, 'notices') : [single], readNotice)
  return newDocument(report, {
    incidents,
    completeness: single === null ? 'newest' : 'single',
    kinds: single === null ? ['incident', 'maintenance', 'notice'] : incidents.map(({ kind }) => kind),
    references:
      single === null && document.url !== null
        ? incidents.map(({ externalId }) => ({
            externalId,
            url: joinAddress(baseOf(document.url as string), `api/v1/notices/${externalId}`),
          }))
        : [],
  })
}

function readRoot(document: SourceDocument, report: Report): Item {
  const root = parseJsonObject(document, report)
  const single = readItem(root, 'notice')
  const notices = single === null ? readItems(root, 'notices') : [single]
  const page = readItem(root, 'page')
  const isState = page !== null && readItem(page, 'links') !== null && hasField(page, 'state')
  const isEmpty = Array.isArray(root.value.notices) && root.value.notices.length === 0 && hasField(root, 'meta')
  const isOwn = (notice: Item) => hasField(notice, 'timeline_state') && hasField(notice, 'type')
  if (!isState && !isEmpty && !notices.some(isOwn))
    throw new ParseError('neither notices nor the state of a Sorry page')
  return root
}

function readNotice(item: Item): ParsedIncident {
  const [type, typeWord] = readWord(item, 'type', TYPES)
  const [status, sourceStatus] = readWord(item, 'state', STATES)
  const isUnknown = sourceStatus !== null && !STATES.has(sourceStatus.toLowerCase())
  const kind = sourceStatus !== null && status === null && !isUnknown ? 'notice' : (type ?? 'incident')
  const latest = readItem(item, 'latest_update')
  const listed = hasField(item, 'updates') ? readItems(item, 'updates') : latest === null ? [] : [latest]
  const { updates, complete } = collectUpdates(item.report, listed, readUpdate)
  const endedAt = readDate(item, 'ended_at')
  return newIncident({
    externalId: needId(item, 'id'),
    kind,
    title: readTitle(item, 'subject'),
    status,
    sourceStatus,
    statedStartedAt: readDate(item, 'began_at'),
    statedEndedAt: endedAt,
    scheduledFrom: readDate(item, 'begins_at'),
    scheduledUntil: readDate(item, 'ends_at'),
    modifiedAt: readLooseDate(item, 'updated_at'),
    sourceUrl: toWebAddress(readText(item, 'url')),
    components: readComponents(item),
    unclear: complaintOf({
      type: type === null ? (typeWord ?? 'none') : null,
      state: isUnknown ? sourceStatus : null,
      endedAt,
    }),
    updates,
    updatesComplete: complete && hasField(item, 'updates'),
  })
}

function complaintOf({
  type,
  state,
  endedAt,
}: {
  type: string | null
  state: string | null
  endedAt: Date | null
}): string | null {
  if (type !== null) return `unknown type "${type}"`
  return state !== null && endedAt === null ? `unknown status "${state}"` : null
}

/** Updates have a number in the full form; where it is missing, their time and state. */
function readUpdate(update: Item): ParsedUpdate {
  const [status, sourceStatus] = readWord(update, 'state', STATES)
  const postedAt = needDate(update, 'created_at')
  return newUpdate({
    externalId: readId(update, 'id') ?? `${postedAt.toISOString()} ${sourceStatus ?? 'update'}`,
    status,
    sourceStatus,
    postedAt,
    modifiedAt: readLooseDate(update, 'updated_at'),
    ...readBody(update, 'content'),
  })
}

/** Their state is the present one, and says nothing about the notice. */
function readComponents(item: Item): ParsedComponent[] {
  const components = readItems(item, 'components').flatMap((component) => {
    const id = readId(component, 'id')
    return id === null ? [] : newComponent({ externalId: id, name: readText(component, 'name') ?? id })
  })
  return uniqueComponents(components)
}
