import type { ParsedDocument, ParsedIncident, SourceDocument } from '#lib/adapters/adapter.ts'
import { addressBefore, toWebAddress } from './address.ts'
import {
  type Item,
  isRecord,
  needDate,
  needId,
  readDate,
  readItem,
  readItems,
  readState,
  readText,
  readTitle,
  toWord,
} from './item.ts'
import { readBody } from './markdown.ts'
import { collectIncidents, newDocument, newIncident } from './report.ts'
import { collectUnnamedUpdates } from './unnamed-updates.ts'
import { newUpdate } from './update.ts'
import { STATUS_WORDS } from './words.ts'

/** Where an OpenStatus page serves its open entries in the shape of Statuspage. */
const PATHS = ['api/status/summary.json', 'api/status/incidents.json'] as const

/**
 * The second form of OpenStatus, in the shape of Statuspage: `/api/status/summary.json` and `incidents.json`, which list
 * unresolved entries. https://github.com/openstatusHQ/openstatus, apps/status-page, content/status-json.ts
 *
 * Ids are the first form's numbers as text, but updates have none. Components have only names, which do not say which of the
 * first form's components they are, so they are left out. `updated_at` is the time of the newest update here but of the last
 * change in the first form, so it would make each of these an older copy of the other.
 */
export function isOpenStatusSummary(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value.page) || !Array.isArray(value.incidents)) return false
  const { page, incidents } = value
  return !Object.hasOwn(page, 'id') && typeof page.url === 'string' && incidents.every(isReport)
}

function isReport(item: unknown): boolean {
  return isRecord(item) && /^\d+$/.test(toWord(item.id)) && !Object.hasOwn(item, 'created_at')
}

/** The page of this document, in the form of a source address. */
export function summaryPageOf(root: Item, document: SourceDocument): string | null {
  const own = PATHS.map((path) => addressBefore(document.url, path)).find((url) => url !== null)
  const page = readItem(root, 'page')
  return own ?? (page && toWebAddress(readText(page, 'url')))
}

export function parseOpenStatusSummary(root: Item, document: SourceDocument): ParsedDocument {
  const { report } = root
  const url = summaryPageOf(root, document)
  const hasMaintenances = Array.isArray(root.value.scheduled_maintenances)
  const status = readItem(root, 'status')
  return newDocument(report, {
    incidents: [
      ...collectIncidents(report, readItems(root, 'incidents'), (item) => readReport(item, url)),
      ...collectIncidents(report, readItems(root, 'scheduled_maintenances'), (item) => readMaintenance(item, url)),
    ],
    completeness: 'open',
    kinds: hasMaintenances ? ['incident', 'maintenance'] : ['incident'],
    page: {
      name: readText(readItem(root, 'page') ?? root, 'name'),
      url,
      timeZone: null,
      indicator: status && readText(status, 'indicator'),
    },
  })
}

function readReport(item: Item, pageUrl: string | null): ParsedIncident {
  const id = needId(item, 'id')
  const [status, sourceStatus] = readState(item, 'status', STATUS_WORDS)
  const { updates, complete } = collectUnnamedUpdates(item.report, readItems(item, 'incident_updates'), (update) => {
    const [updateStatus, word] = readState(update, 'status', STATUS_WORDS)
    const { externalId: _, ...unnamed } = newUpdate({
      externalId: '',
      status: updateStatus,
      sourceStatus: word,
      postedAt: needDate(update, 'created_at'),
      ...readBody(update, 'body'),
    })
    return unnamed
  })
  return newIncident({
    externalId: id,
    kind: 'incident',
    title: readTitle(item, 'name'),
    status,
    sourceStatus,
    sourceUrl: pageUrl && toWebAddress(`events/report/${id}`, pageUrl),
    updates,
    updatesComplete: complete,
    updateIdsDerived: true,
  })
}

function readMaintenance(item: Item, pageUrl: string | null): ParsedIncident {
  const id = needId(item, 'id')
  const [status, sourceStatus] = readState(item, 'status', STATUS_WORDS)
  return newIncident({
    externalId: `maintenance/${id}`,
    kind: 'maintenance',
    title: readTitle(item, 'name'),
    impact: 'none',
    status,
    sourceStatus,
    scheduledFrom: readDate(item, 'scheduled_for'),
    scheduledUntil: readDate(item, 'scheduled_until'),
    sourceUrl: pageUrl && toWebAddress(`events/maintenance/${id}`, pageUrl),
    updates: [],
    updatesComplete: false,
    updateIdsDerived: true,
  })
}
