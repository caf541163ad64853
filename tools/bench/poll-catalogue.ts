import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from '#lib/adapters/adapter.ts'
import { ADAPTERS } from '#lib/adapters/registry.ts'
import { pool } from '#lib/database/client.ts'
import { connectTestDatabase } from '#tests/support/ingest.ts'
import { PLATFORM_SITES } from '#tests/support/platforms/platform-sites.ts'
import { eventually, startWorkerProcess } from '#tests/support/processes/worker-process.ts'
import { startVendorServer, type VendorAnswer, type VendorServer } from '#tests/support/vendor-server.ts'
import type { Bench } from './bench.ts'
import { addSources, hostOf } from './local-sources.ts'
import { countServerTime, cpuSecondsOf, megabytesOf } from './processes.ts'

export const SOURCES = 900
const ANSWER_MS = 100
export const INTERVAL_SECONDS = 300
/** The share of one core that polling may take on average. */
const GOAL_CORES = 0.5

export interface Round {
  seconds: number
  /** Of the worker, and of the database's connections. */
  cpuSeconds: number
  serverCpuSeconds: number
  transactions: number
  /** Rows inserted, replaced or deleted. */
  rowsWritten: number
  connections: number
  requests: number
  /** The most requests that a single host was sent at once. */
  mostAtOnce: number
  /** Resident memory of the worker at its end. */
  megabytes: number
}

/**
 * The whole catalogue due at once: 900 sources on as many loopback hosts, of the platforms that the catalogue lists and in its
 * proportions, answered after 100 ms each. The first round stores their incidents, the second finds nothing new.
 */
export const pollCatalogueBench: Bench = {
  name: 'poll-catalogue',
  async run(say) {
    const rounds = await pollCatalogue(say)
    const names = ['first reads', 'nothing new', 'nothing new, again']
    const third = rounds.at(-1)
    return {
      measurements: rounds.map(({ seconds, cpuSeconds, serverCpuSeconds, requests, mostAtOnce, megabytes }, index) => ({
        what: `${SOURCES} sources polled: ${names[index]}`,
        milliseconds: seconds * 1000,
        note: `${cpuSeconds.toFixed(1)} s of processor time and ${serverCpuSeconds.toFixed(1)} s of the database's, ${requests} requests, at most ${mostAtOnce} at once per host, ${megabytes} MB afterwards`,
      })),
      ratios: [
        {
          what: `${GOAL_CORES} cores / the worker's share of one core, polling every ${INTERVAL_SECONDS} s`,
          value: (GOAL_CORES * INTERVAL_SECONDS) / (third?.cpuSeconds ?? Number.NaN),
          goal: 1,
        },
        {
          what: 'one request / the most that a host was sent at once',
          value: 1 / Math.max(...rounds.map(({ mostAtOnce }) => mostAtOnce)),
          goal: 1,
        },
      ],
    }
  },
}

/** Three rounds: first reads, and two that find nothing new. In a database of its own, which is dropped. */
export async function pollCatalogue(say: (line: string) => void): Promise<Round[]> {
  const { url, drop } = await connectTestDatabase()
  const vendors = await startVendorServer()
  const worker = startWorkerProcess(url, {
    SCHEDULE: 'on',
    FETCH_ALLOW_CIDRS: '127.0.0.0/8',
  })
  try {
    const platforms = await listPlatforms()
    await addSources(platforms, new URL(vendors.url).port, INTERVAL_SECONDS)
    vendors.answer(answerOf(platforms))
    const pid = worker.process.pid as number
    return [
      await pollAll(pid, vendors, 'first reads', say),
      await housekeepingEnded().then(() => pollAll(pid, vendors, 'nothing new', say)),
      await pollAll(pid, vendors, 'nothing new, again', say),
    ]
  } finally {
    await worker.end('SIGTERM')
    await vendors.close()
    await drop()
  }
}

/** The catalogue's platforms that are read at the source's own host, one for each source. */
async function listPlatforms(): Promise<Platform[]> {
  const lines = (await readFile(join(import.meta.dirname, '..', '..', 'prisma', 'catalogue.tsv'), 'utf8')).split('\n')
  const listed = lines.flatMap((line) => ADAPTERS.find(({ platform }) => line.split('\t').includes(platform)) ?? [])
  const own = listed.filter(({ platform, poll }) => {
    const urls = platform in PLATFORM_SITES ? (poll?.('http://127.0.0.1') ?? []) : []
    return urls.length > 0 && urls.every(({ url }) => url.startsWith('http://127.0.0.1/'))
  })
  return Array.from({ length: SOURCES }, (_, index) => own[index % own.length]?.platform ?? 'statuspage')
}

function answerOf(platforms: Platform[]): (path: string, host: string) => Promise<VendorAnswer | null> {
  const byHost = new Map(platforms.map((platform, index) => [hostOf(index), platform]))
  return async (path, host) => {
    await sleep(ANSWER_MS)
    const platform = byHost.get(host) as keyof typeof PLATFORM_SITES | undefined
    const body = platform === undefined ? undefined : PLATFORM_SITES[platform].bodies[path]
    if (body === undefined) return null
    if (typeof body !== 'string') return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    return { headers: { 'content-type': body.startsWith('<?xml') ? 'application/xml' : 'text/html' }, body }
  }
}

/** A new database's first worker prunes at once, as it will once a day. */
async function housekeepingEnded(): Promise<void> {
  const isEnded = async () => {
    const { rowCount } = await pool().query(
      "select from pgboss.job where name = 'housekeeping' and state >= 'completed'",
    )
    return rowCount !== 0
  }
  await eventually(isEnded, 120_000)
}

/** Makes all sources due at once, and waits until each has been tried. */
async function pollAll(pid: number, vendors: VendorServer, what: string, say: (line: string) => void): Promise<Round> {
  vendors.requests.length = 0
  const { rows } = await pool().query('update sources set next_due_at = now() returning now() as now')
  const [startCpu, serverTime, activity, startedAt] = [
    await cpuSecondsOf(pid),
    await countServerTime(),
    await readActivity(),
    performance.now(),
  ]
  for (let left = SOURCES; left > 0; ) {
    await sleep(250)
    const { rows: counts } = await pool().query<{ left: number }>(
      'select count(*)::int as left from sources where last_checked_at is null or last_checked_at < $1',
      [rows[0].now],
    )
    left = counts[0]?.left ?? 0
    if (performance.now() - startedAt > 600_000) throw new Error(`${left} sources were not polled within ten minutes.`)
  }
  const seconds = (performance.now() - startedAt) / 1000
  const round = {
    seconds,
    cpuSeconds: (await cpuSecondsOf(pid)) - startCpu,
    serverCpuSeconds: await serverTime(),
    ...(await activity()),
    requests: vendors.requests.length,
    mostAtOnce: mostAtOnce(vendors),
    megabytes: await megabytesOf(pid),
  }
  say(
    `${what}: ${seconds.toFixed(1)} s, ${round.cpuSeconds.toFixed(1)} s of processor time and ${round.serverCpuSeconds.toFixed(1)} s of the database's`,
  )
  return round
}

function mostAtOnce({ requests }: VendorServer): number {
  const byHost = Map.groupBy(requests, ({ host }) => host)
  return Math.max(
    ...[...byHost.values()].map((own) =>
      Math.max(...own.map(({ from }) => own.filter((other) => other.from <= from && (other.to ?? from) > from).length)),
    ),
  )
}

/** What the database has done until the returned function is called, and who is connected then. */
async function readActivity() {
  const read = async () => {
    // Connections tell the server what they did when they have been idle for a while, and this one at once.
    await pool().query('select pg_stat_force_next_flush()')
    const { rows } = await pool().query<{ transactions: number; rowsWritten: number; connections: number }>(
      `select (xact_commit + xact_rollback)::float8 as transactions, (tup_inserted + tup_updated + tup_deleted)::float8 as "rowsWritten",
         numbackends as connections
       from pg_stat_database where datname = current_database()`,
    )
    return rows[0] ?? { transactions: 0, rowsWritten: 0, connections: 0 }
  }
  const before = await read()
  return async () => {
    const { transactions, rowsWritten, connections } = await read()
    return {
      transactions: transactions - before.transactions,
      rowsWritten: rowsWritten - before.rowsWritten,
      connections,
    }
  }
}
