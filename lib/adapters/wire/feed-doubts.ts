import { FINISHED } from '#lib/domain/span.ts'
import { findEndedSentence } from './ended-prose.ts'
import { isPost, MAX_DELAY_MS, MAX_SILENCE_MS, type NotedItem, timeOf, titleKeyOf } from './feed-episodes.ts'
import type { ItemGroup } from './feed-groups.ts'
import { toPlainWord } from './plain-word.ts'

/**
 * For each incident that is open by its posts: the title of a later post that may tell its end under another title ("Resolved:
 * Slow search in EU" after "Investigating: Slow search"), or long after it. Such a post says that something is over, without
 * having begun it. It ends one incident at most, so only the one with the closest title is doubtful.
 */
export function findPossibleEnds(groups: readonly ItemGroup[]): Map<ItemGroup, string> {
  const posts = groups.filter(({ items }) => items.every(isPost))
  const open = posts.filter(isOpen).map((group) => ({ group, last: timeOf(newestOf(group)), ...nameOf(group) }))
  const ends = new Map<ItemGroup, string>()
  if (open.length === 0) return ends
  for (const group of posts) {
    if (!beginsWithAnEnd(group)) continue
    const first = group.items[0] as NotedItem
    const { key, words } = nameOf(group)
    const scored = open
      .filter(({ last }) => last < timeOf(first))
      .map((one) => {
        const isSame = one.key === key
        const isNear = timeOf(first) - one.last <= MAX_DELAY_MS
        return { group: one.group, score: isSame ? 2 : isNear ? likeness(one.words, words) : 0 }
      })
    const best = scored.reduce((most, { score }) => Math.max(most, score), 0)
    if (best <= ALIKE) continue
    for (const { group: doubtful, score } of scored)
      if (score === best) ends.set(doubtful, first.item.value.title ?? first.note.title)
  }
  return ends
}

/**
 * The title of an end that was posted so long after the word before it that it may be the end of another incident of the same
 * title; null if there is none. Items with an id or address in common are of one incident, however long it took.
 */
export function findLateEnd({ items, isByTitle }: ItemGroup): string | null {
  if (!isByTitle) return null
  const late = items.find((item, index) => {
    const previous = items[index - 1]
    if (previous === undefined || previous.note.status === 'scheduled' || !FINISHED.includes(item.note.status))
      return false
    return !FINISHED.includes(previous.note.status) && timeOf(item) - timeOf(previous) > MAX_SILENCE_MS
  })
  return late === undefined ? null : (late.item.value.title ?? late.note.title)
}

/** Titles of which a larger part is common may name the same incident. */
const ALIKE = 0.5

function newestOf({ items }: ItemGroup): NotedItem {
  return items.at(-1) as NotedItem
}

function isOpen({ items }: ItemGroup): boolean {
  const newest = items.findLast(({ note: { meaning } }) => meaning !== null && meaning !== 'note')?.note
  if (newest === undefined || newest.isAnnouncement || newest.status === 'scheduled') return false
  return !FINISHED.includes(newest.status) && items.some(({ note }) => note.titleWord !== null)
}

function beginsWithAnEnd({ items }: ItemGroup): boolean {
  const first = items.find(({ note: { meaning } }) => meaning !== 'note')
  if (first === undefined) return false
  const { note } = first
  if (note.meaning === null) return findEndedSentence(note.title) !== null
  return FINISHED.includes(note.status) && note.titleWord !== null
}

function nameOf({ items }: ItemGroup): { key: string; words: ReadonlySet<string> } {
  const key = titleKeyOf((items[0] as NotedItem).note.title)
  return { key, words: new Set((toPlainWord(key).match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !IDLE.has(word))) }
}

/** The part of the shorter title's words that the other has too; a text without blanks is one word. */
function likeness(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  const [short, long] = some.size <= others.size ? [some, others] : [others, some]
  if (short.size === 0) return 0
  const isShared = (word: string) =>
    long.has(word) || (BEYOND_LATIN.test(word) && [...long].some((one) => one.includes(word)))
  return [...short].filter(isShared).length / short.size
}

const BEYOND_LATIN = /[\u3040-\u9fff\uac00-\ud7af]{2}/

/** Words that name nothing. */
const IDLE: ReadonlySet<string> = new Set(
  'a an the in on of for with to and or is are was has have been at by from again now back up down online offline available unavailable'.split(
    ' ',
  ),
)
