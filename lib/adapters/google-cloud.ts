import { ParseError } from '#lib/domain/errors.ts'
import type { Impact, Status } from '#lib/domain/incident.ts'
import { earliestOf } from '#lib/domain/instant.ts'
import type {
  Adapter,
  DocumentRequest,
  ParsedComponent,
  ParsedDocument,
  ParsedIncident,
  ParsedUpdate,
  SourceDocument,
} from './adapter.ts'
import { addressBefore, joinAddress, toWebAddress } from './wire/address.ts'
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
  readState,
  readText,
  readTitle,
  readWord,
} from './wire/item.ts'
import { readBody } from './wire/markdown.ts'
import { parseRecords } from './wire/records.ts'
import { collectIncidents, collectUpdates, createReport, newDocument, newIncident } from './wire/report.ts'

/**
 * Google's service health dashboards: Cloud, Workspace, Maps and Ads. One list of incidents, newest first; old ones drop off
 * after a time that Google has changed more than once.
 * https://status.cloud.google.com/incidents.schema.json
 *
 * Three generations of one schema are read. Until spring 2021 an incident has no id, only a number that is unique within its
 * service (the id here is "cloud-datastore/19007"), and its updates have no status; then incidents get an id; later still, the
 * locations they affect. Workspace has no locations. An open incident has no `end`, or null, or "". An incident that was listed
 * under both kinds of id is identified by its creation time, which both lists give to the second.
 *
 * Updates have no ids; theirs is their creation time, which never repeats within an incident. Their status is AVAILABLE when
 * the incident is over; the other words grade the impact at that time. Also read: the same objects as JSON Lines.
 */
export const googleCloud: Adapter = {
  platform: 'google-cloud',
  name: 'Google Cloud Service Health',
  poll: (sourceUrl) => [incidentList(sourceUrl)],
  vendor: /google/i,
  probes: (siteUrl) => [incidentList(siteUrl)],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'Incidents, newest first, each with its whole timeline.',
    reach: 'Whatever Google keeps: years in 2023, ten incidents in 2026. There is no older page.',
    components: 'Products, with each incident; locations are kept as regions.',
    maintenance: null,
    indicator: null,
    rate: null,
    knownFrom: '5,008 real bodies of 2019 to 2026',
    quirks: [
      {
        fact: 'The key `end` is missing while an incident is open; it used to be null.',
        seen: '63 of 66, 2021 to 2025',
      },
      { fact: '`created` is the time of writing, and may precede `begin`.', seen: '2019 to 2026' },
      {
        fact: 'An answer of no bytes means nothing, least of all that all incidents are gone.',
        seen: '5 of 5,008 bodies',
      },
      {
        fact: 'Until spring 2021 incidents had no id, only a number that is unique within a service.',
        seen: '2019 to 2021',
      },
      { fact: 'The list was 4.2 MB once, close to usual limits.', seen: '2023' },
    ],
  },
}

/** The list was 4.2 MB in 2023, when it went back furthest. */
const MAX_BYTES = 12 * 1024 * 1024

const IMPACTS: ReadonlyMap<string, Impact> = new Map([
  ['low', 'minor'],
  ['medium', 'major'],
  ['high', 'critical'],
])

const STATUSES: ReadonlyMap<string, Status | null> = new Map([
  ['AVAILABLE', 'resolved'],
  ['SERVICE_INFORMATION', null],
  ['SERVICE_DISRUPTION', null],
  ['SERVICE_OUTAGE', null],
])

/** Incidents created before this may have been listed without an id. */
const IDS_SINCE = new Date('2021-06-01T00:00:00Z')

/** The openings of reports that are posted as a last update once everything is over. */
const POSTMORTEM = /^[#*\s]*(?:this is an? )?(?:(?:updated|mini|preliminary|full) )*incident (?:report|statement)\b/i

function incidentList(url: string): DocumentRequest {
  return { url: url.endsWith('.json') ? url : joinAddress(url, 'incidents.json'), maxBytes: MAX_BYTES }
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const [first] = attempt(() => parseRecords(document, createReport())) ?? []
  if (first === undefined || !isIncident(first)) return null
  return {
    evidence: 'a list of incidents with "external_desc", "begin" and the update published last',
    sourceUrl: addressBefore(document.url, 'incidents.json') ?? document.url,
  }
}

function isIncident(item: Item): boolean {
  return hasField(item, 'external_desc') && hasField(item, 'begin') && latestUpdate(item) !== null
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  const records = parseRecords(document, report)
  if (records.length > 0 && !records.some(isIncident)) throw new ParseError('not a list of Google incidents')
  const incidents = collectIncidents(report, records, (item) => readIncident(item, document.url))
  // JSON Lines are somebody's collection, and we do not know what it left out.
  const isList = records[0]?.path.startsWith('[') ?? true
  return newDocument(report, { incidents, completeness: isList ? 'newest' : 'part', kinds: ['incident'] })
}

function readIncident(item: Item, documentUrl: string | null): ParsedIncident {
  const createdAt = readDate(item, 'created')
  const { updates, complete } = readUpdates(item)
  const [impact, severity] = readWord(item, 'severity', IMPACTS)
  const latest = latestUpdate(item)
  const [status, sourceStatus] = latest === null ? [null, null] : readState(latest, 'status', STATUSES)
  return newIncident({
    externalId: readId(item, 'id') ?? `${needId(item, 'service_key')}/${needId(item, 'number')}`,
    otherIds: createdAt !== null && createdAt < IDS_SINCE ? [`created ${createdAt.toISOString()}`] : [],
    kind: 'incident',
    title: readTitle(withPlainTitle(item), 'external_desc'),
    impact: impact ?? 'unknown',
    sourceImpact: [readText(item, 'status_impact'), severity].filter((word) => word !== null).join(', ') || null,
    status,
    sourceStatus,
    statedStartedAt: earliestOf([readDate(item, 'begin'), createdAt]),
    statedEndedAt: readDate(item, 'end'),
    modifiedAt: readLooseDate(item, 'modified'),
    sourceUrl: readAddress(item, documentUrl),
    components: readComponents(item),
    regions: readRegions(item),
    updates,
    updatesComplete: complete,
  })
}

/** Workspace starts its descriptions with a heading, "**Title:**", on its own line. */
function withPlainTitle(item: Item): Item {
  const title = item.value.external_desc
  if (typeof title !== 'string') return item
  return { ...item, value: { ...item.value, external_desc: title.replace(/^\s*\*\*Title:?\*\*:?\s*/i, '') } }
}

function readAddress(item: Item, documentUrl: string | null): string | null {
  const path = readText(item, 'uri')
  // A document without an address may come from any of the dashboards, so its relative paths cannot be resolved.
  return path !== null && /^\/?incidents?\/\w/.test(path) ? toWebAddress(path, documentUrl) : null
}

/** The products; in the first generation, the service. */
function readComponents(item: Item): ParsedComponent[] {
  const products = readItems(item, 'affected_products').flatMap((product) => {
    const title = readText(product, 'current_title') ?? readText(product, 'title')
    return title === null ? [] : newComponent({ externalId: readId(product, 'id') ?? title, name: title })
  })
  const service = readText(item, 'service_name')
  if (products.length > 0 || service === null) return uniqueComponents(products)
  return [newComponent({ externalId: readId(item, 'service_key') ?? service, name: service })]
}

function readRegions(item: Item): string[] {
  const locations = ['currently_affected_locations', 'previously_affected_locations'].flatMap((key) =>
    readItems(item, key),
  )
  return [...new Set(locations.flatMap((location) => readText(location, 'title') ?? readText(location, 'id') ?? []))]
}

/** Some summaries carry only the latest update; the others are then not known to be gone. */
function readUpdates(item: Item): { updates: ParsedUpdate[]; complete: boolean } {
  const listed = readItems(item, 'updates')
  const latest = latestUpdate(item)
  const read = collectUpdates(item.report, listed.length === 0 && latest !== null ? [latest] : listed, readUpdate)
  return { updates: read.updates, complete: read.complete && listed.length > 0 }
}

function latestUpdate(item: Item): Item | null {
  return readItem(item, hasField(item, 'most_recent_update') ? 'most_recent_update' : 'most-recent-update')
}

function readUpdate(update: Item): ParsedUpdate {
  const postedAt = needDate(update, 'when')
  const [status, sourceStatus] = readState(update, 'status', STATUSES)
  const { body, format } = readBody(update, 'text')
  const isReport = (status === 'resolved' || sourceStatus === null) && POSTMORTEM.test(body)
  return {
    externalId: (readLooseDate(update, 'created') ?? postedAt).toISOString(),
    status: isReport ? 'postmortem' : status,
    sourceStatus,
    postedAt,
    modifiedAt: readLooseDate(update, 'modified'),
    body,
    format,
    componentChanges: readItems(update, 'affected_locations').flatMap((location) => {
      const name = readText(location, 'title')
      return name === null ? [] : { externalId: readId(location, 'id'), name, from: null, to: sourceStatus }
    }),
  }
}
