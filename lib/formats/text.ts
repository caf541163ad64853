import { formatBounds, formatDuration, formatInstant, formatSpan } from '#lib/domain/format.ts'
import type { DurationBasis } from '#lib/domain/incident.ts'
import { maxOf } from '#lib/domain/many.ts'
import type { IncidentView, UpdateView } from '#lib/queries/schemas.ts'
import { bodyToPlainText } from '#lib/text/body/to-plain-text.ts'

/** Sentences that several files share. */

const BASIS_WORDS = {
  reported: 'from start to end as reported',
  single: 'duration not reported',
  ongoing: 'so far',
  undated: 'no time reported',
  corrected: 'corrected',
  impossible: 'the reported end lies before the start',
  seen: 'at least; end not known',
  planned: 'has not started',
  unclear: 'not understood',
} satisfies Record<DurationBasis, string>

/** "1h 17m, from start to end as reported" or "duration not reported". */
export function describeDuration({ durationSeconds, durationBasis, durationIsMinimum }: IncidentView): string {
  const isLostSight = durationBasis === 'ongoing' && durationIsMinimum
  const words = isLostSight ? 'at least; open when last read' : BASIS_WORDS[durationBasis]
  return durationSeconds === null ? words : `${formatDuration(durationSeconds)}, ${words}`
}

/** "Oct 20, 2025, 09:54 → 10:11 UTC"; for an undated incident, its bounds. */
export function describeSpan({ startedAt, endedAt, startedAfter, startedBefore }: IncidentView): string {
  return startedAt === null ? formatBounds(startedAfter, startedBefore) : formatSpan(startedAt, endedAt)
}

/** "Resolved", or the source's own word if we have none; "Update" if it has none either. */
export function describeStatus({ status, sourceStatus }: Pick<UpdateView, 'status' | 'sourceStatus'>): string {
  const word = status?.replace('_', ' ') ?? sourceStatus ?? 'update'
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** The time of the incident's newest content: its newest update, else its end or start, else when we first saw it. */
export function lastPostedAt(incident: IncidentView): Date {
  const said = [...incident.updates.map((update) => update.postedAt), incident.endedAt, incident.startedAt]
  const known = said.filter((instant) => instant !== null).map((instant) => instant.getTime())
  return known.length === 0 ? incident.firstSeenAt : new Date(maxOf(known))
}

/** The timeline as plain text, oldest first. */
export function formatTimeline(incident: IncidentView): string {
  return incident.updates
    .map((update) => `${formatInstant(update.postedAt)} ${describeStatus(update)}\n${bodyToPlainText(update)}`.trim())
    .join('\n\n')
}
