import type { Feed, FeedItem } from './feed.ts'
import { episodesOf, isStory, type NotedItem, oldestFirst } from './feed-episodes.ts'
import { readLooseDate, readTitle } from './item.ts'
import { type Located, type Report, readEach } from './report.ts'
import { readStatusNote } from './status-note.ts'
import { webAddress } from './text.ts'
import { findTimeline } from './timeline.ts'

/** The items of one incident, oldest first; at least one. */
export interface ItemGroup extends Located {
  externalId: string
  otherIds: string[]
  items: NotedItem[]
  /** Whether only their titles and times say that these items belong together. */
  isByTitle: boolean
}

/**
 * Groups the items of the same incident, since some feeds have an item for every update:
 * - by id without its fragment, where such ids repeat ("incident/42#a", "incident/42#b") and are not the page's own address;
 * - else by link, unless all items have the same one;
 * - else by title without its status words ("Checkout went down", "Checkout recovered"), up to each resolution: for items
 *   without their own address, and for posts with one if their titles say how the first of them turned out.
 * A group's id is the value it was grouped by. For groups by title it is the id of the oldest item, or title and time if there
 * are no ids; the other items' ids are `otherIds`, so that the group is still recognised when its oldest item has left the
 * feed.
 *
 * A platform whose items are known to name their incident gives `knownIdOf`, which then decides alone.
 */
export function groupItems(feed: Feed, report: Report, knownIdOf?: (item: FeedItem) => string | null): ItemGroup[] {
  const items = readEach(report, feed.items, noteItem)
  const page = feed.url === null ? null : URL.parse(feed.url)
  if (knownIdOf !== undefined)
    return groupBy(
      items,
      items.map(({ item }) => knownIdOf(item)),
      page,
    )
  const stems = items.map(({ item }) => stemOf(item, page))
  if (hasRepeats(stems) && !isOneForAll(stems, items)) return groupBy(items, stems, page)
  const links = items.map(({ item }) => linkOf(item, page))
  if (links.some((link) => link !== null) && !isOneForAll(links, items)) {
    if (hasRepeats(links)) return groupBy(items, links, page)
    return groupPosts(
      items,
      stems.map((stem, index) => stem ?? links[index] ?? ownKey(items[index] as NotedItem, page)),
      page,
    )
  }
  return episodesOf(items).map((episode) => toGroupOf(episode, (item) => ownKey(item, page)))
}

/** The address of the feed's page; null where it gives none. */
type Page = URL | null

function noteItem(item: FeedItem): NotedItem {
  const { content, summary, categories, published, updated } = item.value
  const publishedAt = readLooseDate(item, 'published')
  const updatedAt = readLooseDate(item, 'updated')
  return {
    item,
    // Lines in one of an item's two texts are often missing from the other.
    note: readStatusNote(readTitle(item, 'title'), content ?? '', categories, { summary, published }),
    publishedAt,
    updatedAt,
    oddTime: (publishedAt ?? updatedAt) === null ? (published ?? updated) : null,
    timeline: content === null ? null : findTimeline(content),
  }
}

function groupBy(items: readonly NotedItem[], keys: readonly (string | null)[], page: Page): ItemGroup[] {
  const groups = Map.groupBy(items.keys(), (index) => keys[index] ?? ownKey(items[index] as NotedItem, page))
  return [...groups].map(([key, indexes]) =>
    toGroup(key, [], oldestFirst([...indexes].map((index) => items[index] as NotedItem))),
  )
}

/** A status weblog has a post for every update, each with its own address; other feeds have one item per incident. */
function groupPosts(items: readonly NotedItem[], keys: readonly string[], page: Page): ItemGroup[] {
  const keyOf = new Map(items.map(({ item }, index) => [item, keys[index] ?? '']))
  const stories = episodesOf(items).filter(isStory)
  const told = new Set(stories.flatMap((episode) => episode.map(({ item }) => item)))
  const others = items.filter(({ item }) => !told.has(item))
  return [
    ...stories.map((episode) => toGroupOf(episode, ({ item }) => keyOf.get(item) ?? '')),
    ...groupBy(
      others,
      others.map(({ item }) => keyOf.get(item) ?? null),
      page,
    ),
  ]
}

function toGroupOf(episode: NotedItem[], keyOf: (item: NotedItem) => string): ItemGroup {
  const [first = '', ...others] = [...new Set(episode.map(keyOf))]
  return { ...toGroup(first, others, episode), isByTitle: true }
}

function toGroup(externalId: string, otherIds: string[], items: NotedItem[]): ItemGroup {
  return {
    externalId,
    otherIds,
    items,
    isByTitle: false,
    path: items[0]?.item.path ?? '',
    value: items.map(({ item }) => item.value),
  }
}

/**
 * The id without its fragment; null if it is the page's address, which all items may have. If an id is that address plus a
 * fragment, only the fragment distinguishes it.
 */
function stemOf(item: FeedItem, page: Page): string | null {
  const id = idOf(item, page)
  const stem = id?.replace(/#.*$/, '') || null
  return stem !== null && isPage(stem, page) ? id : stem
}

function idOf({ value: { id } }: FeedItem, page: Page): string | null {
  return id !== null && isPage(id, page) && !/#./.test(id) ? null : id
}

/** The item's address; null if it is the page's, which all items may have. Some feeds leave out the scheme. */
function linkOf({ value }: FeedItem, page: Page): string | null {
  const url = value.url?.trim() ?? ''
  const link = webAddress(url) ?? (/^[\w-]+(?:\.[\w-]+)+\//.test(url) ? webAddress(`https://${url}`) : null)
  return link !== null && isPage(link, page) ? null : link
}

function isPage(address: string, page: Page): boolean {
  const parsed = /^\s*https?:/i.test(address) ? URL.parse(address) : null
  if (parsed === null) return false
  if (parsed.pathname === '/' && parsed.search === '') return true
  return page !== null && parsed.href.replace(/\/+$/, '') === page.href.replace(/\/+$/, '')
}

/** The item's id, else its title and time. */
function ownKey({ item, note, publishedAt, updatedAt }: NotedItem, page: Page): string {
  return idOf(item, page) ?? `${note.title} ${(publishedAt ?? updatedAt)?.toISOString() ?? ''}`.trim()
}

function hasRepeats(keys: readonly (string | null)[]): boolean {
  const known = keys.filter((key) => key !== null)
  return new Set(known).size < known.length
}

/** For example a page's address. If all items are about one incident, their common part contains its number or code. */
function isOneForAll(keys: readonly (string | null)[], items: readonly NotedItem[]): boolean {
  const [key] = keys
  if (keys.length < 2 || new Set(keys).size > 1) return false
  const titles = new Set(items.map(({ note }) => note.title))
  return titles.size > 1 || !/\d/.test(key ?? '')
}
