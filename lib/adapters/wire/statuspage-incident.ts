import type { ComponentChange, ParsedComponent, ParsedIncident, ParsedUpdate } from '#lib/adapters/adapter.ts'
import type { Impact, Kind } from '#lib/domain/incident.ts'
import {
  type Item,
  needFirstDate,
  needId,
  readDate,
  readId,
  readItems,
  readLooseDate,
  readState,
  readText,
  readTitle,
  readWord,
} from './item.ts'
import { readBody } from './markdown.ts'
import { collectUpdates, newIncident } from './report.ts'
import { webAddress } from './text.ts'
import { IMPACT_WORDS, STATUS_WORDS } from './words.ts'

interface Context {
  kind: Kind
  /** The page address that precedes `/incidents/<id>`, without a trailing slash. */
  pageUrl: string | null
  /** Names of component groups by id, if the document lists them. */
  groups: ReadonlyMap<string, string>
}

/** For an incident, "maintenance" is Statuspage's word for "components under maintenance", ranked below minor. */
const IMPACTS: ReadonlyMap<string, Impact> = new Map([...IMPACT_WORDS, ['maintenance', 'none']])

/** From mildest to worst, to find how a component was affected from what the updates say. */
const COMPONENT_STATUSES = [
  'operational',
  'under_maintenance',
  'degraded_performance',
  'partial_outage',
  'major_outage',
]

/**
 * One incident or maintenance. Either created_at or started_at may be the typed time and the other the back-dated one, so the
 * earlier is its stated start. For a maintenance both are the announcement, so it has no stated start.
 */
export function readIncident(item: Item, { kind, pageUrl, groups }: Context): ParsedIncident {
  const externalId = needId(item, 'id')
  const { updates, complete } = collectUpdates(item.report, readItems(item, 'incident_updates'), readUpdate)
  const [impact, sourceImpact] = readWord(item, 'impact', IMPACTS)
  const [status, sourceStatus] = readState(item, 'status', STATUS_WORDS, { isNeeded: true })
  const started = earlier(readDate(item, 'created_at'), readDate(item, 'started_at'))
  return newIncident({
    externalId,
    kind,
    title: readTitle(item, 'name'),
    impact: impact ?? 'unknown',
    sourceImpact,
    status,
    sourceStatus,
    statedStartedAt: kind === 'maintenance' ? null : started,
    statedEndedAt: readDate(item, 'resolved_at'),
    scheduledFrom: readDate(item, 'scheduled_for'),
    scheduledUntil: readDate(item, 'scheduled_until'),
    modifiedAt: readLooseDate(item, 'updated_at'),
    sourceUrl:
      pageUrl === null ? webAddress(item.value.shortlink) : `${pageUrl}/incidents/${encodeURIComponent(externalId)}`,
    components: affectedComponents(readComponents(readItems(item, 'components'), groups), updates),
    updatesComplete: complete,
    updates,
  })
}

/** Components as a document or an incident lists them, by id, since names repeat across groups. Groups are not components. */
export function readComponents(items: readonly Item[], groups: ReadonlyMap<string, string>): ParsedComponent[] {
  const components = new Map<string, ParsedComponent>()
  for (const item of items) {
    const externalId = readId(item, 'id')
    const name = readText(item, 'name')
    if (externalId === null || name === null || item.value.group === true) continue
    const group = groups.get(readId(item, 'group_id') ?? '') ?? null
    components.set(externalId, {
      externalId,
      name,
      group,
      sourceStatus: readText(item, 'status'),
      from: null,
      to: null,
    })
  }
  return [...components.values()]
}

/** Names of component groups by their ids. */
export function readGroups(items: readonly Item[]): Map<string, string> {
  const groups = new Map<string, string>()
  for (const item of items) {
    const id = readId(item, 'id')
    const name = readText(item, 'name')
    if (item.value.group === true && id !== null && name !== null) groups.set(id, name)
  }
  return groups
}

/** `display_at` is the time shown on the page; a postmortem has none. */
function readUpdate(item: Item): ParsedUpdate {
  const [status, sourceStatus] = readState(item, 'status', STATUS_WORDS)
  const { body, format } = readBody(item, 'body')
  return {
    externalId: needId(item, 'id'),
    status,
    sourceStatus,
    postedAt: needFirstDate(item, 'display_at', 'created_at'),
    modifiedAt: readLooseDate(item, 'updated_at'),
    body,
    format,
    componentChanges: readChanges(item),
  }
}

function readChanges(update: Item): ComponentChange[] {
  const changes: ComponentChange[] = []
  for (const item of readItems(update, 'affected_components')) {
    const name = readText(item, 'name')
    if (name === null) continue
    const from = readText(item, 'old_status')
    changes.push({ externalId: readId(item, 'code'), name, from, to: readText(item, 'new_status') })
  }
  return changes
}

/**
 * An incident lists its components' current states, long after it. Its updates say how they were affected, and the worst word
 * there counts. If they only report recovery, the state before it counts. Names there also carry the group ("Europe -
 * Frankfurt"), and some components appear only there.
 */
function affectedComponents(listed: readonly ParsedComponent[], updates: readonly ParsedUpdate[]): ParsedComponent[] {
  const components = new Map(
    listed.map((component) => [component.externalId, { ...component, sourceStatus: null as string | null }]),
  )
  const before = new Map<string, string | null>()
  for (const { componentChanges } of updates) {
    for (const { externalId, name, from, to } of componentChanges) {
      if (externalId === null) continue
      before.set(externalId, worse(before.get(externalId) ?? null, from))
      const component = components.get(externalId) ?? {
        externalId,
        name,
        group: null,
        sourceStatus: null,
        from: null,
        to: null,
      }
      component.group ??= groupIn(name, component.name)
      component.sourceStatus = worse(component.sourceStatus, to)
      components.set(externalId, component)
    }
  }
  return [...components.values()].map((component) =>
    component.sourceStatus === 'operational'
      ? { ...component, sourceStatus: before.get(component.externalId) ?? component.sourceStatus }
      : component,
  )
}

function groupIn(fullName: string, name: string): string | null {
  const end = ` - ${name}`
  return fullName.endsWith(end) ? fullName.slice(0, -end.length) : null
}

function worse(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  return rank(other) > rank(one) ? other : one
}

function rank(word: string): number {
  return COMPONENT_STATUSES.indexOf(word)
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other
  return one <= other ? one : other
}
