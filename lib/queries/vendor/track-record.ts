import { queryRows } from '#lib/database/client.ts'
import { addRecords, type ForecastRecord } from '#lib/domain/statistics/track-record.ts'
import type { TrackRecordView } from '#lib/queries/schemas.ts'
import { Prisma } from '#prisma/client/client.ts'

/** What forecasts would have promised and kept, of all vendors and of each with a record, the most cases first. */
export async function readTrackRecord(): Promise<TrackRecordView> {
  const rows = await queryRows<RecordRow[]>(Prisma.sql`
    SELECT v.slug, v.name, f.record FROM vendors v LEFT JOIN vendor_forecasts f ON f.vendor_id = v.id
    ORDER BY (f.record -> 'promised' ->> 'cases')::int DESC NULLS LAST, lower(v.name), v.id`)
  const vendors = rows.flatMap(({ slug, name, record }) => {
    if (record === null || record.promised.cases === 0) return []
    return [{ vendor: slug, vendorName: name, promised: record.promised, widened: record.widened }]
  })
  return {
    all: addRecords(vendors.map(({ promised }) => promised)),
    vendors,
    vendorCount: rows.length,
    pendingCount: rows.filter(({ record }) => record === null).length,
  }
}

interface RecordRow {
  slug: string
  name: string
  /** Null until a worker has computed it. */
  record: ForecastRecord | null
}
