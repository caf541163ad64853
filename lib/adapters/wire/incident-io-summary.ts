import type { ParsedDocument, ParsedIncident } from '#lib/adapters/adapter.ts'
import type { Status } from '#lib/domain/incident.ts'
import { newComponent, uniqueComponents } from './component.ts'
import {
  type Item,
  isRecord,
  needId,
  readDate,
  readId,
  readItems,
  readLooseDate,
  readState,
  readText,
  readTitle,
} from './item.ts'
import { readBody } from './markdown.ts'
import { collectLists, newDocument, newIncident, type Report, withDerivedIds } from './report.ts'
import { webAddress } from './text.ts'
import { newUpdate } from './update.ts'

const STATUSES: ReadonlyMap<string, Status> = new Map<string, Status>([
  ['maintenance_scheduled', 'scheduled'],
  ['maintenance_in_progress', 'in_progress'],
  ['maintenance_complete', 'completed'],
])

/**
 * `/api/v1/summary`, which incident.io made for widgets: what is open and planned, each with its newest message. Only its
 * maintenances are read, since no other address has any; its incidents have whole timelines elsewhere.
 */
export function isIncidentIoSummary(value: unknown): value is Record<string, unknown> {
  return (
    isRecord(value) && ['in_progress_maintenances', 'scheduled_maintenances'].every((key) => Object.hasOwn(value, key))
  )
}

export function parseIncidentIoSummary(root: Item, report: Report): ParsedDocument {
  return newDocument(report, {
    incidents: collectLists(report, [
      // Listed in both, so it has begun: the later of two equals is kept.
      { items: readItems(root, 'scheduled_maintenances'), read: readMaintenance },
      { items: readItems(root, 'in_progress_maintenances'), read: readMaintenance },
    ]),
    completeness: 'open',
    kinds: ['maintenance'],
    page: { name: readText(root, 'page_title'), url: webAddress(root.value.page_url), timeZone: null, indicator: null },
  })
}

/** A planned one has `starts_at` and `ends_at`, one in progress `started_at` and `scheduled_end_at`. */
function readMaintenance(item: Item): ParsedIncident {
  const [status, sourceStatus] = readState(item, 'status', STATUSES, { isNeeded: true })
  const startedAt = readDate(item, 'started_at')
  const toldAt = readLooseDate(item, 'last_update_at')
  const message = readBody(item, 'last_update_message')
  const components = readItems(item, 'affected_components').flatMap((component) => {
    const name = readText(component, 'name')
    if (name === null) return []
    return newComponent({ externalId: readId(component, 'id') ?? name, name, group: readText(component, 'group_name') })
  })
  return newIncident({
    externalId: needId(item, 'id'),
    kind: 'maintenance',
    title: readTitle(item, 'name'),
    impact: 'none',
    status,
    sourceStatus,
    statedStartedAt: startedAt,
    scheduledFrom: readDate(item, 'starts_at'),
    scheduledUntil: readDate(item, 'scheduled_end_at') ?? readDate(item, 'ends_at'),
    sourceUrl: webAddress(item.value.url),
    components: uniqueComponents(components),
    // The newest message alone does not say when it began.
    updates: withDerivedIds([
      ...(startedAt === null
        ? []
        : [newUpdate({ externalId: '', status: 'in_progress', postedAt: startedAt, body: '', format: 'text' })]),
      ...(toldAt === null || message.body === '' ? [] : [newUpdate({ externalId: '', postedAt: toldAt, ...message })]),
    ]),
    updatesComplete: false,
    updateIdsDerived: true,
  })
}
