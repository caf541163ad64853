import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { keepDocument } from '#lib/documents/document.ts'
import { closeQueue, enqueueRun } from '#lib/runs/queue.ts'
import { type RunRequest, requestRun } from '#lib/runs/run.ts'
import { isWorkerAlive } from '#lib/worker/worker.ts'
import { aSource, clearDatabase, expectInvariants, useTestDatabase } from '../../support/ingest.ts'
import { eventually, startWorkerProcess, type WorkerProcess } from '../../support/processes/worker-process.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { startVendorServer, type VendorServer } from '../../support/vendor-server.ts'

const MEGABYTE = 1_000_000

let drop: () => Promise<void>
let vendorServer: VendorServer
let worker: WorkerProcess

beforeAll(async () => {
  drop = await useTestDatabase()
  process.env.FETCH_ALLOW_CIDRS = '127.0.0.0/8'
  vendorServer = await startVendorServer()
})

beforeEach(async () => {
  await clearDatabase()
  worker = startWorkerProcess(process.env.DATABASE_URL ?? '')
  await eventually(isWorkerAlive, 60_000)
})

afterEach(async () => {
  expect(await worker.end('SIGTERM')).toBe(0)
})

afterAll(async () => {
  await vendorServer.close()
  await closeQueue()
  await expectInvariants()
  await drop()
})

// What the kernel says of a process is read where Linux keeps it.
describe.skipIf(process.platform !== 'linux')('the memory of a worker', { timeout: 180_000 }, () => {
  it.skipIf(!hasShared)('stays under 400 MB on the largest real body, 150 MB above idle', async () => {
    const { vendorId, sourceId } = await aSource({ platform: 'google-cloud' })
    const bytes = readFileSync(sharedPath('fixtures', 'gcp', 'gcp-incidents-union.jsonl'))
    const { id: documentId } = await keepDocument(pool(), { sourceId, bytes, url: null, contentType: null })
    const idle = memoryOf(worker).now
    const run = await work({ vendorId, sourceId, mode: 'document', trigger: 'cli', dryRun: false, documentId })
    // Eight of its 662 objects are incidents that it has under their old and their new id.
    expect(run).toMatchObject({ state: 'succeeded', created: 654 })
    const { peak } = memoryOf(worker)
    expect(tell('the largest real body', peak)).toBeLessThan(400 * MEGABYTE)
    expect(tell('the largest real body, above idle', peak - idle)).toBeLessThan(150 * MEGABYTE)
  })

  it('grows by less than 150 MB on 300 KB that unpack to 300 MB, which fail within ten seconds', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * MEGABYTE, ' '), { level: 9 })
    expect(bomb.length).toBeLessThan(310_000)
    vendorServer.answer(() => ({
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: bomb,
    }))
    const { vendorId, sourceId } = await aSource({ platform: 'statuspage', url: vendorServer.url })
    const idle = memoryOf(worker).now
    const run = await work({ vendorId, sourceId, mode: 'poll', trigger: 'cli', dryRun: false })
    expect(run).toMatchObject({ state: 'failed', error_code: 'too_large' })
    expect(run.seconds).toBeLessThan(10)
    expect(tell('the bomb, above idle', memoryOf(worker).peak - idle)).toBeLessThan(150 * MEGABYTE)
  })
})

/** Leaves a run to the worker, and returns how it ended. */
async function work(request: RunRequest) {
  const id = await requestRun(pool(), request, enqueueRun)
  return await eventually(async () => {
    const { rows } = await pool().query(
      `select state::text, created, error_code, extract(epoch from finished_at - started_at)::float8 as seconds
       from runs where id = $1 and finished_at is not null`,
      [id],
    )
    return rows[0] ?? null
  }, 120_000)
}

/** Bytes of a process that are in memory now, and the most that ever were. */
function memoryOf({ process: { pid } }: WorkerProcess): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const read = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024
  return { now: read('VmRSS'), peak: read('VmHWM') }
}

function tell(what: string, bytes: number): number {
  process.stdout.write(`memory, ${what}: ${Math.round(bytes / MEGABYTE)} MB\n`)
  return bytes
}
