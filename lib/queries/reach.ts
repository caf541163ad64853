import { queryRows } from '#lib/database/client.ts'
import { countsUntil, type Reach } from '#lib/domain/coverage.ts'
import type { CoverageQuality } from '#lib/domain/incident.ts'
import { BELIEVED_INTERVALS } from '#lib/domain/state.ts'
import { Prisma } from '#prisma/client/client.ts'

interface ReachRow {
  id: number
  isPolled: boolean
  pollIntervalSeconds: number
  lastGoodReadAt: Date | null
  coverage: { from: string; to: string; quality: CoverageQuality }[]
}

export type LoadReach = (sourceIds: readonly number[]) => Promise<Map<number, Reach>>

/** As `loadReach`, but reads each source only once, however many ask for it. */
export function createReachLoader(): LoadReach {
  const reads = new Map<number, Promise<Map<number, Reach>>>()
  return async (sourceIds) => {
    const read = loadReach(sourceIds.filter((id) => !reads.has(id)))
    for (const id of sourceIds) if (!reads.has(id)) reads.set(id, read)
    const all = await Promise.all([...new Set(sourceIds.map((id) => reads.get(id)))])
    return new Map(all.flatMap((found) => [...(found ?? [])]))
  }
}

/** By source. Sends no query if no source is requested. */
export async function loadReach(sourceIds: readonly number[]): Promise<Map<number, Reach>> {
  const ids = [...new Set(sourceIds)]
  if (ids.length === 0) return new Map()
  const rows = await queryRows<ReachRow[]>(Prisma.sql`
    SELECT s.id, s.origin = 'live' AS "isPolled", s.poll_interval_seconds AS "pollIntervalSeconds",
           s.last_good_read_at AS "lastGoodReadAt", (
      SELECT coalesce(json_agg(json_build_object('from', covered_from, 'to', covered_to, 'quality', quality)), '[]')
      FROM coverage WHERE source_id = s.id
    ) AS coverage
    FROM sources s WHERE s.id = ANY(${ids})`)
  return new Map(rows.map((row) => [row.id, toReach(row)]))
}

/** The time up to which an incident without an end counts at `asOf`; null for `asOf` itself, and for an unknown source. */
export function knownUntil(reach: Reach | null, asOf: Date): Date | null {
  if (reach === null) return null
  const until = countsUntil(reach, asOf)
  return until < asOf ? until : null
}

function toReach({ isPolled, pollIntervalSeconds, lastGoodReadAt, coverage }: ReachRow): Reach {
  return {
    periods: coverage.map(({ from, to, quality }) => ({ from: new Date(from), to: new Date(to), quality })),
    lastReadAt: lastGoodReadAt,
    graceMs: isPolled ? BELIEVED_INTERVALS * pollIntervalSeconds * 1000 : 0,
  }
}

/**
 * Those of these incidents, by public id, whose duplicate in another source has an end, with that end. Sends no query if no
 * incident is requested.
 */
export async function loadDuplicateEnds(ids: string[]): Promise<Map<string, Date>> {
  if (ids.length === 0) return new Map()
  const rows = await queryRows<{ id: string; endedAt: Date }[]>(Prisma.sql`
    SELECT i.public_id AS id, min(d.ended_at) AS "endedAt" FROM incidents i JOIN incidents d ON d.duplicate_of_id = i.id
    WHERE i.public_id = ANY(${ids}) AND d.dedup_status <> 'counted' AND d.withdrawn_at IS NULL
      AND d.basis IN ('reported', 'corrected') AND d.ended_at > i.started_at
    GROUP BY i.public_id`)
  return new Map(rows.map(({ id, endedAt }) => [id, endedAt]))
}
