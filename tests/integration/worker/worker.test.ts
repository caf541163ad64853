import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { formatArchive } from '#lib/adapters/archive.ts'
import { pushDocument } from '#lib/admin/run/documents.ts'
import { requestIngest } from '#lib/admin/run/runs.ts'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { getRun } from '#lib/queries/runs.ts'
import type { RunView } from '#lib/queries/schemas.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { isWorkerAlive } from '#lib/worker/worker.ts'
import { aDocument, anIncident } from '#tests/support/documents.ts'
import { aSource, clearDatabase, expectInvariants, ingest, liveState, useTestDatabase } from '#tests/support/ingest.ts'
import { eventually, startWorkerProcess, type WorkerProcess } from '#tests/support/processes/worker-process.ts'

let drop: () => Promise<void>
const workers: WorkerProcess[] = []

beforeAll(async () => {
  drop = await useTestDatabase()
})
beforeEach(clearDatabase)
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.end('SIGKILL')
  await speedUp()
  await expectInvariants()
})
afterAll(async () => {
  await closeQueue()
  await drop()
})

function aWorker(): WorkerProcess {
  const worker = startWorkerProcess(process.env.DATABASE_URL ?? '')
  workers.push(worker)
  return worker
}

/** An ingest stops for so long between its incidents and their updates. */
async function slowDown(seconds: number): Promise<void> {
  await pool().query(
    `create or replace function slow() returns trigger language plpgsql as
       $$ begin perform pg_sleep(tg_argv[0]::float); return null; end $$`,
  )
  await pool().query(
    `create trigger slow before insert on incident_updates for each statement execute function slow(${seconds})`,
  )
}

/** Waits for an ingest that sleeps, be its worker dead or not, and tries again when the two block one another. */
async function speedUp(): Promise<void> {
  await inTransaction(async (tx) => {
    // For longer than a connection of the pool would by itself.
    await tx.query<never>("set local lock_timeout = '30s'; drop trigger if exists slow on incident_updates")
  })
}

const document = aDocument(Array.from({ length: 50 }, (_, index) => anIncident(`i${index}`)))

async function push(incidents = document, fetchedAt = '2026-03-02T00:00Z'): Promise<string> {
  return await pushDocument({
    vendorSlug: 'acme',
    platform: 'archive',
    bytes: new TextEncoder().encode(formatArchive(incidents)),
    contentType: null,
    url: null,
    fetchedAt: new Date(fetchedAt),
    dryRun: false,
    trigger: 'api',
    actor: 'test',
  })
}

async function ended(id: string, withinMs = 60_000): Promise<RunView> {
  return await eventually(async () => {
    const run = await getRun(id)
    return run?.finishedAt ? run : null
  }, withinMs)
}

async function isAtWork(id: string): Promise<boolean> {
  const { rows } = await pool().query(
    `select 1 from runs where id = $1 and state = 'running' and exists (
       select from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database())`,
    [id],
  )
  return rows.length > 0
}

// Processes are started and killed here.
const SLOW = { timeout: 120_000 }

describe('a worker', SLOW, () => {
  it('does the runs that are queued, those of one source in a row', async () => {
    await aSource()
    const first = await push()
    const second = await push(
      aDocument([anIncident('i0', { title: 'Edited' })], { completeness: 'part' }),
      '2026-03-03T00:00Z',
    )
    aWorker()
    expect(await ended(first)).toMatchObject({ state: 'succeeded', created: 50 })
    expect(await ended(second)).toMatchObject({ state: 'succeeded', updated: 1 })
    expect(await eventually(isWorkerAlive)).toBe(true)
  })

  it('that is killed in the middle of an ingest leaves nothing behind, and the next takes the run up within a minute', async () => {
    await aSource()
    await slowDown(10)
    const run = await push()
    const killed = aWorker()
    await eventually(() => isAtWork(run))
    await killed.end('SIGKILL')
    await speedUp()
    expect((await pool().query('select count(*)::int as count from incidents')).rows).toEqual([{ count: 0 }])

    aWorker()
    expect(await ended(run, 60_000)).toMatchObject({ state: 'succeeded', created: 50 })
    expect((await pool().query('select attempts from runs')).rows).toEqual([{ attempts: 2 }])
    const state = await liveState()
    await clearDatabase()
    await ingest(document, { readAt: '2026-03-02T00:00Z' })
    expect(await liveState()).toEqual(state)
  })

  it('gives up on a run over which three have died, and says so', async () => {
    await aSource()
    const run = await push()
    await pool().query("update runs set state = 'running', attempts = 3, lease_until = now() - interval '1 second'")
    aWorker()
    expect(await ended(run)).toMatchObject({ state: 'failed', error: { code: 'worker_lost' } })
  })

  it('takes up a run whose job was lost with the queue', async () => {
    await aSource()
    const run = await push()
    await pool().query("delete from pgboss.job; update runs set created_at = now() - interval '1 minute'")
    aWorker()
    expect(await ended(run)).toMatchObject({ state: 'succeeded' })
  })

  it('that is told to stop finishes what it is at and exits with 0', async () => {
    await aSource()
    await slowDown(2)
    const run = await push()
    const worker = aWorker()
    await eventually(() => isAtWork(run))
    expect(await worker.end('SIGTERM')).toBe(0)
    expect(await getRun(run)).toMatchObject({ state: 'succeeded', created: 50 })
    expect(await isWorkerAlive()).toBe(false)
  })
})

describe('ten requests for the same at once', SLOW, () => {
  it('are one run', async () => {
    await aSource()
    await ingest(document)
    const requests = Array.from({ length: 10 }, () =>
      requestIngest({ vendorSlug: 'acme', mode: 'replay', dryRun: false, trigger: 'api', actor: 'test' }),
    )
    const ids = new Set((await Promise.all(requests)).flat())
    expect(ids.size).toBe(1)
    const { rows } = await pool().query("select count(*)::int as count from runs where mode = 'replay'")
    expect(rows).toEqual([{ count: 1 }])
  })

  it('are ten runs when each brings a document', async () => {
    await aSource()
    const ids = await Promise.all(Array.from({ length: 10 }, (_, day) => push(document, `2026-03-${10 + day}T00:00Z`)))
    expect(new Set(ids).size).toBe(10)
    aWorker()
    const runs = await Promise.all(ids.map((id) => ended(id)))
    expect(runs.map((run) => run.created).sort((a, b) => b - a)).toEqual([50, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    expect(runs.filter((run) => run.state === 'unchanged')).toHaveLength(9)
  })
})
