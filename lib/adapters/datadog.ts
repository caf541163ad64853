import { ParseError } from '#lib/domain/errors.ts'
import type { Impact, Status } from '#lib/domain/incident.ts'
import { FINISHED } from '#lib/domain/span.ts'
import type { Adapter, ParsedComponent, ParsedDocument, ParsedIncident, SourceDocument } from './adapter.ts'
import { addressBefore, joinAddress, toWebAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { newComponent, uniqueComponents } from './wire/component.ts'
import {
  hasField,
  type Item,
  needFirstDate,
  needId,
  readDate,
  readFlag,
  readId,
  readItems,
  readLooseDate,
  readText,
  readTitle,
  readWord,
  toWord,
} from './wire/item.ts'
import { parseJsonObject } from './wire/json.ts'
import { readBody } from './wire/markdown.ts'
import { reachOf, timesOf } from './wire/reach.ts'
import { collectLists, createReport, newDocument, newIncident } from './wire/report.ts'
import { collectUnnamedUpdates, type UnnamedUpdate } from './wire/unnamed-updates.ts'
import { STATUS_WORDS } from './wire/words.ts'
import { worstOf } from './wire/worst.ts'

/**
 * Status pages that Datadog hosts for others: `/config.json`, the document that the page itself draws, with its components,
 * incidents and maintenances. This follows a whole document of September 2026 (four incidents, no maintenance); maintenances
 * are read strictly by the names of Datadog's API, in the spelling of that document.
 * https://docs.datadoghq.com/api/latest/status-pages/
 *
 * An incident's own components have the state of now, so how bad it was is in its timeline alone. An entry's `startedAt` is
 * what the page shows; `createdAt` is when it was typed, which for a backfilled incident is one time for all entries.
 * Datadog's own status page is a Statuspage.
 */
export const datadog: Adapter = {
  platform: 'datadog',
  name: 'Datadog Status Page',
  poll: (sourceUrl) => [{ url: joinAddress(sourceUrl, 'config.json') }],
  probes: (siteUrl) => [{ url: joinAddress(siteUrl, 'config.json') }],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'Incidents and maintenances of the page, open or over, each with its whole timeline.',
    reach: 'As far as the document, which is not paged.',
    components: 'With each incident, by group; their states as its timeline gave them.',
    maintenance: 'With its planned start and its end.',
    indicator: null,
    rate: null,
    knownFrom: 'a whole real body of September 2026 with four incidents and no maintenance',
    quirks: [
      {
        fact: 'The components of a resolved incident have their state of now: how bad it was is in its timeline alone.',
        seen: 'all four incidents, September 2026',
      },
      {
        fact: 'An entry of the timeline has its time in `startedAt`; `createdAt` is when it was typed, the same for all entries of a backfilled incident.',
        seen: 'all four incidents, September 2026',
      },
      { fact: 'A page without maintenances has null in their place, not an empty list.', seen: 'September 2026' },
      { fact: "Datadog's own status page is an Atlassian Statuspage.", seen: '2026' },
    ],
  },
}

const COMPONENT_TYPES = ['Component', 'ComponentGroup']

const IMPACTS: ReadonlyMap<string, Impact> = new Map([
  ['operational', 'none'],
  ['maintenance', 'none'],
  ['degraded', 'minor'],
  ['partial_outage', 'major'],
  ['major_outage', 'critical'],
])

const STATUSES: ReadonlyMap<string, Status | null> = new Map<string, Status | null>([
  ...STATUS_WORDS,
  ['canceled', null],
])

interface Page {
  url: string | null
  components: ReadonlyMap<string, ParsedComponent>
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const root = attempt(() => readRoot(document))
  if (root === null) return null
  return {
    evidence: 'a page with "incidents", "maintenances" and components of the types of Datadog',
    sourceUrl: addressBefore(document.url, 'config.json'),
  }
}

function readRoot(document: SourceDocument): Item {
  const root = parseJsonObject(document, createReport())
  const isPage = Array.isArray(root.value.incidents) && hasField(root, 'maintenances')
  const types = readItems(root, 'components').map((component) => component.value.type)
  const isTyped = types.length > 0 && types.every((type) => COMPONENT_TYPES.includes(toWord(type)))
  if (!isPage || !isTyped) throw new ParseError('not the "config.json" of a Datadog status page')
  return { ...root, report: createReport() }
}

function parse(document: SourceDocument): ParsedDocument {
  const root = readRoot(document)
  const { report } = root
  const components = readComponents(root)
  const page = {
    url: addressBefore(document.url, 'config.json'),
    components: new Map(components.map((component) => [component.externalId, component])),
  }
  const incidents = readItems(root, 'incidents')
  const maintenances = readItems(root, 'maintenances')
  return newDocument(report, {
    incidents: collectLists(report, [
      { items: incidents, read: (item) => readIncident(item, page) },
      { items: maintenances, read: (item) => readMaintenance(item, page) },
    ]),
    completeness: 'newest',
    reach: reachOf('started', { incident: timesOf(incidents, 'publishedDate') }),
    kinds: ['incident', 'maintenance'],
    page: { name: readText(root, 'name'), url: page.url, timeZone: null, indicator: null },
    components,
  })
}

/** The components of all groups; a group itself has no state. */
function readComponents(root: Item): ParsedComponent[] {
  const listed = readItems(root, 'components').flatMap((item) => {
    if (item.value.type === 'Component') return toComponent(item, null)
    const name = readText(item, 'name')
    return readItems(item, 'components').flatMap((inner) => toComponent(inner, name))
  })
  return uniqueComponents(listed)
}

function toComponent(item: Item, group: string | null): ParsedComponent[] {
  const externalId = readId(item, 'id')
  if (externalId === null) return []
  const name = readText(item, 'name') ?? externalId
  return [newComponent({ externalId, name, group, sourceStatus: readText(item, 'status') })]
}

function readIncident(item: Item, page: Page): ParsedIncident | null {
  if (isDeleted(item)) return null
  const [status, sourceStatus] = readWord(item, 'currentStatus', STATUSES)
  const isResolved = readFlag(item, 'resolved')
  const id = needId(item, 'id')
  const affected = readAffected(item, page, isResolved === false)
  const [impact, sourceImpact] = worstOf(
    affected.map((component) => component.sourceStatus),
    IMPACTS,
  )
  return newIncident({
    externalId: id,
    kind: 'incident',
    title: readTitle(item, 'title'),
    impact,
    sourceImpact,
    status,
    sourceStatus,
    statedStartedAt: readDate(item, 'publishedDate'),
    statedEndedAt: isResolved === false ? null : readDate(item, 'resolvedDate'),
    modifiedAt: readLooseDate(item, 'lastModifiedAt'),
    sourceUrl: page.url && toWebAddress(`incidents/${id}`, page.url),
    components: affected,
    unclear: complaintOf(isResolved, status, sourceStatus),
    ...readTimeline(item),
  })
}

/** Whether it is over is said twice: where the two contradict each other, neither is believed. */
function complaintOf(isResolved: boolean | null, status: Status | null, word: string | null): string | null {
  if (status === null) return isResolved === null ? `unknown status "${word ?? ''}"` : null
  const isClosed = FINISHED.includes(status)
  return isResolved === null || isResolved === isClosed ? null : `"${word}", and "resolved" is ${isResolved}`
}

function readMaintenance(item: Item, page: Page): ParsedIncident | null {
  if (isDeleted(item)) return null
  const [status, sourceStatus] = readWord(item, 'currentStatus', STATUSES)
  const isCancelled = sourceStatus?.toLowerCase() === 'canceled'
  const id = needId(item, 'id')
  return newIncident({
    externalId: id,
    // What was called off did not take place.
    kind: isCancelled ? 'notice' : 'maintenance',
    title: readTitle(item, 'title'),
    impact: 'none',
    status,
    sourceStatus,
    statedEndedAt: readDate(item, 'completedDate'),
    scheduledFrom: readDate(item, 'startDate'),
    modifiedAt: readLooseDate(item, 'lastModifiedAt'),
    sourceUrl: page.url && toWebAddress(`maintenances/${id}`, page.url),
    components: readAffected(item, page, false),
    unclear: isCancelled || status !== null ? null : `unknown status "${sourceStatus ?? ''}"`,
    ...readTimeline(item),
  })
}

function isDeleted(item: Item): boolean {
  return (item.value.deletedAt ?? null) !== null
}

/** Each affected component with the worst that an entry of the timeline says of it, and what is said of it now if that counts. */
function readAffected(item: Item, { components }: Page, isNowToo: boolean): ParsedComponent[] {
  const own = readItems(item, 'componentsAffected')
  const told = readItems(item, 'timeline').flatMap((entry) => readItems(entry, 'componentsAffected'))
  const byId = Map.groupBy([...told, ...own], (component) => readId(component, 'id'))
  return [...byId].flatMap(([externalId, said]) => {
    if (externalId === null) return []
    const known = components.get(externalId)
    const name = said.map((one) => readText(one, 'name')).find((one) => one !== null) ?? known?.name ?? externalId
    const counting = said.filter((one) => isNowToo || !own.includes(one))
    const words = counting.map((one) => readWord(one, 'status', IMPACTS)[1])
    return newComponent({ externalId, name, group: known?.group ?? null, sourceStatus: worstOf(words, IMPACTS)[1] })
  })
}

function readTimeline(item: Item): Pick<ParsedIncident, 'updates' | 'updatesComplete'> {
  const { updates, complete } = collectUnnamedUpdates(item.report, readItems(item, 'timeline'), readUpdate)
  return { updates, updatesComplete: complete }
}

function readUpdate(update: Item): UnnamedUpdate {
  const [status, sourceStatus] = readWord(update, 'status', STATUSES)
  return {
    externalId: readId(update, 'id') ?? undefined,
    status,
    sourceStatus,
    postedAt: needFirstDate(update, 'startedAt', 'createdAt'),
    modifiedAt: readLooseDate(update, 'lastModifiedAt'),
    ...readBody(update, 'description'),
    componentChanges: readItems(update, 'componentsAffected').flatMap((component) => {
      const name = readText(component, 'name')
      if (name === null) return []
      return [{ externalId: readId(component, 'id'), name, from: null, to: readText(component, 'status') }]
    }),
  }
}
