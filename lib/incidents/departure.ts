import type { Completeness, Reach } from '#lib/adapters/adapter.ts'
import { HISTORIES } from '#lib/documents/observations.ts'
import { isJoined } from '#lib/documents/store-read.ts'
import type { Kind, Span } from '#lib/domain/incident.ts'
import { earlier, earliestOf, later, latestOf, toSecond } from '#lib/domain/instant.ts'
import { countBefore, type ReadTimes, splitReads } from '#lib/domain/read-times.ts'
import type { IncidentState } from './apply-observation.ts'

/** An accepted observation of a document with what it lists. */
export interface ListRead extends ReadTimes {
  url: string | null
  completeness: Completeness
  kinds: readonly Kind[]
  reach: Reach<string> | null
  intervalSeconds: number
  /** The first acceptance of the same bytes, in this observation or another. */
  acceptedSince: Date
  listed: ReadonlySet<string>
}

/** What lists show about an incident that they no longer contain. */
export interface Departure {
  /** The last accepted read that listed it, at any address; null when none is known. */
  lastListedAt: Date | null
  /** The first read of a list of the newest, or of open incidents, that lacks it; null while none is believed. */
  leftAt: Date | null
  /** Whether the vendor withdrew it: leaving a list of open incidents ends it without withdrawing it. */
  isWithdrawn: boolean
}

/** How complete a document must be for its silence to say anything. */
export const LISTS: readonly Completeness[] = [...HISTORIES, 'open']

/**
 * Finds what the accepted observations of a source say about an incident's absence. The result depends only on these,
 * so that neither the order of arrival nor a replay matters. `span` is the span by the incident's own times.
 */
export function findDeparture(incident: IncidentState, span: Span, reads: readonly ListRead[]): Departure {
  const ids = [incident.externalId, ...incident.otherIds]
  const isListed = ({ listed }: ListRead) => ids.some((id) => listed.has(id))
  const listing = reads.filter((read) => read.completeness !== 'gone' && isListed(read))
  const last = latestOf(listing.map(({ lastAt }) => lastAt))
  if (last === null) return { lastListedAt: null, leftAt: null, isWithdrawn: false }

  const { kind } = incident.live.content
  const absent = reads.filter((read) => read.lastAt > last && read.kinds.includes(kind))
  const takenBackAt = findAgreed(
    absent.filter((read) => isWithinReach(read, incident, span) && read.acceptedSince >= incident.firstSeenAt),
    last,
  )
  if (takenBackAt !== null) return { lastListedAt: last, leftAt: takenBackAt, isWithdrawn: true }
  const open = absent.filter(({ completeness }) => completeness === 'open')
  const first = earliestOf(open.map((read) => firstReadAfter(read, last)))
  if (first === null) return { lastListedAt: last, leftAt: null, isWithdrawn: false }
  if (isAhead(incident, span, first)) {
    const own = open.filter(({ url }) =>
      listing.some((read) => read.url === url && isJoined(read.lastAt, last, read.intervalSeconds)),
    )
    const leftAt = findAgreed(own, last)
    return { lastListedAt: last, leftAt, isWithdrawn: leftAt !== null }
  }
  const isOver =
    isOpenWhenGone(incident, span, last, first) &&
    open.some(
      ({ lastAt }) => (span.startedAt === null || lastAt > span.startedAt) && !isStillListed(reads, listing, lastAt),
    )
  return { lastListedAt: last, leftAt: isOver ? first : null, isWithdrawn: false }
}

/**
 * The span of an incident that is gone since `goneAt`: if it was open when it was last read, it ends with that read
 * (`seen`), or is `single` where that read is its start. Maintenance that was withdrawn before it began keeps its
 * planned start and has no duration.
 */
export function endWhereLeft(span: Span, incident: IncidentState, { lastListedAt }: Departure, goneAt: Date): Span {
  if (span.startedAt === null) return span
  if (isAhead(incident, span, goneAt)) return { ...span, endedAt: span.startedAt, basis: 'single' }
  const lastOpenAt = earlier(lastListedAt ?? incident.live.observedAt, goneAt)
  if (!isOpenWhenGone(incident, span, lastOpenAt, goneAt)) return span
  const endedAt = later(toSecond(lastOpenAt), span.startedAt)
  return { ...span, endedAt, basis: endedAt > span.startedAt ? 'seen' : 'single' }
}

/** Whether it is maintenance that had not begun at `at`. */
export function isAhead({ live: { content } }: IncidentState, { startedAt }: Span, at: Date): boolean {
  return content.kind === 'maintenance' && startedAt !== null && startedAt > at
}

/** Whether it was open at the last read that listed it, and no planned end came before the first read that did not. */
function isOpenWhenGone({ live: { content } }: IncidentState, span: Span, last: Date, gone: Date): boolean {
  if (span.basis === 'ongoing') return true
  const { kind, scheduledUntil, statedEndedAt, status } = content
  if (kind !== 'maintenance' || span.basis !== 'reported' || statedEndedAt !== null || status === 'completed')
    return false
  const isPlannedEnd = scheduledUntil !== null && span.endedAt?.getTime() === toSecond(scheduledUntil).getTime()
  return isPlannedEnd && span.startedAt !== null && span.startedAt <= last && scheduledUntil > gone
}

/**
 * Whether a list of the newest would contain it, by the list's own order. An incident exactly at the list's edge may
 * lie outside.
 */
function isWithinReach({ completeness, reach, readCount }: ListRead, incident: IncidentState, span: Span): boolean {
  if (completeness !== 'newest' || reach === null || readCount === 0) return false
  const { content } = incident.live
  const from = reach.from[content.kind]
  const key = reach.order === 'started' ? placeByStart(incident, span) : placeByCreation(incident)
  return from !== undefined && key !== null && key > new Date(from)
}

function placeByStart({ live: { content } }: IncidentState, { startedAt }: Span): Date | null {
  return content.kind === 'maintenance' ? content.scheduledFrom : startedAt
}

/** A time no later than its creation, which is not stored. Unknown for maintenance. */
function placeByCreation({ live: { content }, updates }: IncidentState): Date | null {
  if (content.kind === 'maintenance' || content.statedStartedAt === null) return null
  return earliestOf([content.statedStartedAt, ...[...updates.values()].map(({ live }) => live.content.postedAt)])
}

/**
 * The first of two reads of one address after `since` that are a poll interval or more apart; null while there are no
 * two.
 */
function findAgreed(reads: readonly ListRead[], since: Date): Date | null {
  const agreed = [...Map.groupBy(reads, ({ url }) => url).values()].map((own) => {
    const [first] = own.toSorted((a, b) => a.firstAt.getTime() - b.firstAt.getTime())
    const at = first === undefined ? null : firstReadAfter(first, since)
    const until = latestOf(own.map(({ lastAt }) => lastAt))
    if (first === undefined || at === null || until === null) return null
    return until.getTime() - at.getTime() >= first.intervalSeconds * 1000 ? at : null
  })
  return earliestOf(agreed)
}

/** Whether a list that contained it at its last read has not been read since. */
function isStillListed(reads: readonly ListRead[], listing: readonly ListRead[], at: Date): boolean {
  return listing.some(
    (one) =>
      LISTS.includes(one.completeness) &&
      one.readCount > 0 &&
      isJoined(one.lastAt, at, one.intervalSeconds) &&
      !reads.some((other) => other.url === one.url && other.lastAt > one.lastAt),
  )
}

function firstReadAfter(read: ListRead, at: Date): Date | null {
  const [, rest] = splitReads(read, countBefore(read, at, { orAt: true }))
  return rest?.firstAt ?? null
}
