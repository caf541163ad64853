import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase } from '#tests/support/database.ts'
import type { Load, LoadResult } from './load.ts'

/** One contestant's result in one round; CPU time is the server's, per request. */
export type Round = LoadResult & { cpuMicroseconds: number }

export interface Server {
  origin: string
  /** CPU time of the process since its start. */
  cpuMicroseconds(): Promise<number>
  stop(): Promise<void>
}

const ADDED_BY_NODE = /^(?:date|connection|keep-alive)$/i

/** What an address answers once it comes from the cache, as transferred. */
interface Warm {
  body: Buffer
  etag: string
  /** Names and values by turns, without those that node:http adds by itself. */
  headers: string[]
}

export interface Contest extends Warm {
  site: Server
  /** A bare node:http server that sends the same bytes. */
  bare: Server
  /** Another one, which sends the site's headers, too. */
  startBareWithHeaders(): Promise<Server>
  /** The site as another checkout has it, and its answer. */
  startOther(root: string): Promise<Warm & { server: Server }>
}

/** Runs a contest between the site and a bare server for one address, and stops what was started. */
export async function withContest<Result>(
  { path, headers, type }: { path: string; headers: Record<string, string>; type: string },
  run: (contest: Contest) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'outage-history-bench-'))
  const database = await createTestDatabase()
  const servers: Server[] = []
  const start = async (script: string, args: string[], root?: string) => {
    const server = await startServer(script, args, root)
    servers.push(server)
    return server
  }
  const startSite = async (root?: string) => {
    const server = await start('site.ts', [database.url], root)
    return { server, ...(await fetchWarm(server.origin, path, headers)) }
  }
  try {
    const { server: site, ...warm } = await startSite()
    const file = join(folder, 'answer')
    await writeFile(file, warm.body)
    const bare = await start('bare.ts', [file, type])
    const startBareWithHeaders = () => start('bare.ts', [file, type, JSON.stringify(warm.headers)])
    return await run({ ...warm, site, bare, startBareWithHeaders, startOther: startSite })
  } finally {
    for (const server of servers) await server.stop()
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Starts a script of this folder, in a process of its own. */
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
  if (root === undefined) return import.meta.dirname
  const folders = ['tools', 'tests'].map((folder) => join(root, folder, 'bench', 'serve'))
  const found = folders.find((folder) => existsSync(folder))
  if (found === undefined) throw new Error(`${root} is no checkout of this project with a bench.`)
  return found
}

/** Asks for `path` as fast as it goes. */
export async function load(
  server: Server,
  path: string,
  headers: Record<string, string>,
  seconds: number,
): Promise<Round> {
  const asked: Load = { origin: server.origin, path, headers, seconds }
  const before = await server.cpuMicroseconds()
  const child = fork(join(import.meta.dirname, 'load.ts'), [JSON.stringify(asked)])
  const [result] = (await Promise.race([once(child, 'message'), failure(child)])) as [LoadResult]
  const used = (await server.cpuMicroseconds()) - before
  return { ...result, cpuMicroseconds: used / result.requests }
}

async function failure(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit')
  throw new Error(`What asks the server ended with ${code}.`)
}

/** An answer, once two in a row are the same. */
async function fetchWarm(origin: string, path: string, headers: Record<string, string>): Promise<Warm> {
  for (let last = ''; ; ) {
    const reply = await fetchOnce(origin + path, headers)
    if (reply.etag === last) return reply
    last = reply.etag
  }
}

function fetchOnce(address: string, headers: Record<string, string>): Promise<Warm> {
  return new Promise((resolve, reject) => {
    const outgoing = request(address, { headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => {
        const { rawHeaders, headers } = response
        const isOwn = (_: string, index: number) => !ADDED_BY_NODE.test(rawHeaders[index - (index % 2)] ?? '')
        resolve({ body: Buffer.concat(chunks), etag: String(headers.etag), headers: rawHeaders.filter(isOwn) })
      })
    })
    outgoing.on('error', reject)
    outgoing.end()
  })
}
