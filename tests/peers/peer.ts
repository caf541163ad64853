import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { closeFetcher } from '#lib/fetch/read-address.ts'
import { listIncidents } from '#lib/queries/incidents.ts'
import type { IncidentView } from '#lib/queries/schemas.ts'
import { findScope } from '#lib/queries/scope.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { expectInvariants, runMode, type SourceOptions, useTestDatabase } from '#tests/support/ingest.ts'

/** A program of somebody else's that runs on this machine for as long as a test does. */
export interface PeerProcess {
  url: string
  stop(): Promise<void>
}

interface PeerCommand {
  command: string
  /** For one that learns its port from them, made of it. */
  args: string[] | ((port: number) => string[])
  cwd: string
  env: (port: number) => Record<string, string>
  /** What answers below 500 once the program is ready. */
  readyPath: string
}

const READY_WITHIN_MS = 300_000

/** Starts a program on a free port of loopback and waits until it answers. */
export async function startPeer({ command, args, cwd, env, readyPath }: PeerCommand): Promise<PeerProcess> {
  const port = await freePort()
  const child = spawn(command, typeof args === 'function' ? args(port) : args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', ...env(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said = (said + chunk).slice(-4_000)))
  const url = `http://127.0.0.1:${port}`
  const deadline = Date.now() + READY_WITHIN_MS
  while (!(await answers(url + readyPath))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop(child)
      throw new Error(`${command} does not answer at ${readyPath}. It said:\n${said}`)
    }
    await sleep(200)
  }
  return { url, stop: () => stop(child) }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).status < 500
  } catch {
    return false
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const killing = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await once(child, 'exit')
  clearTimeout(killing)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('There is no free port.')
  return address.port
}

/**
 * Reads a peer as the product does, by its addresses. Returns what the product says of all incidents, by title:
 * "title | kind | status | start | end | basis", and " | withdrawn". Throws where a run does not succeed, or puts something aside.
 */
export async function poll(source: SourceOptions): Promise<string[]> {
  const run = await runMode('poll', source)
  if (!['succeeded', 'unchanged'].includes(run.state) || run.quarantined > 0)
    throw new Error(`The poll ${run.state}: ${JSON.stringify(run)}`)
  await expectInvariants()
  const now = new Date()
  const filter = { ...parseHistoryFilter({ window: 'all', kind: 'all' }, now), asOf: now }
  const { incidents } = await listIncidents(await findScope('acme', filter, now))
  return incidents.map(describe).sort()
}

/** Points this process at an empty database, and opens loopback to its fetcher. Returns what undoes it. */
export async function usePeers(): Promise<() => Promise<void>> {
  process.env.FETCH_ALLOW_CIDRS = '127.0.0.0/8'
  const drop = await useTestDatabase()
  return async () => {
    await closeFetcher()
    await drop()
  }
}

function describe({ title, kind, status, startedAt, endedAt, durationBasis, withdrawnAt }: IncidentView): string {
  const times = [startedAt, endedAt].map((time) => time?.toISOString().replace('.000Z', 'Z') ?? '')
  const parts = [title, kind, status ?? '', ...times, durationBasis]
  return (withdrawnAt === null ? parts : [...parts, 'withdrawn']).join(' | ')
}
