import { ParseError } from '#lib/domain/errors.ts'
import { MAINTENANCE_STATUSES } from '#lib/domain/incident.ts'
import type { Adapter, ParsedDocument, ParsedIncident, SourceDocument } from './adapter.ts'
import { joinAddress, toWebAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { hasField, type Item, readItem, readItems, readText } from './wire/item.ts'
import { parseJsonObject } from './wire/json.ts'
import { collectIncidents, createReport, newDocument, type Report, UnreadableItem } from './wire/report.ts'
import { readIncident } from './wire/statuspage-incident.ts'

/**
 * Rootly status pages: `/api/v1/status.json`, the page's state with the active incidents; also read: `/api/v1/incidents.json`,
 * the same incidents by page. https://docs.rootly.com/configuration/status-page-public-api
 *
 * We have no body. The documentation shows a quiet page, whose form is Statuspage's without an id of the page, and lists active
 * incidents alone. What an incident looks like is not shown; it is read in Statuspage's form, and one in any other goes to
 * quarantine, where it can be seen. Ended incidents are not listed: an incident is over when it is no longer there.
 */
export const rootly: Adapter = {
  platform: 'rootly',
  name: 'Rootly',
  poll: (sourceUrl) => [{ url: stateOf(sourceUrl) }],
  probes: (siteUrl) => [{ url: stateOf(siteUrl) }],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'Active incidents.',
    reach: 'Nothing that is over: an incident is over when it is no longer listed.',
    components: 'Where an incident has them in the form of Statuspage.',
    maintenance: 'Active maintenance, by its status.',
    indicator: '`none`, `minor`, `major` or `maintenance`.',
    rate: null,
    knownFrom: 'https://docs.rootly.com/configuration/status-page-public-api, 2026; not from a body of our own',
    quirks: [
      { fact: 'It looks like Statuspage, but the page has no id.', seen: 'documentation, March 2026' },
      {
        fact: 'Pages without a domain of their own have no API, nor have those with a password.',
        seen: 'documentation, March 2026',
      },
      { fact: '`incidents.json` lists active incidents, not the history.', seen: 'documentation, March 2026' },
    ],
  },
}

const PATH = /\/api\/v1\/(?:status|incidents)\.json(?:\?.*)?$/

function stateOf(url: string): string {
  return joinAddress(url.replace(PATH, '/'), 'api/v1/status.json')
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const root = attempt(() => readRoot(document, createReport()))
  // Others imitate Statuspage too.
  if (root === null || !PATH.test(document.url ?? '')) return null
  return { evidence: 'the state of a page that has no id', sourceUrl: (document.url ?? '').replace(PATH, '/') }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  const root = readRoot(document, report)
  const page = readItem(root, 'page')
  const status = readItem(root, 'status')
  const pageUrl = toWebAddress(page && readText(page, 'url'))
  return newDocument(report, {
    incidents: collectIncidents(report, readItems(root, 'incidents'), (item) => readActive(item, pageUrl)),
    completeness: 'open',
    kinds: ['incident', 'maintenance'],
    page: {
      name: page && readText(page, 'name'),
      url: pageUrl,
      timeZone: page && readText(page, 'time_zone'),
      indicator: status && readText(status, 'indicator'),
    },
  })
}

function readRoot(document: SourceDocument, report: Report): Item {
  const root = parseJsonObject(document, report)
  const page = readItem(root, 'page')
  const isOwn =
    page !== null && hasField(page, 'time_zone') && !hasField(page, 'id') && Array.isArray(root.value.incidents)
  if (!isOwn) throw new ParseError('not the state of a Rootly page')
  return root
}

function readActive(item: Item, pageUrl: string | null): ParsedIncident {
  if (readText(item, 'name') === null || readText(item, 'status') === null)
    throw new UnreadableItem('has neither the "name" nor the "status" of the form that is expected')
  const statuses: readonly string[] = MAINTENANCE_STATUSES
  const isMaintenance = statuses.includes(readText(item, 'status') ?? '') || hasField(item, 'scheduled_for')
  return readIncident(item, {
    kind: isMaintenance ? 'maintenance' : 'incident',
    pageUrl: pageUrl?.replace(/\/$/, '') ?? null,
    groups: new Map(),
  })
}
