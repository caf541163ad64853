import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { closeFetcher } from '#lib/fetch/read-address.ts'
import { backfillSource } from '#lib/ingest/backfill.ts'
import { getRun } from '#lib/queries/runs.ts'
import { type RunMode, requestRun } from '#lib/runs/run.ts'
import { executeRun } from '#lib/worker/execute-run.ts'
import { runHandlers } from '#lib/worker/run-handlers.ts'
import { aSource, clearDatabase, expectInvariants, liveState, runMode, useTestDatabase } from '#tests/support/ingest.ts'
import {
  incidentList,
  type StatuspageIncident,
  serveStatuspage,
  statuspageIncident,
} from '#tests/support/platforms/statuspage.ts'
import { startVendorServer, type VendorAnswer, type VendorServer } from '#tests/support/vendor-server.ts'

let drop: () => Promise<void>
let vendorServer: VendorServer

beforeAll(async () => {
  process.env.FETCH_ALLOW_CIDRS = '127.0.0.0/8'
  drop = await useTestDatabase()
})
beforeEach(async () => {
  await clearDatabase()
  vendorServer = await startVendorServer()
})
afterEach(async () => {
  await vendorServer.close()
  await expectInvariants()
})
afterAll(async () => {
  await closeFetcher()
  await drop()
})

const source = () => ({ platform: 'statuspage', url: vendorServer.url }) as const

async function run(mode: RunMode) {
  const request = { ...(await aSource(source())), mode, trigger: 'api', dryRun: false } as const
  const id = await requestRun(pool(), request, async () => {})
  await executeRun(id, { ...runHandlers, backfill: backfillSource({ spacingMs: 0 }) })
  return await getRun(id)
}

async function withdrawn(): Promise<string[]> {
  const { rows } = await pool().query('select title from incidents where withdrawn_at is not null order by sort_at')
  return rows.map((row) => row.title)
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => statuspageIncident(from + n))
const own = ({ id }: StatuspageIncident) => `/api/v2/incidents/${id}.json`
const open = statuspageIncident(3, {
  status: 'investigating',
  resolved_at: null,
  incident_updates: statuspageIncident(3).incident_updates.slice(1),
})

/** A page whose list has only the newest, while some incidents are found by themselves alone. */
function serve(listed: StatuspageIncident[], alone: StatuspageIncident[] = []) {
  const whole = serveStatuspage([...listed, ...alone])
  return (path: string): VendorAnswer | null => (path === '/api/v2/incidents.json' ? incidentList(listed) : whole(path))
}

describe('an open incident that the list no longer shows', () => {
  beforeEach(async () => {
    vendorServer.answer(serve([open, ...numbers(4, 9)]))
    expect(await run('poll')).toMatchObject({ created: 7 })
  })

  it('is read at its own address, and closed when it says so', async () => {
    vendorServer.answer(serve(numbers(4, 10), [statuspageIncident(3)]))
    expect(await run('poll')).toMatchObject({ state: 'succeeded', created: 1, updated: 1, withdrawn: 0 })
    const { rows } = await pool().query("select status, basis from incidents where title = 'Incident 3'")
    expect(rows).toEqual([{ status: 'resolved', basis: 'reported' }])
  })

  it('is not read again at every poll while it stays open', async () => {
    vendorServer.answer(serve(numbers(4, 10), [open]))
    await run('poll')
    await run('poll')
    expect(vendorServer.requests.filter(({ path }) => path === own(open))).toHaveLength(1)
  })

  it.each([404, 410])(
    'is withdrawn when its own address says %d: kept, marked, over, and back when it is listed again',
    async (status) => {
      const rest = serve(numbers(4, 10))
      vendorServer.answer((path) => (path === own(open) ? { status } : rest(path)))
      expect(await run('poll')).toMatchObject({ state: 'succeeded', withdrawn: 1 })
      expect(await withdrawn()).toEqual(['Incident 3'])
      const { rows } = await pool().query("select basis, update_count from incidents where title = 'Incident 3'")
      expect(rows).toEqual([{ basis: 'seen', update_count: 1 }])

      const state = await liveState()
      await runMode('replay', source())
      expect(await liveState()).toEqual(state)

      vendorServer.answer(serve([open, ...numbers(4, 10)]))
      expect(await run('poll')).toMatchObject({ updated: 1 })
      expect(await withdrawn()).toEqual([])
      expect((await pool().query("select basis from incidents where title = 'Incident 3'")).rows).toEqual([
        { basis: 'ongoing' },
      ])
    },
  )

  it.each([
    ['has nothing at any own address', () => ({ status: 404 })],
    [
      'answers with HTML',
      () => ({ headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Hi</title>' }),
    ],
    ['has moved', () => ({ status: 301, headers: { location: '/elsewhere' } })],
    ['fails', () => ({ status: 500 })],
  ] as [string, () => VendorAnswer][])('is not withdrawn while the host %s', async (_, answer) => {
    const rest = serve(numbers(4, 10))
    vendorServer.answer((path) =>
      path.startsWith('/api/v2/incidents/') || path === '/elsewhere' ? answer() : rest(path),
    )
    const after = await run('poll')
    expect(after).toMatchObject({ state: 'succeeded', created: 1, withdrawn: 0 })
    expect(after?.warnings).toHaveLength(1)
    expect(await withdrawn()).toEqual([])
  })
})

describe('a back-fill', () => {
  it('withdraws what is in the history no more and not at its own address either, and brings back what is again', async () => {
    vendorServer.answer(serveStatuspage(numbers(1, 20)))
    expect(await run('backfill')).toMatchObject({ created: 20 })
    vendorServer.answer(serveStatuspage([...numbers(1, 6), ...numbers(8, 20)]))
    expect(await run('backfill')).toMatchObject({ state: 'succeeded', created: 0, withdrawn: 1 })
    expect(await withdrawn()).toEqual(['Incident 7'])
    vendorServer.answer(serveStatuspage(numbers(1, 20)))
    expect(await run('backfill')).toMatchObject({ state: 'succeeded', updated: 1 })
    expect(await withdrawn()).toEqual([])
  })

  it('withdraws nothing when the page no longer has single incidents at all, and says so', async () => {
    vendorServer.answer(serveStatuspage(numbers(1, 20)))
    await run('backfill')
    const rest = serveStatuspage(numbers(1, 20))
    vendorServer.answer((path) => (/\/incidents\/\w+\.json$/.test(path) ? null : rest(path)))
    const after = await run('backfill')
    expect(after).toMatchObject({ withdrawn: 0 })
    expect(after?.warnings.join()).toContain('none counts as withdrawn')
    expect(await withdrawn()).toEqual([])
  })
})
