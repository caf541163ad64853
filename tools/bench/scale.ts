import { join } from 'node:path'
import { withClient } from '#bin/database.ts'
import type { EmbeddedPostgres } from '#bin/embedded-postgres.ts'
import { type RunningSite, startSite } from '#tests/support/site.ts'
import type { Bench, Report } from './bench.ts'
import { writeMarked } from './markdown.ts'
import { KINDS } from './scale/addresses.ts'
import { type Crowd, crowdTable, measureCrowds } from './scale/crowds.ts'
import { WORLDS, withKeptServer } from './scale/databases.ts'
import { measure, type Target } from './scale/measure.ts'
import { prepareApart } from './scale/prepare-apart.ts'
import { processorTimeOf } from './scale/processor-time.ts'
import { recount } from './scale/recount.ts'
import { readSample } from './scale/sample.ts'
import { describeScans, readScans, type Scans } from './scale/scans.ts'
import { smoke } from './scale/smoke.ts'
import { type Row, tableOf, worstGrowthOf } from './scale/table.ts'
import type { World } from './scale/world.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const REQUESTS = 200
const RECOUNTED = 200
const MAX_GROWTH = 3

/**
 * Public addresses (`KINDS`) on ten years of everything and on a hundredth of it (middle: a tenth), by turns. The databases stay in
 * BENCH_FOLDER (.bench unless set) for the next run; the large one takes ten minutes and 8 GB. `small` only looks at status codes
 * and plans.
 */
export const scaleBench: Bench = {
  name: 'scale',
  async run(say, { size, only }) {
    return await withKeptServer(async (server, directory) =>
      size === 'small' ? await smokeOnly(server, say) : await measureSizes({ server, directory, size, only }, say),
    )
  },
}

type Say = (line: string) => void

async function smokeOnly(server: EmbeddedPostgres, say: Say): Promise<Report> {
  const url = server.url('smoke')
  const wrong = await smoke(url, await prepareApart(url, WORLDS.smoke, say))
  for (const line of wrong) say(line)
  return {
    measurements: [],
    ratios: [{ what: 'answers and plans as they should be', value: wrong.length === 0 ? 1 : 0, goal: 1 }],
  }
}

interface Asked {
  server: EmbeddedPostgres
  /** Where the server keeps its data. */
  directory: string
  size: 'middle' | 'large'
  only: RegExp | null
}

async function measureSizes({ server, directory, size, only }: Asked, say: Say): Promise<Report> {
  const sites: RunningSite[] = []
  const asked = { small: WORLDS.small, [size]: WORLDS[size] }
  const targets: Target[] = []
  let before: Scans | null = null
  const rows: Row[] = []
  const crowds: Crowd[] = []
  try {
    for (const [name, world] of Object.entries(asked)) {
      const url = server.url(name)
      const made = await prepareApart(url, world, (line) => say(`${name}: ${line}`))
      const site = await startSite({ env: { DATABASE_URL: url, TRUST_PROXY: 'on', LOG_LEVEL: 'error' } })
      sites.push(site)
      const processorTime = processorTimeOf(site.process.pid ?? 0, directory, name)
      targets.push({ url: site.url, sample: await readSample(url, made), processorTime })
    }
    const world = targets[1]?.sample.world ?? WORLDS[size]
    if (isAsked(only, 'recount')) {
      const wrong = await recount(targets[1]?.url ?? '', server.url(size), world, RECOUNTED)
      if (wrong.length > 0) throw new Error(`Recounted in SQL, the figures of ${wrong.join(', ')} are others.`)
      say(`the figures of ${RECOUNTED} vendors, recounted in SQL, are the same`)
    }
    before = await readScans(server.url(size))
    for (const kind of KINDS.filter(({ what }) => isAsked(only, what))) {
      say(kind.what)
      const [small, large] = await measure(kind, targets, REQUESTS)
      if (small !== undefined && large !== undefined) rows.push({ what: kind.what, small, large })
    }
    const [, large] = targets
    if (large !== undefined && isAsked(only, 'crowds')) crowds.push(...(await measureCrowds(large)))
  } finally {
    for (const site of sites) await site.stop()
  }
  const scans = before === null ? [] : describeScans(before, await readScans(server.url(size)))
  if (only !== null) {
    for (const line of [tableOf(rows, MAX_GROWTH), crowdTable(crowds), ...scans].join('\n').split('\n')) say(line)
    return reportOf(rows)
  }
  const intro = await introduce(server.url(size), WORLDS[size], scans)
  const measured = [intro, tableOf(rows, MAX_GROWTH), CROWDS, crowdTable(crowds)].join('\n\n')
  await writeMarked(join(ROOT, 'docs', 'benchmarks.md'), size === 'large' ? 'scale' : `scale --${size}`, measured)
  return reportOf(rows)
}

const isAsked = (only: RegExp | null, what: string) => only?.test(what) ?? true

const CROWDS =
  'Crowds of visitors before one address of the large database, each with another query, and one visitor elsewhere: p50 / p95.'

async function introduce(url: string, larger: World, scans: string[]): Promise<string> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ size: string }>('select pg_size_pretty(pg_database_size(current_database())) as size'),
  )
  const count = (world: World) =>
    `${world.vendors.toLocaleString('en')} vendors and ${world.incidents.toLocaleString('en')} incidents`
  return [
    `Small is ${count(WORLDS.small)}, large ${count(larger)} (${rows[0]?.size}). Each address is asked up to ${REQUESTS} times of both by`,
    'turns, each time in another way, so that no answer comes from the cache: p50 / p95; a long file for each row of it. Processor time is',
    'that of the site and its database together, p50, which what else the machine does hardly changes.',
    `The figures of ${RECOUNTED} vendors were recounted in SQL first, and were the same. On the large one, ${scans.length === 0 ? 'no growing table was read from beginning to end and nothing was written to files' : scans.join(', ')}.`,
  ].join('\n')
}

function reportOf(rows: Row[]): Report {
  return {
    measurements: rows.map(({ what, large }) => ({
      what,
      milliseconds: large.took[large.took.length >> 1] ?? Number.NaN,
    })),
    ratios: rows.map((row) => ({
      what: `${MAX_GROWTH} / growth of ${row.what}`,
      value: row.large.failures.size > 0 ? 0 : MAX_GROWTH / worstGrowthOf(row),
      goal: 1,
    })),
  }
}
