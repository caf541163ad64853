import { getAdapter } from '#lib/adapters/registry.ts'
import { pool } from '#lib/database/client.ts'
import { isImportUnderWay } from '#lib/database/import-lock.ts'
import { preparing } from '#lib/database/prepared.ts'
import { inTransaction, LOCKS } from '#lib/database/transaction.ts'
import { log } from '#lib/log.ts'
import { enqueueRun } from '#lib/runs/queue.ts'
import { requestRun } from '#lib/runs/run.ts'

/** How often due sources are looked up; also the granularity of intervals. */
const TICK_MS = 1_000
/** Sources per tick: after a downtime, a burst is spread over many ticks. */
const MAX_PER_TICK = 20
/** A source whose poll never ran, because the worker died, is due again after this. */
const LEASE_SECONDS = 300

export interface Scheduler {
  /** Stops looking for due sources; runs that are queued stay queued. */
  stop(): Promise<void>
}

/** Queues polls for due sources until stopped. Any number of processes may do so on one database. */
export function startScheduler(): Scheduler {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const loop = async () => {
    try {
      if (!(await isImportUnderWay())) {
        await scheduleNewSources()
        await queueDueSources()
      }
    } catch (error) {
      log.warn({ err: error }, 'the scheduler could not reach the database')
    }
    if (!stopped) {
      timer = setTimeout(() => {
        ticking = loop()
      }, TICK_MS)
    }
  }
  let ticking = loop()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await ticking
    },
  }
}

/** The host of a source's address with its port, as the host gate uses it. */
const hostOf = (source: string) => `lower(substring(${source}.url from '^\\w+://([^/?#]+)'))`

/**
 * Queues polls for due sources, the longest due first, and returns how many. Of the sources of one host only one at a
 * time: a poll that waits for its host would occupy a worker's slot, and a host that hangs would occupy all of them.
 */
export async function queueDueSources(): Promise<number> {
  return await inTransaction(async (tx) => {
    // Two schedulers would otherwise take two sources of the same host.
    await tx.query<never>('select pg_advisory_xact_lock($1)', [LOCKS.schedule])
    // Moving the due time hides the source from other schedulers; the poll's end sets the real time.
    const { rows } = await tx.query<{ id: number; vendorId: number; platform: string }>(
      `with busy as (
         select ${hostOf('o')} as host from runs r join sources o on o.id = r.source_id
         where r.mode = 'poll' and r.state in ('queued', 'running')
       ), due as (
         select distinct on (${hostOf('s')}) s.id, s.next_due_at
         from sources s join vendors v on v.id = s.vendor_id
         where s.next_due_at <= now() and s.paused_at is null and v.paused_at is null and s.url is not null
           and ${hostOf('s')} not in (select host from busy where host is not null)
         order by ${hostOf('s')}, s.next_due_at
       )
       update sources set next_due_at = now() + make_interval(secs => $2)
       where id in (
         select s.id from sources s join due on due.id = s.id order by due.next_due_at limit $1 for no key update of s skip locked
       )
       returning id, vendor_id as "vendorId", platform`,
      [MAX_PER_TICK, LEASE_SECONDS],
    )
    for (const { id, vendorId, platform } of rows) {
      if (getAdapter(platform)?.poll == null) continue
      await requestRun(
        preparing(tx),
        { vendorId, sourceId: id, mode: 'poll', trigger: 'schedule', dryRun: false },
        enqueueRun,
      )
    }
    return rows.length
  })
}

/** Gives sources without a due time one, spread over their first interval. */
async function scheduleNewSources(): Promise<void> {
  await pool().query<never>(
    `update sources set next_due_at = now() + make_interval(secs => random() * least(poll_interval_seconds, 60))
     where next_due_at is null and url is not null and origin = 'live' and paused_at is null`,
  )
}
