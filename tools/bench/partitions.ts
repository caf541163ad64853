import { join } from 'node:path'
import type pg from 'pg'
import { withClient } from '#bin/database.ts'
import { type RunningSite, startSite } from '#tests/support/site.ts'
import type { Bench } from './bench.ts'
import { tableLines, writeMarked } from './markdown.ts'
import { convert } from './partitions/convert.ts'
import { storeCopies } from './partitions/ingest.ts'
import { KINDS } from './scale/addresses.ts'
import { WORLDS, withKeptServer } from './scale/databases.ts'
import { measure, quantile, type Target, type Times } from './scale/measure.ts'
import { prepareApart } from './scale/prepare-apart.ts'
import { processorTimeOf } from './scale/processor-time.ts'
import { readSample } from './scale/sample.ts'
import { formatMs } from './scale/table.ts'

const ROOT = join(import.meta.dirname, '..', '..')
/** The databases that are compared. */
const COPIES = ['whole', 'partitioned'] as const
const REQUESTS = 40
const ROUNDS = 5
const ASKED = new Set([
  '/',
  '/vendors/V',
  '/vendors/V of all time',
  'a permalink',
  '/at',
  '/search for a rare word',
  '/search for two words',
  '/compare',
  '/feed.atom',
  '/vendors/V/incidents.csv of all time',
  '/api/v1/vendors/V/incidents',
  '/api/v1/incidents/I',
])

type Row = [what: string, plain: string, parted: string, ratio: number]

/**
 * An exercise: the same database with its large tables as they are and in partitions, asked for the same pages by turns, and written
 * to by turns. Both are copies of a database of `scale`, which stays in BENCH_FOLDER (.bench unless set). The table goes into
 * docs/scale.md.
 */
export const partitionsBench: Bench = {
  name: 'partitions',
  async run(say, { size }) {
    return await withKeptServer(async (server, directory) => {
      const name = size === 'small' ? 'smoke' : 'middle'
      const urls = [server.url(COPIES[0]), server.url(COPIES[1])] as const
      const sites: RunningSite[] = []
      try {
        const world = await prepareApart(server.url(name), WORLDS[name], say)
        await withClient(server.url('postgres'), async (client) => {
          for (const copy of COPIES) {
            await client.query(`drop database if exists ${copy} with (force)`)
            await client.query(`create database ${copy} template ${name}`)
          }
        })
        say('partitions are made')
        const seconds = await withClient(urls[1], convert)
        say(`${seconds.toFixed(0)} s`)
        const targets: Target[] = []
        for (const [index, url] of urls.entries()) {
          const site = await startSite({ env: { DATABASE_URL: url, TRUST_PROXY: 'on', LOG_LEVEL: 'error' } })
          sites.push(site)
          const processorTime = processorTimeOf(site.process.pid ?? 0, directory, COPIES[index] ?? '')
          targets.push({ url: site.url, sample: await readSample(urls[0], world), processorTime })
        }
        const rows = [await compareSizes(urls), ...(await comparePages(targets, say)), await compareIngest(urls)]
        const table = tableOf(rows)
        if (size === 'small') say(`\n${table}`)
        else await writeMarked(join(ROOT, 'docs', 'scale.md'), 'partitions', table)
        return { measurements: [], ratios: rows.map(([what, , , value]) => ({ what, value, goal: null })) }
      } finally {
        for (const site of sites) await site.stop()
      }
    })
  },
}

async function compareSizes(urls: readonly [string, string]): Promise<Row> {
  const sizeOf = (url: string) =>
    withClient(url, async (client) => {
      const { rows } = await client.query<{ megabytes: number }>(
        'select (pg_database_size(current_database()) / 1e6)::float8 as megabytes',
      )
      return rows[0]?.megabytes ?? Number.NaN
    })
  const [plain, parted] = [await sizeOf(urls[0]), await sizeOf(urls[1])]
  return ['size of the database', `${plain.toFixed(0)} MB`, `${parted.toFixed(0)} MB`, parted / plain]
}

/** Of each address the medians of time and of processor time, of site and database together. */
async function comparePages(targets: Target[], say: (line: string) => void): Promise<Row[]> {
  const rows: Row[] = []
  for (const kind of KINDS.filter(({ what }) => ASKED.has(what))) {
    say(kind.what)
    const [plain, parted] = await measure(kind, targets, REQUESTS)
    if (plain === undefined || parted === undefined) continue
    const failures = [...plain.failures, ...parted.failures].map(([status, count]) => `${count} × ${status}`)
    if (failures.length > 0) say(`not all were answered: ${failures.join(', ')}`)
    const cell = ({ took, used }: Times) => `${formatMs(quantile(took, 0.5))} ms; ${formatMs(quantile(used, 0.5))} ms`
    rows.push([kind.what, cell(plain), cell(parted), quantile(parted.used, 0.5) / quantile(plain.used, 0.5)])
  }
  return rows
}

/** By turns. */
async function compareIngest(urls: readonly [string, string]): Promise<Row> {
  const all: { incidents: number; cpuSeconds: number }[][] = [[], []]
  const withBoth = (work: (clients: pg.Client[]) => Promise<void>) =>
    withClient(urls[0], (plain) => withClient(urls[1], (parted) => work([plain, parted])))
  await withBoth(async (clients) => {
    for (let round = 1; round <= ROUNDS; round++)
      for (const [index, client] of clients.entries()) all[index]?.push(await storeCopies(client, round))
  })
  const each = all.map((rounds) => {
    const sum = (value: 'incidents' | 'cpuSeconds') => rounds.reduce((total, round) => total + round[value], 0)
    return (sum('cpuSeconds') / sum('incidents')) * 1000
  })
  const [plain = Number.NaN, parted = Number.NaN] = each
  return [
    'a new incident stored, processor time of the database',
    `${formatMs(plain)} ms`,
    `${formatMs(parted)} ms`,
    parted / plain,
  ]
}

function tableOf(rows: Row[]): string {
  return tableLines(
    ['', 'one table: median; processor time', 'in 16 parts: median; processor time', 'ratio of processor time'],
    rows.map(([what, plain, parted, ratio]) => [what, plain, parted, ratio.toFixed(2)]),
  )
}
