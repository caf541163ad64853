import { ParseError } from '#lib/domain/errors.ts'
import type { Impact, Kind, Status } from '#lib/domain/incident.ts'
import type {
  Adapter,
  DocumentRequest,
  ParsedComponent,
  ParsedDocument,
  ParsedIncident,
  SourceDocument,
} from './adapter.ts'
import { toWebAddress } from './wire/address.ts'
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
  readLooseDate,
  readState,
  readText,
  readTitle,
  readWord,
} from './wire/item.ts'
import { parseJsonObject } from './wire/json.ts'
import { readBody } from './wire/markdown.ts'
import { collectLists, createReport, newDocument, newIncident } from './wire/report.ts'
import { parseInstant, parseZoneless } from './wire/time.ts'
import { collectUnnamedUpdates, type UnnamedUpdate } from './wire/unnamed-updates.ts'
import { STATUS_WORDS } from './wire/words.ts'

/**
 * Statuspal status pages: the summary that its servers give of each, by the page's subdomain there, with what is open and what is
 * planned. https://www.statuspal.io/api-docs/v2. This follows real summaries of 2022 to 2025.
 *
 * A page at an address of its own is found only if it names that subdomain. Times have no zone and are UTC. Types are a vendor's
 * own list, so an unknown one gives no impact. The list in which an entry stands says whether it is planned, and what is over
 * is in none: it stands in the page's feed, `/history.rss`, which the platform `feed` reads.
 */
export const statuspal: Adapter = {
  platform: 'statuspal',
  name: 'Statuspal',
  poll: (sourceUrl) => [{ url: sourceUrl }],
  probes: (siteUrl) => probesOf(siteUrl),
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'Open incidents, maintenance that goes on or is planned, and notices, each with its whole timeline.',
    reach: 'Nothing that is over: an incident ends with its resolving update, or when it is no longer listed.',
    components: 'Services, with each incident; services of services with their group.',
    maintenance: 'With its planned window.',
    indicator: 'The type of the worst incident, in the vendor’s own list of types.',
    rate: null,
    knownFrom: 'seven real summaries of 2022 to 2025, and the API’s documentation',
    quirks: [
      {
        fact: 'Times have no zone and are UTC, whatever the `time_zone` of the page.',
        seen: 'real summaries, 2022 to 2025',
      },
      {
        fact: 'The summary is at statuspal.io or statuspal.eu under a name of the page that its own address need not show.',
        seen: '2024',
      },
      {
        fact: '`status_page.url` is the site of the company, not the status page.',
        seen: 'real summaries, 2022 to 2025',
      },
      { fact: 'An unplanned maintenance may have no end.', seen: 'Exoscale, October 2025' },
      { fact: 'A page has its whole history as a feed at `/history.rss`.', seen: 'Exoscale, October 2026' },
    ],
  },
}

const HOST = /^([a-z0-9-]+)\.(statuspal\.(?:io|eu))$/
/** How a page at an address of its own names its summary. */
const NAMED = /\bstatuspal\.(io|eu)\/api\/v\d\/status_pages\/([a-z0-9-]{1,63})\b/i

const IMPACTS: ReadonlyMap<string, Impact> = new Map([
  ['info', 'none'],
  ['scheduled', 'none'],
  ['emergency-maintenance', 'none'],
  ['performance', 'minor'],
  ['degraded', 'minor'],
  ['minor', 'minor'],
  ['major', 'major'],
])

const UPDATES: ReadonlyMap<string, Status | null> = new Map<string, Status | null>([
  ...STATUS_WORDS,
  ['issue', 'investigating'],
  ['update', null],
  ['info', null],
  ['essential', null],
  ['escalate', null],
  ['deescalate', null],
  ['retroactive', 'resolved'],
])

function summaryOf(domain: string, subdomain: string): string {
  return `https://${domain}/api/v2/status_pages/${subdomain}/summary`
}

/** The page itself, and the summary where the host has the subdomain. */
function probesOf(siteUrl: string): DocumentRequest[] {
  const [, subdomain, domain] = HOST.exec(new URL(siteUrl).hostname) ?? []
  return subdomain === undefined || domain === undefined || subdomain === 'www'
    ? [{ url: siteUrl }]
    : [{ url: summaryOf(domain, subdomain) }]
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const text = attempt(() => decodeText(document))
  if (text !== null && looksLikeHtml(text)) {
    const [, country, subdomain] = NAMED.exec(text) ?? []
    if (country === undefined || subdomain === undefined) return null
    const sourceUrl = summaryOf(`statuspal.${country.toLowerCase()}`, subdomain.toLowerCase())
    return { evidence: `a page that names its summary, ${sourceUrl}`, sourceUrl }
  }
  const page = attempt(() => readItem(readRoot(document), 'status_page'))
  if (page === null) return null
  return { evidence: `the summary of the page "${readText(page, 'subdomain')}" by Statuspal`, sourceUrl: document.url }
}

function readRoot(document: SourceDocument): Item {
  const root = parseJsonObject(document, createReport())
  const page = readItem(root, 'status_page')
  const isSummary = ['services', 'incidents', 'maintenances'].every((key) => Array.isArray(root.value[key]))
  if (page === null || readText(page, 'subdomain') === null || !isSummary)
    throw new ParseError('not the summary of a Statuspal page')
  return { ...root, report: createReport() }
}

function parse(document: SourceDocument): ParsedDocument {
  const root = readRoot(document)
  const { report } = root
  const page = readItem(root, 'status_page')
  const components = readServices(readItems(root, 'services'), null)
  const services = new Map(components.map((component) => [component.externalId, component]))
  const read = (kind: Kind, status: Status | null) => (item: Item) => readEvent(item, { kind, status, services })
  return newDocument(report, {
    incidents: collectLists(report, [
      { items: readItems(root, 'incidents'), read: read('incident', null) },
      { items: readItems(root, 'maintenances'), read: read('maintenance', 'in_progress') },
      { items: readItems(root, 'upcoming_maintenances'), read: read('maintenance', 'scheduled') },
      { items: readItems(root, 'info_notices'), read: (item) => readNotice(item, services) },
    ]),
    completeness: 'open',
    kinds: ['incident', 'maintenance', 'notice'],
    page: page && {
      name: readText(page, 'name'),
      url: null,
      timeZone: readText(page, 'time_zone'),
      indicator: readText(root, 'current_status_type') ?? readText(page, 'current_incident_type'),
    },
    components,
  })
}

/** The leaves of the tree; a service that has others is their group. */
function readServices(items: readonly Item[], group: string | null): ParsedComponent[] {
  const listed = items.flatMap((item) => {
    const externalId = readId(item, 'id')
    const children = readItems(item, 'children')
    const name = readText(item, 'name')
    if (name !== null && children.length > 0)
      return readServices(children, group === null ? name : `${group} / ${name}`)
    if (externalId === null) return []
    const sourceStatus = readText(item, 'current_incident_type')
    return [newComponent({ externalId, name: name ?? externalId, group, sourceStatus })]
  })
  return uniqueComponents(listed)
}

type Services = ReadonlyMap<string, ParsedComponent>

function readEvent(
  item: Item,
  { kind, status, services }: { kind: Kind; status: Status | null; services: Services },
): ParsedIncident {
  const [impact, type] = readWord(item, 'type', IMPACTS)
  const isPlanned = kind === 'maintenance'
  const timeline = readTimeline(item)
  const startsAt = readTime(item, 'starts_at')
  const endsAt = readTime(item, 'ends_at')
  return newIncident({
    externalId: needId(item, 'id'),
    kind,
    title: readTitle(item, 'title'),
    impact: isPlanned ? 'none' : (impact ?? 'unknown'),
    sourceImpact: type,
    status: status ?? timeline.updates.findLast((update) => update.status !== null)?.status ?? null,
    sourceStatus: status === null ? (timeline.updates.at(-1)?.sourceStatus ?? null) : null,
    statedStartedAt: isPlanned ? null : startsAt,
    statedEndedAt: isPlanned ? null : endsAt,
    scheduledFrom: isPlanned ? startsAt : null,
    scheduledUntil: isPlanned ? endsAt : null,
    modifiedAt: readLooseDate(item, 'updated_at', parseTime),
    sourceUrl: toWebAddress(readText(item, 'url')),
    components: readAffected(item, services),
    ...timeline,
  })
}

function readNotice(item: Item, services: Services): ParsedIncident {
  return newIncident({
    externalId: `notice/${needId(item, 'id')}`,
    kind: 'notice',
    title: readTitle(item, 'title'),
    impact: 'none',
    statedStartedAt: readTime(item, 'featured_from'),
    statedEndedAt: readTime(item, 'featured_until'),
    modifiedAt: readLooseDate(item, 'updated_at', parseTime),
    sourceUrl: toWebAddress(readText(item, 'url')),
    components: readAffected(item, services),
    ...readTimeline(item),
  })
}

/** Ids of services, as numbers; their state is that of now. A service that is a group is named by its members. */
function readAffected(item: Item, services: Services): ParsedComponent[] {
  const ids = Array.isArray(item.value.service_ids) ? item.value.service_ids.map(String) : []
  return [...new Set(ids)].flatMap((id) => {
    const known = services.get(id)
    return known === undefined ? [] : [{ ...known, sourceStatus: null }]
  })
}

function readTimeline(item: Item): Pick<ParsedIncident, 'updates' | 'updatesComplete'> {
  const { updates, complete } = collectUnnamedUpdates(item.report, readItems(item, 'updates'), readUpdate)
  return { updates, updatesComplete: complete }
}

function readUpdate(update: Item): UnnamedUpdate {
  const [status, sourceStatus] = readState(update, 'type', UPDATES)
  return {
    externalId: readId(update, 'id') ?? undefined,
    status,
    sourceStatus,
    postedAt: needDate(update, hasField(update, 'posted_at') ? 'posted_at' : 'inserted_at', parseTime),
    modifiedAt: readLooseDate(update, 'updated_at', parseTime),
    ...readBody(update, 'description'),
    componentChanges: [],
  }
}

function readTime(item: Item, key: string): Date | null {
  return readDate(item, key, parseTime)
}

function parseTime(value: unknown): Date | null {
  return parseZoneless(value, 'utc') ?? parseInstant(value)
}
