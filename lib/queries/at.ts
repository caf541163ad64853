import { db } from '#lib/db.ts'
import { Prisma } from '#prisma/client/client.ts'
import { openAt } from './incident-filter.ts'
import { listRows, toIncidentView } from './incident-row.ts'
import type { CoverageAt, IncidentView } from './shapes.ts'
import { listSourcesInForce } from './sources.ts'
import { coverageUntil } from './vendors.ts'

/** Every counted incident, of all vendors, that was open at `t`, newest first, at most 200; as it is known at `now`. */
export async function listIncidentsAt(t: Date, now: Date): Promise<IncidentView[]> {
  const rows = await listRows(
    Prisma.sql`i.standing = 'counted' AND NOT i.excluded AND i.kind <> 'notice' AND ${openAt(t)}`,
    null,
    199,
  )
  return rows.map((row) => toIncidentView(row, now))
}

/** Of every vendor, by name, what is known of the moment `t`: silence means something only where it is covered. */
export async function listCoverageAt(t: Date, now: Date): Promise<CoverageAt[]> {
  const vendors = await db().vendor.findMany({ select: { id: true, slug: true, name: true }, orderBy: { name: 'asc' } })
  const sources = await listSourcesInForce(vendors.map(({ id }) => id))
  return vendors.map(({ id, slug, name }) => {
    const period = coverageUntil(sources.get(id) ?? [], now).find(({ from, to }) => from <= t && t <= to)
    return { slug, name, quality: period === undefined || period.quality === 'failed' ? null : period.quality }
  })
}
