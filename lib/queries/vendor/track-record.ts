import { queryRows } from '#lib/database/client.ts'
import { addRecords, type ForecastRecord } from '#lib/domain/statistics/track-record.ts'
import type { TrackRecordView } from '#lib/queries/schemas.ts'
import { Prisma } from '#prisma/client/client.ts'

/** What forecasts would have promised and kept, of all vendors and of each with a record, the most cases first. */
export async function readTrackRecord(): Promise<TrackRecordView> {
  const [rows, [{ vendorCount, pendingCount }]] = await Promise.all([
    queryRows<RecordRow[]>(Prisma.sql`
      SELECT v.slug, v.name, f.record FROM vendors v JOIN vendor_forecasts f ON f.vendor_id = v.id
      WHERE (f.record -> 'promised' ->> 'cases')::int > 0
      ORDER BY (f.record -> 'promised' ->> 'cases')::int DESC, lower(v.name), v.id`),
    queryRows<[Pick<TrackRecordView, 'vendorCount' | 'pendingCount'>]>(Prisma.sql`
      SELECT count(*)::int AS "vendorCount", (count(*) - count(f.record))::int AS "pendingCount"
      FROM vendors v LEFT JOIN vendor_forecasts f ON f.vendor_id = v.id`),
  ])
  const vendors = rows.map(({ slug, name, record: { promised, widened } }) => ({
    vendor: slug,
    vendorName: name,
    promised,
    widened,
  }))
  return { all: addRecords(vendors.map(({ promised }) => promised)), vendors, vendorCount, pendingCount }
}

interface RecordRow {
  slug: string
  name: string
  record: ForecastRecord
}
