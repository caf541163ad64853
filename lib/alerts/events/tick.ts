import { inTransaction, LOCKS, type Transaction } from '#lib/database/transaction.ts'
import type { Impact, Kind, State } from '#lib/domain/incident.ts'
import { BELIEVED_INTERVALS, stateAt } from '#lib/domain/state.ts'
import { type NewEvent, raiseEvents } from './raise-events.ts'
import { takeTurn } from './take-turn.ts'

/** What began or ended longer ago is history. */
const RECENT_MINUTES = 30

/** Since when this process watches: a state that nobody read while no worker ran is not the vendor's. */
interface StateWatch {
  since: Date
  /** Another process that has looked so lately has looked for this one too; by default all look. */
  everyMs?: number
}

/**
 * Raises what comes by the clock alone: maintenance begins and ends as it was planned, and a vendor's state changes, also because
 * its source was not read for too long. Of several workers one does so at a time, and one every few seconds; the others do nothing.
 */
export async function raiseByClock(now: Date, watch: StateWatch): Promise<void> {
  await inTransaction(async (tx) => {
    const { rows } = await tx.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [LOCKS.tick])
    if (!rows[0]?.taken) return
    const since = watch.everyMs === undefined ? watch.since : await takeTurn(tx, watch.since, watch.everyMs)
    if (since === null) return
    await raiseEvents(tx, [...(await listClockEvents(tx, now)), ...(await listStateChanges(tx, now, since))])
  })
}

interface ClockRow {
  id: string
  vendorId: number
  sourceId: number
  startedAt: Date
  endedAt: Date | null
  isStart: boolean
  isEnd: boolean
}

/**
 * Maintenance that we knew of before, and that has begun or ended in the last minutes without an event that says so. Its time is
 * found by the index of spans.
 */
async function listClockEvents(tx: Transaction, now: Date): Promise<NewEvent[]> {
  const { rows } = await tx.query<ClockRow>(
    `with recent as (
       select i.id, i.vendor_id, i.source_id, i.started_at, i.ended_at, i.stored_at from incidents i
       where tstzrange(i.started_at, case when i.ended_at is not null then greatest(i.started_at, i.ended_at) end)
           && tstzrange($1::timestamptz - $2 * interval '1 minute', $1::timestamptz, '[]')
         and i.started_at is not null and (i.ended_at is not null or i.basis = 'ongoing')
         and i.kind = 'maintenance' and i.dedup_status = 'counted' and not i.excluded and i.withdrawn_at is null
     ), marked as (
       select r.*, coalesce(stored_at <= started_at, true)
           and started_at > $1::timestamptz - $2 * interval '1 minute' and started_at <= $1
           and coalesce(last.kind not in ('started', 'reopened', 'ended', 'called_off'), true) as is_start,
         coalesce(ended_at > started_at, false) and coalesce(stored_at <= ended_at, true)
           and ended_at > $1::timestamptz - $2 * interval '1 minute' and ended_at <= $1
           and coalesce(last.kind not in ('ended', 'called_off'), true) as is_end
       from recent r left join lateral (
         select e.kind from alert_events e
         where e.incident_id = r.id and e.kind in ('planned', 'started', 'reopened', 'ended', 'called_off')
         order by e.id desc limit 1
       ) last on true
     )
     select id, vendor_id as "vendorId", source_id as "sourceId", started_at as "startedAt", ended_at as "endedAt",
       is_start as "isStart", is_end as "isEnd"
     from marked where is_start or is_end order by started_at, id`,
    [now, RECENT_MINUTES],
  )
  return rows.flatMap(({ id, vendorId, sourceId, startedAt, endedAt, isStart, isEnd }): NewEvent[] => {
    const about = { vendorId, sourceId, incidentId: BigInt(id), detail: {} }
    return [
      ...(isStart ? [{ ...about, kind: 'started' as const, happenedAt: startedAt }] : []),
      ...(isEnd && endedAt !== null ? [{ ...about, kind: 'ended' as const, happenedAt: endedAt }] : []),
    ]
  })
}

interface VendorRow {
  vendorId: number
  sourceId: number
  pollIntervalSeconds: number
  knownAt: Date | null
  isPaused: boolean
  isUnclear: boolean
  /** The last state that was noted; null before the first. */
  noted: State | null
  open: { kind: Kind; impact: Impact }[]
}

/** Compares the states of all vendors, by the rule of their pages, with those that were noted, and notes them. */
async function listStateChanges(tx: Transaction, now: Date, since: Date): Promise<NewEvent[]> {
  const { rows } = await tx.query<VendorRow>(STATES, [now])
  const changed = rows.flatMap((row) => {
    const { vendorId, pollIntervalSeconds, knownAt, isUnclear, noted, open, isPaused } = row
    const { state } = stateAt({ open, lastGoodReadAt: knownAt, pollIntervalSeconds, asOf: now, isUnclear })
    if (state === noted) return []
    // A vendor without a history has no state to lose, and what nobody was to read is not unknown but paused.
    if (state === 'unknown' && (noted === null || isPaused)) return []
    const watchedMs = now.getTime() - since.getTime()
    if (state === 'unknown' && !isUnclear && watchedMs < BELIEVED_INTERVALS * pollIntervalSeconds * 1000) return []
    return [{ vendorId, sourceId: row.sourceId, from: noted, to: state }]
  })
  if (changed.length === 0) return []
  await tx.query<never>(
    `insert into alert_vendor_states (vendor_id, state, since) select *, $3 from unnest($1::int[], $2::text[])
     on conflict (vendor_id) do update set state = excluded.state, since = excluded.since`,
    [changed.map(({ vendorId }) => vendorId), changed.map(({ to }) => to), now],
  )
  return changed.flatMap(({ vendorId, sourceId, from, to }): NewEvent[] =>
    from === null
      ? []
      : [{ kind: 'state_changed', detail: { from, to }, vendorId, sourceId, incidentId: null, happenedAt: now }],
  )
}

/** Per vendor what its state follows from, as lib/queries/vendor/vendor-state.ts has it: of its primary source, if it has one. */
const STATES = `
  with in_force as (
    select s.* from sources s
    where (s.origin <> 'sample' or not exists (
        select from sources o where o.vendor_id = s.vendor_id and o.origin <> 'sample' and o.last_good_read_at is not null))
      and (s.last_good_read_at is not null or not exists (
        select from sources o where o.vendor_id = s.vendor_id and o.last_good_read_at is not null))
  ), first as (
    select distinct on (vendor_id) vendor_id, id, is_primary, poll_interval_seconds, paused_at
    from in_force order by vendor_id, is_primary desc, id
  ), known as (
    select f.vendor_id, max(greatest(case when s.last_good_read_at <= $1 then s.last_good_read_at end, c.at)) as at
    from first f join in_force s on s.vendor_id = f.vendor_id and (s.is_primary or not f.is_primary)
    left join lateral (
      select max(least(covered_to, $1)) as at from coverage
      where source_id = s.id and quality <> 'failed' and covered_from <= $1
    ) c on true
    group by 1
  ), open as (
    select i.vendor_id, json_agg(json_build_object('kind', i.kind, 'impact', i.impact)) as incidents
    from incidents i join first f on f.vendor_id = i.vendor_id and (i.source_id = f.id or not f.is_primary)
    where tstzrange(i.started_at, case when i.ended_at is not null then greatest(i.started_at, i.ended_at) end) @> $1::timestamptz
      and i.started_at is not null and (i.ended_at is not null or i.basis = 'ongoing') and i.basis <> 'single'
      and i.dedup_status = 'counted' and not i.excluded
    group by 1
  ), unclear as (
    select u.vendor_id from (
      select i.vendor_id, i.source_id, max(i.sort_at) as newest from incidents i join sources s on s.id = i.source_id and s.is_primary
      where i.basis = 'unclear' and i.sort_at <= $1 group by 1, 2
    ) u
    where (
      select later.id from incidents later
      where later.vendor_id = u.vendor_id and later.source_id = u.source_id and later.basis <> 'unclear'
        and later.sort_at > u.newest and later.sort_at <= $1
      order by later.sort_at desc limit 1
    ) is null
  )
  select f.vendor_id as "vendorId", f.id as "sourceId", f.poll_interval_seconds as "pollIntervalSeconds", k.at as "knownAt",
    coalesce(f.paused_at, v.paused_at) is not null as "isPaused", u.vendor_id is not null as "isUnclear", n.state as noted,
    coalesce(o.incidents, '[]') as open
  from first f join vendors v on v.id = f.vendor_id left join known k on k.vendor_id = f.vendor_id
  left join open o on o.vendor_id = f.vendor_id left join (select distinct vendor_id from unclear) u on u.vendor_id = f.vendor_id
  left join alert_vendor_states n on n.vendor_id = f.vendor_id
  order by f.vendor_id`
