import { type DurationBasis, type Impact, type Kind, rankImpact } from '#lib/domain/incident.ts'
import type { AlertWhat } from './event.ts'

/** What pages show of an incident. */
export interface ShownIncident {
  kind: Kind
  impact: Impact
  startedAt: Date | null
  endedAt: Date | null
  basis: DurationBasis
  withdrawnAt: Date | null
  /** Not an outage, or maintenance that never took place. */
  excluded: boolean
}

export interface IncidentChange {
  /** Null for an incident that is new to us. */
  before: ShownIncident | null
  after: ShownIncident
  /** When the vendor first posted it. */
  postedAt: Date
  /** What its timeline says that it did not say before, oldest first: row ids and posting times. */
  newUpdates: readonly { id: string; postedAt: Date }[]
  /** Whether the source's own words changed, and not only what we make of them. */
  isRestated: boolean
}

/** The read that showed a change. */
export interface ReadMoment {
  readAt: Date
  /** What was posted longer than this before the read is history. */
  freshMs: number
}

/** An event, and when the vendor states that it happened. */
export type Happening = AlertWhat & { happenedAt: Date }

/** A planned start that moves by less than this has not moved. */
const MOVED_MS = 60_000

/**
 * What is new about an incident, in order, by comparing what pages showed before a read with what they show after it. What was
 * posted too long ago is history and no event, with two exceptions: an incident that is open or a maintenance that lies ahead is
 * news whenever we first read of it; and the end of what pages have shown as open is news whenever we read of that.
 */
export function eventsOf(change: IncidentChange, read: ReadMoment): Happening[] {
  const { before, after } = change
  if (after.excluded && after.withdrawnAt === null) return []
  if (after.withdrawnAt !== null) return before === null ? [] : withdrawal(before, read)
  if (before === null) return firstNews(change, read)
  const updates = change.newUpdates
    .filter(({ postedAt }) => isFresh(postedAt, read))
    .map(({ id, postedAt }): Happening => ({ kind: 'updated', detail: { updateId: id }, happenedAt: postedAt }))
  // What is understood at last is a restatement and no news.
  if (before.basis === 'unclear') return updates
  return [...updates, ...changesOfPhase(change, before, read)]
}

function withdrawal(before: ShownIncident, { readAt }: ReadMoment): Happening[] {
  if (before.withdrawnAt !== null || before.excluded) return []
  return [{ kind: isAhead(before, readAt) ? 'called_off' : 'withdrawn', detail: {}, happenedAt: readAt }]
}

/** Of an incident that was not stored before. Its updates are told by the first event. */
function firstNews({ after, postedAt }: IncidentChange, read: ReadMoment): Happening[] {
  const { kind, startedAt, endedAt } = after
  const end = endedAt !== null && isFresh(endedAt, read) ? [ending(kind, endedAt)] : []
  if (kind === 'maintenance') {
    if (isAhead(after, read.readAt)) return [{ kind: 'planned', detail: {}, happenedAt: postedAt }]
    if (startedAt === null) return []
    const start: Happening = { kind: 'started', detail: {}, happenedAt: startedAt }
    if (isOpen(after, read.readAt)) return [start]
    return isFresh(startedAt, read) ? [start, ...end] : end
  }
  const isNew = isFresh(postedAt, read)
  if (!isNew && !isOpen(after, read.readAt)) return end
  const ageSeconds = isNew ? null : Math.floor((read.readAt.getTime() - postedAt.getTime()) / 1000)
  const opened: Happening = { kind: 'opened', detail: { ageSeconds }, happenedAt: postedAt }
  return isOpen(after, read.readAt) ? [opened] : [opened, ...end]
}

/** The turns that an incident has taken, apart from its updates. */
function changesOfPhase(change: IncidentChange, before: ShownIncident, read: ReadMoment): Happening[] {
  const { after, newUpdates, isRestated } = change
  const { readAt } = read
  const was = phaseOf(before, readAt)
  const is = phaseOf(after, readAt)
  const lastPostedAt = newUpdates.at(-1)?.postedAt ?? readAt
  if (is === 'ahead') {
    const hasMoved = was !== 'ahead' || distance(before.startedAt, after.startedAt) >= MOVED_MS
    return hasMoved ? [{ kind: 'planned', detail: {}, happenedAt: lastPostedAt }] : []
  }
  if (was === 'ahead') {
    if (is === 'open') return [{ kind: 'started', detail: {}, happenedAt: after.startedAt ?? readAt }]
    // Called over without having taken any time: it was called off.
    if (is === 'over' && after.basis === 'single') return [{ kind: 'called_off', detail: {}, happenedAt: lastPostedAt }]
    return is === 'over' ? [ending(after.kind, after.endedAt ?? lastPostedAt)] : []
  }
  if (was === 'open' && is === 'over') return [ending(after.kind, after.endedAt ?? lastPostedAt)]
  if (was === 'over' && is === 'open')
    return isFresh(lastPostedAt, read) ? [{ kind: 'reopened', detail: {}, happenedAt: lastPostedAt }] : []
  if (was === 'untimed' && is === 'open') return firstNews(change, read)
  if (was !== 'open' || is !== 'open' || before.impact === after.impact) return []
  if (!isRestated || !isFresh(lastPostedAt, read)) return []
  const kind = rankImpact(after.impact) > rankImpact(before.impact) ? 'impact_raised' : 'impact_lowered'
  return [{ kind, detail: { from: before.impact, to: after.impact }, happenedAt: lastPostedAt }]
}

function ending(kind: Kind, happenedAt: Date): Happening {
  return { kind: kind === 'maintenance' ? 'ended' : 'resolved', detail: {}, happenedAt }
}

/** `untimed`: pages cannot say whether it is open. */
type Phase = 'ahead' | 'open' | 'over' | 'untimed'

function phaseOf(shown: ShownIncident, at: Date): Phase {
  if (shown.withdrawnAt !== null || shown.excluded) return 'over'
  if (isAhead(shown, at)) return 'ahead'
  if (isOpen(shown, at)) return 'open'
  return shown.endedAt === null ? 'untimed' : 'over'
}

function isAhead({ kind, startedAt }: ShownIncident, at: Date): boolean {
  return kind === 'maintenance' && startedAt !== null && startedAt > at
}

/** As lists of what is open have it. */
function isOpen({ startedAt, endedAt, basis, withdrawnAt, excluded }: ShownIncident, at: Date): boolean {
  if (startedAt === null || startedAt > at || withdrawnAt !== null || excluded) return false
  return endedAt === null ? basis === 'ongoing' : basis !== 'single' && endedAt > at
}

function isFresh(at: Date, { readAt, freshMs }: ReadMoment): boolean {
  return readAt.getTime() - at.getTime() <= freshMs
}

function distance(a: Date | null, b: Date | null): number {
  return a === null || b === null ? Number.POSITIVE_INFINITY : Math.abs(a.getTime() - b.getTime())
}
