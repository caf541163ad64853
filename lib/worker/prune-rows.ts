import { pool } from '#lib/database/client.ts'

/** Rows per statement, so that locks are held only briefly. */
const BATCH = 5_000

/** Hosts without a request for this long are deleted, including their failures. */
const HOST_DAYS = 30
/** Expired links are kept for this long, in case somebody asks about them. */
const LINK_DAYS = 30
/** Deliveries go with their events; this is for digests and tests, which have none. */
const DELIVERY_DAYS = 40
/** Events of alerts, with everything that was sent for them. */
const EVENT_DAYS = 40
/** What waits for the hub of another operator is tried for hours, unless that hub is no longer set. */
const HUB_DAYS = 1
/** Nobody waits longer for the end of an incident. */
const END_DAYS = 90

/** Rows that expire by age alone, by table. `$1` is now, `$2` a number of days. */
export const EXPIRED_ROWS: { table: string; condition: string; days: number | 'signIns' | 'runs' }[] = [
  { table: 'batches', condition: 'created_at < $1 - $2 * day', days: 'runs' },
  {
    table: 'audit_entries',
    condition: `at < $1 - $2 * day and action in ('account.sign-in', 'account.sign-in-failed', 'account.sign-out')`,
    days: 'signIns',
  },
  { table: 'alert_events', condition: 'recorded_at < $1 - $2 * day', days: EVENT_DAYS },
  { table: 'alert_cool_downs', condition: 'until < $1 - $2 * day', days: 1 },
  { table: 'sessions', condition: 'expires_at < $1 - $2 * day', days: 0 },
  { table: 'push_subscriptions', condition: 'incident_id is not null and created_at < $1 - $2 * day', days: END_DAYS },
  { table: 'websub_subscriptions', condition: 'expires_at < $1 - $2 * day', days: 0 },
  { table: 'websub_deliveries', condition: 'subscription_id is null and due_at < $1 - $2 * day', days: HUB_DAYS },
  { table: 'verifications', condition: 'expires_at < $1 - $2 * day', days: 0 },
  { table: 'account_links', condition: 'expires_at < $1 - $2 * day', days: LINK_DAYS },
  { table: 'rate_limits', condition: 'to_timestamp(last_request / 1000.0) < $1 - $2 * day', days: 1 },
  { table: 'sign_in_attempts', condition: 'last_at < $1 - $2 * day and blocked_until < $1', days: 1 },
  { table: 'alert_deliveries', condition: 'created_at < $1 - $2 * day', days: DELIVERY_DAYS },
  {
    table: 'hosts',
    condition: 'last_request_at < $1 - $2 * day and coalesce(greatest(closed_until, busy_until), last_request_at) < $1',
    days: HOST_DAYS,
  },
]

/** Deletes the expired rows of a table in batches. Returns how many there were. */
export async function pruneRows(table: string, condition: string, now: Date, days: number): Promise<number> {
  const where = condition.replaceAll('$1', '$1::timestamptz').replaceAll('$2 * day', `$2::int * interval '1 day'`)
  for (let total = 0; ; ) {
    const { rowCount } = await pool().query<never>(
      `delete from ${table} where ctid = any(array(select ctid from ${table} where ${where} limit ${BATCH}))`,
      [now, days],
    )
    total += rowCount ?? 0
    if ((rowCount ?? 0) < BATCH) return total
  }
}
