import { queryRows } from '#lib/database/client.ts'
import { InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import type { Period } from '#lib/domain/incident.ts'
import { type MonthKey, monthOf, monthPeriod } from '#lib/domain/month.ts'
import type { FeedEntry } from '#lib/queries/schemas.ts'
import type { Scope } from '#lib/queries/scope.ts'
import { Prisma } from '#prisma/client/client.ts'
import { isListed, type NewsPlace, readEntries } from './news-list.ts'

/** Entries of one archive, as of a feed. */
const PART_LENGTH = 50

/**
 * A part of what was last said in a month, in the order in which it was said. The clock adds nothing to it: the newest month is the
 * one of the newest entry, and only its full parts are archives.
 */
interface Archive {
  month: MonthKey
  /** From 1. */
  part: number
}

export interface ArchivePage {
  /** The last said first. */
  entries: FeedEntry[]
  /** The names of the archives before and after this one; null where there is none. */
  previous: string | null
  next: string | null
}

/**
 * The name of the newest archive, such as "2026-05", or "2026-05.2" for a second part; null where there is none. `newest` holds the
 * newest places of the list, more than a feed has.
 */
export async function findNewestArchive(scope: Scope, newest: readonly NewsPlace[]): Promise<string | null> {
  const [latest] = newest
  if (latest === undefined) return null
  const present = monthOf(latest.newsAt)
  const last = newest[PART_LENGTH - 1]
  if (last !== undefined && monthOf(last.newsAt) === present) return await findLastPart(scope, present, present)
  const before = newest.find(({ newsAt }) => monthOf(newsAt) !== present)
  if (before === undefined) return null
  const month = monthOf(before.newsAt)
  const end = newest.at(-1)
  // Where something older follows, the whole month is there, and fits into one part.
  const isWhole = newest.length <= PART_LENGTH || (end !== undefined && monthOf(end.newsAt) !== month)
  return isWhole ? formatArchive({ month, part: 1 }) : await findLastPart(scope, month, present)
}

/** Throws InvalidInputError for a name that no archive can have, and NotFoundError for one that the feed does not have yet. */
export async function readArchive(scope: Scope, name: string): Promise<ArchivePage> {
  const { month, part } = parseArchive(name)
  const latest = await findNewsAt(scope, Prisma.sql`TRUE`, 'max')
  const present = latest && monthOf(latest)
  const parts = present === null || month > present ? 0 : await countParts(scope, month, present)
  // Whatever was said in a month that is over may have left it since; its first archive stays.
  const isThere = part <= parts || (part === 1 && present !== null && month < present)
  if (present === null || !isThere) throw new NotFoundError(`This feed has no archive "${name}".`)
  const period = monthPeriod(month)
  const ids = await listIds(scope, period, part)
  const [entries, previous, next] = await Promise.all([
    // An archive does not change, while a forecast follows the outages before it.
    readEntries(ids, scope, { withForecasts: false }),
    part > 1 ? formatArchive({ month, part: part - 1 }) : findBefore(scope, period, present),
    part < parts ? formatArchive({ month, part: part + 1 }) : findAfter(scope, period, present),
  ])
  return { entries, previous, next }
}

async function findBefore(scope: Scope, { from }: Period, present: MonthKey): Promise<string | null> {
  const at = await findNewsAt(scope, Prisma.sql`i.news_at < ${from}`, 'max')
  return at && (await findLastPart(scope, monthOf(at), present))
}

async function findAfter(scope: Scope, { to }: Period, present: MonthKey): Promise<string | null> {
  const at = await findNewsAt(scope, Prisma.sql`i.news_at >= ${to}`, 'min')
  if (at === null) return null
  const month = monthOf(at)
  return (await countParts(scope, month, present)) === 0 ? null : formatArchive({ month, part: 1 })
}

async function findLastPart(scope: Scope, month: MonthKey, present: MonthKey): Promise<string> {
  return formatArchive({ month, part: await countParts(scope, month, present) })
}

/** In the newest month, what does not fill a part is in the feed itself. */
async function countParts(scope: Scope, month: MonthKey, present: MonthKey): Promise<number> {
  const [{ count }] = await queryRows<[{ count: number }]>(Prisma.sql`
    SELECT count(*)::int AS count FROM incidents i WHERE ${isListed(scope)} AND ${isSaidIn(monthPeriod(month))}`)
  return month === present ? Math.floor(count / PART_LENGTH) : Math.ceil(count / PART_LENGTH)
}

async function listIds(scope: Scope, period: Period, part: number): Promise<bigint[]> {
  const rows = await queryRows<{ id: bigint }[]>(Prisma.sql`
    SELECT i.id FROM incidents i WHERE ${isListed(scope)} AND ${isSaidIn(period)}
    ORDER BY i.news_at, i.id LIMIT ${PART_LENGTH} OFFSET ${(part - 1) * PART_LENGTH}`)
  return rows.map(({ id }) => id)
}

async function findNewsAt(scope: Scope, condition: Prisma.Sql, which: 'min' | 'max'): Promise<Date | null> {
  const direction = which === 'max' ? Prisma.sql`DESC` : Prisma.sql`ASC`
  const [row] = await queryRows<{ newsAt: Date }[]>(Prisma.sql`
    SELECT i.news_at AS "newsAt" FROM incidents i WHERE ${isListed(scope)} AND ${condition}
    ORDER BY i.news_at ${direction} LIMIT 1`)
  return row?.newsAt ?? null
}

function isSaidIn({ from, to }: Period): Prisma.Sql {
  return Prisma.sql`i.news_at >= ${from} AND i.news_at < ${to}`
}

function parseArchive(name: string): Archive {
  const [, month, part = '1'] = /^([12]\d{3}-(?:0[1-9]|1[0-2]))(?:\.([2-9]|[1-9]\d{1,3}))?$/.exec(name) ?? []
  if (month === undefined)
    throw new InvalidInputError('archive must be a month, such as 2026-05, or a part of one: 2026-05.2.', 'archive')
  return { month, part: Number(part) }
}

function formatArchive({ month, part }: Archive): string {
  return part === 1 ? month : `${month}.${part}`
}
