import type { Status } from '#lib/domain/incident.ts'
import type { Feed, FeedItem } from './feed.ts'
import { pathOf, readDate, readTitle } from './item.ts'
import { type Located, type Report, readEach, UnreadableItem, warn } from './report.ts'
import { readStatusNote, type StatusNote } from './status-note.ts'
import { webAddress } from './text.ts'

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

const OVER: readonly (Status | null)[] = ['resolved', 'completed', 'postmortem']
/** An incident that goes on under the same title without a word for longer than this is another one. */
const LONGEST_SILENCE_MS = 7 * 86_400_000

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
  if (hasRepeats(stems) && !isOneForAll(stems)) return groupBy(items, stems)
  const links = items.map(({ item }) => linkOf(item, feed))
  if (links.some((link) => link !== null) && !isOneForAll(links)) {
    return groupBy(items, hasRepeats(links) ? links : stems.map((stem, index) => stem ?? links[index] ?? null))
  }
  return groupByTitle(items)
}

function noteItem(item: FeedItem): NotedItem {
  const { content, summary, categories, published, updated } = item.value
  const publishedAt = readTime(item, 'published')
  const updatedAt = readTime(item, 'updated')
  return {
    item,
    // Lines that stand in the one of its two texts often do not stand in the other.
    note: readStatusNote(readTitle(item, 'title'), content ?? '', categories, summary),
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

function groupBy(items: readonly NotedItem[], keys: readonly (string | null)[]): ItemGroup[] {
  const groups = Map.groupBy(items.keys(), (index) => keys[index] ?? ownKey(items[index] as NotedItem))
  return [...groups].map(([key, indexes]) =>
    toGroup(key, [], oldestFirst([...indexes].map((index) => items[index] as NotedItem))),
  )
}

function groupByTitle(items: readonly NotedItem[]): ItemGroup[] {
  const byTitle = Map.groupBy(oldestFirst(items), ({ note }) => note.title.toLowerCase())
  return [...byTitle.values()].flatMap(splitIntoEpisodes).map((episode) => {
    const [first = '', ...others] = [...new Set(episode.map(ownKey))]
    return toGroup(first, others, episode)
  })
}

function splitIntoEpisodes(items: readonly NotedItem[]): NotedItem[][] {
  const episodes: NotedItem[][] = []
  let previous: NotedItem | undefined
  for (const item of items) {
    const isOver = OVER.includes(previous?.note.status ?? null)
    if (previous === undefined || isOver || timeOf(item) - timeOf(previous) > LONGEST_SILENCE_MS) episodes.push([])
    episodes.at(-1)?.push(item)
    previous = item
  }
  return episodes
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

/** Of an id that is the page's address with a fragment, the fragment is all that tells it from others. */
function stemOf({ value }: FeedItem, feed: Feed): string | null {
  const stem = value.id?.replace(/#.*$/, '') || null
  return stem !== null && isPage(stem, feed) ? value.id : stem
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
function ownKey({ item, note, publishedAt, updatedAt }: NotedItem): string {
  return item.value.id ?? `${note.title} ${(publishedAt ?? updatedAt)?.toISOString() ?? ''}`.trim()
}

function hasRepeats(keys: readonly (string | null)[]): boolean {
  const known = keys.filter((key) => key !== null)
  return new Set(known).size < known.length
}

/** Such as the address of the page itself. */
function isOneForAll(keys: readonly (string | null)[]): boolean {
  return keys.length > 1 && new Set(keys).size === 1
}
