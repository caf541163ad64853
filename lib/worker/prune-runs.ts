import { pool } from '#lib/database/client.ts'

export interface RunRetention {
  /** Runs in which nothing changed. */
  unchangedDays: number
  /** All others, and those that were asked for together. */
  days: number
}

/** Runs examined per statement, so that locks are held only briefly. */
const BATCH = 5_000
/** This many of the newest runs of each source stay, however old: the admin pages and the source's health depend on them. */
const KEPT = 20

/**
 * When a run expires: `$1` if it changed nothing, `$2` otherwise. Runs of one batch are shown together and expire
 * together, as if they had changed something.
 */
const EXPIRED = `r.finished_at < case
  when r.state = 'unchanged' and not exists (select from batch_runs b where b.run_id = r.id) then $1::timestamptz
  else $2::timestamptz end`

/** Deletes expired runs and their quarantined items in batches. Returns how many there were. */
export async function pruneRuns(now: Date, retention: RunRetention): Promise<{ runs: number; items: number }> {
  const limits = [daysBefore(now, retention.unchangedDays), daysBefore(now, retention.days)]
  const items = await pruneItems(limits)
  let runs = 0
  let after: { createdAt: Date | '-infinity'; id: string } = { createdAt: '-infinity', id: NIL }
  for (;;) {
    const page = await prunePage(limits, after)
    runs += page.count
    if (page.last === null) return { runs, items }
    after = page.last
  }
}

const NIL = '00000000-0000-0000-0000-000000000000'

/** Walks from the oldest run on, so that each run that stays is examined once. `last` is null at the end. */
async function prunePage(
  limits: Date[],
  after: { createdAt: Date | '-infinity'; id: string },
): Promise<{ count: number; last: { createdAt: Date; id: string } | null }> {
  const { rows } = await pool().query<{ count: number; createdAt: Date; id: string }>(
    `with page as (
       select id, created_at from runs
       where created_at < greatest($1::timestamptz, $2::timestamptz) and created_at >= $3 and (created_at, id) > ($3, $4::uuid)
       order by created_at, id limit ${BATCH}
     ), gone as (
       delete from runs r using page where r.id = page.id and ${EXPIRED}
         and not exists (select from run_items i where i.run_id = r.id)
         and (r.dry_run or r.created_at < (
           select n.created_at from runs n where n.source_id = r.source_id and not n.dry_run and n.finished_at is not null
           order by n.created_at desc offset ${KEPT - 1} limit 1))
       returning 1
     )
     select (select count(*)::int from gone) as count, created_at as "createdAt", id from page order by created_at desc, id desc limit 1`,
    [...limits, after.createdAt, after.id],
  )
  const last = rows[0]
  return last === undefined
    ? { count: 0, last: null }
    : { count: last.count, last: { createdAt: last.createdAt, id: last.id } }
}

/**
 * An item that is neither resolved nor dismissed stays as long as it is open. So does a dismissal, which suppresses
 * later items of its kind; of several of a kind, only the newest stays. All others are deleted with their runs.
 */
async function pruneItems(limits: Date[]): Promise<number> {
  for (let total = 0; ; ) {
    const { rowCount } = await pool().query<never>(
      `delete from run_items where id in (
       select id from (
         select i.id, i.resolved_at, r.dry_run, ${EXPIRED} as is_expired, row_number() over (
           partition by r.source_id, r.dry_run, coalesce(i.external_id, i.path), i.reason, i.dismissed_at is not null order by i.id desc) as place
         from run_items i join runs r on r.id = i.run_id
       ) items where is_expired and (place > 1 or resolved_at is not null or dry_run) limit ${BATCH}
     )`,
      limits,
    )
    total += rowCount ?? 0
    if ((rowCount ?? 0) < BATCH) return total
  }
}

export function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 86_400_000)
}
