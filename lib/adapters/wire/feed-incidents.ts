import type { ParsedDocument, ParsedIncident, ParsedUpdate } from '#lib/adapters/adapter.ts'
import { isFarAhead } from '#lib/domain/ahead.ts'
import { INCIDENT_STATUSES, type Kind, MAINTENANCE_STATUSES, type Status } from '#lib/domain/incident.ts'
import { FINISHED } from '#lib/domain/span.ts'
import { isListOfStates } from './component-states.ts'
import type { Feed, FeedItem } from './feed.ts'
import { complaintOf } from './feed-complaint.ts'
import { findPossibleEnds } from './feed-doubts.ts'
import type { NotedItem } from './feed-episodes.ts'
import { groupItems, type ItemGroup } from './feed-groups.ts'
import { feedReach, type ItemTimes, timesOfItem } from './feed-reach.ts'
import { readBody } from './markdown.ts'
import { collectIncidents, inTimeOrder, newDocument, newIncident, type Report, warn, withDerivedIds } from './report.ts'
import { meaningOf } from './state-words.ts'
import { webAddress } from './text.ts'
import { findTimeline, readTimeline } from './timeline.ts'

/** What a platform's own feed gives beyond any feed. */
export interface FeedDialect {
  /** The id of an item's incident: items with the same one are one incident. Null for an item without one. */
  idOf?: (item: FeedItem) => string | null
  /** By an incident's newest item; null where it does not say, so that its words decide. */
  kindOf?: (item: FeedItem) => Kind | null
  /** The incident with what else its newest item states. */
  refine?: (incident: ParsedIncident, newest: NotedItem) => ParsedIncident
}

/** The incidents of a feed, as the platform `feed` documents it. */
export function parseFeedIncidents(
  content: Feed,
  report: Report,
  readAt: Date | null,
  { idOf, kindOf = () => null, refine = (incident) => incident }: FeedDialect = {},
): ParsedDocument {
  const base = webAddress(content.url)
  const groups = groupItems(content, report, idOf)
  if (isListOfStates(groups)) {
    warn(report, '', 'a list of the states of components: it has no incidents', content.title)
    return newDocument(report, { incidents: [], completeness: 'part', kinds: [] })
  }
  const isPerUpdate = groups.some((group) => group.items.length > 1)
  const context = {
    base,
    isPerUpdate,
    readAt,
    kindOf,
    possibleEnds: idOf === undefined ? findPossibleEnds(groups) : new Map(),
  }
  const times = new Map<FeedItem, ItemTimes>()
  const incidents = collectIncidents(report, groups, (group) => {
    const incident = refine(readIncident(group, context), group.items.at(-1) as NotedItem)
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
}

interface Context {
  base: string | null
  /** Whether an item's id is that of an update. */
  isPerUpdate: boolean
  /** Null if unknown. */
  readAt: Date | null
  kindOf: (item: FeedItem) => Kind | null
  possibleEnds: ReadonlyMap<ItemGroup, string>
}

function readIncident(group: ItemGroup, context: Context): ParsedIncident {
  const newest = group.items.at(-1) as NotedItem
  const { note } = newest
  const read = group.items.map((noted) => readUpdates(noted, context))
  const posted = withOwnIds(inTimeOrder(read.flatMap((one) => one.updates)))
  const hasTimeline = read.some((one) => one.isTimeline)
  const kind = context.kindOf(newest.item) ?? kindOf(group, posted, context.readAt)
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
    const isAhead = readAt !== null && publishedAt !== null && isFarAhead(publishedAt, readAt)
    if (isAhead) item.report.dependsOnReadAt = true
    return isAhead
  })
}
