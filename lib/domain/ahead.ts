import type { Kind, Span } from './incident.ts'
import { secondsBetween, toSecond } from './instant.ts'

/** How far a vendor's clock may run ahead of this one. */
const MAX_AHEAD_SECONDS = 300

/**
 * The span of an incident that starts after the read that first had it. Up to five minutes are clock skew, and the incident
 * started when it was read. Beyond that the time was misunderstood, so the incident is `unclear` without a start; except for
 * maintenances and notices, which may be about the future.
 */
export function setStartRight(span: Span, kind: Kind, readAt: Date): Span {
  const at = toSecond(readAt)
  if (span.startedAt === null || span.startedAt <= readAt) return span
  if (!isFarAhead(span.startedAt, readAt))
    return { ...span, startedAt: at, endedAt: span.basis === 'single' ? at : span.endedAt }
  return kind === 'incident' ? { startedAt: null, endedAt: null, basis: 'unclear', mitigatedAt: null } : span
}

/** Whether a time is further after a read than clock skew explains. */
export function isFarAhead(time: Date, readAt: Date): boolean {
  return secondsBetween(toSecond(readAt), time) > MAX_AHEAD_SECONDS
}
