import type { ParsedIncident, ParsedUpdate } from '#lib/adapters/adapter.ts'
import type { Kind, Status } from '#lib/domain/incident.ts'
import { CLOSING, FINISHED } from '#lib/domain/span.ts'
import { findEndedSentence } from './ended-prose.ts'
import { findLateEnd } from './feed-doubts.ts'
import type { NotedItem } from './feed-episodes.ts'
import type { ItemGroup } from './feed-groups.ts'
import { htmlToText } from './markdown.ts'
import { unknownWordOf } from './state-words.ts'

/**
 * Why the state or the times of an incident are not understood; null when they are. One reason is that no word gives its state:
 * such an item may be a notice, a release or an outage that is over.
 */
export function complaintOf(
  group: ItemGroup,
  {
    kind,
    status,
    updates,
    times,
    hasTimeline,
    hasGap,
    possibleEnds,
  }: {
    kind: Kind
    status: Status | null
    updates: readonly ParsedUpdate[]
    times: Pick<ParsedIncident, 'statedEndedAt' | 'scheduledFrom'>
    hasTimeline: boolean
    hasGap: boolean
    possibleEnds: ReadonlyMap<ItemGroup, string>
  },
): string | null {
  if (kind === 'notice') return null
  const newest = group.items.at(-1) as NotedItem
  const oddTime = newest.oddTime ?? (hasTimeline ? null : newest.note.labelled.oddTime)
  if (oddTime !== null) return `no readable time: "${oddTime}"`
  const unknown = newest.note.unknownStatus ?? unknownWordOf(updates)
  const isOver = FINISHED.includes(status)
  const isClosed = updates.some((update) => CLOSING.includes(update.status))
  // An item that calls itself over gets no end from a timeline that does not say so; otherwise the newest word may reopen it.
  if (unknown !== null && (newest.note.status === null || !isOver || isClosed)) return `unknown status "${unknown}"`
  if (hasGap && (hasTimeline || !isOver)) return 'its timeline cannot be read in full'
  const lateEnd = possibleEnds.get(group) ?? findLateEnd(group)
  if (lateEnd !== null && kind === 'incident') return `"${lateEnd}" may be its end`
  const isOpen = group.items.some(({ note }) => note.meaning === 'open')
  const isWorking = status === null ? isOpen : status === 'investigating' || status === 'identified'
  const sentence = isWorking && !hasTimeline && times.statedEndedAt === null ? findEndedSentence(textOf(newest)) : null
  if (sentence !== null) return `its text may tell its end: "${sentence}"`
  if (status !== null || isOpen || times.statedEndedAt !== null || times.scheduledFrom !== null) return null
  return 'no word for its state'
}

function textOf({ item: { value } }: NotedItem): string {
  return [value.content ?? '', value.summary ?? ''].map((html) => htmlToText(html.slice(0, 4_000))).join('\n')
}
