import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { runMode } from '#tests/support/ingest.ts'
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
  await pool().query('delete from alert_events')
  await runMode(mode, { platform: 'statuspage', url: vendor.url })
  return (await pool().query('select kind, detail from alert_events order by id')).rows
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
