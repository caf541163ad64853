import { queueDeliveries } from '#lib/alerts/deliveries/queue.ts'
import { type AlertEvent, type AlertEventRow, EVENT_COLUMNS, fromEventRow } from '#lib/alerts/events/event.ts'
import { queuePushes } from '#lib/alerts/push/queue.ts'
import { queuePublications } from '#lib/alerts/websub/queue.ts'
import { inTransaction, LOCKS, type Transaction } from '#lib/database/transaction.ts'
import { listMatches } from './list-matches.ts'

/** Events per transaction. */
const BATCH = 500

/**
 * Hands the events that wait to everybody who wants to hear of them, in their order, until none is left. Returns how many there
 * were. Of several workers one does so at a time, since the order would be lost otherwise; the others return 0 at once.
 */
export async function dispatchEvents(): Promise<number> {
  for (let total = 0; ; ) {
    const count = await inTransaction(dispatchBatch)
    total += count
    if (count === 0) return total
  }
}

async function dispatchBatch(tx: Transaction): Promise<number> {
  const { rows: locks } = await tx.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [
    LOCKS.dispatch,
  ])
  if (!locks[0]?.taken) return 0
  const events = await takeWaiting(tx)
  if (events.length === 0) return 0
  await queueDeliveries(tx, await listMatches(tx, events, new Date()))
  await queuePushes(tx, events)
  await queuePublications(tx, events)
  await tx.query<never>('update alert_events set dispatched_at = now() where id = any($1)', [
    events.map(({ id }) => id.toString()),
  ])
  return events.length
}

/** The first that wait. What one read has raised about an incident stays together: it has one time of recording. */
async function takeWaiting(tx: Transaction): Promise<AlertEvent[]> {
  const { rows } = await tx.query<AlertEventRow>(
    `with first as (select id, recorded_at from alert_events where dispatched_at is null order by id limit $1)
     select ${EVENT_COLUMNS} from alert_events
     where dispatched_at is null
       and (id <= (select max(id) from first) or recorded_at = (select recorded_at from first order by id desc limit 1))
     order by id`,
    [BATCH],
  )
  return rows.map(fromEventRow)
}
