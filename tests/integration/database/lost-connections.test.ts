import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#bin/embedded-postgres.ts'
import { migrate } from '#bin/migrate.ts'
import { formatArchive } from '#lib/adapters/archive.ts'
import { pushDocument } from '#lib/admin/run/documents.ts'
import { closeDatabase, pool } from '#lib/database/client.ts'
import { openClient } from '#lib/database/connection.ts'
import { getRun } from '#lib/queries/runs.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { aDocument, anIncident } from '#tests/support/documents.ts'
import { isFull } from '#tests/support/full.ts'
import { aSource, clearDatabase, expectInvariants, ingest, liveState } from '#tests/support/ingest.ts'
import { fastestScratchFolder } from '#tests/support/processes/scratch.ts'
import { eventually, startWorkerProcess, type WorkerProcess } from '#tests/support/processes/worker-process.ts'

/**
 * How often all connections of the worker are cut in the middle of its ingest, and how often Postgres is stopped and started.
 * `LOST=20 RESTARTS=3` shows the figures that are promised; fewer are enough to notice what breaks.
 */
const CUTS = Number(process.env.LOST ?? 3)
const RESTARTS = Number(process.env.RESTARTS ?? 1)
const INCIDENTS = isFull ? 5_000 : 3_000

let directory: string
let server: EmbeddedPostgres
let worker: WorkerProcess

beforeAll(async () => {
  directory = await mkdtemp(join(await fastestScratchFolder(), 'outage-history-lost-'))
  server = await startEmbeddedPostgres({ directory, settings: { fsync: 'off', full_page_writes: 'off' } })
  process.env.DATABASE_URL = server.url('lost')
  process.env.OUTAGE_HISTORY_ROLE = 'worker'
  await migrate(server.url('lost'))
})

afterAll(async () => {
  await worker?.end('SIGKILL')
  await closeQueue()
  await closeDatabase()
  await server.release()
  await rm(directory, { recursive: true, force: true })
})

/**
 * Waits until the worker's ingest has written something, in a transaction that began after `since`, and ends every connection of the
 * worker and of its queue. Returns the time on the server.
 */
async function cut(since: Date): Promise<Date> {
  return await eventually(async () => {
    // Not of the pool: it must not be among those that wait when the server goes.
    const client = await openClient({ connectionString: server.url('lost') }).catch(() => null)
    try {
      const answer = await client?.query<{ now: Date }>(
        `with at_work as (
           select 1 from pg_stat_activity a join pg_locks l on l.pid = a.pid and l.relation = 'incidents'::regclass
           where a.application_name = 'outage-history worker' and a.pid <> pg_backend_pid() and a.xact_start > $1
             and a.backend_xid is not null and l.mode = 'RowExclusiveLock'
         )
         select now(), count(pg_terminate_backend(pid)) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid() and application_name like 'outage-history%'
           and exists (select from at_work) having count(*) > 0`,
        [since],
      )
      return answer?.rows[0]?.now ?? null
    } finally {
      await client?.end().catch(() => {})
    }
  })
}

async function restart(): Promise<void> {
  expect(await server.release()).toBe(true)
  server = await startEmbeddedPostgres({
    directory,
    port: server.port,
    settings: { fsync: 'off', full_page_writes: 'off' },
  })
}

it(`a run goes on after ${CUTS} cut connections and ${RESTARTS} restarts of Postgres, in the same worker, and does it all once`, async () => {
  const document = aDocument(Array.from({ length: INCIDENTS }, (_, n) => anIncident(`i${n}`)))
  await aSource()
  const run = await pushDocument({
    vendorSlug: 'acme',
    platform: 'archive',
    bytes: new TextEncoder().encode(formatArchive(document)),
    contentType: null,
    url: null,
    fetchedAt: new Date('2026-03-02T00:00Z'),
    dryRun: false,
    trigger: 'api',
    actor: 'test',
  })
  worker = startWorkerProcess(server.url('lost'))
  const { pid } = worker.process
  let last = new Date(0)
  for (let cuts = 0; cuts < CUTS; cuts++) {
    last = await cut(last)
    if (cuts < RESTARTS) await restart()
  }
  for (let more = CUTS; more < RESTARTS; more++) await restart()
  const ended = await eventually(async () => {
    const view = await getRun(run).catch(() => null)
    return view?.finishedAt ? view : null
  }, 120_000)
  expect(ended).toMatchObject({ state: 'succeeded', created: INCIDENTS, error: null })
  const { rows } = await pool().query('select attempts, interruptions from runs')
  expect(rows).toEqual([{ attempts: 1, interruptions: expect.any(Number) }])
  expect(rows[0].interruptions).toBeGreaterThanOrEqual(CUTS)
  expect(worker.process).toMatchObject({ pid, exitCode: null, signalCode: null })
  expect(await worker.end('SIGTERM')).toBe(0)

  await expectInvariants()
  const state = await liveState()
  await clearDatabase()
  await ingest(document, { readAt: '2026-03-02T00:00Z' })
  expect(await liveState()).toEqual(state)
}, 400_000)
