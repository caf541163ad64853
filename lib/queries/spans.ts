import { db } from '#lib/db.ts'
import type { DayIncident } from '#lib/domain/days.ts'
import type { HistoryFilter } from '#lib/domain/filter.ts'
import { Prisma } from '#prisma/client/client.ts'
import { matchesFilter } from './incident-filter.ts'

/** Columns of `DayIncident` from `incidents i`. */
export const spanColumns = Prisma.sql`
  i.public_id AS id, i.started_at AS "startedAt", i.ended_at AS "endedAt", i.started_after AS "startedAfter",
  i.started_before AS "startedBefore", i.basis::text AS basis, i.mitigated_at AS "mitigatedAt", i.impact::text AS impact`

/** What the figures need of every incident of a vendor that the filter lets through, whatever its window. */
export async function listSpans(vendorId: number, filter: HistoryFilter): Promise<DayIncident[]> {
  return db().$queryRaw<DayIncident[]>(Prisma.sql`
    SELECT ${spanColumns} FROM incidents i WHERE i.vendor_id = ${vendorId} AND ${matchesFilter(filter)}`)
}
