import { literally } from '#lib/database/like-pattern.ts'
import { rankImpact } from '#lib/domain/incident.ts'
import type { Window } from '#lib/domain/window.ts'
import { toSearchQuery } from '#lib/text/search-words.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { Prisma } from '#prisma/client/client.ts'

/** The conditions of a filter, without its window, on `incidents i`: the same for figures, lists, feeds and exports. */
export function matchesFilter(filter: HistoryFilter): Prisma.Sql {
  const conditions = [Prisma.sql`i.dedup_status = 'counted' AND NOT i.excluded`]
  if (filter.kind !== 'all') conditions.push(Prisma.sql`i.kind = ${filter.kind}::kind`)
  if (filter.impact !== null) conditions.push(Prisma.sql`i.impact >= ${filter.impact}::impact`)
  if (filter.status !== null) conditions.push(Prisma.sql`i.status = ${filter.status}::status`)
  if (filter.component !== null) conditions.push(affects(filter.component))
  if (filter.q !== null) conditions.push(matchesWords(filter.q))
  return Prisma.join(conditions, ' AND ')
}

/**
 * Incidents that the filter excludes only because they have no impact: they may or may not be as bad as requested. Null if the
 * filter excludes none for that reason.
 */
export function lacksImpact(filter: HistoryFilter): Prisma.Sql | null {
  if (filter.impact === null || rankImpact(filter.impact) <= rankImpact('unknown')) return null
  return Prisma.sql`${matchesFilter({ ...filter, impact: null })} AND i.impact = 'unknown'`
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
 * is, and by "node" or "js".
 */
export function matchesWords(q: string): Prisma.Sql {
  return Prisma.sql`(
    i.id IN (SELECT w.incident_id FROM incident_words w WHERE w.words @@ websearch_to_tsquery('english', ${toSearchQuery(q)}))
    OR i.title ILIKE ${`%${literally(q)}%`}
  )`
}

/**
 * Whether `incidents i` was open at `instant`. An end without a duration (basis `single`) stands for its minute; an
 * impossible span is never open.
 */
export function openAt(instant: Date): Prisma.Sql {
  return Prisma.sql`(i.started_at <= ${instant} AND ${endsAfter(instant)})`
}

/** The second half of `openAt`, for overlaps with a span that begins at `instant`. */
export function endsAfter(instant: Date): Prisma.Sql {
  const minuteBefore = new Date(instant.getTime() - 60_000)
  return Prisma.sql`(
    (i.ended_at IS NULL AND i.basis = 'ongoing') OR i.ended_at > ${instant}
    OR (i.basis = 'single' AND i.started_at > ${minuteBefore})
  )`
}

function affects(component: string): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT FROM incident_components ic JOIN components c ON c.id = ic.component_id
    WHERE ic.incident_id = i.id AND (c.name = ${component} OR c.group_name || ' / ' || c.name = ${component})
  )`
}
