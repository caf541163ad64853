import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fastestScratchFolder } from '#tests/support/processes/scratch.ts'
import { findFreePort } from '#tests/support/site.ts'
import { type Bench, median, type Report } from './bench.ts'
import { cpuSecondsOf, endedChildrenSeconds } from './processes.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const ROUNDS = 9
const READY = 'the worker is ready'

/**
 * What `npm start` costs where everything is built and the data folder has a database: processor time of npm, site, worker and Postgres
 * from the command to its end, which comes once a history page has been served and the worker is ready. Linux only.
 */
export const secondStart: Bench = {
  name: 'second-start',
  async run(say, { against }) {
    const roots = against === null ? [ROOT] : [ROOT, against]
    const folders: string[] = []
    const rounds: number[][] = []
    try {
      for (const root of roots) {
        folders.push(await mkdtemp(join(await fastestScratchFolder(), 'outage-history-start-')))
        say(`the first start of ${root}, which builds what is missing and loads the sample`)
        await startOnce(root, folders.at(-1) ?? '')
      }
      for (let round = 1; round <= ROUNDS; round += 1) {
        const seconds: number[] = []
        for (const [index, root] of roots.entries()) seconds.push(await startOnce(root, folders[index] ?? ''))
        say(`round ${round} of ${ROUNDS}: ${seconds.map((value) => value.toFixed(2)).join(' and ')} s`)
        rounds.push(seconds)
      }
    } finally {
      for (const folder of folders) await rm(folder, { recursive: true, force: true })
    }
    return reportOf(rounds)
  },
}

function reportOf(rounds: number[][]): Report {
  const [, other] = rounds[0] ?? []
  const of = (index: number) => median(rounds.map((seconds) => seconds[index] ?? Number.NaN)) * 1000
  const report: Report = {
    measurements: [{ what: 'a second start, processor time', milliseconds: of(0) }],
    ratios: [],
  }
  if (other === undefined) return report
  report.measurements.push({ what: 'a second start of the other checkout, processor time', milliseconds: of(1) })
  report.ratios.push({
    what: 'CPU of a second start: the other checkout / now',
    value: median(rounds.map(([now, before]) => (before ?? Number.NaN) / (now ?? Number.NaN))),
    goal: 0.91,
  })
  return report
}

/** Starts, reads a history page, stops. Returns the seconds of processor time of everything that ran for it. */
async function startOnce(root: string, dataDir: string): Promise<number> {
  const port = String(await findFreePort())
  const before = await endedChildrenSeconds()
  // npm puts the packages' programs into PATH itself, those of the checkout that it starts.
  const PATH = process.env.PATH?.split(':').filter((folder) => !folder.includes('node_modules'))
  const settings = { PORT: port, DATA_DIR: dataDir, PUBLIC_URL: `http://127.0.0.1:${port}`, SCHEDULE: 'off' }
  const child = spawn('npm', ['start'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...settings, PATH: PATH?.join(':'), DATABASE_URL: undefined, LOG_LEVEL: 'info' },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const ended = new Promise((resolve) => child.once('close', resolve))
  const isServed = () =>
    fetch(`http://127.0.0.1:${port}/vendors/github`).then(
      async (response) => (await response.text()) !== '' && response.ok,
      () => false,
    )
  while (!((await isServed()) && output.includes(READY))) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${output}`)
    await sleep(100)
  }
  const server = Number.parseInt(await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8'), 10)
  child.kill('SIGTERM')
  const serverSeconds = await untilEnded(server)
  await ended
  return (await endedChildrenSeconds()) - before + serverSeconds
}

/** The last seen processor time of a server and of those of its processes that ended before it: it is no child of anything here. */
async function untilEnded(pid: number): Promise<number> {
  let seconds = 0
  // Empty also where nobody has waited for a process that has ended.
  while ((await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')) !== '') {
    seconds = Math.max(seconds, (await cpuSecondsOf(pid)) + (await endedChildrenSeconds(pid)))
    await sleep(5)
  }
  return seconds
}
