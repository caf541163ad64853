import { notifyChange } from '#lib/database/change.ts'
import { pool } from '#lib/database/client.ts'
import { databaseTrouble } from '#lib/database/database-errors.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { findBreaks } from '#lib/domain/statistics/breaks.ts'
import { PROMISED } from '#lib/domain/statistics/forecast.ts'
import { forecastRecord } from '#lib/domain/statistics/track-record.ts'
import { log } from '#lib/log.ts'
import { readOthers, readOutages, toOutage, toPosting } from './read-outages.ts'

/** Says in the transaction of a change that what a vendor's history says of forecasts is to be computed again. */
export async function markForecastsDue(tx: Transaction, vendorId: number): Promise<void> {
  await tx.query<never>(
    `insert into vendor_forecasts (vendor_id, due_at) values ($1, clock_timestamp())
     on conflict (vendor_id) do update set due_at = excluded.due_at`,
    [vendorId],
  )
}

const BATCH = 50

interface DueVendor {
  id: number
  slug: string
  category: string | null
  dueAt: Date | null
  left: number
}

/** Whether an earlier version has found breaks, which did not say until when. */
const IS_EARLIER_FORM = `f.breaks @? '$[*] ? (!exists(@.until))'`

/**
 * Computes it for vendors that have changed, and for those that have none yet. Other workers may compute the same at the same time: it
 * is the same for both, and no row is locked meanwhile. Ends early when `stopping` is aborted. Returns how many were computed.
 */
export async function refreshVendorForecasts(stopping?: AbortSignal): Promise<number> {
  let count = 0
  const failed: number[] = []
  for (;;) {
    const due = await listDue(failed)
    for (const vendor of due) {
      if (stopping?.aborted) return count
      try {
        await refresh(vendor)
        count += 1
      } catch (error) {
        const trouble = databaseTrouble(error)
        if (trouble !== null && trouble !== 'slow') throw error
        // It stays due, and must not keep the others from being computed.
        failed.push(vendor.id)
        log.error({ err: error, vendor: vendor.slug }, 'the track record of a vendor could not be computed')
      }
    }
    if (due.length < BATCH) return count
    log.info({ vendors: count, left: (due[0]?.left ?? 0) - due.length }, 'computing the track record of forecasts')
  }
}

async function listDue(failed: readonly number[]): Promise<DueVendor[]> {
  const { rows } = await pool().query<DueVendor>(
    `select v.id, v.slug, v.category, f.due_at as "dueAt", count(*) over ()::int as left
     from vendors v left join vendor_forecasts f on f.vendor_id = v.id
     where (f.vendor_id is null or f.due_at is not null or ${IS_EARLIER_FORM}) and v.id <> all($2) order by f.due_at nulls first, v.id limit $1`,
    [BATCH, failed],
  )
  return rows
}

async function refresh({ id, slug, category, dueAt }: DueVendor): Promise<void> {
  const rows = await readOutages(id)
  const own = rows.map(toOutage)
  const record = forecastRecord(own, category === null ? [] : await readOthers(id, category, own))
  const share = record.widened?.share ?? PROMISED
  // If it has changed meanwhile, it stays due.
  const { rowCount } = await pool().query<never>(
    `insert into vendor_forecasts as f (vendor_id, share, record, breaks, computed_at)
     select id, $2, $3, $4, clock_timestamp() from vendors where id = $1
     on conflict (vendor_id) do update set share = excluded.share, record = excluded.record, breaks = excluded.breaks,
       computed_at = excluded.computed_at, due_at = nullif(f.due_at, $5)`,
    [id, share, JSON.stringify(record), JSON.stringify(findBreaks(rows.toReversed().map(toPosting))), dueAt],
  )
  if (rowCount !== 0) await notifyChange(pool(), slug)
}
