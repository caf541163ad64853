import { inTransaction, type Transaction } from '#lib/database/transaction.ts'
import { MAX_LISTED } from '#lib/url/vendor-choice.ts'
import { computeFigures } from './figures.ts'

const BATCH = 50
/** Ten thousand vendors take half a minute of one core. */
const KEPT_FOR = '1 hour'

/**
 * Computes the figures by which very many vendors are sorted: those that are missing, and those of an hour ago. Other sites sort
 * by what they show. Ends early when `stopping` is aborted. Returns how many vendors there were.
 */
export async function refreshVendorFigures(now: Date, stopping?: AbortSignal): Promise<number> {
  let count = 0
  for (;;) {
    const done = await inTransaction((tx) => refreshSome(tx, now))
    count += done
    if (done < BATCH || stopping?.aborted) return count
  }
}

async function refreshSome(tx: Transaction, now: Date): Promise<number> {
  // Other workers take other vendors; an ingest may add incidents to these meanwhile.
  const { rows } = await tx.query<{ id: number }>(
    `select v.id from vendors v left join vendor_figures f on f.vendor_id = v.id
     where (f.vendor_id is null or f.computed_at < $1::timestamptz - interval '${KEPT_FOR}')
       and (select count(*) from vendors) > $2
     order by f.computed_at nulls first, v.id limit $3 for no key update of v skip locked`,
    [now, MAX_LISTED, BATCH],
  )
  for (const { id } of rows) await refresh(tx, id, now)
  return rows.length
}

async function refresh(tx: Transaction, vendorId: number, now: Date): Promise<void> {
  const { incidentCount, downtimeSeconds, incidentsPerMonth, medianDurationSeconds, coverage } = await computeFigures(
    tx,
    vendorId,
    now,
  )
  await tx.query<never>(
    `insert into vendor_figures as f (vendor_id, incident_count, downtime_seconds, incidents_per_month, median_duration_seconds, known_days, last_incident_at, computed_at)
     values ($1, $2, $3, $4, $5, $6, (
       select started_at from incidents
       where vendor_id = $1 and dedup_status = 'counted' and not excluded and kind = 'incident' and started_at <= $7
       order by sort_at desc, id desc limit 1
     ), $7)
     on conflict (vendor_id) do update set (incident_count, downtime_seconds, incidents_per_month, median_duration_seconds, known_days, last_incident_at, computed_at)
       = (excluded.incident_count, excluded.downtime_seconds, excluded.incidents_per_month, excluded.median_duration_seconds, excluded.known_days, excluded.last_incident_at, excluded.computed_at)`,
    [vendorId, incidentCount, downtimeSeconds, incidentsPerMonth, medianDurationSeconds, coverage.knownDays, now],
  )
}
