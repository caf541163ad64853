import { pool } from '#lib/database/client.ts'
import { listTableSizes, type TableSize } from '#lib/database/table-sizes.ts'
import { closeQueue, connectSender } from '#lib/runs/queue.ts'
import { keepHouse } from '#lib/worker/daily-maintenance.ts'
import { connectTestDatabase } from '#tests/support/ingest.ts'
import type { Bench } from './bench.ts'

const DAY_MS = 86_400_000
const RETENTION = { unchangedRunsDays: 7, runsDays: 400, signInsDays: 400 }
const HOUSEKEEPING = [
  'runs',
  'run_items',
  'batches',
  'observations',
  'audit_entries',
  'sessions',
  'hosts',
  'pgboss.job',
]
const GOAL_MB = 500

export interface SimulatedYear {
  sources: number
  days: number
  /** The last days, in which every run is written and pruned day by day; earlier days hold only what pruning leaves. */
  fullDays: number
  /** A source's polls per day that bring a changed document; every second of these runs changes something. */
  changesPerDay: number
  end: Date
}

/** A year of sources polled every five minutes, each at two addresses, with housekeeping once a day. */
export const retentionBench: Bench = {
  name: 'retention',
  async run(say) {
    const { drop } = await connectTestDatabase()
    try {
      const year = { sources: 241, days: 365, fullDays: 10, changesPerDay: 2, end: new Date('2026-06-01T00:00Z') }
      const { sizes, seconds } = await simulateYear(year, say)
      const megabytes = sizes.reduce((total, { bytes }) => total + bytes, 0) / 1_000_000
      return {
        measurements: [
          ...sizes.map(({ table, rows, bytes }) => ({
            what: `${table}: ${(bytes / 1_000_000).toFixed(1)} MB, ${rows.toLocaleString('en')} rows`,
            milliseconds: 0,
          })),
          { what: 'housekeeping of the last day', milliseconds: seconds * 1000 },
        ],
        ratios: [{ what: `${GOAL_MB} MB / housekeeping tables after a year`, value: GOAL_MB / megabytes, goal: 1 }],
      }
    } finally {
      await closeQueue()
      await drop()
    }
  },
}

/** Writes the year into an empty database. Returns the sizes of all housekeeping tables, and how long the last day's work took. */
export async function simulateYear(
  year: SimulatedYear,
  say: (line: string) => void = () => {},
): Promise<{ sizes: TableSize[]; seconds: number }> {
  await connectSender()
  await makeSources(year)
  const begin = new Date(year.end.getTime() - year.days * DAY_MS)
  const full = new Date(year.end.getTime() - year.fullDays * DAY_MS)
  say(`${year.days} days of changes`)
  for (let from = begin; from < full; from = new Date(from.getTime() + 30 * DAY_MS)) {
    await addChangedRuns(year, from, new Date(Math.min(from.getTime() + 30 * DAY_MS, full.getTime())))
  }
  for (let from = begin; from < year.end; from = new Date(from.getTime() + 14 * DAY_MS)) {
    await addObservations(year, from, new Date(Math.min(from.getTime() + 14 * DAY_MS, year.end.getTime())))
  }
  await pool().query('analyze runs')
  let seconds = 0
  for (let day = full.getTime(); day < year.end.getTime(); day += DAY_MS) {
    say(`${new Date(day).toISOString().slice(0, 10)} in full`)
    await addDay(new Date(day), year)
    const began = performance.now()
    await keepHouse(new Date(day + DAY_MS), RETENTION)
    seconds = (performance.now() - began) / 1000
    // Autovacuum does this on its own within the day.
    await pool().query('vacuum analyze runs')
  }
  const sizes = await listTableSizes()
  return { sizes: sizes.filter(({ table }) => HOUSEKEEPING.includes(table)), seconds }
}

async function makeSources({ sources }: SimulatedYear): Promise<void> {
  await pool().query(
    `with made as (
       insert into vendors (key, slug, name) select 'v' || n, 'v' || n, 'v' || n from generate_series(1, $1::int) as n returning id
     )
     insert into sources (vendor_id, key, platform, url) select id, 'statuspage', 'statuspage', 'https://v' || id || '.example' from made`,
    [sources],
  )
}

/** For days whose unchanged runs were pruned long ago: the runs that changed something. */
async function addChangedRuns({ changesPerDay }: SimulatedYear, from: Date, to: Date): Promise<void> {
  await pool().query(
    `insert into runs (id, vendor_id, source_id, mode, trigger, state, created_at, started_at, finished_at, documents_read, updated, unchanged, warnings, diff)
     select gen_random_uuid(), s.vendor_id, s.id, 'poll', 'schedule', 'succeeded', at, at, at, 2, 1, 49, '{}', (${DIFF})::jsonb
     from sources s, generate_series($1::timestamptz, $2::timestamptz - interval '1 second', interval '1 day' / greatest($3::float8 / 2, 0.01)) as at
     order by at`,
    [from, to, changesPerDay],
  )
}

/** As after an incident's update. */
const DIFF = `json_build_array(json_build_object('incident', 'K4M2Q8R7T1ZX', 'title', 'Elevated error rates in one region', 'change', 'updated',
  'field', 'status', 'before', 'investigating', 'after', 'identified'))::text`

/** By the rule of lib/documents/store-read.ts: one for each change of a document at its address, with the times of its latest 288 reads. */
async function addObservations({ changesPerDay }: SimulatedYear, begin: Date, end: Date): Promise<void> {
  await pool().query(
    `with changes as (
       select s.id as source_id, 'https://v' || s.vendor_id || '.example/' || address as url, at, step
       from sources s, (values ('incidents.json', 1.0), ('scheduled-maintenances.json', 7.0)) as list(address, rarer),
         lateral (select interval '1 day' / $1::float8 * rarer as step) as every,
         generate_series($2::timestamptz, $3::timestamptz - interval '5 minutes', step) as at
     ), documents as (
       insert into documents (source_id, url, sha256, byte_length, listed, parsed)
       select source_id, url, encode(sha256((url || at)::bytea), 'hex'), 40000, '{}', true from changes order by at returning id, source_id, url, sha256
     )
     insert into observations
     select c.source_id, d.id, c.at, c.at + (reads - 1) * interval '5 minutes', reads,
       array_fill(300000, array[least(reads, 288) - 1]), 300, 'accepted'
     from changes c join documents d on d.sha256 = encode(sha256((c.url || c.at)::bytea), 'hex'),
       lateral (select floor(extract(epoch from least(c.step, $3 - c.at)) / 300)::int as reads) as count
     where reads > 0 order by c.at`,
    [changesPerDay, begin, end],
  )
}

/** Every run of a day through its states, and every job from creation to deletion; each step is a transaction. */
async function addDay(day: Date, { changesPerDay }: SimulatedYear): Promise<void> {
  const shareOfChanged = changesPerDay / 2 / 288
  for (let tick = 0; tick < 288; tick++) {
    const at = new Date(day.getTime() + tick * 300_000)
    await pool().query(
      `insert into runs (id, vendor_id, source_id, mode, trigger, created_at, warnings)
       select gen_random_uuid(), vendor_id, id, 'poll', 'schedule', $1, '{}' from sources`,
      [at],
    )
    await pool().query(
      `insert into pgboss.job (name, data, singleton_key, policy, created_on)
       select 'runs', jsonb_build_object('runId', id), source_id::text, 'key_strict_fifo', $1 from runs where state = 'queued' and mode <> 'document'`,
      [at],
    )
    await pool().query(
      "update runs set state = 'running', started_at = created_at, attempts = 1, lease_until = created_at where state = 'queued' and mode <> 'document'",
    )
    await pool().query(
      "update pgboss.job set state = 'active', started_on = created_on where name = 'runs' and state = 'created'",
    )
    await pool().query(
      `update runs set state = changed::run_state, finished_at = created_at, lease_until = null, documents_read = 2, unchanged = 50,
         diff = case changed when 'succeeded' then (${DIFF})::jsonb else '[]' end
       from (select id as run, case when random() < $1 then 'succeeded' else 'unchanged' end as changed from runs where state = 'running' and mode <> 'document') ends
       where id = run`,
      [shareOfChanged],
    )
    await pool().query(
      "update pgboss.job set state = 'completed', completed_on = created_on where name = 'runs' and state = 'active'",
    )
    if (tick % 12 !== 0) continue
    await pool().query("delete from pgboss.job where completed_on < $1::timestamptz - interval '1 hour'", [at])
    await pool().query('vacuum pgboss.job_common')
  }
}
