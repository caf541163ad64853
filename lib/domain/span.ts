import type { Kind, Span, Status } from './incident.ts'
import { earliestOf, isAfter, later, secondsBetween, toSecond } from './instant.ts'

/** The times of one incident as the source states them, before applying any rule. */
export interface SpanSource {
  kind: Kind
  /** The incident's own status; null when the source gives none. */
  status: Status | null
  statedStartedAt: Date | null
  statedEndedAt: Date | null
  scheduledFrom: Date | null
  scheduledUntil: Date | null
  /** With their displayed times; equal times keep the given order, oldest first. */
  updates: { status: Status | null; postedAt: Date }[]
  /** Why the words for its state or its times were not understood; null when they were. */
  unclear?: string | null
}

/** A span, and how far its source was read, which limits an incident without an end. */
export interface OpenSpan extends Span {
  /**
   * The time up to which an incident without an end counts, if its source was not read until the requested moment (see
   * `countsUntil`). Absent or null if it was.
   */
  knownUntil?: Date | null
  /** When the vendor withdrew it; null or absent otherwise. */
  withdrawnAt?: Date | null
  /** When its duplicate in another source ended; null or absent if unknown. */
  duplicateEndedAt?: Date | null
}

/** An admin's correction of a span: an absent property is not corrected; an end corrected to null is open. */
export interface SpanCorrections {
  startedAt?: Date
  endedAt?: Date | null
}

/** A span as it stood at a moment. */
export interface SpanAt extends Omit<Span, 'mitigatedAt'> {
  /** End − start in whole seconds; elapsed time while ongoing; null if the vendor has not reported it. */
  durationSeconds: number | null
  /**
   * The instant up to which it counts: its end, or without one the requested moment or the last time it was known to be open;
   * null without a duration.
   */
  countedUntil: Date | null
  /**
   * Whether the duration is a minimum because its end is unknown. False for an incident that is followed until `asOf`.
   */
  durationIsMinimum: boolean
  timeToMitigateSeconds: number | null
}

/** If a lone update's times are closer together than this, they show when it was typed, not how long the outage lasted. */
const SHORTEST_REPORTED_SECONDS = 60

export const CLOSING: readonly (Status | null)[] = ['resolved', 'completed']
const REOPENING: readonly (Status | null)[] = ['investigating', 'identified', 'monitoring', 'in_progress', 'verifying']
export const FINISHED: readonly (Status | null)[] = [...CLOSING, 'postmortem']

/**
 * Start, end and basis of an incident by the rules of /methodology#span, cut to whole seconds.
 * If a source calls an incident finished but gives no end, the last of its later updates is the end that was `seen`; without
 * later updates the basis is `single`: over, with no duration reported. A maintenance with only a known planned start is
 * `single` too. A misunderstood incident is `unclear`: it has no end and is never open.
 */
export function deriveSpan(source: SpanSource): Span {
  const updates = source.updates
    .toSorted((a, b) => a.postedAt.getTime() - b.postedAt.getTime())
    .map(({ status, postedAt }) => ({ status, postedAt: toSecond(postedAt) }))
  const start = source.kind === 'maintenance' ? findMaintenanceStart(source, updates) : findStart(source, updates)
  if (isUnclear(source)) {
    return { startedAt: start && toSecond(start), endedAt: null, basis: 'unclear', mitigatedAt: null }
  }
  if (start === null) return { startedAt: null, endedAt: null, basis: 'undated', mitigatedAt: null }

  const startedAt = toSecond(start)
  const mitigatedAt =
    updates.find(({ status, postedAt }) => status === 'monitoring' && postedAt > startedAt)?.postedAt ?? null
  const end = findEnd(source, updates)
  const last = lastSeenAt(updates)
  const isLater = last !== null && secondsBetween(startedAt, last) >= SHORTEST_REPORTED_SECONDS
  if (end === null) {
    if (isFinishedWithoutEnd(source) && isLater) return { startedAt, endedAt: last, basis: 'seen', mitigatedAt }
    return isFinishedWithoutEnd(source) || isStartedBySchedule(source, updates)
      ? { startedAt, endedAt: startedAt, basis: 'single', mitigatedAt }
      : { startedAt, endedAt: null, basis: 'ongoing', mitigatedAt }
  }
  const endedAt = toSecond(end)
  // Some platforms give the start as the end of a resolved incident whose timeline continues.
  if (isLater && updates.length > 1 && isStatedAtStart(source, startedAt))
    return { startedAt, endedAt: last, basis: 'seen', mitigatedAt }
  if (endedAt < startedAt) return { startedAt, endedAt: null, basis: 'impossible', mitigatedAt }
  // For maintenance known only to be completed, the end also serves as the start.
  const isOnlyItsEnd = source.kind === 'maintenance' && secondsBetween(startedAt, endedAt) === 0
  if (isOnlyItsEnd || (updates.length <= 1 && secondsBetween(startedAt, endedAt) < SHORTEST_REPORTED_SECONDS)) {
    return { startedAt, endedAt: startedAt, basis: 'single', mitigatedAt }
  }
  return { startedAt, endedAt, basis: 'reported', mitigatedAt }
}

/** Applies an admin's start and end to a span: basis `corrected` once both are known and in order. */
export function applyCorrections(span: Span, corrections: SpanCorrections): Span {
  if (corrections.startedAt === undefined && corrections.endedAt === undefined) return span
  const startedAt = corrections.startedAt ?? span.startedAt
  const endedAt = corrections.endedAt === undefined ? span.endedAt : corrections.endedAt
  const { mitigatedAt } = span
  if (startedAt === null) return { startedAt, endedAt: null, basis: 'undated', mitigatedAt }
  if (endedAt !== null) {
    return endedAt < startedAt
      ? { startedAt, endedAt: null, basis: 'impossible', mitigatedAt }
      : { startedAt, endedAt, basis: 'corrected', mitigatedAt }
  }
  const isStillImpossible = span.basis === 'impossible' && corrections.endedAt === undefined
  return { startedAt, endedAt, basis: isStillImpossible ? 'impossible' : 'ongoing', mitigatedAt }
}

/**
 * The span as it stood at `asOf`, by what is known today: an end after `asOf` means ongoing then. A span that begins after
 * `asOf`, an announced maintenance, is `planned` and has no duration; withdrawn before it began, it stays that way. A span
 * without an end counts at most to `knownUntil`.
 */
export function spanAt(source: OpenSpan, asOf: Date): SpanAt {
  const span = withKnownEnd(source, asOf)
  const { startedAt, endedAt, basis, knownUntil = null, withdrawnAt = null } = span
  const without = { endedAt: null, durationSeconds: null, countedUntil: null, durationIsMinimum: false }
  if (startedAt === null || basis === 'impossible' || basis === 'unclear') {
    return { startedAt, basis, ...without, timeToMitigateSeconds: null }
  }
  const neverBegan = basis === 'single' && withdrawnAt !== null && isAfter(startedAt, withdrawnAt)
  if (isAfter(startedAt, asOf) || neverBegan)
    return { startedAt, basis: 'planned', ...without, timeToMitigateSeconds: null }
  const timeToMitigateSeconds = secondsToMitigate(span, asOf)
  if (endedAt === null || isAfter(endedAt, asOf)) {
    const isFollowed = endedAt !== null || knownUntil === null || knownUntil >= asOf
    const countedUntil = isFollowed ? asOf : later(knownUntil, startedAt)
    const durationSeconds = secondsBetween(startedAt, countedUntil)
    const open = { startedAt, endedAt: null, basis: 'ongoing' as const, durationSeconds, countedUntil }
    return { ...open, durationIsMinimum: !isFollowed, timeToMitigateSeconds }
  }
  if (basis === 'single') return { startedAt, basis, ...without, endedAt, timeToMitigateSeconds }
  const durationSeconds = secondsBetween(startedAt, endedAt)
  const durationIsMinimum = basis === 'seen'
  return { startedAt, endedAt, basis, durationSeconds, countedUntil: endedAt, durationIsMinimum, timeToMitigateSeconds }
}

/** If its own end is unknown but that of its duplicate in another source is known, that end counts. */
function withKnownEnd(span: OpenSpan, asOf: Date): OpenSpan {
  const { startedAt, endedAt, basis, knownUntil = null, duplicateEndedAt = null } = span
  if (duplicateEndedAt === null || startedAt === null || duplicateEndedAt <= startedAt) return span
  const isLost =
    basis === 'seen' || (basis === 'ongoing' && endedAt === null && knownUntil !== null && knownUntil < asOf)
  return isLost ? { ...span, endedAt: duplicateEndedAt, basis: 'reported', knownUntil: null } : span
}

/** Whether it had begun and not ended at `asOf`. */
export function isOpenAt(span: OpenSpan, asOf: Date): boolean {
  const { startedAt, basis } = spanAt(span, asOf)
  return basis === 'ongoing' && startedAt !== null && startedAt <= asOf
}

/** When the vendor plans to end it; null for an outage, and where no end after its start is planned. */
export function plannedEndOf({
  kind,
  startedAt,
  scheduledUntil,
}: {
  kind: Kind
  startedAt: Date | null
  scheduledUntil: Date | null
}): Date | null {
  if (kind === 'incident' || startedAt === null || scheduledUntil === null) return null
  return scheduledUntil > startedAt ? scheduledUntil : null
}

type Updates = SpanSource['updates']

function findStart({ statedStartedAt, scheduledFrom }: SpanSource, updates: Updates): Date | null {
  return earliestOf([statedStartedAt, updates[0]?.postedAt ?? null]) ?? scheduledFrom
}

/** A maintenance's announcement is not its start, and neither are its `scheduled` updates or notes without a status. */
function findMaintenanceStart({ scheduledFrom, statedStartedAt }: SpanSource, updates: Updates): Date | null {
  const started = updates.find(({ status }) => status === 'in_progress')
  const notAnnounced = updates.find(({ status }) => status !== null && status !== 'scheduled')
  return started?.postedAt ?? scheduledFrom ?? statedStartedAt ?? notAnnounced?.postedAt ?? null
}

function findEnd({ kind, status, statedEndedAt, scheduledUntil }: SpanSource, updates: Updates): Date | null {
  // The end that a source states for a finished incident overrides the timeline: a later update was back-dated or
  // misdated.
  if (statedEndedAt !== null && FINISHED.includes(status)) return statedEndedAt
  if (kind !== 'maintenance')
    return statedEndedAt === null ? findPostedEnd(updates) : unlessReopened(statedEndedAt, updates)
  return (
    findPostedEnd(updates) ??
    (statedEndedAt && unlessReopened(statedEndedAt, updates)) ??
    (scheduledUntil && unlessReopened(scheduledUntil, updates))
  )
}

/** The first of the last unbroken series of closing updates. Notes and postmortems do not affect the series. */
function findPostedEnd(updates: Updates): Date | null {
  const lastOpen = updates.findLastIndex(({ status }) => REOPENING.includes(status))
  return updates.slice(lastOpen + 1).find(({ status }) => CLOSING.includes(status))?.postedAt ?? null
}

/** The end that the source states, unless a later update contradicts it: then the incident is open until closed again. */
function unlessReopened(end: Date, updates: Updates): Date | null {
  const isReopened = updates.some(({ status, postedAt }) => REOPENING.includes(status) && postedAt > end)
  return isReopened ? findPostedEnd(updates) : end
}

function isFinishedWithoutEnd({ status, updates }: SpanSource): boolean {
  return FINISHED.includes(status) && !updates.some((update) => CLOSING.includes(update.status))
}

/** Only its plan says that a maintenance began, and nothing gives its end. */
function isStartedBySchedule({ kind, status }: SpanSource, updates: Updates): boolean {
  if (kind !== 'maintenance' || (status !== null && status !== 'scheduled')) return false
  return updates.every((update) => update.status === null || update.status === 'scheduled')
}

/** Whether a finished incident's stated end equals its start, to within a minute. */
function isStatedAtStart({ status, statedEndedAt }: SpanSource, startedAt: Date): boolean {
  if (statedEndedAt === null || !FINISHED.includes(status)) return false
  const seconds = secondsBetween(startedAt, toSecond(statedEndedAt))
  return seconds >= 0 && seconds < SHORTEST_REPORTED_SECONDS
}

/** The last update that shows it open or over; announcements and postmortems show neither. Null without one. */
function lastSeenAt(updates: Updates): Date | null {
  const last = updates.findLast(({ status }) => status !== 'postmortem' && status !== 'scheduled')
  return last?.postedAt ?? null
}

function isUnclear({ unclear = null }: SpanSource): boolean {
  return unclear !== null
}

function secondsToMitigate({ startedAt, mitigatedAt }: Span, asOf: Date): number | null {
  if (startedAt === null || mitigatedAt === null) return null
  return isAfter(mitigatedAt, startedAt) && !isAfter(mitigatedAt, asOf) ? secondsBetween(startedAt, mitigatedAt) : null
}
