import { isFarAhead } from '#lib/domain/ahead.ts'
import { INCIDENT_STATUSES, type Kind, MAINTENANCE_STATUSES, type Status } from '#lib/domain/incident.ts'
import { FINISHED } from '#lib/domain/span.ts'
import type { Adapter, ParsedIncident, ParsedUpdate } from './adapter.ts'
import { joinAddress } from './wire/address.ts'
import { attempt } from './wire/attempt.ts'
import { isListOfStates } from './wire/component-states.ts'
import { type Feed, type FeedItem, readFeed } from './wire/feed.ts'
import { complaintOf } from './wire/feed-complaint.ts'
import { findPossibleEnds } from './wire/feed-doubts.ts'
import type { NotedItem } from './wire/feed-episodes.ts'
import { groupItems, type ItemGroup } from './wire/feed-groups.ts'
import { feedReach, type ItemTimes, timesOfItem } from './wire/feed-reach.ts'
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
import { meaningOf } from './wire/state-words.ts'
import { webAddress } from './wire/text.ts'
import { findTimeline, readTimeline } from './wire/timeline.ts'

/**
 * Where status pages keep their feeds, for a page that does not link to its feed; most common first. Hugo
 * links to its /index.xml.
 */
const FEED_PATHS = [
  'history.atom',
  'feed.xml',
  'feed.rss',
  'rss.xml',
  'state_feed/feed.atom',
  'data/rss.xml',
  'rss',
  'history.rss',
]

/**
 * Any RSS, Atom or JSON Feed of a status page. An item is either one incident, with its timeline in the content or only its
 * newest state, or one update of an incident; the whole feed decides which.
 * - An incident's id is the item's id, else its link; for feeds with one item per update see `groupItems`.
 * - An update's id is the item's in such feeds, else derived from time, word and ordinal.
 * - The item's time is not a stated start if the item has a timeline: on most platforms it is the time of the newest update. If
 *   the item has two times, the first one is the start.
 * - An item without a recognisable state word is `unclear`, with a warning; it never becomes an outage without an end.
 * - An item that is no longer listed was withdrawn if the feed reaches back past its start; see `feedReach`.
 */
export const feed: Adapter = {
  platform: 'feed',
  name: 'RSS, Atom or JSON Feed',

  poll: (sourceUrl) => [{ url: sourceUrl }],
  probes: (siteUrl) => [{ url: siteUrl }, ...FEED_PATHS.map((path) => ({ url: joinAddress(siteUrl, path) }))],

  recognise(document) {
    const content = attempt(() => readFeed(document, createReport()))
    const evidence = content && findEvidence(content)
    return evidence === null ? null : { evidence, sourceUrl: document.url ?? content?.selfUrl ?? null }
  },

  parse(document) {
    const report = createReport()
    const content = readFeed(document, report)
    const base = webAddress(content.url)
    const groups = groupItems(content, report)
    if (isListOfStates(groups)) {
      warn(report, '', 'a list of the states of components: it has no incidents', content.title)
      return newDocument(report, { incidents: [], completeness: 'part', kinds: [] })
    }
    const isPerUpdate = groups.some((group) => group.items.length > 1)
    const context = { base, isPerUpdate, readAt: document.readAt, possibleEnds: findPossibleEnds(groups) }
    const times = new Map<FeedItem, ItemTimes>()
    const incidents = collectIncidents(report, groups, (group) => {
      const incident = readIncident(group, context)
      if (incident.kind === 'maintenance') return incident
      const isAlone = group.items.length === 1
      for (const noted of group.items) times.set(noted.item, timesOfItem(noted, isAlone ? incident : null))
      return incident
    })
    return newDocument(report, {
      incidents,
      completeness: 'newest',
      reach: feedReach(content.items.flatMap((item) => times.get(item) ?? [])),
      kinds: ['incident', 'maintenance', 'notice'],
      page: { name: content.title, url: base, timeZone: null, indicator: null },
    })
  },

  backfill: null,
  facts: {
    list: 'The items of the feed: one for each incident, or one for each update, as the whole feed shows.',
    reach: 'As far as the feed. An item that is no longer listed says nothing.',
    components: 'Where the text states them on a labelled line or in a list.',
    maintenance: 'Where words, an address, an id or a time ahead say so.',
    indicator: null,
    rate: "A feed's `ttl` is not obeyed; the server's `Cache-Control` is.",
    knownFrom: 'real feeds of 2020 to 2026',
    quirks: [
      {
        fact: '`pubDate` is the last update on most platforms, and the start on some: never a start by itself.',
        seen: '2026',
      },
      { fact: 'The guid may be missing, the same for all items, or distinct only by its fragment.', seen: '2026' },
      { fact: '`content:encoded` may be the broken copy, escaped twice, of a good `description`.', seen: '2026' },
      { fact: 'States stand in titles, categories, headings, bold words, and in any language.', seen: '2026' },
      { fact: 'A feed of component states, as StatusIQ has, is no list of incidents.', seen: '2026' },
      { fact: 'cState writes the end of an incident into `<category>`.', seen: '6.0.1, operated' },
    ],
  },
}

/** A feed counts as a status page's if its name or its items' statuses say so; a weblog has neither. */
function findEvidence(content: Feed): string | null {
  const groups = groupItems(content, createReport())
  if (isListOfStates(groups)) return null
  const names = [content.title, content.description, content.url, content.selfUrl]
  if (names.some((name) => /\bstatus|\bincidents?\b|\boutages?\b/i.test(name ?? '')))
    return `a feed that calls itself one of a status page: ${content.title}`
  const told = groups.filter((group) => group.items.some(({ note }) => note.sourceStatus !== null)).length
  return told > 0 ? `a feed of which ${told} items tell a status` : null
}

interface Context {
  base: string | null
  /** Whether an item's id is that of an update. */
  isPerUpdate: boolean
  /** Null if unknown. */
  readAt: Date | null
  possibleEnds: ReadonlyMap<ItemGroup, string>
}

function readIncident(group: ItemGroup, context: Context): ParsedIncident {
  const newest = group.items.at(-1) as NotedItem
  const { note } = newest
  const read = group.items.map((noted) => readUpdates(noted, context))
  const posted = withOwnIds(inTimeOrder(read.flatMap((one) => one.updates)))
  const hasTimeline = read.some((one) => one.isTimeline)
  const kind = kindOf(group, posted, context.readAt)
  // Work with a stated start did not begin when an item last said that it is in progress.
  const isStarted = kind === 'maintenance' && !hasTimeline && note.labelled.startedAt !== null
  const updates = posted.map((update) => {
    const updateStatus = startedStatus(kind, update.status, update.sourceStatus)
    return { ...update, status: isStarted && updateStatus === 'in_progress' ? null : updateStatus }
  })
  const current = updates.findLast((update) => update.status !== null)
  const [status, sourceStatus] =
    note.status !== null
      ? [note.status, note.sourceStatus]
      : [current?.status ?? null, current?.sourceStatus ?? note.sourceStatus ?? note.unknownStatus]
  const times = readTimes(newest, {
    kind,
    status: startedStatus(kind, status, sourceStatus),
    hasTimeline,
    isPerUpdate: context.isPerUpdate,
  })
  const hasGap = read.some((one) => one.hasGap)
  const unclear = complaintOf(group, {
    kind,
    status,
    updates,
    times,
    hasTimeline,
    hasGap,
    possibleEnds: context.possibleEnds,
  })
  if (unclear !== null)
    warn(newest.item.report, newest.item.path, `not understood: ${unclear}`, newest.item.value.title)
  return newIncident({
    externalId: group.externalId,
    otherIds: group.otherIds,
    kind,
    title: (group.items[0] as NotedItem).note.title,
    impact: note.impact,
    sourceImpact: note.sourceImpact,
    status: startedStatus(kind, status, sourceStatus),
    sourceStatus,
    ...times,
    modifiedAt: newest.updatedAt,
    sourceUrl: webAddress(newest.item.value.url),
    components: note.components.map(({ name, status: sourceStatus }) => ({
      externalId: name,
      name,
      group: null,
      sourceStatus,
      from: null,
      to: null,
    })),
    regions: note.labelled.regions,
    unclear,
    updates,
    updatesComplete: read.every((one) => one.complete),
  })
}

/** Planned work that is going on is in progress. */
function startedStatus(kind: Kind, status: Status | null, word: string | null): Status | null {
  return kind === 'maintenance' && status === null && meaningOf(word) === 'open' ? 'in_progress' : status
}

type Times = Pick<ParsedIncident, 'statedStartedAt' | 'statedEndedAt' | 'scheduledFrom' | 'scheduledUntil'>

/**
 * The times that an item states outside its timeline: labelled lines; `published` before `updated` as start and last change, in
 * forms that have both and for items without a timeline; and for planned work with no other times, `published` as the planned
 * start.
 */
function readTimes(
  { note: { labelled, endedAt }, publishedAt, updatedAt }: NotedItem,
  {
    kind,
    status,
    hasTimeline,
    isPerUpdate,
  }: { kind: Kind; status: Status | null; hasTimeline: boolean; isPerUpdate: boolean },
): Times {
  const isOver = FINISHED.includes(status)
  const isSpan = !hasTimeline && !isPerUpdate && publishedAt !== null && updatedAt !== null && publishedAt < updatedAt
  const startedAt = labelled.startedAt ?? (isSpan ? publishedAt : null)
  const lasted =
    labelled.durationSeconds !== null && labelled.startedAt !== null
      ? new Date(labelled.startedAt.getTime() + labelled.durationSeconds * 1000)
      : null
  // If a plan is rewritten to match what happened, the completed work began and ended as it says now.
  const happened = kind === 'maintenance' && isOver && !hasTimeline ? labelled : null
  const isAhead = status === 'scheduled' && publishedAt !== null && updatedAt !== null && publishedAt > updatedAt
  const isPlan =
    kind === 'maintenance' && (status === null || isAhead) && !hasTimeline && labelled.scheduledFrom === null
  return {
    statedStartedAt: happened?.scheduledFrom ?? startedAt,
    statedEndedAt: happened?.scheduledUntil ?? endedAt ?? labelled.endedAt ?? lasted,
    scheduledFrom: labelled.scheduledFrom ?? (isPlan ? publishedAt : null),
    scheduledUntil: labelled.scheduledUntil,
  }
}

type Unnamed = Omit<ParsedUpdate, 'externalId'> & { ownId: string | null }

/** The timeline in an item, else the item as one update: at its post time in a feed of updates, else at its change time. */
function readUpdates(
  { item, note, publishedAt, updatedAt, timeline: first }: NotedItem,
  { base, isPerUpdate }: Context,
): { updates: Unnamed[]; complete: boolean; isTimeline: boolean; hasGap: boolean } {
  let hasGap = false
  const at = { path: item.path, report: item.report, base }
  const { summary } = item.value
  for (const find of [() => first, () => (summary === null ? null : findTimeline(summary))]) {
    const written = find()
    if (written === null) continue
    const timeline = readTimeline(written, publishedAt ?? updatedAt, at)
    hasGap ||= !timeline.complete
    if (timeline.updates.length === 0) continue
    const updates = timeline.updates.map((update) => ({ ...update, ownId: null }))
    return { complete: timeline.complete, updates, isTimeline: true, hasGap }
  }
  const postedAt = isPerUpdate ? (publishedAt ?? updatedAt) : (updatedAt ?? publishedAt)
  if (postedAt === null) {
    warn(item.report, item.path, 'an item without a time: its text cannot be placed', item.value.title)
    return { complete: false, updates: [], isTimeline: false, hasGap }
  }
  // A plan's time is not when its words were posted, so they form one changing update rather than one per word.
  const isPlan = note.labelled.scheduledFrom !== null && postedAt.getTime() === note.labelled.scheduledFrom.getTime()
  const update = {
    status: note.status,
    sourceStatus: note.sourceStatus ?? note.unknownStatus,
    postedAt,
    modifiedAt: updatedAt,
    ...readBody(item, 'content', base),
    componentChanges: [],
  }
  const ownId = isPerUpdate ? item.value.id : isPlan ? `${postedAt.toISOString()} plan` : null
  return { complete: false, updates: [{ ...update, ownId }], isTimeline: false, hasGap }
}

/** Repeated ids (every item using the page's address as its id) do not count as ids. */
function withOwnIds(updates: readonly Unnamed[]): ParsedUpdate[] {
  const own = updates.map((update) => update.ownId)
  const areUnique = new Set(own).size === own.length
  return withDerivedIds(updates).map(({ ownId, ...update }) =>
    areUnique && ownId !== null ? { ...update, externalId: ownId } : update,
  )
}

/** An item that calls itself an announcement or a cancelled plan is not an incident. */
function kindOf(group: ItemGroup, updates: readonly ParsedUpdate[], readAt: Date | null): Kind {
  if (group.items.at(-1)?.note.isAnnouncement) return 'notice'
  return isMaintenance(group, updates, readAt) ? 'maintenance' : 'incident'
}

/** Decided by statuses of planned work, by the item's address or id, by its words, or by a time after the reading. */
function isMaintenance(group: ItemGroup, updates: readonly ParsedUpdate[], readAt: Date | null): boolean {
  const statuses: readonly (string | null)[] = MAINTENANCE_STATUSES
  const working: readonly (string | null)[] = INCIDENT_STATUSES
  if (updates.some((update) => statuses.includes(update.status))) return true
  return group.items.some(({ item, note, publishedAt }) => {
    if (/\/maintenances?\//.test(item.value.url ?? '') || /:maintenance\//i.test(item.value.id ?? '')) return true
    if (note.labelled.type !== null) return note.isMaintenance
    if (note.isMaintenance)
      return !updates.some((update) => working.includes(update.status) && update.status !== 'resolved')
    return readAt !== null && publishedAt !== null && isFarAhead(publishedAt, readAt)
  })
}
