import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase } from '#tests/support/database.ts'
import { type Bench, type Measurement, median } from './bench.ts'
import type { Load, LoadResult } from './serve/load.ts'

const ROUNDS = 9
const SECONDS = 3
const WARM_UP_SECONDS = 2
const PATH = '/vendors/courier'
const HEADERS = { 'accept-encoding': 'gzip, deflate, br', accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

/**
 * A page from the cache, compared with a bare node:http server that sends the same bytes. Each server and the load generator
 * runs in its own process; the servers alternate, so that a machine that slows down slows both.
 */
export const servePages: Bench = {
  name: 'serve-pages',
  async run(say, against) {
    const folder = await mkdtemp(join(tmpdir(), 'outage-history-bench-'))
    const database = await createTestDatabase()
    const servers: Server[] = []
    try {
      const site = await startServer('site.ts', [database.url])
      servers.push(site)
      const { body, etag } = await fetchWarm(site.origin)
      const file = join(folder, 'page')
      await writeFile(file, body)
      const bare = await startServer('bare.ts', [file])
      servers.push(bare)
      const contestants = [
        { what: 'bare node:http, the same bytes', server: bare, headers: HEADERS, bytes: body.length },
        { what: 'page from the cache', server: site, headers: HEADERS, bytes: body.length },
        { what: 'page from the cache, 304', server: site, headers: { ...HEADERS, 'if-none-match': etag }, bytes: 0 },
      ]
      if (against !== null) {
        const other = await startServer('site.ts', [database.url], against)
        servers.push(other)
        const { body: otherBody } = await fetchWarm(other.origin)
        const what = 'page from the cache of the other checkout'
        contestants.push({ what, server: other, headers: HEADERS, bytes: otherBody.length })
      }
      const results = contestants.map(() => [] as Round[])
      for (const { server, headers } of contestants) await load(server, headers, WARM_UP_SECONDS)
      for (let round = 1; round <= ROUNDS; round += 1) {
        for (const [index, { what, server, headers }] of contestants.entries()) {
          say(`round ${round} of ${ROUNDS}: ${what}`)
          results[index]?.push(await load(server, headers, SECONDS))
        }
      }
      const measurements = contestants.map(({ what, bytes }, index): Measurement => {
        const of = (pick: (result: Round) => number) => median((results[index] ?? []).map(pick))
        const cpu = of((result) => result.cpuMicroseconds).toFixed(1)
        return {
          what: `${what} (${bytes.toLocaleString('en')} bytes)`,
          perSecond: of((result) => result.perSecond),
          unit: 'requests',
          note: `p99 ${of((result) => result.p99Ms).toFixed(1)} ms, ${cpu} µs of CPU each`,
        }
      })
      // Compared by round, whose two halves are adjacent in time: a machine with other work changes speed between rounds.
      const ratioOf = (pick: (bare: Round, site: Round) => number) =>
        median((results[0] ?? []).map((bare, round) => pick(bare, results[1]?.[round] ?? bare)))
      return {
        measurements,
        ratios: [
          {
            what: 'page from the cache / bare server',
            value: ratioOf((bare, site) => site.perSecond / bare.perSecond),
            goal: 0.4,
          },
          // If the load generator is the bottleneck, only this distinguishes the two.
          {
            what: 'the same by CPU time of the server',
            value: ratioOf((bare, site) => bare.cpuMicroseconds / site.cpuMicroseconds),
            goal: 0.4,
          },
          {
            what: 'p99 of the bare server / page from the cache',
            value: ratioOf((bare, site) => bare.p99Ms / site.p99Ms),
            goal: null,
          },
          ...(against === null
            ? []
            : [
                {
                  what: 'requests a second of CPU time: now / the other checkout',
                  value: median(
                    (results[3] ?? []).map(
                      (other, round) => other.cpuMicroseconds / (results[1]?.[round] ?? other).cpuMicroseconds,
                    ),
                  ),
                  goal: null,
                },
              ]),
        ],
      }
    } finally {
      for (const server of servers) await server.stop()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** One contestant's result in one round; CPU time is the server's, per request. */
type Round = LoadResult & { cpuMicroseconds: number }

interface Server {
  origin: string
  /** CPU time of the process since its start. */
  cpuMicroseconds(): Promise<number>
  stop(): Promise<void>
}

async function startServer(script: string, args: string[], root?: string): Promise<Server> {
  const child: ChildProcess = fork(join(findFolder(root), script), args, {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'error' },
  })
  const [port] = await once(child, 'message')
  return {
    origin: `http://127.0.0.1:${port}`,
    async cpuMicroseconds() {
      child.send('cpu')
      const [microseconds] = await once(child, 'message')
      return microseconds as number
    },
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

/** The servers' folder, which older checkouts have among the tests. */
function findFolder(root: string | undefined): string {
  if (root === undefined) return join(import.meta.dirname, 'serve')
  const folders = ['tools', 'tests'].map((folder) => join(root, folder, 'bench', 'serve'))
  const found = folders.find((folder) => existsSync(folder))
  if (found === undefined) throw new Error(`${root} is no checkout of this project with a bench.`)
  return found
}

async function load(server: Server, headers: Record<string, string>, seconds: number): Promise<Round> {
  const asked: Load = { origin: server.origin, path: PATH, headers, seconds }
  const before = await server.cpuMicroseconds()
  const child = fork(join(import.meta.dirname, 'serve', 'load.ts'), [JSON.stringify(asked)])
  const [result] = (await Promise.race([once(child, 'message'), failure(child)])) as [LoadResult]
  const used = (await server.cpuMicroseconds()) - before
  return { ...result, cpuMicroseconds: used / result.requests }
}

async function failure(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit')
  throw new Error(`What asks the server ended with ${code}.`)
}

/** The page as transferred, once it comes from memory. */
async function fetchWarm(origin: string): Promise<{ body: Buffer; etag: string }> {
  for (let last = ''; ; ) {
    const reply = await fetchOnce(origin)
    // The page contains its render count: the same count again means that it was not rendered again.
    if (reply.etag === last) return reply
    last = reply.etag
  }
}

function fetchOnce(origin: string): Promise<{ body: Buffer; etag: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${origin}${PATH}`, { headers: HEADERS }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => resolve({ body: Buffer.concat(chunks), etag: String(response.headers.etag) }))
    })
    outgoing.on('error', reject)
    outgoing.end()
  })
}
