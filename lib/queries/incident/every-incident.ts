import { queryRows, readAtOneMoment } from '#lib/database/client.ts'
import { listRowsById, toIncidentView } from '#lib/queries/incident-row.ts'
import { listCondition } from '#lib/queries/incidents.ts'
import type { IncidentView } from '#lib/queries/schemas.ts'
import type { Scope } from '#lib/queries/scope.ts'
import { Prisma } from '#prisma/client/client.ts'
import { withExpected } from './expected.ts'

/** Large enough to be worth a round trip, small enough to be read and formatted in a few milliseconds. */
const BATCH = 20
const IDS_AT_A_TIME = 1_000
/** Includes the time that a reader yields to others; beyond this, the database should not be kept from housekeeping. */
const READ_WITHIN_MS = 300_000

/** The number of rows behind the whole list: its incidents and their updates. */
export async function countEveryRow(scope: Scope): Promise<number> {
  const [{ rows }] = await queryRows<[{ rows: number }]>(Prisma.sql`
    SELECT (count(*) + coalesce(sum(i.update_count), 0))::int AS rows FROM incidents i WHERE ${listCondition(scope)}`)
  return rows
}

/**
 * Passes the whole list of `listIncidents` to `read`, however long, a few incidents at a time; the filter's cursor and
 * limit are ignored. The list, and every other query of `read`, sees one snapshot.
 */
export function readEveryIncident<T>(
  scope: Scope,
  read: (batches: AsyncIterable<IncidentView[]>) => Promise<T>,
): Promise<T> {
  return readAtOneMoment(() => read(listBatches(scope)), READ_WITHIN_MS)
}

/** Uses a cursor: one query per page would sort the rest of the list each time. */
async function* listBatches(scope: Scope): AsyncGenerator<IncidentView[]> {
  await queryRows<never[]>(Prisma.sql`
    DECLARE every_incident NO SCROLL CURSOR FOR
    SELECT i.id FROM incidents i WHERE ${listCondition(scope)} ORDER BY i.sort_at DESC, i.id DESC`)
  for (;;) {
    const rows = await queryRows<{ id: bigint }[]>(
      Prisma.sql`FETCH ${Prisma.raw(String(IDS_AT_A_TIME))} FROM every_incident`,
    )
    for (let from = 0; from < rows.length; from += BATCH) {
      const ids = rows.slice(from, from + BATCH).map(({ id }) => id)
      const read = await listRowsById(ids)
      const views = read.map((row) => toIncidentView(row, scope.asOf))
      const batch = await withExpected(views, scope.asOf, scope.past)
      read.length = 0
      views.length = 0
      yield batch
      batch.length = 0
    }
    if (rows.length < IDS_AT_A_TIME) return
  }
}
