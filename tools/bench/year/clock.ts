import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { closeDatabase, pool } from '#lib/database/client.ts'
import { connectSender } from '#lib/runs/queue.ts'
import { shiftDate } from './shift-date.ts'

/** A look of the other processes, and some more. */
const SETTLE_MS = 30
/** Of functions and expressions that tell the present, those that the product and its queue use. */
const DEFAULTS = `
  select format('alter table %s alter column %I set default clock.now()', d.adrelid::regclass, a.attname) as statement
  from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
  where pg_get_expr(d.adbin, d.adrelid) ~* '^(now\\(\\)|current_timestamp)'`

/** A present that can be moved on: of the database, of this process, and of those that are started with `env`. */
export interface Clock {
  env: Record<string, string>
  /** Moves the present on. Nothing should be under way. */
  moveTo(shiftMs: number): Promise<void>
  stop(): Promise<void>
}

/**
 * Sets up the clock in the database of this process, before anything else is connected to it: `now()` is then found in a schema that
 * comes before the server's own, and the defaults of columns follow.
 */
export async function startClock(): Promise<Clock> {
  const folder = await mkdtemp(join(tmpdir(), 'outage-history-clock-'))
  const file = join(folder, 'shift')
  let shiftMs = 0
  await pool().query('create schema clock')
  await shiftDatabase(0)
  const { rows } = await pool().query<{ statement: string }>(DEFAULTS)
  for (const { statement } of rows) await pool().query(statement)
  const { rows: names } = await pool().query<{ name: string }>('select quote_ident(current_database()) as name')
  await pool().query(`alter database ${names[0]?.name} set search_path = clock, pg_catalog, public`)
  // Its connections have found another present already.
  await closeDatabase()
  await connectSender()
  // The queue tells the present by a function of its own, so that it can be replaced.
  await pool().query(
    'create or replace function pgboss.job_now() returns timestamptz language sql stable return clock.now()',
  )
  await writeFile(file, '0')
  const unshift = shiftDate(() => shiftMs)
  return {
    env: { BENCH_CLOCK: file, NODE_OPTIONS: `--import ${join(import.meta.dirname, 'follow-clock.ts')}` },
    async moveTo(nextMs) {
      shiftMs = nextMs
      await writeFile(`${file}.next`, String(nextMs))
      await rename(`${file}.next`, file)
      await shiftDatabase(nextMs)
      await sleep(SETTLE_MS)
    },
    async stop() {
      unshift()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** As a function that the planner sees through, so that it costs nothing. */
async function shiftDatabase(shiftMs: number): Promise<void> {
  for (const name of ['now', 'clock_timestamp']) {
    await pool().query(
      `create or replace function clock.${name}() returns timestamptz stable language sql
       return pg_catalog.${name}() + interval '${Math.round(shiftMs)} milliseconds'`,
    )
  }
}
