import type { Kind, Span } from './incident.ts'
import { secondsBetween, toSecond } from './instant.ts'

/** How far a vendor's clock may run ahead of this one. */
const MAX_AHEAD_SECONDS = 300

/**
 * The span of an incident whose start lies after the read that first had it: up to five minutes are a clock that runs ahead, and
 * it started when it was read. More than that is a time that was not understood, so the incident is `unclear`, without a start;
 * but not a maintenance or a notice, which may be about what is to come.
 */
export function setStartRight(span: Span, kind: Kind, readAt: Date): Span {
  const at = toSecond(readAt)
  if (span.startedAt === null || span.startedAt <= readAt) return span
  if (!isFarAhead(span.startedAt, readAt))
    return { ...span, startedAt: at, endedAt: span.basis === 'single' ? at : span.endedAt }
  return kind === 'incident' ? { startedAt: null, endedAt: null, basis: 'unclear', mitigatedAt: null } : span
}

/** Whether a time lies further after a read than a clock may be ahead. */
export function isFarAhead(time: Date, readAt: Date): boolean {
  return secondsBetween(toSecond(readAt), time) > MAX_AHEAD_SECONDS
}
