import { db, readAtOneMoment } from '#lib/database/client.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { Prisma } from '#prisma/client/client.ts'
import { listRowsById, toIncidentView } from './incident-row.ts'
import { listCondition } from './incidents.ts'
import type { IncidentView } from './schemas.ts'
import type { Whose } from './vendor-row.ts'

/** Enough for a round trip to be worth its while, few enough to be read and formatted in some milliseconds. */
const BATCH = 20
const IDS_AT_A_TIME = 1_000
/** With all the time that a reader gives to others; the database should not be kept from its housekeeping for longer. */
const READ_WITHIN_MS = 300_000

/** How many rows the whole list is read from: its incidents and their updates. */
export async function countEveryRow(whose: Whose, filter: HistoryFilter, now: Date): Promise<number> {
  const inList = await listCondition(whose, filter, now)
  const [{ rows }] = await db().$queryRaw<[{ rows: number }]>(Prisma.sql`
    SELECT (count(*) + coalesce(sum(i.update_count), 0))::int AS rows FROM incidents i WHERE ${inList}`)
  return rows
}

/**
 * Gives `read` the whole list that `listIncidents` pages through, however long, a few incidents at a time; the filter's cursor
 * and limit do not count. The list, and whatever else `read` asks the database for, is as it stands at one moment.
 */
export function readEveryIncident<T>(
  { whose, filter, now }: { whose: Whose; filter: HistoryFilter; now: Date },
  read: (batches: AsyncIterable<IncidentView[]>) => Promise<T>,
): Promise<T> {
  return readAtOneMoment(() => read(listBatches(whose, filter, now)), READ_WITHIN_MS)
}

/** By a cursor of the transaction: a query a page would sort what is left of the list each time. */
async function* listBatches(whose: Whose, filter: HistoryFilter, now: Date): AsyncGenerator<IncidentView[]> {
  const inList = await listCondition(whose, filter, now)
  await db().$executeRaw(Prisma.sql`
    DECLARE every_incident NO SCROLL CURSOR FOR
    SELECT i.id FROM incidents i WHERE ${inList} ORDER BY i.sort_at DESC, i.id DESC`)
  for (;;) {
    const rows = await db().$queryRaw<{ id: bigint }[]>(
      Prisma.sql`FETCH ${Prisma.raw(String(IDS_AT_A_TIME))} FROM every_incident`,
    )
    for (let from = 0; from < rows.length; from += BATCH) {
      const ids = rows.slice(from, from + BATCH).map(({ id }) => id)
      yield (await listRowsById(ids)).map((row) => toIncidentView(row, filter.asOf ?? now))
    }
    if (rows.length < IDS_AT_A_TIME) return
  }
}
