import type { Transaction } from '#lib/database/transaction.ts'

/** After so many turns that nobody took, nobody has watched. */
const MISSED = 3

/**
 * Takes the turn of all processes of a database to look at what the clock brings; null where one of them has taken it within
 * `everyMs`, by the clock of the database. Returns since when they have watched without a gap, which may be longer than `since`, when
 * this one began.
 */
export async function takeTurn(tx: Transaction, since: Date, everyMs: number): Promise<Date | null> {
  const { rows } = await tx.query<{ since: Date }>(
    `insert into alert_ticks as last (id, ticked_at, watched_since) values (1, clock_timestamp(), $1)
     on conflict (id) do update set ticked_at = excluded.ticked_at, watched_since = case
       when last.ticked_at between excluded.ticked_at - $3 * interval '1 millisecond' and excluded.ticked_at
       then least(last.watched_since, excluded.watched_since) else excluded.watched_since end
     where last.ticked_at not between excluded.ticked_at - $2 * interval '1 millisecond' and excluded.ticked_at
     returning watched_since as since`,
    [since, everyMs, MISSED * everyMs],
  )
  return rows[0]?.since ?? null
}
