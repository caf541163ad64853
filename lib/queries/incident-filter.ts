import { literally } from '#lib/database/like-pattern.ts'
import { type Period, rankImpact } from '#lib/domain/incident.ts'
import type { Window } from '#lib/domain/window.ts'
import { toSearchQuery } from '#lib/text/search/search-words.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { Prisma } from '#prisma/client/client.ts'
import { ofVendors } from './scope.ts'

/**
 * The conditions of a filter, without its window, on `incidents i` of these vendors (null: all): the same for figures, lists,
 * feeds and exports. The vendors bound what a search for words has to read. `withExcluded`: also what a correction or a
 * withdrawal took out, for subscribers who have read of it.
 */
export function matchesFilter(
  filter: HistoryFilter,
  vendorIds: readonly number[] | null,
  { withExcluded = false } = {},
): Prisma.Sql {
  const conditions = [Prisma.sql`i.dedup_status = 'counted'`]
  if (!withExcluded) conditions.push(Prisma.sql`NOT i.excluded`)
  if (filter.kind !== 'all') conditions.push(Prisma.sql`i.kind = ${filter.kind}::kind`)
  if (filter.impact !== null) conditions.push(Prisma.sql`i.impact >= ${filter.impact}::impact`)
  if (filter.status !== null) conditions.push(Prisma.sql`i.status = ${filter.status}::status`)
  if (filter.component !== null) conditions.push(affects(filter.component))
  if (filter.q !== null) conditions.push(isAmongWords(filter.q, vendorIds))
  return Prisma.join(conditions, ' AND ')
}

/**
 * Incidents that the filter excludes only because they have no impact: they may or may not be as bad as requested. Null if the
 * filter excludes none for that reason.
 */
export function lacksImpact(filter: HistoryFilter, vendorIds: readonly number[]): Prisma.Sql | null {
  if (filter.impact === null || rankImpact(filter.impact) <= rankImpact('unknown')) return null
  return Prisma.sql`${matchesFilter({ ...filter, impact: null }, vendorIds)} AND i.impact = 'unknown'`
}

/**
 * In the window means started in the window. An undated incident is in it when both its bounds are, and always in `all`.
 */
export function startsInWindow(window: Window): Prisma.Sql {
  const undated =
    window.text === 'all'
      ? Prisma.sql`(i.started_after IS NULL OR i.started_after < ${window.to})`
      : Prisma.sql`i.started_after >= ${window.from} AND i.started_before <= ${window.to}`
  return Prisma.sql`(
    (i.started_at >= ${window.from} AND i.started_at < ${window.to})
    OR (i.started_at IS NULL AND ${undated})
  )`
}

/**
 * Words, "phrases" and -exclusions in the title and the updates together; a part of a title also matches. "Node.js" is found as
 * is, and by "node" or "js". The two ways are joined by UNION: under an OR no index helps, and all vendors' incidents are read.
 */
function isAmongWords(q: string, vendorIds: readonly number[] | null): Prisma.Sql {
  return Prisma.sql`i.id IN (
    SELECT i.id FROM incidents i JOIN incident_words w ON w.incident_id = i.id WHERE ${ofVendors(vendorIds)} AND ${saysWords(q)}
    UNION ALL
    SELECT i.id FROM incidents i WHERE ${ofVendors(vendorIds)} AND ${titleHas(q)}
  )`
}

/** Whether `incident_words w` has the words. */
export function saysWords(q: string): Prisma.Sql {
  return Prisma.sql`w.words @@ websearch_to_tsquery('english', ${toSearchQuery(q)})`
}

/** Whether the title of `incidents i` has the text as a part. */
export function titleHas(q: string): Prisma.Sql {
  return Prisma.sql`i.title ILIKE ${`%${literally(q)}%`}`
}

/** The expression and the condition of the index `incidents_spans`: [start, end), without an end while it is open. */
const span = Prisma.sql`tstzrange(i.started_at, CASE WHEN i.ended_at IS NOT NULL THEN greatest(i.started_at, i.ended_at) END)`
const hasSpan = Prisma.sql`(i.started_at IS NOT NULL AND (i.ended_at IS NOT NULL OR i.basis = 'ongoing'))`

/**
 * Whether `incidents i` was open at `instant`. An end without a duration (basis `single`) stands for its minute; an
 * impossible span is never open.
 */
export function openAt(instant: Date): Prisma.Sql {
  const minuteBefore = new Date(instant.getTime() - 60_000)
  return Prisma.sql`(
    (${span} @> ${instant}::timestamptz AND ${hasSpan})
    OR (i.basis = 'single' AND i.sort_at > ${minuteBefore} AND i.sort_at <= ${instant})
  )`
}

/**
 * Whether `incidents i` was open at some time of [from, to), or lasted no time and began in it. A single posting counts for its
 * minute.
 */
export function overlaps({ from, to }: Period): Prisma.Sql {
  const minuteBefore = new Date(from.getTime() - 60_000)
  return Prisma.sql`(
    (${span} && tstzrange(${from}::timestamptz, ${to}::timestamptz) AND ${hasSpan})
    OR (
      i.sort_at > ${minuteBefore} AND i.sort_at < ${to} AND i.started_at IS NOT NULL
      AND (i.basis = 'single' OR i.ended_at > ${from})
    )
  )`
}

/**
 * The same, for a list that looks at one incident after the other, newest first: it begins at the end of the period. Where spans are
 * found first (`isOneOf`), Postgres would take this bound for the better way to them, and read the whole history before a period.
 */
export function overlapsInOrder(period: Period): Prisma.Sql {
  return Prisma.sql`i.sort_at < ${period.to} AND ${overlaps(period)}`
}

/** Whether `incidents i` began before `instant`, and ended at it, later, or not yet: instants are milliseconds. */
export function endsAfter(instant: Date): Prisma.Sql {
  return Prisma.sql`(${span} @> ${new Date(instant.getTime() - 1)}::timestamptz AND ${hasSpan})`
}

/**
 * Whether `incidents i` meets a condition on spans, which are found first, all of them. In a list of the newest, Postgres would
 * rather look at one incident after the other until enough meet it: it takes one in 250 to be open at any instant, since ends are as
 * far apart as its statistics of starts are coarse.
 */
export function isOneOf(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`i.id = ANY(ARRAY(SELECT i.id FROM incidents i WHERE ${condition}))`
}

function affects(component: string): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT FROM incident_components ic JOIN components c ON c.id = ic.component_id
    WHERE ic.incident_id = i.id AND (c.name = ${component} OR c.group_name || ' / ' || c.name = ${component})
  )`
}
