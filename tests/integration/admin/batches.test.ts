import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { applyBatch, requestBatch } from '#lib/admin/run/batches.ts'
import { pool } from '#lib/database/client.ts'
import { getBatch, getBatchProgress } from '#lib/queries/admin/batches.ts'
import { getRun, getRunProgress } from '#lib/queries/runs.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { executeRun } from '#lib/worker/execute-run.ts'
import { runHandlers } from '#lib/worker/run-handlers.ts'
import { aDocument, anIncident, at } from '#tests/support/documents.ts'
import { clearDatabase, expectInvariants, ingest, liveState, useTestDatabase } from '#tests/support/ingest.ts'

let drop: () => Promise<void>

beforeAll(async () => {
  drop = await useTestDatabase()
})
beforeEach(async () => {
  await clearDatabase()
  for (const vendor of ['acme', 'beta']) {
    await ingest(aDocument([anIncident('a'), anIncident('b')]), { vendor, readAt: '2026-03-02T00:00Z' })
  }
})
afterEach(expectInvariants)
afterAll(async () => {
  await closeQueue()
  await drop()
})

const replayAll = (over = {}) =>
  requestBatch({ vendorSlug: null, mode: 'replay', dryRun: true, trigger: 'admin', actor: 'ada', ...over })

async function work(batch: string) {
  for (const { id } of (await getBatch(batch))?.runs ?? []) await executeRun(id, runHandlers)
  const seen = await getBatch(batch)
  if (seen === null) throw new Error('The batch is gone.')
  return seen
}

/** As if an older adapter had read another end in a document of Acme: a replay finds the right one. */
async function misread() {
  await pool().query(
    `update incidents set stated_ended_at = '2026-03-01T12:00Z', derived_ended_at = '2026-03-01T12:00Z', ended_at = '2026-03-01T12:00Z',
       content_hash = 'old' where external_id = 'a' and vendor_id = (select id from vendors where slug = 'acme')`,
  )
}

describe('a replay of all vendors as a dry run', () => {
  it('says whose headline figures would move and by which run, and changes nothing', async () => {
    await misread()
    const before = await liveState()
    const { batch, runs } = await replayAll()
    expect(runs).toHaveLength(2)
    expect(await getBatch(batch)).toMatchObject({ vendor: null, dryRun: true, finishedAt: null, counts: { queued: 2 } })
    const seen = await work(batch)
    expect(seen.runs.map(({ vendor, state, figures }) => [vendor, state, figures])).toEqual([
      ['acme', 'succeeded', [{ figure: 'downtimeSeconds', before: 7_200, after: 3_600 }]],
      ['beta', 'unchanged', []],
    ])
    expect(seen.finishedAt).not.toBeNull()
    expect(await liveState()).toEqual(before)
  })

  it('is applied for just the sources that it tried, once however often one asks', async () => {
    await misread()
    const { batch } = await replayAll()
    await expect(applyBatch(batch, { trigger: 'admin', actor: 'ada' })).rejects.toMatchObject({ code: 'conflict' })
    await work(batch)
    await ingest(aDocument([anIncident('c')]), { vendor: 'gamma', readAt: '2026-03-02T00:00Z' })
    const applied = await Promise.all([1, 2, 3].map(() => applyBatch(batch, { trigger: 'admin', actor: 'ada' })))
    expect(new Set(applied).size).toBe(1)
    const done = await work(applied[0] ?? '')
    expect(done.runs.map(({ vendor, dryRun, state }) => [vendor, dryRun, state])).toEqual([
      ['acme', false, 'succeeded'],
      ['beta', false, 'unchanged'],
    ])
    expect(done.runs[0]?.figures).toEqual([{ figure: 'downtimeSeconds', before: 7_200, after: 3_600 }])
    const { rows } = await pool().query("select ended_at from incidents where external_id = 'a'")
    expect(rows).toEqual([{ ended_at: at('2026-03-01T11:00Z') }, { ended_at: at('2026-03-01T11:00Z') }])
    expect((await getBatch(batch))?.appliedAs).toBe(applied[0])
    await expect(applyBatch(applied[0] ?? '', { trigger: 'admin', actor: 'ada' })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('that ten people want at once is one run a source', async () => {
    const batches = await Promise.all(Array.from({ length: 10 }, () => replayAll()))
    expect(new Set(batches.flatMap(({ runs }) => runs)).size).toBe(2)
    const seen = await Promise.all(batches.map(({ batch }) => getBatch(batch)))
    expect(seen.map((batch) => batch?.runs.length)).toEqual(Array(10).fill(2))
  })

  it('keeps the figures in the diff of a run however long that is', async () => {
    const many = Array.from({ length: 600 }, (_, index) => anIncident(`m${index}`))
    const { id } = await ingest(aDocument(many), { vendor: 'acme', readAt: '2026-03-03T00:00Z', dryRun: true })
    const diff = (await getRun(id))?.diff as { change: string }[]
    expect(diff).toHaveLength(500)
    expect(diff[0]).toMatchObject({ change: 'figure', field: 'incidentCount', before: 2, after: 602 })
  })
})

describe('the progress of runs', () => {
  it('is read without their diffs, however long these are', async () => {
    const { batch, runs } = await replayAll()
    await work(batch)
    await pool().query('alter table runs rename column diff to hidden')
    try {
      await expect(getBatch(batch)).rejects.toThrow()
      expect(await getBatchProgress(batch)).toMatchObject({ id: batch, counts: { unchanged: 2, queued: 0 } })
      expect(await getRunProgress(runs[0] ?? '')).toMatchObject({ id: runs[0], state: 'unchanged' })
    } finally {
      await pool().query('alter table runs rename column hidden to diff')
    }
  })

  it('is that of the batch', async () => {
    const { batch } = await replayAll()
    const same = async () => {
      const { id, finishedAt, counts } = (await getBatch(batch)) ?? {}
      expect(await getBatchProgress(batch)).toEqual({ id, finishedAt, counts })
    }
    await same()
    await work(batch)
    await same()
    expect(await getBatchProgress('00000000-0000-0000-0000-000000000000')).toBeNull()
  })
})

describe('all vendors', () => {
  it('are polled where they have an address, and replayed even when they are paused', async () => {
    await expect(replayAll({ mode: 'poll' })).rejects.toMatchObject({ code: 'invalid_input', field: 'mode' })
    await pool().query('update vendors set paused_at = now()')
    expect((await replayAll()).runs).toHaveLength(2)
  })

  it('have no back-fill as a dry run', async () => {
    await expect(replayAll({ mode: 'backfill' })).rejects.toMatchObject({ code: 'invalid_input', field: 'dryRun' })
  })
})
