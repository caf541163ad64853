import { ParseError } from '#lib/domain/errors.ts'
import type { Status } from '#lib/domain/incident.ts'
import { FINISHED } from '#lib/domain/span.ts'
import type { Adapter, ParsedComponent, ParsedDocument, ParsedIncident, SourceDocument } from './adapter.ts'
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
  readWord,
} from './wire/item.ts'
import { parseJsonObject } from './wire/json.ts'
import { reachOf } from './wire/reach.ts'
import { collectIncidents, createReport, newDocument, newIncident, UnreadableItem } from './wire/report.ts'
import { IMPACT_WORDS, STATUS_WORDS } from './wire/words.ts'

/**
 * Zendesk's own status page: `/api/ssp/incidents.json`, JSON:API with the incidents of about two months and the services that
 * each affected, and `/api/ssp/services.json` with the names of all services.
 *
 * We have no whole body; this follows trimmed captures that readers of it published in 2026, and what they counted in whole ones.
 * An incident has no updates. Its state goes stale, so the end alone says that it is over. Nothing gives a service's state.
 */
export const zendesk: Adapter = {
  platform: 'zendesk',
  name: 'Zendesk status',
  poll: (sourceUrl) => [
    { url: rootAddress(sourceUrl, INCIDENTS) },
    { url: rootAddress(sourceUrl, SERVICES), optional: true },
  ],
  vendor: /zendesk/i,
  probes: (siteUrl) => [{ url: rootAddress(siteUrl, INCIDENTS) }],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'Incidents of about two months, open or over, without updates.',
    reach: 'As far as the document; nothing pages further back.',
    components: 'Services, with each incident.',
    maintenance: null,
    indicator: null,
    rate: null,
    knownFrom: 'trimmed captures and counts of whole ones that others published, May to September 2026',
    quirks: [
      {
        fact: 'The state goes stale: an incident may be "monitoring" two months after its `resolvedAt`.',
        seen: 'incident 10079, September 2026',
      },
      {
        fact: 'The document is a history, and is of all pods: `?subdomain=` narrows it to the pod of one customer.',
        seen: '17 closed incidents and no open one, September 2026',
      },
      { fact: 'No document has a state of a service.', seen: 'September 2026' },
    ],
  },
}

const INCIDENTS = '/api/ssp/incidents.json'
const SERVICES = '/api/ssp/services.json'

const STATUSES: ReadonlyMap<string, Status> = STATUS_WORDS

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const found = attempt(() => readRoot(document))
  const isOwnPlace = document.url !== null && new URL(document.url).pathname === INCIDENTS
  if (found === null || (found.type === null && !isOwnPlace)) return null
  const sourceUrl = document.url === null ? null : rootAddress(document.url, '/')
  return { evidence: 'a JSON:API list of incidents or services, as of the status page of Zendesk', sourceUrl }
}

/** The type of the listed objects; null for an empty list, which any JSON:API may have. */
function readRoot(document: SourceDocument): { root: Item; type: 'incident' | 'service' | null } {
  const root = parseJsonObject(document, createReport())
  const listed = readItems(root, 'data')
  if (!Array.isArray(root.value.data) || (listed.length === 0 && root.value.data.length > 0))
    throw new ParseError('not a list of Zendesk’s status page')
  for (const type of ['incident', 'service'] as const)
    if (listed.length > 0 && listed.every((item) => item.value.type === type && readItem(item, 'attributes') !== null))
      return { root: { ...root, report: createReport() }, type }
  if (listed.length > 0) throw new ParseError('neither incidents nor services of Zendesk’s status page')
  return { root, type: null }
}

function parse(document: SourceDocument): ParsedDocument {
  const { root, type } = readRoot(document)
  const { report } = root
  const listed = readItems(root, 'data')
  if (type === 'service' || document.url?.includes(SERVICES))
    return newDocument(report, {
      incidents: [],
      completeness: 'part',
      kinds: [],
      components: uniqueComponents(listed.flatMap(toService)),
    })
  const services = new Map(
    readItems(root, 'included').flatMap((item) => {
      const id = readId(item, 'id')
      return item.value.type === 'incidentService' && id !== null ? [[id, item] as const] : []
    }),
  )
  const incidents = collectIncidents(report, listed, (item) => readIncident(item, services))
  const starts = incidents.length < listed.length ? [] : incidents.map(({ statedStartedAt }) => statedStartedAt)
  return newDocument(report, {
    incidents,
    completeness: 'newest',
    reach: reachOf('started', { incident: starts }),
    kinds: ['incident'],
  })
}

function toService(item: Item): ParsedComponent[] {
  const externalId = readId(item, 'id')
  const attributes = readItem(item, 'attributes')
  const name = attributes && readText(attributes, 'name')
  return externalId === null || name === null ? [] : [newComponent({ externalId, name })]
}

function readIncident(item: Item, services: ReadonlyMap<string, Item>): ParsedIncident {
  const attributes = readItem(item, 'attributes')
  if (attributes === null) throw new UnreadableItem('has no attributes')
  const [impact, sourceImpact] = readWord(attributes, 'impact', IMPACT_WORDS)
  const [word, sourceStatus] = readState(attributes, 'status', STATUSES)
  const endedAt = readDate(attributes, 'resolvedAt')
  const isStale = endedAt !== null && !FINISHED.includes(word)
  return newIncident({
    externalId: needId(item, 'id'),
    kind: 'incident',
    title: readTitle(attributes, 'name'),
    impact: impact ?? 'unknown',
    sourceImpact,
    status: isStale ? 'resolved' : word,
    sourceStatus: isStale ? null : sourceStatus,
    statedStartedAt: readDate(attributes, 'startedAt'),
    statedEndedAt: endedAt,
    components: readAffected(item, services),
    unclear: hasField(attributes, 'resolvedAt') ? null : 'nothing says whether it is over',
    updates: [],
    updatesComplete: false,
  })
}

function readAffected(item: Item, services: ReadonlyMap<string, Item>): ParsedComponent[] {
  const relationships = readItem(item, 'relationships')
  const links = relationships && readItem(relationships, 'incidentServices')
  if (links === null) return []
  const affected = readItems(links, 'data').flatMap((link) => {
    const found = services.get(readId(link, 'id') ?? '')
    const attributes = found === undefined ? null : readItem(found, 'attributes')
    const name = attributes && readText(attributes, 'serviceName')
    if (attributes === null || name === null) return []
    return [
      newComponent({ externalId: readId(attributes, 'serviceId') ?? name, name, sourceStatus: stateOf(attributes) }),
    ]
  })
  return uniqueComponents(affected)
}

/** The platform's own words, which it has as flags. */
function stateOf(attributes: Item): string | null {
  if (readFlag(attributes, 'outage') === true) return 'outage'
  return readFlag(attributes, 'degradation') === true ? 'degradation' : null
}
