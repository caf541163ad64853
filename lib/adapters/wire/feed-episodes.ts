import { CLOSING } from '#lib/domain/span.ts'
import type { FeedItem } from './feed.ts'
import type { StatusNote } from './status-note.ts'
import type { WrittenTimeline } from './timeline.ts'

/** A feed item and what its words say. */
export interface NotedItem {
  item: FeedItem
  note: StatusNote
  publishedAt: Date | null
  updatedAt: Date | null
  /** The item's time as written, if it cannot be read; null if it can, or if there is none. */
  oddTime: string | null
  /** The timeline in its content; null if that has none. */
  timeline: WrittenTimeline | null
}

/** If a title is silent for longer than this, its next item is another incident. */
export const MAX_SILENCE_MS = 7 * 86_400_000
/**
 * A start of planned work may be posted later than that. So may an end of an open incident, but such an end is doubtful, see
 * `findLateEnd`.
 */
export const MAX_DELAY_MS = 21 * 86_400_000

/** The items of each title, oldest first, up to each resolution. */
export function episodesOf(items: readonly NotedItem[]): NotedItem[][] {
  const byTitle = Map.groupBy(withOddWords(oldestFirst(items)), ({ note }) => titleKeyOf(note.title))
  return [...byTitle.values()].flatMap(splitIntoEpisodes)
}

/** Whether the titles of several items say how the first of them turned out. */
export function isStory(episode: readonly NotedItem[]): boolean {
  const [first, last] = [episode[0], episode.at(-1)]
  if (first === undefined || last === undefined || timeOf(first) === timeOf(last) || isOver(first)) return false
  return episode.every(isPost) && episode.some(hasTitleWord)
}

function isOver(item: NotedItem | undefined): boolean {
  return CLOSING.includes(item?.note.status ?? null)
}

/** Whether the item may be one of several for the same incident: it has no timeline, no end and no change time. */
export function isPost({ note, publishedAt, updatedAt, timeline }: NotedItem): boolean {
  if (note.endedAt !== null || note.labelled.startedAt !== null) return false
  if (publishedAt !== null && updatedAt !== null && updatedAt > publishedAt) return false
  return (timeline?.entries ?? []).length === 0
}

function hasTitleWord({ note: { titleWord } }: NotedItem): boolean {
  return titleWord !== null
}

/** The title without parts that a vendor may omit next time: a full stop, the kind of event at the front. */
export function titleKeyOf(title: string): string {
  const plain = title.toLowerCase().replace(/[\s.!…。]+$/, '')
  return plain.replace(SORT_IN_FRONT, '') || plain
}

const SORTS =
  'incident|outage|service outage|alert|disruption|störung|ausfall|panne|incidente|problema|storing|awaria|инцидент|сбой|driftstörning|driftsforstyrrelse|障害|障害発生|故障|장애'
const SORT_IN_FRONT = new RegExp(`^(?:\\[(?:${SORTS})\\] ?|【(?:${SORTS})】 ?|(?:${SORTS}) ?[:：–—-] ?)`)
const ODD_IN_FRONT = /^(?:\[([^[\]\d]{1,40})\]|【([^【】]{1,40})】|([\p{L} ]{1,30}?) ?[:：]) ?(?=\S)/u

/**
 * "[Fizzled] Slow search" after "[Investigating] Slow search" gives its state in an unknown word; such an item belongs to the
 * incident whose state it may end.
 */
function withOddWords(items: readonly NotedItem[]): NotedItem[] {
  const told = new Set(items.filter(hasTitleWord).map(({ note }) => titleKeyOf(note.title)))
  return items.map((noted) => {
    const { note } = noted
    const odd = note.meaning === null && !told.has(titleKeyOf(note.title)) ? ODD_IN_FRONT.exec(note.title) : null
    const title = note.title.slice(odd?.[0].length ?? 0)
    if (odd === null || !told.has(titleKeyOf(title))) return noted
    return { ...noted, note: { ...note, title, unknownStatus: odd[1] ?? odd[2] ?? odd[3] ?? null } }
  })
}

function splitIntoEpisodes(items: readonly NotedItem[]): NotedItem[][] {
  const episodes: NotedItem[][] = []
  let previous: NotedItem | undefined
  let isEnded = false
  for (const item of items) {
    const isAfter = isAfterword(item)
    if (previous === undefined || (isEnded && !isAfter) || isFarFrom(item, previous)) {
      episodes.push([])
      isEnded = false
    }
    episodes.at(-1)?.push(item)
    if (!isAfter) isEnded = isOver(item)
    previous = item
  }
  return episodes
}

/** Without times, it is unknown whether two items belong together. Two timelines are of one incident if they share an entry. */
function isFarFrom(item: NotedItem, previous: NotedItem): boolean {
  const [times, previousTimes] = [entryTimesOf(item), entryTimesOf(previous)]
  const isShared = times.some((time) => previousTimes.includes(time))
  if (times.length > 0 && previousTimes.length > 0 && !isShared) return true
  const isLate = isOver(item) || previous.note.status === 'scheduled'
  return timeOf(previous) === 0 || timeOf(item) - timeOf(previous) > (isLate ? MAX_DELAY_MS : MAX_SILENCE_MS)
}

function entryTimesOf({ timeline }: NotedItem): string[] {
  return (timeline?.entries ?? []).map(({ time }) => time)
}

/** An update of an incident that may be over: it neither starts an incident nor reopens one. */
function isAfterword({ note: { meaning } }: NotedItem): boolean {
  return meaning === 'note' || meaning === 'postmortem'
}

/** Entries with the same time keep the document's order, reversed if it is newest first. */
export function oldestFirst(items: readonly NotedItem[]): NotedItem[] {
  const [first, last] = [items[0], items.at(-1)]
  const list = first && last && timeOf(first) > timeOf(last) ? items.toReversed() : [...items]
  return list.sort((a, b) => timeOf(a) - timeOf(b))
}

export function timeOf({ publishedAt, updatedAt }: NotedItem): number {
  return (publishedAt ?? updatedAt)?.getTime() ?? 0
}
