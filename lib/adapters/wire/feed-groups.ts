import type { Status } from '#lib/domain/incident.ts'
import type { Feed, FeedItem } from './feed.ts'
import { pathOf, readDate, readTitle } from './item.ts'
import { type Located, type Report, readEach, UnreadableItem, warn } from './report.ts'
import { readStatusNote, type StatusNote } from './status-note.ts'
import { webAddress } from './text.ts'
import { entryTimesOf } from './timeline.ts'

/** A feed item with what its words say. */
export interface NotedItem {
  item: FeedItem
  note: StatusNote
  publishedAt: Date | null
  updatedAt: Date | null
  /** The time of the item as written, where it has none that can be read; null where it can, and where it has none. */
  oddTime: string | null
}

/** The items that tell of one incident, oldest first; at least one. */
export interface ItemGroup extends Located {
  externalId: string
  otherIds: string[]
  items: NotedItem[]
}

const OVER: readonly (Status | null)[] = ['resolved', 'completed']
/** An incident that goes on under the same title without a word for longer than this is another one. */
const MAX_SILENCE_MS = 7 * 86_400_000

/**
 * Puts together the items that tell of the same incident, since some feeds have an item for every update:
 * - by id without its fragment, where such ids repeat ("incident/42#a", "incident/42#b") and are not the page's own address;
 * - else by link, unless all items have the same one;
 * - else by title without its status words ("Checkout went down", "Checkout recovered"), up to each resolution.
 * A group's id is that by which it was put together. By title it is the id of its oldest item, or title and time where there
 * are no ids; those of the other items are `otherIds`, so that it is still known when its oldest item has left the feed.
 */
export function groupItems(feed: Feed, report: Report): ItemGroup[] {
  const items = readEach(report, feed.items, noteItem)
  const stems = items.map(({ item }) => stemOf(item, feed))
  if (hasRepeats(stems) && !isOneForAll(stems, items)) return groupBy(items, stems, feed)
  const links = items.map(({ item }) => linkOf(item, feed))
  if (links.some((link) => link !== null) && !isOneForAll(links, items)) {
    const keys = hasRepeats(links) ? links : stems.map((stem, index) => stem ?? links[index] ?? null)
    return groupBy(items, keys, feed)
  }
  return groupByTitle(items, feed)
}

function noteItem(item: FeedItem): NotedItem {
  const { content, summary, categories, published, updated } = item.value
  const publishedAt = readTime(item, 'published')
  const updatedAt = readTime(item, 'updated')
  return {
    item,
    // Lines that stand in the one of its two texts often do not stand in the other.
    note: readStatusNote(readTitle(item, 'title'), content ?? '', categories, { summary, published }),
    publishedAt,
    updatedAt,
    oddTime: (publishedAt ?? updatedAt) === null ? (published ?? updated) : null,
  }
}

/** A time that cannot be read is no reason to lose the item. */
function readTime(item: FeedItem, key: 'published' | 'updated'): Date | null {
  try {
    return readDate(item, key)
  } catch (error) {
    if (!(error instanceof UnreadableItem)) throw error
    warn(item.report, pathOf(item, key), error.message)
    return null
  }
}

function groupBy(items: readonly NotedItem[], keys: readonly (string | null)[], feed: Feed): ItemGroup[] {
  const groups = Map.groupBy(items.keys(), (index) => keys[index] ?? ownKey(items[index] as NotedItem, feed))
  return [...groups].map(([key, indexes]) =>
    toGroup(key, [], oldestFirst([...indexes].map((index) => items[index] as NotedItem))),
  )
}

function groupByTitle(items: readonly NotedItem[], feed: Feed): ItemGroup[] {
  const byTitle = Map.groupBy(oldestFirst(items), ({ note }) => note.title.toLowerCase())
  return [...byTitle.values()].flatMap(splitIntoEpisodes).map((episode) => {
    const [first = '', ...others] = [...new Set(episode.map((item) => ownKey(item, feed)))]
    return toGroup(first, others, episode)
  })
}

function splitIntoEpisodes(items: readonly NotedItem[]): NotedItem[][] {
  const episodes: NotedItem[][] = []
  let previous: NotedItem | undefined
  let isOver = false
  for (const item of items) {
    const isAfter = isAfterword(item)
    if (previous === undefined || (isOver && !isAfter) || isFarFrom(item, previous)) {
      episodes.push([])
      isOver = false
    }
    episodes.at(-1)?.push(item)
    if (!isAfter) isOver = OVER.includes(item.note.status)
    previous = item
  }
  return episodes
}

/** Of two without times nobody knows whether they belong together. Two timelines are of one incident if they share an entry. */
function isFarFrom(item: NotedItem, previous: NotedItem): boolean {
  const [times, previousTimes] = [item, previous].map((one) => entryTimesOf(one.item.value.content ?? '')) as [
    string[],
    string[],
  ]
  const isShared = times.some((time) => previousTimes.includes(time))
  if (times.length > 0 && previousTimes.length > 0 && !isShared) return true
  return timeOf(previous) === 0 || timeOf(item) - timeOf(previous) > MAX_SILENCE_MS
}

/** What is said of an incident that may be over: it neither begins one nor takes one up again. */
function isAfterword({ note: { meaning } }: NotedItem): boolean {
  return meaning === 'note' || meaning === 'postmortem'
}

function toGroup(externalId: string, otherIds: string[], items: NotedItem[]): ItemGroup {
  return { externalId, otherIds, items, path: items[0]?.item.path ?? '', value: items.map(({ item }) => item.value) }
}

/** Entries of the same time keep the order of the document, turned round where it is newest first. */
function oldestFirst(items: readonly NotedItem[]): NotedItem[] {
  const [first, last] = [items[0], items.at(-1)]
  const list = first && last && timeOf(first) > timeOf(last) ? items.toReversed() : [...items]
  return list.sort((a, b) => timeOf(a) - timeOf(b))
}

function timeOf({ publishedAt, updatedAt }: NotedItem): number {
  return (publishedAt ?? updatedAt)?.getTime() ?? 0
}

/**
 * The id without its fragment; null where it is the page's address, which all items may have. Of one that is that address with
 * a fragment, the fragment is all that tells it from others.
 */
function stemOf(item: FeedItem, feed: Feed): string | null {
  const id = idOf(item, feed)
  const stem = id?.replace(/#.*$/, '') || null
  return stem !== null && isPage(stem, feed) ? id : stem
}

function idOf({ value: { id } }: FeedItem, feed: Feed): string | null {
  return id !== null && isPage(id, feed) && !/#./.test(id) ? null : id
}

/** The address of the item; null for that of the page, which all items may have. Some feeds leave the scheme out. */
function linkOf({ value }: FeedItem, feed: Feed): string | null {
  const url = value.url?.trim() ?? ''
  const link = webAddress(url) ?? (/^[\w-]+(?:\.[\w-]+)+\//.test(url) ? webAddress(`https://${url}`) : null)
  return link !== null && isPage(link, feed) ? null : link
}

function isPage(address: string, { url }: Feed): boolean {
  const parsed = URL.parse(address)
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return false
  return parsed.pathname === '/' && parsed.search === '' ? true : webAddress(address) === webAddress(url)
}

/** Its id, else its title and time. */
function ownKey({ item, note, publishedAt, updatedAt }: NotedItem, feed: Feed): string {
  return idOf(item, feed) ?? `${note.title} ${(publishedAt ?? updatedAt)?.toISOString() ?? ''}`.trim()
}

function hasRepeats(keys: readonly (string | null)[]): boolean {
  const known = keys.filter((key) => key !== null)
  return new Set(known).size < known.length
}

/** Such as the address of a page. Where all items tell of one incident, its number or code is in what they have in common. */
function isOneForAll(keys: readonly (string | null)[], items: readonly NotedItem[]): boolean {
  const [key] = keys
  if (keys.length < 2 || new Set(keys).size > 1) return false
  const titles = new Set(items.map(({ note }) => note.title))
  return titles.size > 1 || !/\d/.test(key ?? '')
}
