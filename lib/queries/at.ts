import { db } from '#lib/database/client.ts'
import { Prisma } from '#prisma/client/client.ts'
import { openAt } from './incident-filter.ts'
import { listRows, toIncidentView } from './incident-row.ts'
import type { CoverageAt, IncidentView } from './schemas.ts'
import { listSourcesInForce } from './sources.ts'
import { coverageUntil } from './vendor/vendor-state.ts'

/** The maximum number of outages in one answer, and of maintenances; separate, so that neither crowds out the other. */
export const MAX_INCIDENTS_AT = 200

/** Every counted outage and maintenance of all vendors that was open at `t`, newest first; as known at `now`. */
export async function listIncidentsAt(t: Date, now: Date): Promise<IncidentView[]> {
  const byKind = await Promise.all(
    (['incident', 'maintenance'] as const).map((kind) =>
      listRows(
        Prisma.sql`i.dedup_status = 'counted' AND NOT i.excluded AND i.kind = ${kind}::kind AND ${openAt(t)}`,
        null,
        MAX_INCIDENTS_AT - 1,
      ),
    ),
  )
  return (
    byKind
      .flat()
      .sort((a, b) => b.sortAt.getTime() - a.sortAt.getTime())
      .map((row) => toIncidentView(row, now))
      // Its source still has it open; its duplicate's source knows the end.
      .filter(({ endedAt, durationBasis }) => durationBasis === 'single' || endedAt === null || endedAt > t)
  )
}

/** The coverage of every vendor at `t`, by name: without coverage, the absence of incidents proves nothing. */
export async function listCoverageAt(t: Date, now: Date): Promise<CoverageAt[]> {
  const vendors = await db().vendor.findMany({ select: { id: true, slug: true, name: true }, orderBy: { name: 'asc' } })
  const sources = await listSourcesInForce(vendors.map(({ id }) => id))
  return vendors.map(({ id, slug, name }) => {
    const period = coverageUntil(sources.get(id) ?? [], now).find(({ from, to }) => from <= t && t <= to)
    return { slug, name, quality: period === undefined || period.quality === 'failed' ? null : period.quality }
  })
}
