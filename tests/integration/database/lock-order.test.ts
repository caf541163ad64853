import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { ParsedIncident } from '#lib/adapters/adapter.ts'
import { moveSource, undoMove } from '#lib/admin/source/moves.ts'
import { makePrimary } from '#lib/admin/source/sources.ts'
import { closeDatabase, pool } from '#lib/database/client.ts'
import { openClient } from '#lib/database/connection.ts'
import { announceImport, isImportUnderWay } from '#lib/database/import-lock.ts'
import { inTransaction, LOCKS } from '#lib/database/transaction.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { aDocument, anIncident, at } from '#tests/support/documents.ts'
import { aSource, clearDatabase, expectInvariants, ingest, runMode, useTestDatabase } from '#tests/support/ingest.ts'
import { eventually } from '#tests/support/processes/worker-process.ts'

const OLD = 'https://status.acme.example'
const NEW = 'https://acme.status-host.example'
const GATE = 99
let drop: () => Promise<void>
/** Holds the gate; beside the pool, whose connections report their deadlocks when they end. */
let keeper: pg.Client

beforeAll(async () => {
  drop = await useTestDatabase()
  keeper = await openClient({ connectionString: process.env.DATABASE_URL })
  await pool().query(
    `create function wait_at_gate() returns trigger language plpgsql as
       $$ begin if new.source_id = tg_argv[0]::int then perform pg_advisory_xact_lock_shared(${GATE}); end if; return null; end $$`,
  )
})
beforeEach(clearDatabase)
afterEach(async () => {
  await pool().query('drop trigger if exists gate on incidents')
  await expectInvariants()
})
afterAll(async () => {
  await closeQueue()
  await keeper.end()
  await drop()
})

/** Incident `id` of an hour on that day of March 2026. */
const on = (day: number, id: string, title: string): ParsedIncident => {
  const start = Date.UTC(2026, 2, day, 10)
  return anIncident(id, { title, statedStartedAt: new Date(start), statedEndedAt: new Date(start + 3_600_000) })
}

const whole = (...incidents: ParsedIncident[]) => aDocument(incidents, { completeness: 'whole' })

/** Starts what writes to incidents of a source and lets it wait there, its locks held, until `open` is called. */
async function startAtGate<T>(
  sourceId: number,
  operation: () => Promise<T>,
): Promise<{ done: Promise<T>; open(): Promise<void> }> {
  await keeper.query('select pg_advisory_lock($1)', [GATE])
  await pool().query(
    `create trigger gate after insert or update on incidents for each row execute function wait_at_gate(${sourceId})`,
  )
  const done = operation()
  await waiting(1)
  return { done, open: async () => void (await keeper.query('select pg_advisory_unlock($1)', [GATE])) }
}

/** Until so many connections wait for a lock. */
async function waiting(count: number): Promise<void> {
  await eventually(async () => {
    const { rows } = await keeper.query(
      "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    )
    return rows[0].count === count
  })
}

/** How often Postgres had to end a wait of two for each other; connections report it when they end. */
async function countDeadlocks(): Promise<number> {
  await closeQueue()
  await closeDatabase()
  return await eventually(async () => {
    const { rows } = await keeper.query(
      `select (select count(*) from pg_stat_activity where datname = d.datname and pid <> pg_backend_pid())::int as others, deadlocks::int
       from pg_stat_database d where datname = current_database()`,
    )
    return rows[0].others === 0 ? { deadlocks: rows[0].deadlocks } : null
  }).then(({ deadlocks }) => deadlocks)
}

async function moved(): Promise<{ oldId: number; newId: number }> {
  await ingest(whole(on(1, 'a', 'One')), { url: OLD, readAt: '2026-03-05T00:00Z' })
  const { sourceId: oldId } = await aSource({ url: OLD })
  const listed = [{ externalId: '1', title: 'One', startedAt: at('2026-03-01T10:00Z') }]
  await moveSource(
    oldId,
    { platform: 'archive', url: NEW, listed },
    { toleranceMinutes: 30, notDuplicates: [] },
    'test',
  )
  await ingest(whole(on(1, '1', 'One'), on(3, '3', 'Three')), { url: NEW, readAt: '2026-03-06T00:00Z' })
  return { oldId, newId: (await aSource({ url: NEW })).sourceId }
}

it('a source that has moved can be read while the one that it moved to is', async () => {
  const { newId } = await moved()
  await pool().query(
    `insert into corrections (incident_id, field, value, reason, author)
     select id, 'impact', '"critical"', 'It was.', 'test' from incidents where external_id = 'a'`,
  )
  const target = await startAtGate(newId, () =>
    ingest(whole(on(1, '1', 'One, edited'), on(3, '3', 'Three')), { url: NEW, readAt: '2026-03-07T00:00Z' }),
  )
  // Finds a duplicate in the new source, and copies the corrections of the other.
  const source = ingest(whole(on(1, 'a', 'One'), on(3, 'c', 'Three')), { url: OLD, readAt: '2026-03-08T00:00Z' })
  await waiting(2)
  await target.open()
  expect(await target.done).toMatchObject({ state: 'succeeded', updated: 1 })
  expect(await source).toMatchObject({ state: 'succeeded', created: 1 })
  const { rows } = await pool().query('select external_id, title, impact, dedup_status from incidents order by 1')
  expect(rows).toMatchObject([
    { external_id: '1', title: 'One, edited', impact: 'critical', dedup_status: 'counted' },
    { external_id: '3', title: 'Three', dedup_status: 'counted' },
    { external_id: 'a', title: 'One', dedup_status: 'superseded' },
    { external_id: 'c', title: 'Three', dedup_status: 'superseded' },
  ])
  expect(await countDeadlocks()).toBe(0)
})

it('another source is made the primary one while it is read', async () => {
  await ingest(whole(on(1, 'a', 'One')), { url: OLD, readAt: '2026-03-05T00:00Z' })
  await ingest(whole(on(10, 'x', 'Ten')), { url: NEW, readAt: '2026-03-11T00:00Z' })
  const { sourceId } = await aSource({ url: NEW })
  const second = await startAtGate(sourceId, () =>
    ingest(whole(on(10, 'x', 'Ten, edited')), { url: NEW, readAt: '2026-03-12T00:00Z' }),
  )
  const primary = makePrimary(sourceId, 'test')
  await waiting(2)
  await second.open()
  expect(await second.done).toMatchObject({ updated: 1 })
  await primary
  const { rows } = await pool().query('select external_id, title, dedup_status from incidents order by 1')
  expect(rows).toEqual([
    { external_id: 'a', title: 'One', dedup_status: 'counted' },
    { external_id: 'x', title: 'Ten, edited', dedup_status: 'counted' },
  ])
  expect(await countDeadlocks()).toBe(0)
})

it('an import is not taken for the load of the catalogue', async () => {
  expect(new Set(Object.values(LOCKS)).size).toBe(Object.values(LOCKS).length)
  await inTransaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCKS.catalogue])
    expect(await isImportUnderWay()).toBe(false)
    expect(await announceImport(tx)).toBe(true)
  })
})

it('everything that writes to a vendor at once comes to an end without a deadlock', async () => {
  const { oldId, newId } = await moved()
  const rounds = [0, 1, 2].map(async (round) => {
    const readAt = new Date(Date.UTC(2026, 2, 9, round)).toISOString()
    await Promise.all([
      ingest(whole(on(1, 'a', `One ${round}`)), { url: OLD, readAt }),
      ingest(whole(on(1, '1', `One ${round}`), on(3, '3', 'Three')), { url: NEW, readAt }),
      runMode('replay', { url: OLD }),
      runMode('replay', { url: NEW }),
      makePrimary(newId, 'test').catch(() => {}),
      undoMove(oldId, 'test').catch(() => {}),
      undoMove(newId, 'test').catch(() => {}),
    ])
  })
  await Promise.all(rounds)
  expect(await countDeadlocks()).toBe(0)
})
