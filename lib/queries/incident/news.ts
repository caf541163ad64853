import { queryRows } from '#lib/database/client.ts'
import { formatCursor, parseCursor } from '#lib/queries/cursor.ts'
import type { FeedEntry } from '#lib/queries/schemas.ts'
import { ofVendors, type Scope } from '#lib/queries/scope.ts'
import { Prisma } from '#prisma/client/client.ts'
import { findNewestArchive } from './news-archives.ts'
import { isListed, type NewsPlace, readEntries } from './news-list.ts'

/** Entries of a feed, and of each of its pages. */
export const FEED_LENGTH = 50
/** Open incidents that a feed has in addition, the last said first; many of them are never closed. */
const MAX_OPEN = 50

export interface FeedPage {
  entries: FeedEntry[]
  /** The cursor of the next page of the whole list, history included; null on its last page. */
  nextCursor: string | null
  /** The name of the newest archive, see news-archives.ts; null where there is none, and on further pages. */
  newestArchive: string | null
}

/**
 * What was said last, over all windows unless the filter has one. Without a cursor, these are news: what was said since its source
 * is followed, and what there was on the first day of the first source; in addition, what is open. The history of a vendor that
 * was added later, of a back-fill, or of items that were understood later stands only on the pages that the cursors lead to.
 */
export async function listNews(scope: Scope): Promise<FeedPage> {
  const { cursor } = scope.filter
  if (cursor !== null) return await readPage(scope, cursor)
  const { shown, top } = await listFront(scope)
  const isShown = new Set(shown)
  const isWhole = top.slice(0, FEED_LENGTH).every(({ id }) => isShown.has(id))
  const last = top[FEED_LENGTH - 1]
  const nextCursor = isWhole ? (top.length > FEED_LENGTH && last !== undefined ? toCursor(last) : null) : BEGINNING
  const [entries, newestArchive] = await Promise.all([
    readEntries(shown, scope, { withForecasts: true }),
    findNewestArchive(scope, top),
  ])
  return { entries, nextCursor, newestArchive }
}

/** Before everything that can be said. */
const BEGINNING = formatCursor({ sortAt: new Date(Date.UTC(9999, 0)), rowId: 0n })

async function readPage(scope: Scope, cursor: string): Promise<FeedPage> {
  const places = await listPlaces(scope, cursor)
  const page = places.slice(0, FEED_LENGTH)
  const last = page.at(-1)
  const entries = await readEntries(
    page.map(({ id }) => id),
    scope,
    { withForecasts: true },
  )
  const nextCursor = places.length > FEED_LENGTH && last !== undefined ? toCursor(last) : null
  return { entries, nextCursor, newestArchive: null }
}

/** One more than a page holds. */
async function listPlaces(scope: Scope, cursor: string): Promise<NewsPlace[]> {
  const after = parseCursor(cursor)
  return await queryRows<NewsPlace[]>(Prisma.sql`
    SELECT i.id, i.news_at AS "newsAt" FROM incidents i
    WHERE ${isListed(scope)} AND (i.news_at, i.id) < (${after.sortAt}, ${after.rowId})
    ORDER BY i.news_at DESC, i.id DESC LIMIT ${FEED_LENGTH + 1}`)
}

/**
 * The news and what is open, and beside them the newest places of the whole list: in one statement, since sending one costs as much as
 * writing ten entries.
 */
async function listFront(scope: Scope): Promise<{ shown: bigint[]; top: NewsPlace[] }> {
  const listed = isListed(scope)
  const order = Prisma.sql`ORDER BY i.news_at DESC, i.id DESC`
  const rows = await queryRows<(NewsPlace & { isShown: boolean; isTop: boolean })[]>(Prisma.sql`
    WITH first AS MATERIALIZED (SELECT min(i.created_at) AS at FROM sources i WHERE ${ofVendors(scope.vendorIds)}),
    news AS (
      SELECT i.id, i.news_at FROM incidents i JOIN sources s ON s.id = i.source_id CROSS JOIN first
      WHERE ${listed} AND (
        (i.news_at >= s.created_at AND i.news_at >= coalesce(i.stored_at, i.first_seen_at) - interval '7 days')
        OR coalesce(i.stored_at, i.first_seen_at) <= first.at + interval '1 day'
      )
      ${order} LIMIT ${FEED_LENGTH}
    ),
    open AS (
      SELECT i.id, i.news_at FROM incidents i
      WHERE ${listed} AND i.basis = 'ongoing' AND i.ended_at IS NULL AND i.withdrawn_at IS NULL
      ${order} LIMIT ${MAX_OPEN}
    ),
    top AS (SELECT i.id, i.news_at FROM incidents i WHERE ${listed} ${order} LIMIT ${FEED_LENGTH + 1})
    SELECT i.id, i.news_at AS "newsAt", bool_or(i.is_shown) AS "isShown", bool_or(NOT i.is_shown) AS "isTop" FROM (
      SELECT id, news_at, true AS is_shown FROM news
      UNION SELECT id, news_at, true FROM open
      UNION ALL SELECT id, news_at, false FROM top
    ) i GROUP BY i.id, i.news_at ${order}`)
  return { shown: rows.filter(({ isShown }) => isShown).map(({ id }) => id), top: rows.filter(({ isTop }) => isTop) }
}

function toCursor({ id, newsAt }: NewsPlace): string {
  return formatCursor({ sortAt: newsAt, rowId: id })
}
