import { describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import type { RunHandler } from '#lib/runs/handler.ts'
import { emptyOutcome, findNextRun, leaseRun, listStrandedRuns, requestRun, requeueLostRuns } from '#lib/runs/run.ts'
import { executeRun } from '#lib/worker/execute-run.ts'
import { queueDueSources } from '#lib/worker/scheduler.ts'
import { aSource } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'
import { recordStatements } from '#tests/support/plans.ts'

/** A million is the promise (`FINISHED_RUNS=1000000`); a plan is the same from far fewer on. */
const FINISHED_RUNS = Number(process.env.FINISHED_RUNS ?? 20_000)
const AT_ONCE = 20_000

interface Plan {
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Plan[]
}

ownDatabase({ emptied: true, checked: true })

async function aRun(mode: 'poll' | 'replay', url: string | null = null): Promise<string> {
  const source = await aSource({ url })
  const request = { ...source, mode, trigger: 'cli', dryRun: false } as const
  return await inTransaction((tx) => requestRun(tx, request, async () => {}))
}

async function stored(id: string) {
  const { rows } = await pool().query(
    `select state, attempts, interruptions, error_code as code, error_message as message from runs where id = $1`,
    [id],
  )
  return rows[0]
}

/** What the server makes of this code, raised inside of a transaction. */
const raising =
  (code: string): RunHandler =>
  async () =>
    await inTransaction(async (tx) => {
      await tx.query(`do $$ begin raise exception 'made up' using errcode = '${code}'; end $$`)
      throw new Error('It was not raised.')
    })

it('a serialization failure without end fails its run after three tries, and says so', async () => {
  const id = await aRun('replay')
  const runHandlers = { replay: raising('40001') }
  for (const attempts of [1, 2]) {
    await expect(executeRun(id, runHandlers)).rejects.toMatchObject({ code: '40001' })
    expect(await stored(id)).toMatchObject({ state: 'queued', attempts, interruptions: 0 })
  }
  expect(await executeRun(id, runHandlers)).toBe('done')
  expect(await stored(id)).toMatchObject({
    state: 'failed',
    attempts: 3,
    code: 'database',
    message: 'Other processes wrote to the same data in all 3 attempts of this run; nothing was changed.',
  })
})

it.each(['57P01', '08006', '55P03'])('%s gives a run back many times before it fails', async (code) => {
  const id = await aRun('replay')
  const runHandlers = { replay: raising(code) }
  for (let times = 1; times <= 10; times++) await expect(executeRun(id, runHandlers)).rejects.toMatchObject({ code })
  expect(await stored(id)).toMatchObject({ state: 'queued', attempts: 0, interruptions: 10 })
  await pool().query('update runs set interruptions = 48')
  await expect(executeRun(id, runHandlers)).rejects.toMatchObject({ code })
  expect(await executeRun(id, runHandlers)).toBe('done')
  expect(await stored(id)).toMatchObject({ state: 'failed', code: 'database' })
})

it('a run that this process is at is taken from it by nobody here, however long its lease could not be renewed', async () => {
  const id = await aRun('replay')
  const lateAndStolen: RunHandler = async (_run, _source, finish) => {
    await pool().query("update runs set lease_until = now() - interval '1 minute'")
    expect(await executeRun(id, {})).toBe('busy')
    expect(await requeueLostRuns([id])).toEqual([])
    const outcome = { ...emptyOutcome('unchanged'), documentsRead: 1 }
    await inTransaction((tx) => finish(tx, outcome))
    return outcome
  }
  expect(await executeRun(id, { replay: lateAndStolen })).toBe('done')
  expect(await stored(id)).toMatchObject({ state: 'unchanged', attempts: 1 })
})

describe('a poll that cannot say itself when the next one is', () => {
  async function dueInSeconds(): Promise<number> {
    const { rows } = await pool().query(
      'select failures, extract(epoch from next_due_at - now())::float8 as seconds from sources',
    )
    return rows[0].failures === 0 ? 0 : rows[0].seconds
  }

  async function aDuePoll(): Promise<string> {
    await aSource({ platform: 'statuspage', url: 'https://status.acme.example' })
    await pool().query(
      "update sources set poll_interval_seconds = 3600, next_due_at = now() - interval '1 second', failures = 3",
    )
    expect(await queueDueSources()).toBe(1)
    return (await pool().query('select id from runs')).rows[0].id
  }

  it('backs off as after any other failure when it ends in an error that nobody foresaw', async () => {
    const id = await aDuePoll()
    const broken: RunHandler = async () => {
      throw new TypeError('undefined is not a function')
    }
    expect(await executeRun(id, { poll: broken })).toBe('done')
    expect(await stored(id)).toMatchObject({ state: 'failed', code: 'internal' })
    expect(await dueInSeconds()).toBeGreaterThanOrEqual(3_599)
    expect((await pool().query('select failures from sources')).rows).toEqual([{ failures: 4 }])
  })

  it('is queued also while something that refers to its source is being stored', async () => {
    await inTransaction(async (tx) => {
      const { sourceId } = await aSource({ platform: 'statuspage', url: 'https://status.acme.example' })
      await pool().query('update sources set next_due_at = now()')
      await tx.query("insert into components (source_id, name, external_id) values ($1, 'API', 'api')", [sourceId])
      expect(await queueDueSources()).toBe(1)
    })
  })

  it('backs off when three workers have died over it', async () => {
    const id = await aDuePoll()
    await pool().query("update runs set state = 'running', attempts = 3, lease_until = now() - interval '1 minute'")
    expect(await requeueLostRuns([])).toEqual([])
    expect(await stored(id)).toMatchObject({ state: 'failed', code: 'worker_lost' })
    expect(await dueInSeconds()).toBeGreaterThanOrEqual(3_599)
  })
})

describe('what workers and the schedule ask every few seconds', () => {
  it('is looked up in an index, however many runs are over', async () => {
    const { vendorId, sourceId } = await aSource({ platform: 'statuspage', url: 'https://status.acme.example' })
    for (let made = 0; made < FINISHED_RUNS; made += AT_ONCE) {
      await pool().query(
        `insert into runs (id, vendor_id, source_id, mode, trigger, state, created_at, finished_at, warnings)
         select gen_random_uuid(), $1, $2, 'poll', 'schedule', 'unchanged', now() - n * interval '1 minute', now(), '{}'
         from generate_series($3::int + 1, $3 + $4) n`,
        [vendorId, sourceId, made, AT_ONCE],
      )
    }
    await pool().query('vacuum analyze runs')
    const id = await aRun('replay')
    const asked = await recordStatements(async () => {
      await leaseRun(id)
      await requeueLostRuns([])
      await listStrandedRuns()
      await findNextRun(id)
      await queueDueSources()
    })
    const ofRuns = asked.filter(({ text }) => /\bruns\b/.test(text) && !/^\s*insert/.test(text))
    expect(ofRuns.length).toBeGreaterThanOrEqual(6)
    for (const { text, values } of ofRuns) {
      const { rows } = await pool().query(`explain (analyze, format json) ${text}`, values)
      expect(rowsReadOf(rows[0]['QUERY PLAN'][0].Plan, 'runs'), JSON.stringify(rows, null, 2)).toBeLessThan(100)
    }
  }, 120_000)

  /** How many rows of a table a plan has looked at, kept or not. */
  function rowsReadOf(plan: Plan, table: string): number {
    const own = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
    const below = (plan.Plans ?? []).map((child) => rowsReadOf(child, table))
    return below.reduce((sum, rows) => sum + rows, plan['Relation Name'] === table ? own : 0)
  }
})
