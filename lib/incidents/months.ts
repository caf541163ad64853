import type { Transaction } from '#lib/database/transaction.ts'
import { maxOf, minOf } from '#lib/domain/many.ts'
import type { Written } from './write-incidents.ts'

/** An interval in which something of a vendor changed; null means "until now". */
export interface Interval {
  from: Date
  to: Date | null
}

/**
 * Recounts the months of a vendor that these intervals overlap: incidents by the month of their start, downtime as the
 * union of the spans, split at the ends of months, in UTC. Open spans count up to `now`. Months that did not change are
 * not written.
 */
export async function recountMonths(
  tx: Transaction,
  vendorId: number,
  intervals: Interval[],
  now: Date,
): Promise<void> {
  if (intervals.length === 0) return
  const from = new Date(minOf(intervals.map((interval) => interval.from.getTime())))
  // An open incident may be announced for a future month.
  const to = new Date(
    maxOf(intervals.map((interval) => Math.max(interval.from.getTime(), (interval.to ?? now).getTime()))),
  )
  await tx.query<never>(
    `with bounds as (
       select date_trunc('month', $2::timestamptz at time zone 'UTC') as first,
              date_trunc('month', $3::timestamptz at time zone 'UTC') as last
     ), spans as (
       select kind, started_at at time zone 'UTC' as started,
              (case when basis = 'ongoing' then $4::timestamptz
                    when basis in ('reported', 'corrected', 'seen') then least(ended_at, $4::timestamptz) end) at time zone 'UTC' as ended
       from incidents, bounds
       where vendor_id = $1 and dedup_status = 'counted' and not excluded and started_at is not null
         and started_at < (last + interval '1 month') at time zone 'UTC'
         and (started_at >= first at time zone 'UTC' or ended_at >= first at time zone 'UTC' or basis = 'ongoing')
     ), counts as (
       select kind, date_trunc('month', started) as month, count(*)::int as incidents from spans group by 1, 2
     ), unions as (
       select kind, month, range_agg(tsrange(greatest(started, month), least(ended, month + interval '1 month'))) as spans
       from spans, generate_series(date_trunc('month', started), ended, interval '1 month') as month
       where ended > started and greatest(started, month) < least(ended, month + interval '1 month')
       group by 1, 2
     ), downtimes as (
       select kind, month, (select sum(extract(epoch from upper(span) - lower(span))) from unnest(spans) as span)::int as seconds
       from unions
     ), wanted as (
       select kind, month::date as month, coalesce(incidents, 0) as incidents, coalesce(seconds, 0) as seconds
       from counts full join downtimes using (kind, month), bounds
       where month >= first and month <= last
     ), gone as (
       delete from vendor_months m using bounds
       where m.vendor_id = $1 and m.month >= first and m.month <= last
         and not exists (select from wanted w where w.kind = m.kind and w.month = m.month)
     )
     insert into vendor_months as m (vendor_id, kind, month, incident_count, downtime_seconds)
     select $1, kind, month, incidents, seconds from wanted
     on conflict (vendor_id, kind, month) do update
       set incident_count = excluded.incident_count, downtime_seconds = excluded.downtime_seconds
       where (m.incident_count, m.downtime_seconds) is distinct from (excluded.incident_count, excluded.downtime_seconds)`,
    [vendorId, from, to, now],
  )
}

/** The intervals in which an incident counts, and in which it counted before. */
export function intervalsOf({ row, before }: Written): Interval[] {
  return [row, ...(before === null ? [] : [before.span])].flatMap(({ startedAt, endedAt, basis }) =>
    startedAt === null ? [] : [{ from: startedAt, to: basis === 'ongoing' ? null : (endedAt ?? startedAt) }],
  )
}
