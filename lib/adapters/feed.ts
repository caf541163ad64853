import { ParseError } from '#lib/domain/errors.ts'
import { MAINTENANCE_STATUSES } from '#lib/domain/incident.ts'
import type { Adapter, ParsedIncident, ParsedUpdate } from './adapter.ts'
import { type Feed, readFeed } from './wire/feed.ts'
import { groupItems, type ItemGroup, type NotedItem } from './wire/feed-groups.ts'
import { readBody } from './wire/markdown.ts'
import {
  collectIncidents,
  createReport,
  inTimeOrder,
  newDocument,
  newIncident,
  warn,
  withDerivedIds,
} from './wire/report.ts'
import { webAddress } from './wire/text.ts'
import { readTimeline } from './wire/timeline.ts'

/** Where feeds of status pages are found beneath the address of the page, most common first. */
const FEED_PATHS = ['/history.atom', '/history.rss', '/feed.rss', '/feed.atom', '/feed', '/rss', '/index.xml']

/**
 * Any RSS, Atom or JSON Feed of a status page. An item tells of one incident, with its timeline in the content or only its
 * newest state, or of one update of an incident; which of them is told from the whole feed.
 * - An incident's id is the item's id, else its link; for feeds with an item per update see `groupItems`.
 * - An update's id is the item's in such feeds, else derived from time, word and ordinal.
 * - An item's times are never a stated start: on most platforms they are those of its newest update.
 * - An item that is no longer listed says nothing: feeds list the newest only.
 */
export const feed: Adapter = {
  platform: 'feed',
  name: 'RSS, Atom or JSON Feed',

  poll: (sourceUrl) => [{ url: sourceUrl }],
  probes: (siteUrl) => [{ url: siteUrl }, ...FEED_PATHS.map((path) => ({ url: siteUrl.replace(/\/*$/, path) }))],

  recognise(document) {
    try {
      const content = readFeed(document, createReport())
      const evidence = findEvidence(content)
      return evidence === null ? null : { evidence, sourceUrl: document.url ?? content.selfUrl }
    } catch (error) {
      if (error instanceof ParseError) return null
      throw error
    }
  },

  parse(document) {
    const report = createReport()
    const content = readFeed(document, report)
    const base = webAddress(content.url)
    const groups = groupItems(content, report)
    const isPerUpdate = groups.some((group) => group.items.length > 1)
    return newDocument(report, {
      incidents: collectIncidents(report, groups, (group) => readIncident(group, { base, isPerUpdate })),
      extent: 'newest',
      kinds: ['incident', 'maintenance'],
      page: { name: content.title, url: base, timeZone: null, indicator: null },
    })
  },

  backfill: null,
}

/** A feed is taken for that of a status page by its name or by the statuses that its items tell; a weblog has neither. */
function findEvidence(content: Feed): string | null {
  const names = [content.title, content.description, content.url, content.selfUrl]
  if (names.some((name) => /\bstatus|\bincidents?\b|\boutages?\b/i.test(name ?? '')))
    return `a feed that calls itself one of a status page: ${content.title}`
  const told = groupItems(content, createReport()).filter((group) =>
    group.items.some(({ note }) => note.sourceStatus !== null),
  ).length
  return told > 0 ? `a feed of which ${told} items tell a status` : null
}

interface Context {
  base: string | null
  /** Whether an item's id is that of an update. */
  isPerUpdate: boolean
}

function readIncident(group: ItemGroup, context: Context): ParsedIncident {
  const newest = group.items.at(-1) as NotedItem
  const read = group.items.map((noted) => readUpdates(noted, context))
  const updates = withOwnIds(inTimeOrder(read.flatMap((one) => one.updates)))
  const current = updates.findLast((update) => update.status !== null)
  return newIncident({
    externalId: group.externalId,
    otherIds: group.otherIds,
    kind: isMaintenance(group, updates) ? 'maintenance' : 'incident',
    title: (group.items[0] as NotedItem).note.title,
    impact: newest.note.impact,
    sourceImpact: newest.note.sourceImpact,
    status: newest.note.status ?? current?.status ?? null,
    sourceStatus: newest.note.sourceStatus ?? current?.sourceStatus ?? null,
    statedEndedAt: newest.note.endedAt,
    modifiedAt: newest.updatedAt,
    sourceUrl: webAddress(newest.item.value.url),
    components: newest.note.components.map(({ name, status }) => ({
      externalId: name,
      name,
      group: null,
      sourceStatus: status,
      from: null,
      to: null,
    })),
    updates,
    updatesComplete: read.every((one) => one.complete),
  })
}

type Unnamed = Omit<ParsedUpdate, 'externalId'> & { ownId: string | null }

/** The timeline in an item, else the item as one update: of a feed of updates when posted, of a feed of incidents when changed. */
function readUpdates(
  { item, note, publishedAt, updatedAt }: NotedItem,
  { base, isPerUpdate }: Context,
): { updates: Unnamed[]; complete: boolean } {
  const timeline = readTimeline(item.value.content ?? '', publishedAt ?? updatedAt, {
    path: item.path,
    report: item.report,
    base,
  })
  if (timeline !== null)
    return { complete: timeline.complete, updates: timeline.updates.map((update) => ({ ...update, ownId: null })) }
  const postedAt = isPerUpdate ? (publishedAt ?? updatedAt) : (updatedAt ?? publishedAt)
  if (postedAt === null) {
    warn(item.report, item.path, 'an item without a time: its text cannot be placed', item.value.title)
    return { complete: false, updates: [] }
  }
  const update = {
    status: note.status,
    sourceStatus: note.sourceStatus,
    postedAt,
    modifiedAt: updatedAt,
    ...readBody(item, 'content', base),
    componentChanges: [],
  }
  return { complete: false, updates: [{ ...update, ownId: isPerUpdate ? item.value.id : null }] }
}

/** Ids that repeat (all items with the page's address for an id) are none. */
function withOwnIds(updates: readonly Unnamed[]): ParsedUpdate[] {
  const own = updates.map((update) => update.ownId)
  const areUnique = new Set(own).size === own.length
  return withDerivedIds(updates).map(({ ownId, ...update }) =>
    areUnique && ownId !== null ? { ...update, externalId: ownId } : update,
  )
}

/** By the statuses of planned work, by the path of the page, or by a title that says so. */
function isMaintenance(group: ItemGroup, updates: readonly ParsedUpdate[]): boolean {
  const statuses: readonly (string | null)[] = MAINTENANCE_STATUSES
  if (updates.some((update) => statuses.includes(update.status))) return true
  return group.items.some(
    ({ item, note }) =>
      /\/maintenances?\//.test(item.value.url ?? '') ||
      /^(?:scheduled|planned|emergency) maintenance\b/i.test(note.title),
  )
}
