import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { requestRun, requeueLostRuns } from '#lib/runs/run.ts'
import { aSource, runMode } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'
import { serveStatuspage, statuspageIncident } from '#tests/support/platforms/statuspage.ts'
import { startVendorServer, type VendorServer } from '#tests/support/vendor-server.ts'

ownDatabase({ emptied: true })

let vendor: VendorServer

beforeAll(() => {
  Object.assign(process.env, { FETCH_ALLOW_CIDRS: '127.0.0.0/8', BACKFILL_SPACING_MS: '0' })
})
beforeEach(async () => {
  vendor = await startVendorServer()
  vendor.answer(serveStatuspage(numbers(12)))
})
afterEach(() => vendor.close())

const numbers = (count: number) => Array.from({ length: count }, (_, n) => statuspageIncident(n + 1))

/** What a run of this mode raises. */
async function raisedBy(mode: 'poll' | 'backfill'): Promise<{ kind: string; detail: unknown }[]> {
  await pool().query('delete from hosts')
  await runMode(mode, { platform: 'statuspage', url: vendor.url })
  return await takeRaised()
}

async function takeRaised(): Promise<{ kind: string; detail: unknown }[]> {
  return (
    await pool().query(
      'with taken as (delete from alert_events returning *) select kind, detail from taken order by id',
    )
  ).rows
}

describe('a source', () => {
  it('fails with its third failed poll in a row, is told once, and recovers with the next good one', async () => {
    expect(await raisedBy('poll')).toEqual([])
    vendor.answer(() => ({ status: 500 }))
    expect(await raisedBy('poll')).toEqual([])
    expect(await raisedBy('poll')).toEqual([])
    expect(await raisedBy('poll')).toEqual([
      { kind: 'source_failing', detail: { reason: expect.stringContaining('500') } },
    ])
    expect(await raisedBy('poll')).toEqual([])
    vendor.answer(serveStatuspage(numbers(12)))
    expect(await raisedBy('poll')).toEqual([{ kind: 'source_recovered', detail: {} }])
    expect(await raisedBy('poll')).toEqual([])
  })

  it('fails also with the third poll over which workers have died', async () => {
    const source = await aSource({ platform: 'statuspage', url: vendor.url })
    for (const raised of [[], [], [{ kind: 'source_failing', detail: { reason: expect.stringContaining('died') } }]]) {
      await inTransaction((tx) =>
        requestRun(tx, { ...source, mode: 'poll', trigger: 'cli', dryRun: false }, async () => {}),
      )
      await pool().query("update runs set attempts = 3 where state = 'queued'")
      await requeueLostRuns([])
      expect(await takeRaised()).toEqual(raised)
    }
  })
})

describe('a back-fill', () => {
  it('raises nothing of the history that it stores', async () => {
    await raisedBy('poll')
    vendor.answer(serveStatuspage(numbers(60)))
    expect(await raisedBy('backfill')).toEqual([])
    const { rows } = await pool().query('select count(*)::int as count from incidents')
    expect(rows[0].count).toBeGreaterThan(12)
  })
})
