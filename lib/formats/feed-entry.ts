import { formatInstant, formatSpan } from '#lib/domain/format.ts'
import type { FeedEntry } from '#lib/queries/schemas.ts'
import { bodyToHtml } from '#lib/text/body/to-html.ts'
import { describeDuration } from '#lib/text/duration-words.ts'
import { escapeHtml } from '#lib/text/markup.ts'
import { describeChanges, describeExpected, describeSpan, describeStatus, markUpdate } from './text.ts'

/** An entry's content: its span, what was changed about it, then its updates, the newest first. */
export function entryHtml(entry: FeedEntry): string {
  const facts = [
    headOf(entry),
    ...describeExpected(entry),
    ...describeChanges(entry),
    ...entry.corrections.map(describeCorrection),
  ]
  const updates = entry.updates.map(
    (update) =>
      `<p><strong>${escapeHtml(describeStatus(update))}</strong> ${formatInstant(update.postedAt)}${markUpdate(update)}</p>${bodyToHtml(update)}`,
  )
  return [...facts.map((fact) => `<p>${escapeHtml(fact)}</p>`), ...updates.reverse()].join('')
}

function headOf(entry: FeedEntry): string {
  const { durationBasis, startedAt, scheduledFrom, scheduledUntil, components, impact } = entry
  const from = startedAt ?? scheduledFrom
  const span =
    durationBasis === 'planned' && from !== null
      ? `Planned: ${formatSpan(from, scheduledUntil ?? from)}`
      : `${describeSpan(entry)}: ${describeDuration(entry)}`
  return [
    `${span}.`,
    ...(entry.kind === 'incident' ? [`Impact: ${impact === 'unknown' ? 'not rated' : impact}.`] : []),
    ...(components.length === 0 ? [] : [`Affected: ${components.join(', ')}.`]),
  ].join(' ')
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  startedAt: 'start',
  endedAt: 'end',
  kind: 'kind',
  impact: 'impact',
  excluded: 'whether it was an outage',
}

function describeCorrection({ field, reason, correctedAt }: FeedEntry['corrections'][number]): string {
  return `Corrected on this site (${FIELD_WORDS[field] ?? field}), ${formatInstant(correctedAt)}: ${reason}`
}
