import { setTimeout as sleep } from 'node:timers/promises'
import { pushDocument } from '#lib/admin/run/documents.ts'
import { pool } from '#lib/database/client.ts'
import { log } from '#lib/log.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { aSource, connectTestDatabase } from '#tests/support/ingest.ts'
import { eventually, startWorkerProcess } from '#tests/support/processes/worker-process.ts'
import type { Bench, Ratio, Report } from './bench.ts'
import { megabytesOf } from './processes.ts'
import { aList } from './store-incidents.ts'

const MAX_WORKER_MB = 250
const IDLE_MS = 30_000

/** Resident memory of a worker that has nothing to do after a Statuspage list of 10,000 incidents, 22 MB. Linux only. */
export const memoryBench: Bench = {
  name: 'memory',
  async run(say): Promise<Report> {
    const { level } = log
    log.level = 'error'
    try {
      return { measurements: [], ratios: await measureWorker(say) }
    } finally {
      log.level = level
    }
  },
}

async function measureWorker(say: (line: string) => void): Promise<Ratio[]> {
  const { url, drop } = await connectTestDatabase()
  const worker = startWorkerProcess(url, { LOG_LEVEL: 'error' })
  try {
    await aSource({ platform: 'statuspage' })
    const pid = worker.process.pid ?? 0
    await eventually(async () => (await pool().query<never>('select from workers')).rowCount !== 0)
    const started = await megabytesOf(pid)
    const run = await pushDocument({
      ...{ vendorSlug: 'acme', platform: 'statuspage', bytes: aList('2026-01-01T00:00:00.000Z'), url: null },
      ...{ contentType: 'application/json', fetchedAt: new Date(), dryRun: false, trigger: 'cli', actor: 'bench' },
    })
    await eventually(async () => {
      const { rowCount } = await pool().query<never>("select from runs where id = $1 and state = 'succeeded'", [run])
      return rowCount !== 0
    }, 120_000)
    const read = await megabytesOf(pid)
    await sleep(IDLE_MS)
    const idle = await megabytesOf(pid)
    say(`worker: ${started} MB when started, ${read} when the document was stored, ${idle} half a minute later`)
    return [{ what: `${MAX_WORKER_MB} MB / the idle worker`, value: MAX_WORKER_MB / idle, goal: 1 }]
  } finally {
    await worker.end('SIGTERM')
    await closeQueue()
    await drop()
  }
}
