import { pool } from '#lib/database/client.ts'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'
import { type QueuedRun, requestRun } from '#lib/runs/run.ts'

/** For this long after a requested back-fill, unread pages are tried again every day. */
const TRY_DAYS = 7

/**
 * Queues a scheduled back-fill for every source with unread pages, unless an admin has cancelled it or paused the
 * source. Returns how many.
 */
export async function requestUnreadPages(enqueue: (tx: Transaction, run: QueuedRun) => Promise<void>): Promise<number> {
  const { rows } = await pool().query<{ sourceId: number; vendorId: number }>(
    `select s.id as "sourceId", s.vendor_id as "vendorId"
     from sources s join vendors v on v.id = s.vendor_id, lateral (
       select r.error_code from runs r where r.source_id = s.id and r.mode = 'backfill' order by r.created_at desc limit 1
     ) last
     where s.url is not null and s.paused_at is null and v.paused_at is null
       and last.error_code is distinct from 'cancelled'
       and exists (
         select from backfill_pages p where p.source_id = s.id and (p.read_at is null or p.error_code is not null))
       and exists (
         select from runs r where r.source_id = s.id and r.mode = 'backfill' and r.trigger <> 'schedule'
           and r.created_at > now() - make_interval(days => $1))
     order by s.id`,
    [TRY_DAYS],
  )
  for (const source of rows) {
    const request = { ...source, mode: 'backfill', trigger: 'schedule', dryRun: false } as const
    await inTransaction((tx) => requestRun(tx, request, enqueue))
  }
  return rows.length
}
