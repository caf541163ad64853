import { ParseError } from '#lib/domain/errors.ts'
import type { Impact } from '#lib/domain/incident.ts'
import type {
  Adapter,
  ComponentChange,
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
  type Item,
  needDate,
  needId,
  readDate,
  readDoubtfulWord,
  readId,
  readItem,
  readItems,
  readText,
  readTitle,
} from './wire/item.ts'
import { parseJsonObject } from './wire/json.ts'
import { readBody } from './wire/markdown.ts'
import { collectIncidents, collectUpdates, createReport, newDocument, newIncident, warn } from './wire/report.ts'
import { type Grades, worstOf } from './wire/worst.ts'

/**
 * Better Stack status pages: `/index.json`, JSON:API, with the reports of the last few weeks, their updates, and the resources
 * (our components) by section. https://betterstack.com/docs/uptime/status-pages
 *
 * Nothing has a status. An update gives the state of resources: it resolves when every resource that the report names is
 * resolved after it and none is affected again later. A report of kind "manual" has no end even when it is over, so the
 * resolving update is its end; a maintenance ends at its planned end. Older reports are only in the page's feed, which the
 * platform `feed` reads.
 */
export const betterstack: Adapter = {
  platform: 'betterstack',
  name: 'Better Stack',
  poll: (sourceUrl) => [{ url: joinAddress(sourceUrl, 'index.json') }],
  probes: (siteUrl) => [{ url: joinAddress(siteUrl, 'index.json') }],
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'Reports of the last weeks, incidents and maintenances, with their updates.',
    reach: "About six weeks. Older reports are only in the page's `/feed.rss`, which is read as a feed.",
    components: 'Resources in sections, with their states after each update.',
    maintenance: 'With its window; it ends as planned.',
    indicator: '`operational`, `degraded`, `downtime` or `maintenance`.',
    rate: null,
    knownFrom: 'a real body of 2026, and https://betterstack.com/docs/uptime/status-pages',
    quirks: [
      {
        fact: '`ends_at` is null on a report that somebody wrote and resolved: the update that sets every resource to "resolved" is its end.',
        seen: '3 of 3 reports, 2026',
      },
      { fact: 'Ids are texts, but `status_page_section_id` is a number.', seen: '2026' },
      { fact: 'The time zone is a name of Rails, such as "Eastern Time (US & Canada)".', seen: '2026' },
      {
        fact: 'Its feed has an item for each update, or the pair "went down" and "recovered", told apart only by the fragment of the guid.',
        seen: 'feed.rss, 2026',
      },
      { fact: 'Some pages answer `/index.json` with HTML.', seen: 'August 2026' },
    ],
  },
}

const GRADES: Grades = new Map<string, Impact | null>([
  ['operational', null],
  ['recovered', null],
  ['resolved', null],
  ['not_monitored', null],
  ['maintenance', 'none'],
  ['degraded', 'minor'],
  ['downtime', 'major'],
])

/** The included objects by type and id, and the names of resources with those of their sections. */
interface Included {
  byType: Map<string, Item[]>
  updates: Map<string, Item>
  resources: Map<string, ParsedComponent>
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: string | null } | null {
  const root = attempt(() => parseJsonObject(document, createReport()))
  const page = root === null ? null : readPage(root)
  if (page === null) return null
  const sourceUrl = addressBefore(document.url, 'index.json') ?? addressOf(page)
  return { evidence: 'JSON:API data of type "status_page" with an "aggregate_state"', sourceUrl }
}

function parse(document: SourceDocument): ParsedDocument {
  const report = createReport()
  const root = parseJsonObject(document, report)
  const page = readPage(root)
  if (page === null) throw new ParseError('not a status page of Better Stack')
  const included = readIncluded(root)
  return newDocument(report, {
    incidents: collectIncidents(report, included.byType.get('status_report') ?? [], (item) =>
      readReport(item, included),
    ),
    completeness: 'newest',
    kinds: ['incident', 'maintenance'],
    page: {
      name: readText(page, 'company_name'),
      url: addressOf(page),
      timeZone: readText(page, 'timezone'),
      indicator: readText(page, 'aggregate_state'),
    },
    components: [...included.resources.values()],
  })
}

/** The attributes of the page; null when the document is something else. */
function readPage(root: Item): Item | null {
  const data = Array.isArray(root.value.data) ? null : readItem(root, 'data')
  const attributes = data !== null && data.value.type === 'status_page' ? readItem(data, 'attributes') : null
  return attributes !== null && readText(attributes, 'aggregate_state') !== null ? attributes : null
}

function addressOf(page: Item): string | null {
  const domain = readText(page, 'custom_domain')
  return domain === null ? null : toWebAddress(`https://${domain}`)
}

function readIncluded(root: Item): Included {
  const byType = Map.groupBy(readItems(root, 'included'), (item) => readText(item, 'type') ?? '')
  const sections = new Map(
    (byType.get('status_page_section') ?? []).map((section) => {
      const attributes = readItem(section, 'attributes')
      return [readId(section, 'id'), attributes && readText(attributes, 'name')]
    }),
  )
  const resources = (byType.get('status_page_resource') ?? []).flatMap((resource): ParsedComponent[] => {
    const id = readId(resource, 'id')
    const attributes = readItem(resource, 'attributes')
    if (id === null || attributes === null) return []
    const name = readText(attributes, 'public_name') ?? id
    // A number here, but text on the section itself.
    const group = sections.get(readId(attributes, 'status_page_section_id')) ?? null
    return [newComponent({ externalId: id, name, group, sourceStatus: readText(attributes, 'status') })]
  })
  const updates = (byType.get('status_update') ?? []).map((update): [string, Item] => [
    readId(update, 'id') ?? '',
    update,
  ])
  return {
    byType,
    updates: new Map(updates),
    resources: new Map(resources.map((resource) => [resource.externalId, resource])),
  }
}

function readReport(item: Item, included: Included): ParsedIncident {
  const attributes = readItem(item, 'attributes') ?? item
  const isMaintenance = readText(attributes, 'report_type') === 'maintenance'
  const links = readUpdateLinks(item)
  const listed = links.flatMap((link) => findUpdate(link, included))
  const { updates: posted, complete } = collectUpdates(item.report, listed, (update) => readUpdate(update, included))
  const now = readMentions(attributes, included)
  const updates = withResolutions(posted, now)
  const mentions = [...now, ...updates.flatMap((update) => update.componentChanges)]
  const [, sourceStatus] = readDoubtfulWord(attributes, 'aggregate_state', GRADES)
  const [impact, sourceImpact] = worstOf([sourceStatus, ...mentions.map(({ to }) => to)], GRADES)
  const startsAt = readDate(attributes, 'starts_at')
  const endsAt = readDate(attributes, 'ends_at')
  return newIncident({
    externalId: needId(item, 'id'),
    title: readTitle(attributes, 'title'),
    sourceImpact,
    sourceStatus,
    ...(isMaintenance
      ? { kind: 'maintenance', impact: 'none', scheduledFrom: startsAt, scheduledUntil: endsAt }
      : { kind: 'incident', impact, statedStartedAt: startsAt, statedEndedAt: endsAt }),
    status: sourceStatus !== 'resolved' ? null : isMaintenance ? 'completed' : 'resolved',
    components: readAffected(mentions, included),
    updates,
    updatesComplete: complete && listed.length === links.length,
  })
}

function readUpdateLinks(item: Item): Item[] {
  const relationships = readItem(item, 'relationships')
  const updates = relationships && readItem(relationships, 'status_updates')
  return updates === null ? [] : readItems(updates, 'data')
}

function findUpdate(link: Item, { updates }: Included): Item[] {
  const id = readId(link, 'id')
  const update = id === null ? undefined : updates.get(id)
  if (update !== undefined) return [update]
  warn(link.report, link.path, 'names an update that the document does not include', id)
  return []
}

function readUpdate(item: Item, included: Included): ParsedUpdate {
  const attributes = readItem(item, 'attributes') ?? item
  const componentChanges = readMentions(attributes, included)
  const words = componentChanges.map(({ to }) => to)
  const isOver = words.length > 0 && words.every((word) => word === 'resolved')
  return {
    externalId: needId(item, 'id'),
    status: null,
    sourceStatus: isOver
      ? 'resolved'
      : (words.find((word) => word !== null && !GRADES.has(word)) ?? worstOf(words, GRADES)[1]),
    postedAt: needDate(attributes, 'published_at'),
    modifiedAt: null,
    ...readBody(attributes, 'message'),
    componentChanges,
  }
}

/**
 * Marks the updates that resolve. An update may name only some resources, so the last word on each counts; for resources that
 * the report no longer names (`now`), only the update's own. An update that a later one contradicts resolves nothing.
 */
function withResolutions(updates: readonly ParsedUpdate[], now: readonly ComponentChange[]): ParsedUpdate[] {
  const named = new Set(now.map(({ externalId }) => externalId))
  const affected = new Set<string | null>()
  const resolves = updates.map(({ componentChanges }) => {
    for (const { externalId, to } of componentChanges) {
      if (isAffected(to)) affected.add(externalId)
      else affected.delete(externalId)
    }
    const isOver =
      componentChanges.some(({ to }) => to === 'resolved') && !componentChanges.some(({ to }) => isAffected(to))
    return isOver && ![...affected].some((id) => named.has(id))
  })
  const lastAffected = updates.findLastIndex(({ componentChanges }) =>
    componentChanges.some(({ to }) => isAffected(to)),
  )
  return updates.map((update, index) =>
    resolves[index] && index > lastAffected ? { ...update, status: 'resolved' } : update,
  )
}

/** An unknown word can mean anything except an end. */
function isAffected(word: string | null): boolean {
  return word !== null && GRADES.get(word) !== null
}

/** The state of resources: in an update when it was posted, in the report now. */
function readMentions(attributes: Item, { resources }: Included): ComponentChange[] {
  return readItems(attributes, 'affected_resources').flatMap((mention): ComponentChange[] => {
    const [, to] = readDoubtfulWord(mention, 'status', GRADES)
    const externalId = readId(mention, 'status_page_resource_id')
    return externalId === null
      ? []
      : [{ externalId, name: resources.get(externalId)?.name ?? externalId, from: null, to }]
  })
}

/** Each resource once, with the worst state ever given for it. */
function readAffected(mentions: readonly ComponentChange[], { resources }: Included): ParsedComponent[] {
  const byId = Map.groupBy(mentions, ({ externalId }) => externalId ?? '')
  return [...byId].map(([externalId, changes]) => ({
    ...(resources.get(externalId) ?? newComponent({ externalId, name: externalId })),
    sourceStatus: worstOf(
      changes.map(({ to }) => to),
      GRADES,
    )[1],
  }))
}
