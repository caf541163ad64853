import { db } from '#lib/database/client.ts'
import { earlier, later } from '#lib/domain/instant.ts'
import { DEFAULT_WINDOW } from '#lib/domain/window.ts'
import { formatCursor, parseCursor } from '#lib/queries/cursor.ts'
import { matchesFilter, startsInWindow } from '#lib/queries/incident-filter.ts'
import {
  incidentColumns,
  incidentTables,
  type StoredRow,
  toIncidentView,
  withReach,
} from '#lib/queries/incident-row.ts'
import { listCondition } from '#lib/queries/incidents.ts'
import type { FeedEntry } from '#lib/queries/schemas.ts'
import { ofVendors, type Scope } from '#lib/queries/scope.ts'
import { Prisma } from '#prisma/client/client.ts'

/** Entries of a feed, and of each of its pages. */
export const FEED_LENGTH = 50
/** Open incidents that a feed has in addition, the last said first; many of them are never closed. */
const MAX_OPEN = 50

export interface FeedPage {
  entries: FeedEntry[]
  /** The cursor of the next page of the whole list, history included; null on its last page. */
  nextCursor: string | null
}

/**
 * What was said last, over all windows unless the filter has one. Without a cursor, these are news: what was said since its source
 * is followed, and what there was on the first day of the first source; in addition, what is open. The history of a vendor that
 * was added later, of a back-fill, or of items that were understood later stands only on the pages that the cursors lead to.
 */
export async function listNews(scope: Scope): Promise<FeedPage> {
  const { cursor } = scope.filter
  if (cursor !== null) return await readPage(scope, cursor)
  const [ids, top] = await Promise.all([listNewsIds(scope), listPlaces(scope, null)])
  const shown = new Set(ids)
  const isWhole = top.slice(0, FEED_LENGTH).every(({ id }) => shown.has(id))
  const last = top[FEED_LENGTH - 1]
  const nextCursor = isWhole ? (top.length > FEED_LENGTH && last !== undefined ? toCursor(last) : null) : BEGINNING
  return { entries: await readEntries(ids, scope), nextCursor }
}

interface Place {
  id: bigint
  newsAt: Date
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
  )
  return { entries, nextCursor: places.length > FEED_LENGTH && last !== undefined ? toCursor(last) : null }
}

/** One more than a page holds. */
async function listPlaces(scope: Scope, cursor: string | null): Promise<Place[]> {
  const after = cursor === null ? null : parseCursor(cursor)
  const beyond = after === null ? Prisma.empty : Prisma.sql`AND (i.news_at, i.id) < (${after.sortAt}, ${after.rowId})`
  return await db().$queryRaw<Place[]>(Prisma.sql`
    SELECT i.id, i.news_at AS "newsAt" FROM incidents i WHERE ${isListed(scope)} ${beyond}
    ORDER BY i.news_at DESC, i.id DESC LIMIT ${FEED_LENGTH + 1}`)
}

async function listNewsIds(scope: Scope): Promise<bigint[]> {
  const listed = isListed(scope)
  const rows = await db().$queryRaw<{ id: bigint }[]>(Prisma.sql`
    WITH first AS MATERIALIZED (SELECT min(i.created_at) AS at FROM sources i WHERE ${ofVendors(scope.vendorIds)}),
    news AS (
      SELECT i.id, i.news_at FROM incidents i JOIN sources s ON s.id = i.source_id CROSS JOIN first
      WHERE ${listed} AND (
        (i.news_at >= s.created_at AND i.news_at >= coalesce(i.stored_at, i.first_seen_at) - interval '7 days')
        OR coalesce(i.stored_at, i.first_seen_at) <= first.at + interval '1 day'
      )
      ORDER BY i.news_at DESC, i.id DESC LIMIT ${FEED_LENGTH}
    ),
    open AS (
      SELECT i.id, i.news_at FROM incidents i
      WHERE ${listed} AND i.basis = 'ongoing' AND i.ended_at IS NULL AND i.withdrawn_at IS NULL
      ORDER BY i.news_at DESC, i.id DESC LIMIT ${MAX_OPEN}
    )
    SELECT id FROM (SELECT * FROM news UNION SELECT * FROM open) shown ORDER BY news_at DESC, id DESC`)
  return rows.map(({ id }) => id)
}

/**
 * What was withdrawn or corrected away stays: its readers have to hear of it. The default window does not apply, since it moves with
 * the clock; as of a moment of the past, the list is the one of the page.
 */
function isListed(scope: Scope): Prisma.Sql {
  const { vendorIds, filter, window } = scope
  if (filter.asOf !== null) return listCondition(scope)
  const inTime = filter.window === DEFAULT_WINDOW ? Prisma.sql`TRUE` : startsInWindow(window)
  return Prisma.sql`
    ${ofVendors(vendorIds)} AND ${matchesFilter(filter, vendorIds, { withExcluded: true })} AND ${inTime}`
}

async function readEntries(ids: readonly bigint[], { filter, asOf }: Scope): Promise<FeedEntry[]> {
  if (ids.length === 0) return []
  const [stored, corrections] = await Promise.all([
    db().$queryRaw<StoredRow[]>(Prisma.sql`
      SELECT ${incidentColumns} FROM ${incidentTables} WHERE i.id = ANY(${ids}::bigint[])
      ORDER BY i.news_at DESC, i.id DESC`),
    db().correction.findMany({ where: { incidentId: { in: [...ids] }, revokedAt: null }, orderBy: { id: 'asc' } }),
  ])
  const rows = await withReach(stored)
  return rows.map((row) => {
    // An end that only a duplicate states may be later than anything said here.
    const said = row.duplicateEndedAt === null ? row.newsAt : later(row.newsAt, row.duplicateEndedAt)
    const view = toIncidentView({ ...row, reach: null }, filter.asOf === null ? said : earlier(said, asOf))
    const own = corrections.filter(({ incidentId }) => incidentId === row.rowId)
    return {
      ...view,
      corrections: own.map(({ field, reason, createdAt }) => ({ field, reason, correctedAt: createdAt })),
    }
  })
}

function toCursor({ id, newsAt }: Place): string {
  return formatCursor({ sortAt: newsAt, rowId: id })
}
