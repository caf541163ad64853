import { Prisma } from '#prisma/client/client.ts'
import { openAt } from './incident-filter.ts'
import { listRows, toIncidentView } from './incident-row.ts'
import type { IncidentView } from './shapes.ts'

/** Every counted incident, of all vendors, that was open at `t`, newest first, at most 200; as it is known at `now`. */
export async function listIncidentsAt(t: Date, now: Date): Promise<IncidentView[]> {
  const rows = await listRows(
    Prisma.sql`i.standing = 'counted' AND NOT i.excluded AND i.kind <> 'notice' AND ${openAt(t)}`,
    null,
    199,
  )
  return rows.map((row) => toIncidentView(row, now))
}
