import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { withClient } from '#bin/database.ts'
import { startEmbeddedPostgres } from '#bin/embedded-postgres.ts'
import { type RunningSite, startSite } from '#tests/support/site.ts'
import type { Bench, Report } from './bench.ts'
import { KINDS, type Sample } from './scale/addresses.ts'
import { measure, type Target } from './scale/measure.ts'
import { prepareDatabase } from './scale/prepare.ts'
import { recount } from './scale/recount.ts'
import { growthOf, type Row, writeTable } from './scale/table.ts'
import type { World } from './scale/world.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const REQUESTS = 200
const RECOUNTED = 200
const MAX_GROWTH = 3

const end = new Date(new Date().toISOString().slice(0, 10))
const SMALL: World = { vendors: 100, incidents: 21_000, largest: null, end }
const LARGE: World = { vendors: 10_000, incidents: 2_100_000, largest: 20_000, end }

/**
 * Every public address on ten years of everything and on a hundredth of it, by turns. The databases stay in BENCH_FOLDER (.bench
 * unless set) for the next run; the large one takes ten minutes and 8 GB.
 */
export const scaleBench: Bench = {
  name: 'scale',
  async run(say) {
    const directory = process.env.BENCH_FOLDER ?? join(ROOT, '.bench')
    await mkdir(directory, { recursive: true })
    const server = await startEmbeddedPostgres({ directory })
    const sites: RunningSite[] = []
    try {
      const targets: Target[] = []
      for (const [name, asked] of Object.entries({ small: SMALL, large: LARGE })) {
        const url = server.url(name)
        const world = await prepareDatabase(url, asked, (line) => say(`${name}: ${line}`))
        const site = await startSite({ env: { DATABASE_URL: url, TRUST_PROXY: 'on', LOG_LEVEL: 'error' } })
        sites.push(site)
        targets.push({ url: site.url, sample: await readSample(url, world) })
      }
      const wrong = await recount(
        sites[1]?.url ?? '',
        server.url('large'),
        targets[1]?.sample.world ?? LARGE,
        RECOUNTED,
      )
      if (wrong.length > 0) throw new Error(`Recounted in SQL, the figures of ${wrong.join(', ')} are others.`)
      const rows: Row[] = []
      for (const kind of KINDS) {
        say(kind.what)
        const [small, large] = await measure(kind, targets, REQUESTS)
        if (small !== undefined && large !== undefined) rows.push({ what: kind.what, small, large })
      }
      await writeTable(join(ROOT, 'docs', 'benchmarks.md'), await introduce(server.url('large')), rows, MAX_GROWTH)
      return reportOf(rows)
    } finally {
      for (const site of sites) await site.stop()
      await server.release()
    }
  },
}

async function readSample(url: string, world: World): Promise<Sample> {
  const { rows } = await withClient(url, (client) =>
    client.query<Sample['incidents'][number]>(
      `select public_id as id, 'v' || vendor_id as vendor from incidents
       where id in (select 1 + n * 6911 % (select max(id) from incidents) from generate_series(1, 300) n) and dedup_status = 'counted'`,
    ),
  )
  return { incidents: rows, world }
}

async function introduce(url: string): Promise<string> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ size: string }>('select pg_size_pretty(pg_database_size(current_database())) as size'),
  )
  const count = (world: World) =>
    `${world.vendors.toLocaleString('en')} vendors and ${world.incidents.toLocaleString('en')} incidents`
  return [
    '## Ten years of everything',
    '',
    `Small is ${count(SMALL)}, large ${count(LARGE)} (${rows[0]?.size}). Each address is asked up to ${REQUESTS} times of both by turns, each`,
    'time in another way, so that no answer comes from the cache: p50 / p95; a long file for each row of it. The figures of',
    `${RECOUNTED} vendors were recounted in SQL first, and were the same.`,
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
      value: row.large.failures.size > 0 ? 0 : MAX_GROWTH / growthOf(row),
      goal: 1,
    })),
  }
}
