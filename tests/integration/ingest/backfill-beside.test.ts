import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { pushDocument } from '#lib/admin/run/documents.ts'
import { cancelRun, requestIngest } from '#lib/admin/run/runs.ts'
import { pool } from '#lib/database/client.ts'
import { getRun } from '#lib/queries/runs.ts'
import type { RunView } from '#lib/queries/schemas.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { aSource, clearDatabase, expectInvariants, useTestDatabase } from '#tests/support/ingest.ts'
import { serveStatuspage, statuspageIncident } from '#tests/support/platforms/statuspage.ts'
import { eventually, startWorkerProcess, type WorkerProcess } from '#tests/support/processes/worker-process.ts'
import { startVendorServer, type VendorServer } from '#tests/support/vendor-server.ts'

let drop: () => Promise<void>
let vendorServer: VendorServer
let worker: WorkerProcess | undefined

beforeAll(async () => {
  drop = await useTestDatabase()
  await clearDatabase()
  vendorServer = await startVendorServer()
})
afterEach(expectInvariants)
afterAll(async () => {
  await worker?.end('SIGKILL')
  await vendorServer.close()
  await closeQueue()
  await drop()
})

const incidents = Array.from({ length: 120 }, (_, n) => statuspageIncident(n + 1))
const BY = { trigger: 'api', actor: 'test', dryRun: false } as const

async function ask(mode: 'poll' | 'backfill' | 'replay', vendorSlug = 'acme'): Promise<string> {
  return (await requestIngest({ vendorSlug, mode, ...BY }))[0] ?? ''
}

async function ended(id: string): Promise<RunView> {
  return await eventually(async () => {
    const run = await getRun(id)
    return run?.finishedAt ? run : null
  })
}

describe('while a back-fill is under way', { timeout: 180_000 }, () => {
  it('an edit upstream arrives by a poll, a document is taken in and a replay is done; one request at a time', async () => {
    await aSource({ platform: 'statuspage', url: vendorServer.url })
    vendorServer.answer(serveStatuspage(incidents))
    // Slow enough to be under way until this test cancels it.
    worker = startWorkerProcess(process.env.DATABASE_URL ?? '', {
      FETCH_ALLOW_CIDRS: '127.0.0.0/8',
      BACKFILL_SPACING_MS: '1000',
    })
    const backfill = await ask('backfill')
    const isUnderWay = async () => {
      const { rows } = await pool().query(
        "select 1 from runs where id = $1 and state = 'running' and documents_read > 2",
        [backfill],
      )
      return rows.length > 0
    }
    await eventually(isUnderWay)
    expect(await ask('backfill')).toBe(backfill)

    expect(await ended(await ask('poll'))).toMatchObject({ state: 'succeeded' })
    const edited = incidents.with(119, { ...statuspageIncident(120), name: 'Edited upstream' })
    vendorServer.answer(serveStatuspage(edited))
    expect(await ended(await ask('poll'))).toMatchObject({ state: 'succeeded', updated: 1 })
    const titles = await pool().query("select 1 from incidents where title = 'Edited upstream'")
    expect(titles.rowCount).toBe(1)

    const bytes = Buffer.from(JSON.stringify({ incident: statuspageIncident(500) }))
    const about = { vendorSlug: 'acme', platform: 'statuspage', contentType: 'application/json', url: null } as const
    const pushed = await pushDocument({ ...about, bytes, fetchedAt: new Date(), ...BY })
    expect(await ended(pushed)).toMatchObject({ state: 'succeeded', created: 1 })
    expect(await ended(await ask('replay'))).toMatchObject({ state: 'unchanged' })

    // A worker that is told to stop gives the back-fill back, for the next to go on with.
    expect(await isUnderWay()).toBe(true)
    expect(await worker.end('SIGTERM')).toBe(0)
    expect(await getRun(backfill)).toMatchObject({ state: 'queued' })
    await cancelRun(backfill, 'test')
    const times = vendorServer.requests.toSorted((a, b) => a.from - b.from)
    const overlaps = times.filter(({ from }, n) => n > 0 && from < (times[n - 1]?.to ?? Number.POSITIVE_INFINITY))
    expect(overlaps).toEqual([])
  })
})

describe('while four hosts ask for an hour of patience', { timeout: 180_000 }, () => {
  it('a fifth back-fill is done, and the four go on later, though the worker is another one then', async () => {
    await clearDatabase()
    const hosts = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5']
    const serve = serveStatuspage(incidents.slice(0, 3))
    vendorServer.answer((path, host) =>
      hosts.includes(host) ? { status: 429, headers: { 'retry-after': '3600' } } : serve(path),
    )
    const settings = { FETCH_ALLOW_CIDRS: '127.0.0.0/8', BACKFILL_SPACING_MS: '0' }
    worker = startWorkerProcess(process.env.DATABASE_URL ?? '', settings)
    const waiting: string[] = []
    for (const host of hosts) {
      await aSource({ vendor: host, platform: 'statuspage', url: vendorServer.url.replace('127.0.0.1', host) })
      waiting.push(await ask('backfill', host))
    }
    await eventually(async () => hosts.every((host) => vendorServer.requests.some((request) => request.host === host)))
    await aSource({ platform: 'statuspage', url: vendorServer.url })
    expect(await ended(await ask('backfill'))).toMatchObject({ state: 'succeeded', created: 3 })
    for (const id of waiting)
      expect(await getRun(id)).toMatchObject({ state: 'queued', startAfter: expect.any(Date), error: null })

    await worker.end('SIGKILL')
    vendorServer.answer(serve)
    await pool().query("update runs set start_after = start_after - interval '1 hour' where id = $1", [waiting[0]])
    worker = startWorkerProcess(process.env.DATABASE_URL ?? '', settings)
    expect(await ended(waiting[0] ?? '')).toMatchObject({ state: 'succeeded', created: 3 })
    expect(await getRun(waiting[1] ?? '')).toMatchObject({ state: 'queued' })
  })
})
