import { ParseError } from '#lib/domain/errors.ts'
import type {
  Adapter,
  ParsedComponent,
  ParsedDocument,
  ParsedIncident,
  ParsedUpdate,
  SourceDocument,
} from './adapter.ts'
import { addressBefore, joinAddress, toWebAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { newComponent } from './wire/component.ts'
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
  readTitle,
  toWord,
} from './wire/item.ts'
import { parseJsonObject } from './wire/json.ts'
import { readBody } from './wire/markdown.ts'
import { isOpenStatusSummary, parseOpenStatusSummary, summaryPageOf } from './wire/openstatus-summary.ts'
import { reachOf } from './wire/reach.ts'
import { collectIncidents, collectUpdates, createReport, newDocument, newIncident } from './wire/report.ts'
import { newUpdate } from './wire/update.ts'
import { STATUS_WORDS } from './wire/words.ts'

/**
 * OpenStatus status pages: `/feed/json`, which is not a JSON Feed but the page's reports and maintenances.
 * https://github.com/openstatusHQ/openstatus, apps/status-page, feed/json/route.ts
 *
 * We have no body; this strictly follows the code that writes it. Reports have no impact. Reports and maintenances are numbered
 * separately, so the id of a maintenance is "maintenance/<number>". The text of a maintenance without updates is its first
 * update, at the time of its last change, since it has no other time. The document's own `updatedAt` is the time of reading.
 *
 * Also read: what a page serves in the shape of Statuspage, see `wire/openstatus-summary.ts`. Not polled, since it says less.
 */
export const openstatus: Adapter = {
  platform: 'openstatus',
  name: 'OpenStatus',
  poll: (sourceUrl) => [{ url: joinAddress(sourceUrl, 'feed/json') }],
  probes: (siteUrl) => [{ url: joinAddress(siteUrl, 'feed/json') }],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'Reports and maintenances of the page, with their updates.',
    reach: 'As far as the page.',
    components: 'With reports and maintenances; older pages have only monitors.',
    maintenance: 'With its window.',
    indicator: 'A word for the whole page.',
    rate: 'The page answers from a cache of 60 seconds.',
    knownFrom: 'its code, apps/status-page of openstatusHQ/openstatus, 2026',
    quirks: [
      { fact: '`/feed/json` is not a JSON Feed.', seen: 'its code, 2026' },
      {
        fact: 'Reports and maintenances are numbered separately, so ids repeat between the two.',
        seen: 'its code, 2026',
      },
      { fact: '`updatedAt` of the document is the time of reading.', seen: 'its code, 2026' },
      {
        fact: "It also has a summary in Statuspage's shape, with ids that are numbers as text, and only what is unresolved.",
        seen: '2026',
      },
    ],
  },
}

/** What reports and maintenances share: the page's components by id, and its address. */
interface Page {
  components: Map<string, ParsedComponent>
  url: string | null
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const root = attempt(() => readRoot(document))
  if (root === null) return null
  if (isOpenStatusSummary(root.value)) {
    // Others imitate Statuspage too.
    if (!/\/api\/status\/\w+\.json$/.test(document.url ?? '')) return null
    return { evidence: 'the state of a page, with numbers for ids', sourceUrl: summaryPageOf(root, document) }
  }
  return {
    evidence: 'a page with "statusReports" and "maintenances"',
    sourceUrl: addressBefore(document.url, 'feed/json'),
  }
}

function parse(document: SourceDocument): ParsedDocument {
  const root = readRoot(document)
  if (isOpenStatusSummary(root.value)) return parseOpenStatusSummary(root, document)
  const { report } = root
  const page = { components: readComponents(root), url: addressBefore(document.url, 'feed/json') }
  const reports = collectIncidents(report, readItems(root, 'statusReports'), (item) => readStatusReport(item, page))
  const maintenances = collectIncidents(report, readItems(root, 'maintenances'), (item) => readMaintenance(item, page))
  return newDocument(report, {
    incidents: [...reports, ...maintenances],
    completeness: 'newest',
    reach: reachOf('started', {
      incident: reports.map(({ updates }) => updates[0]?.postedAt ?? null),
      maintenance: maintenances.map(({ scheduledFrom }) => scheduledFrom),
    }),
    kinds: ['incident', 'maintenance'],
    page: { name: readText(root, 'title'), url: page.url, timeZone: null, indicator: readText(root, 'status') },
    components: [...page.components.values()],
  })
}

function readRoot(document: SourceDocument): Item {
  const root = parseJsonObject(document, createReport())
  if (isOpenStatusSummary(root.value)) return root
  if (!Array.isArray(root.value.statusReports) || !Array.isArray(root.value.maintenances)) {
    throw new ParseError('not the JSON of an OpenStatus page: it has no lists "statusReports" and "maintenances"')
  }
  return root
}

/** Older pages have only monitors, and refer to those. */
function readComponents(root: Item): Map<string, ParsedComponent> {
  const groups = new Map(
    readItems(root, 'pageComponentGroups').map((group) => [readId(group, 'id'), readText(group, 'name')]),
  )
  const components = readItems(root, hasField(root, 'pageComponents') ? 'pageComponents' : 'monitors').flatMap(
    (component) => {
      const id = readId(component, 'id')
      if (id === null) return []
      const groupId = readId(component, 'groupId')
      return newComponent({
        externalId: id,
        name: readText(component, 'name') ?? id,
        group: groupId === null ? null : (groups.get(groupId) ?? null),
        sourceStatus: readText(component, 'status'),
      })
    },
  )
  return new Map(components.map((component) => [component.externalId, component]))
}

function readStatusReport(item: Item, page: Page): ParsedIncident {
  const [status, sourceStatus] = readState(item, 'status', STATUS_WORDS, { isNeeded: true })
  const id = needId(item, 'id')
  const { updates, complete } = collectUpdates(item.report, readItems(item, 'statusReportUpdates'), readUpdate)
  return newIncident({
    externalId: id,
    kind: 'incident',
    title: readTitle(item, 'title'),
    status,
    sourceStatus,
    modifiedAt: readLooseDate(item, 'updatedAt'),
    sourceUrl: page.url && toWebAddress(`events/report/${id}`, page.url),
    components: readAffected(item, page),
    updates,
    updatesComplete: complete,
  })
}

function readMaintenance(item: Item, page: Page): ParsedIncident {
  const id = needId(item, 'id')
  const modifiedAt = readLooseDate(item, 'updatedAt')
  const { updates, complete } = collectUpdates(item.report, readItems(item, 'maintenanceUpdates'), readUpdate)
  return newIncident({
    externalId: `maintenance/${id}`,
    kind: 'maintenance',
    title: readTitle(item, 'name'),
    impact: 'none',
    scheduledFrom: readDate(item, 'from'),
    scheduledUntil: readDate(item, 'to'),
    modifiedAt,
    sourceUrl: page.url && toWebAddress(`events/maintenance/${id}`, page.url),
    components: readAffected(item, page),
    updates: updates.length > 0 || modifiedAt === null ? updates : readMessage(item, modifiedAt),
    updatesComplete: complete,
  })
}

function readMessage(item: Item, postedAt: Date): ParsedUpdate[] {
  const text = readBody(item, 'message')
  if (text.body === '') return []
  return [newUpdate({ externalId: 'message', postedAt, ...text })]
}

function readUpdate(update: Item): ParsedUpdate {
  const [status, sourceStatus] = readState(update, 'status', STATUS_WORDS)
  return newUpdate({
    externalId: needId(update, 'id'),
    status,
    sourceStatus,
    postedAt: needDate(update, 'date'),
    modifiedAt: readLooseDate(update, 'updatedAt'),
    ...readBody(update, 'message'),
  })
}

/** Ids, as bare numbers. Their state is the current one, and says nothing about the incident. */
function readAffected(item: Item, { components }: Page): ParsedComponent[] {
  const ids = item.value[hasField(item, 'pageComponents') ? 'pageComponents' : 'monitors']
  if (!Array.isArray(ids)) return []
  const known = [...new Set(ids.map(toWord))].flatMap((id) => components.get(id) ?? [])
  return known.map((component) => ({ ...component, sourceStatus: null }))
}
