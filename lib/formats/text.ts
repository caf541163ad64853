import { formatBounds, formatInstant, formatSpan } from '#lib/domain/format.ts'
import type { IncidentView, UpdateView } from '#lib/queries/schemas.ts'
import { bodyToPlainText } from '#lib/text/body/to-plain-text.ts'
import { expectedAsSaid } from '#lib/text/chance/expected-words.ts'
import { describeDuration } from '#lib/text/duration-words.ts'

/** Sentences that several files share. */

/** Whether it was under way when something was last said about it, whatever its plan says of the time since. */
export function isOpenAsSaid({ endedAt, scheduledUntil, newsAt }: IncidentView): boolean {
  return endedAt === null || (endedAt > newsAt && endedAt.getTime() === scheduledUntil?.getTime())
}

/** Whether it was ahead when something was last said about it. */
export function isPlannedAsSaid({ startedAt, newsAt }: IncidentView): boolean {
  return startedAt !== null && startedAt > newsAt
}

/** The duration as it was when something was last said: an open incident's does not grow with the clock. */
export function describeDurationAsSaid(incident: IncidentView): string {
  if (isPlannedAsSaid(incident)) return 'planned'
  const isOpen = incident.startedAt !== null && isOpenAsSaid(incident)
  return isOpen && incident.durationBasis !== 'unclear' ? 'no end posted' : describeDuration(incident)
}

/** "Oct 20, 2025, 09:54 → 10:11 UTC"; for an undated incident, its bounds. */
export function describeSpan({ startedAt, endedAt, startedAfter, startedBefore }: IncidentView): string {
  return startedAt === null ? formatBounds(startedAfter, startedBefore) : formatSpan(startedAt, endedAt)
}

/** "Resolved", or the source's own word if we have none, in our spelling; "Update" if it has none either. */
export function describeStatus({ status, sourceStatus }: Pick<UpdateView, 'status' | 'sourceStatus'>): string {
  const word = (status ?? sourceStatus ?? 'update').replaceAll('_', ' ')
  const spelt = /\p{Ll}/u.test(word) ? word : word.toLowerCase()
  return spelt.charAt(0).toUpperCase() + spelt.slice(1)
}

/** What became of an update, for the end of its heading: " (edited …)", " (withdrawn by the vendor …)", or nothing. */
export function markUpdate({ editedAt, withdrawnAt }: Pick<UpdateView, 'editedAt' | 'withdrawnAt'>): string {
  if (withdrawnAt !== null) return ` (withdrawn by the vendor, seen ${formatInstant(withdrawnAt)})`
  return editedAt === null ? '' : ` (edited by the vendor, seen ${formatInstant(editedAt)})`
}

/** Sentences about a withdrawal, or about a correction that took it out of the count. */
export function describeChanges({ withdrawnAt, excluded }: Pick<IncidentView, 'withdrawnAt' | 'excluded'>): string[] {
  if (withdrawnAt !== null) return [`Withdrawn by the vendor, seen ${formatInstant(withdrawnAt)}.`]
  return excluded ? ['Not counted, after a correction.'] : []
}

/** What was expected of the rest of an open outage, with the moment at which that was said. */
export function describeExpected({ expected = null }: Pick<IncidentView, 'expected'>): string[] {
  return expected === null ? [] : [expectedAsSaid(expected)]
}

/** The timeline as plain text, oldest first. */
export function formatTimeline(incident: IncidentView): string {
  return incident.updates
    .map((update) =>
      `${formatInstant(update.postedAt)} ${describeStatus(update)}${markUpdate(update)}\n${bodyToPlainText(update)}`.trim(),
    )
    .join('\n\n')
}
