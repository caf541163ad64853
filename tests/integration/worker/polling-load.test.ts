import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { closeQueue, enqueueRun } from '#lib/runs/queue.ts'
import { requestRun } from '#lib/runs/run.ts'
import { isFull } from '../../support/full.ts'
import { expectInvariants, useTestDatabase } from '../../support/ingest.ts'
import { serveStatuspage, statuspageIncident } from '../../support/platforms/statuspage.ts'
import { eventually, startWorkerProcess, type WorkerProcess } from '../../support/processes/worker-process.ts'
import { startVendorServer, type VendorAnswer, type VendorServer } from '../../support/vendor-server.ts'

/** One host a source, but for the last ones: some share a host that is well, and more than a worker has hands one that hangs. */
const WITH_OWN_HOST = isFull ? 170 : 40
const SOURCES = WITH_OWN_HOST + 30
const SHARED = '127.0.0.9'
const HANGING = '127.0.0.20'
const ENDLESS = '127.0.0.30'
/** All but 21 of the host that hangs, and the endless one. */
const WELL = SOURCES - 22
const hostOf = (n: number) => (n <= WITH_OWN_HOST ? `127.0.0.${n}` : n <= WITH_OWN_HOST + 10 ? SHARED : HANGING)

/** What one exchange may take here: nobody learns more from the usual twenty seconds. */
const EXCHANGE_MS = 4_000
const ANSWER_MS = 150
const WITHIN_MS = 150_000

let removeDatabase: () => Promise<void>
let vendorServer: VendorServer
const workers: WorkerProcess[] = []

beforeAll(async () => {
  removeDatabase = await useTestDatabase()
  process.env.FETCH_ALLOW_CIDRS = '127.0.0.0/8'
  vendorServer = await startVendorServer()
  const { port } = new URL(vendorServer.url)
  const hosts = Array.from({ length: SOURCES }, (_, index) => `http://${hostOf(index + 1)}:${port}`)
  await pool().query(
    `with v as (
       insert into vendors (key, slug, name) select 'v' || n, 'v' || n, 'v' || n from generate_series(1, $2) n returning id, key
     )
     insert into sources (vendor_id, key, platform, url, is_primary, next_due_at)
     select id, 'statuspage', 'statuspage', ($1::text[])[substr(key, 2)::int], true, now() from v`,
    [hosts, SOURCES],
  )
})

afterEach(async () => {
  for (const worker of workers.splice(0)) expect(await worker.end('SIGTERM')).toBe(0)
})

afterAll(async () => {
  await vendorServer.close()
  await closeQueue()
  await expectInvariants()
  await removeDatabase()
})

describe(`${SOURCES} sources that are due at once`, { timeout: 240_000 }, () => {
  it('are all read, one request at a time and host, though one host hangs and one never ends', async () => {
    vendorServer.answer(answerSlowly)
    startWorkers('on')
    const began = performance.now()
    await eventually(async () => (await readOf('well')) === WELL, WITHIN_MS)
    const tookMs = performance.now() - began
    process.stdout.write(`${WELL} sources that were due at once were read in ${(tookMs / 1000).toFixed(1)} s\n`)
    // Two of the shortest intervals.
    expect(tookMs).toBeLessThan(120_000)

    await eventually(async () => (await readOf(ENDLESS)) + Math.min(await readOf(HANGING), 1) === 2, WITHIN_MS)
    for (const host of [HANGING, ENDLESS]) {
      const [first] = requestsOf(host)
      expect((first?.to ?? Infinity) - (first?.from ?? 0), host).toBeLessThan(EXCHANGE_MS + 5_000)
    }
    expect(await errorOf(ENDLESS)).toBe('timeout')
    expect(mostAtOnce(vendorServer.requests)).toBe(1)
  })

  it('are not read again because a worker starts', async () => {
    vendorServer.answer(answer)
    await pool().query("update sources set paused_at = now() where url like '%' || $1 || ':%'", [HANGING])
    await pool().query('update sources set next_due_at = now() where id = 1')
    const before = vendorServer.requests.length
    startWorkers('on')
    // The one that is due shows that the schedule is at work.
    await eventually(async () => hostsSince(before).includes(hostOf(1)) && (await openRuns()) === 0, WITHIN_MS)
    // A poll of the host that hangs was under way when the last worker stopped, and is brought to its end.
    expect(hostsSince(before).filter((host) => host !== HANGING)).toEqual([hostOf(1)])
  })

  it('are left alone while the schedule is off, but for what is asked for', async () => {
    await makeAllDue()
    const before = vendorServer.requests.length
    startWorkers('off')
    const { rows } = await pool().query('select id, vendor_id from sources where id = 2')
    const wanted = {
      sourceId: rows[0].id,
      vendorId: rows[0].vendor_id,
      mode: 'poll',
      trigger: 'cli',
      dryRun: false,
    } as const
    await requestRun(pool(), wanted, enqueueRun)
    // To its end: one that is given back would stand in the place of the next that the schedule wants.
    await eventually(async () => vendorServer.requests.length >= before + 2 && (await openRuns()) === 0, WITHIN_MS)
    expect(hostsSince(before)).toEqual([hostOf(2)])
  })

  it('are read once each by two workers', async () => {
    await makeAllDue()
    const before = vendorServer.requests.length
    const began = new Date()
    startWorkers('on', 'on')
    await eventually(async () => (await runsSince(began)).length === WELL + 1, WITHIN_MS)
    expect((await runsSince(began)).filter(({ runs }) => runs !== 1)).toEqual([])
    expect(mostAtOnce(vendorServer.requests.slice(before))).toBe(1)
  })

  it("have their day's housekeeping done once, however many workers there were", async () => {
    const { rows } = await pool().query(
      "select count(*)::int as jobs, state from pgboss.job where name = 'housekeeping' group by state",
    )
    expect(rows).toEqual([{ jobs: 1, state: 'completed' }])
  })
})

async function makeAllDue(): Promise<void> {
  await pool().query('update sources set next_due_at = now()')
}

async function openRuns(): Promise<number> {
  const { rows } = await pool().query("select count(*)::int as n from runs where state in ('queued', 'running')")
  return rows[0].n
}

/** The sources that the schedule has had read since, and how often. */
async function runsSince(began: Date): Promise<{ source: number; runs: number }[]> {
  const { rows } = await pool().query(
    `select source_id as source, count(*)::int as runs from runs
     where trigger = 'schedule' and created_at > $1 and finished_at is not null group by source_id`,
    [began],
  )
  return rows
}

const hostsSince = (index: number) => [...new Set(vendorServer.requests.slice(index).map(({ host }) => host))]

/** A vendor that takes its time; one host accepts and says nothing, one drips a byte now and then for ever. */
async function answerSlowly(path: string, host: string): Promise<VendorAnswer | null> {
  if (host === HANGING) return await new Promise(() => {})
  if (host === ENDLESS) return { body: drip() }
  await sleep(ANSWER_MS)
  return answer(path)
}

const answer = serveStatuspage([1, 2, 3].map((n) => statuspageIncident(n)))

async function* drip() {
  for (;;) {
    yield Buffer.from(' ')
    await sleep(100)
  }
}

function startWorkers(...schedules: ('on' | 'off')[]): void {
  const { DATABASE_URL = '' } = process.env
  workers.push(
    ...schedules.map((SCHEDULE) => startWorkerProcess(DATABASE_URL, { SCHEDULE, EXCHANGE_MS: String(EXCHANGE_MS) })),
  )
}

/** How many sources of a host, or of those that answer, have been read to an end. */
async function readOf(which: string): Promise<number> {
  const { rows } = await pool().query(
    `select count(*)::int as n from sources
     where last_checked_at is not null and case when $1 = 'well' then last_good_read_at is not null else url like '%' || $1 || ':%' end`,
    [which],
  )
  return rows[0].n
}

async function errorOf(host: string): Promise<string | null> {
  const { rows } = await pool().query(
    `select r.error_code from runs r join sources s on s.id = r.source_id where s.url like '%' || $1 || ':%'`,
    [host],
  )
  return rows[0]?.error_code ?? null
}

const requestsOf = (host: string) => vendorServer.requests.filter((request) => request.host === host)

/** The most exchanges that any one host had under way at a time. */
function mostAtOnce(requests: VendorServer['requests']): number {
  let most = 0
  for (const [, ofHost] of Map.groupBy(requests, ({ host }) => host)) {
    for (const { from } of ofHost) {
      most = Math.max(most, ofHost.filter((other) => other.from <= from && (other.to ?? Infinity) > from).length)
    }
  }
  return most
}
