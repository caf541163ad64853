import { toMilliseconds } from '#lib/database/milliseconds.ts'
import type { PastOutage } from '#lib/domain/statistics/forecast.ts'
import { Prisma } from '#prisma/client/client.ts'

/** Instants are milliseconds since the epoch. */
export type PastRow = [
  id: string,
  startedAt: number,
  endedAt: number | null,
  /** Null for an open one: it was seen open when its source was last read. */
  seenAt: number | null,
  mitigatedAt: number | null,
  impact: string,
  components: number[] | null,
  sourceId: number,
]

/** An outage as it is held: of an open one, how far its source was read is asked each time. */
export interface HeldOutage {
  id: string
  sourceId: number
  isOpen: boolean
  outage: PastOutage
}

/** When sources were last read, by id; null for never. */
export type LastReads = Record<string, number | null>

/** Of which is known how long it lasted, if only at least. */
export const isPast = Prisma.sql`
  i.dedup_status = 'counted' AND NOT i.excluded AND i.kind = 'incident'
  AND i.basis IN ('reported', 'corrected', 'seen', 'ongoing') AND i.started_at IS NOT NULL`

/**
 * The newest such outages of `vendors v`. Postgres takes a vendor for an average one, which has fewer than are asked for, and would read
 * and sort all that a large one has. Of an array it expects several vendors, and walks the index of their histories instead.
 */
export function newestOf(limit: number): Prisma.Sql {
  return Prisma.sql`
    SELECT i.* FROM incidents i WHERE i.vendor_id = ANY(ARRAY(SELECT v.id)) AND ${isPast}
    ORDER BY i.vendor_id, i.sort_at DESC, i.id DESC LIMIT ${limit}`
}

export const pastRow = Prisma.sql`json_build_array(
  i.public_id, ${toMilliseconds(Prisma.sql`i.started_at`)},
  CASE WHEN i.basis IN ('reported', 'corrected') THEN ${toMilliseconds(Prisma.sql`i.ended_at`)} END,
  ${toMilliseconds(Prisma.sql`i.ended_at`)},
  ${toMilliseconds(Prisma.sql`i.mitigated_at`)}, i.impact,
  (SELECT json_agg(ic.component_id) FROM incident_components ic WHERE ic.incident_id = i.id), i.source_id
)`

export const lastReadAt = toMilliseconds(Prisma.sql`s.last_good_read_at`)

export function toHeld([
  id,
  startedAt,
  endedAt,
  seenAt,
  mitigatedAt,
  impact,
  components,
  sourceId,
]: PastRow): HeldOutage {
  const outage = { startedAt, endedAt, seenAt: seenAt ?? startedAt, mitigatedAt, impact, components: components ?? [] }
  return { id, sourceId, isOpen: seenAt === null, outage }
}

export function seenBy({ isOpen, sourceId, outage }: HeldOutage, reads: LastReads): PastOutage {
  const readAt = reads[sourceId] ?? null
  return isOpen && readAt !== null ? { ...outage, seenAt: Math.max(outage.startedAt, readAt) } : outage
}

export function inOrder<One extends HeldOutage>(outages: One[]): One[] {
  return outages.sort((a, b) => b.outage.startedAt - a.outage.startedAt)
}
