import type {
  ComponentChange,
  ParsedComponent,
  ParsedDocument,
  ParsedIncident,
  ParsedUpdate,
} from '#lib/adapters/adapter.ts'
import { GRADES, isMarkedResolved, newService, regionOf, withoutMark } from './aws.ts'
import {
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
} from './item.ts'
import { readBody } from './markdown.ts'
import { collectIncidents, collectUpdates, newDocument, newIncident, type Report } from './report.ts'
import { parseEpoch } from './time.ts'
import { newUpdate } from './update.ts'
import { readWorst } from './worst.ts'

/** The list of current events: open ones, and for a while the recently resolved. */
export function readEvents(items: readonly Item[], report: Report): ParsedDocument {
  return newDocument(report, {
    incidents: collectIncidents(report, items, readEvent),
    completeness: 'open',
    kinds: ['incident'],
  })
}

function readEvent(item: Item): ParsedIncident {
  const service = needId(item, 'service')
  const log = readItems(item, 'event_log')
  const services = readServices(item)
  const changes = readChanges(item)
  const [impact, sourceImpact] = readWorst(
    [
      { item, key: 'status' },
      ...log.map((entry) => ({ item: entry, key: 'status' })),
      ...services.map((entry) => ({ item: entry.item, key: 'max' })),
    ],
    GRADES,
  )
  const { updates, complete } = collectUpdates(item.report, log, readUpdate)
  const endedAt = readDate(item, 'end_time', parseEpoch)
  const sourceStatus = readText(item, 'status')
  const title = withoutMark(readTitle(item, 'summary'))
  const externalId = readId(item, 'arn') ?? eventId(service, needDate(item, 'date', parseEpoch))
  const startedAt = readDate(item, 'date', parseEpoch)
  const times = [startedAt, ...updates.map((update) => update.postedAt)].filter((time) => time !== null)
  return newIncident({
    externalId,
    otherIds: [...new Set(times.map((time) => eventId(service, time)))].filter((id) => id !== externalId),
    kind: 'incident',
    title: title || 'Untitled',
    impact,
    sourceImpact,
    status: endedAt !== null || sourceStatus === '0' || isMarkedResolved(readText(item, 'summary')) ? 'resolved' : null,
    sourceStatus,
    statedStartedAt: startedAt,
    statedEndedAt: endedAt,
    components:
      services.length > 0 ? services.map((entry) => toComponent(entry, item, changes)) : readOwnService(item, service),
    regions: readRegions(item, service),
    updates: withChanges(updates, changes),
    updatesComplete: complete,
  })
}

/** The feed's name for an event: its service and the second of one of its updates. */
export function eventId(service: string, time: Date): string {
  return `${service}_${Math.trunc(time.getTime() / 1000)}`
}

function readUpdate(entry: Item): ParsedUpdate {
  const postedAt = needDate(entry, 'timestamp', parseEpoch)
  const sourceStatus = readText(entry, 'status')
  return newUpdate({
    externalId: postedAt.toISOString(),
    status: sourceStatus === '0' || isMarkedResolved(readText(entry, 'summary')) ? 'resolved' : null,
    sourceStatus,
    postedAt,
    ...readBody(entry, 'message'),
  })
}

interface ImpactedService {
  key: string
  item: Item
}

/** An object with the services as its keys. */
function readServices(item: Item): ImpactedService[] {
  const services = readItem(item, 'impacted_services')
  if (services === null) return []
  return Object.keys(services.value).flatMap((key) => {
    const service = readItem(services, key)
    return service === null ? [] : { key, item: service }
  })
}

interface Change extends ComponentChange {
  at: Date
}

function readChanges(item: Item): Change[] {
  return readItems(item, 'impacted_service_status_changes').flatMap((change) => {
    // Milliseconds here, seconds in the log beside it.
    const at = readLooseDate(change, 'timestamp', parseEpoch)
    const externalId = readId(change, 'service')
    const name = readText(change, 'service_name') ?? externalId
    if (at === null || name === null) return []
    return { externalId, name, from: readText(change, 'previous_status'), to: readText(change, 'current_status'), at }
  })
}

/** Each change of a service belongs to the latest update at its time, else to the first. */
function withChanges(updates: ParsedUpdate[], changes: readonly Change[]): ParsedUpdate[] {
  for (const { at, ...change } of changes) {
    const update = updates.findLast(({ postedAt }) => postedAt <= at) ?? updates[0]
    update?.componentChanges.push(change)
  }
  return updates
}

/** From its first change for the worse to its recovery, if that was its last change. */
function toComponent({ key, item }: ImpactedService, event: Item, changes: readonly Change[]): ParsedComponent {
  const own = changes.filter(({ externalId }) => externalId === key).toSorted((a, b) => a.at.getTime() - b.at.getTime())
  const last = own.at(-1)
  return {
    ...newService(key, readText(item, 'service_name') ?? key, readText(event, 'region_name')),
    sourceStatus: readText(item, 'max'),
    from: own.find(({ to }) => to !== '0')?.at ?? null,
    to: last?.to === '0' ? last.at : null,
  }
}

function readOwnService(item: Item, service: string): ParsedComponent[] {
  return [newService(service, readText(item, 'service_name') ?? service, readText(item, 'region_name'))]
}

/** "UAE (me-central-1)": AWS's own name for the place; the code is in the ARN and in the service. */
function readRegions(item: Item, service: string): string[] {
  const code = regionOf(service) ?? /^arn:[^:]*:health:([a-z0-9-]+):/.exec(readText(item, 'arn') ?? '')?.[1] ?? null
  const name = readText(item, 'region_name')
  if (name === null) return code === null ? [] : [code]
  return [code === null ? name : `${name} (${code})`]
}
