import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from '#lib/adapters/adapter.ts'
import { ADAPTERS } from '#lib/adapters/registry.ts'
import { closeDatabase, pool } from '#lib/database/client.ts'
import { createTestDatabase } from '#tests/support/database.ts'
import { PLATFORM_SITES } from '#tests/support/platforms/platform-sites.ts'
import { startWorkerProcess } from '#tests/support/processes/worker-process.ts'
import { startVendorServer, type VendorAnswer, type VendorServer } from '#tests/support/vendor-server.ts'
import type { Bench } from './bench.ts'

const SOURCES = 900
const ANSWER_MS = 100
const INTERVAL_SECONDS = 300
/** The share of one core that polling may take on average. */
const GOAL_CORES = 0.5

interface Round {
  seconds: number
  cpuSeconds: number
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
    const database = await createTestDatabase()
    process.env.DATABASE_URL = database.url
    process.env.OUTAGE_HISTORY_ROLE = 'worker'
    const vendors = await startVendorServer()
    const worker = startWorkerProcess(database.url, { SCHEDULE: 'on', FETCH_ALLOW_CIDRS: '127.0.0.0/8' })
    try {
      const platforms = await listPlatforms()
      await addSources(platforms, new URL(vendors.url).port)
      vendors.answer(answerOf(platforms))
      const pid = worker.process.pid as number
      const [first, second, third] = [
        await pollAll(pid, vendors, 'first reads', say),
        await pollAll(pid, vendors, 'nothing new', say),
        await pollAll(pid, vendors, 'nothing new, again', say),
      ]
      const round = (what: string, { seconds, cpuSeconds, requests, mostAtOnce, megabytes }: Round) => ({
        what: `${SOURCES} sources polled: ${what}`,
        milliseconds: seconds * 1000,
        note: `${cpuSeconds.toFixed(1)} s of processor time, ${requests} requests, at most ${mostAtOnce} at once per host, ${megabytes} MB afterwards`,
      })
      return {
        measurements: [round('first reads', first), round('nothing new', second), round('nothing new, again', third)],
        ratios: [
          {
            what: `${GOAL_CORES} cores / the worker's share of one core, polling every ${INTERVAL_SECONDS} s`,
            value: (GOAL_CORES * INTERVAL_SECONDS) / third.cpuSeconds,
            goal: 1,
          },
          {
            what: 'one request / the most that a host was sent at once',
            value: 1 / Math.max(first.mostAtOnce, second.mostAtOnce, third.mostAtOnce),
            goal: 1,
          },
        ],
      }
    } finally {
      await worker.end('SIGTERM')
      await vendors.close()
      await closeDatabase()
      await database.drop()
    }
  },
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

function hostOf(index: number): string {
  return `127.0.${1 + Math.floor(index / 250)}.${1 + (index % 250)}`
}

async function addSources(platforms: Platform[], port: string): Promise<void> {
  await pool().query(
    `with given as (
       select * from unnest($1::text[], $2::text[]) with ordinality as g(platform, url, n)
     ), v as (
       insert into vendors (key, slug, name) select 'v' || n, 'v' || n, 'v' || n from given returning id, key
     )
     insert into sources (vendor_id, key, platform, url, is_primary, poll_interval_seconds)
     select v.id, g.platform, g.platform, g.url, true, $3 from v join given g on v.key = 'v' || g.n`,
    [platforms, platforms.map((_, index) => `http://${hostOf(index)}:${port}`), INTERVAL_SECONDS],
  )
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

/** Makes all sources due at once, and waits until each has been tried. */
async function pollAll(pid: number, vendors: VendorServer, what: string, say: (line: string) => void): Promise<Round> {
  vendors.requests.length = 0
  const { rows } = await pool().query('update sources set next_due_at = now() returning now() as now')
  const [startCpu, startedAt] = [await cpuSecondsOf(pid), performance.now()]
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
    requests: vendors.requests.length,
    mostAtOnce: mostAtOnce(vendors),
    megabytes: await megabytesOf(pid),
  }
  say(`${what}: ${seconds.toFixed(1)} s, ${round.cpuSeconds.toFixed(1)} s of processor time`)
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

/** Processor time of the process and its threads. */
async function cpuSecondsOf(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function megabytesOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024)
}
