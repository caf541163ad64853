import { raiseByClock } from '#lib/alerts/events/tick.ts'
import { pool } from '#lib/database/client.ts'
import { pruneDocuments } from '#lib/documents/prune-documents.ts'
import { closeQueue, connectSender } from '#lib/runs/queue.ts'
import { queueDueSources } from '#lib/worker/scheduler.ts'
import { connectTestDatabase } from '#tests/support/ingest.ts'
import { median } from '../bench.ts'
import { countServerTime } from '../processes.ts'

const TIMES = 5
const PRUNED = 100

/** What work that reads all sources costs where there are so many; milliseconds of the database's processor time. */
export interface Chores {
  sources: number
  /** One look of the scheduler for due sources, with the runs and jobs of twenty. */
  scheduleMs: number
  /** One look of the alerts at the states of all vendors. */
  tickMs: number
  /** Pruning, for each source. */
  pruneMs: number
}

/**
 * Measures them in a database with as many vendors, each with one source and two past incidents, a hundredth with one open. It is
 * dropped. To be called once in a process, which is connected to one database.
 */
export async function measureChores(sources: number): Promise<Chores> {
  const { drop } = await connectTestDatabase()
  try {
    await fill(sources)
    await connectSender()
    await pool().query('update sources set next_due_at = now() where id % $1 = 0', [Math.floor(sources / 300)])
    const tick = () => raiseByClock(new Date(), { since: new Date(0) })
    // The first notes the states of all.
    await tick()
    const prune = async () => {
      for (let id = 1; id <= PRUNED; id++) await pruneDocuments(id, new Date())
    }
    return {
      sources,
      scheduleMs: await cpuMsOf(queueDueSources),
      tickMs: await cpuMsOf(tick),
      pruneMs: (await cpuMsOf(prune)) / PRUNED,
    }
  } finally {
    await closeQueue()
    await drop()
  }
}

/** The processor time that the database takes for it, the middle one of several times; in steps of 10 ms, as Linux tells it. */
async function cpuMsOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let count = 0; count < TIMES; count++) {
    const serverTime = await countServerTime()
    for (let again = 0; again < TIMES; again++) await work()
    times.push(((await serverTime()) / TIMES) * 1000)
  }
  return median(times)
}

async function fill(sources: number): Promise<void> {
  await pool().query('set statement_timeout = 0')
  for (const statement of FILL)
    await pool().query({ text: statement, values: statement.includes('$1') ? [sources] : [] })
  await pool().query('vacuum (analyze)')
}

const FILL = [
  `insert into vendors (key, slug, name) select 'v' || n, 'v' || n, 'Vendor ' || n from generate_series(1, $1::int) n`,
  `insert into sources (vendor_id, key, platform, url, is_primary, next_due_at, last_checked_at, last_good_read_at)
   select id, 'statuspage', 'statuspage', 'https://' || slug || '.example', true, now() + interval '1 day', now(), now() from vendors order by id`,
  `insert into coverage (source_id, covered_from, covered_to, quality) select id, now() - interval '1 year', now(), 'complete' from sources`,
  `insert into incidents (vendor_id, source_id, external_id, public_id, title, source_kind, source_impact, content_hash, observed_at,
     source_sha256, derived_basis, kind, impact, basis, sort_at, first_seen_at, news_at, started_at, ended_at, stored_at)
   select vendor_id, id, 'i' || n, id || '-' || n, 'Elevated errors', 'incident', 'minor', repeat('a', 64), at, repeat('b', 64), basis,
     'incident', 'minor', basis, at, at, at, at, case when basis = 'reported' then at + interval '1 hour' end, at
   from sources, generate_series(1, 3) n, lateral (
     select now() - n * interval '10 days' + id * interval '1 second' as at,
       (case when n = 3 then 'ongoing' else 'reported' end)::duration_basis as basis
   ) made where n < 3 or id % 100 = 0`,
]
