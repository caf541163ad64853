import { buildPages } from '#bin/prepare.ts'
import { createProgress } from '#bin/progress.mjs'
import { type RunningSite, startSite } from '#tests/support/site.ts'
import { type Bench, median, type Report } from './bench.ts'

const ROUNDS = 9
const RENDERS_IN_A_ROUND = 12
const WARM_UP_RENDERS = 60
const PATHS = ['/vendors/github', '/vendors/courier', '/vendors/github/feed.atom']
const FIRST_MOMENT = Date.parse('2026-05-28T00:00:00Z')

/**
 * What a history page and a feed of 50 entries cost the site's process when they are not cached: each request asks for another
 * millisecond. The cost is processor time of all threads, which a machine with other work changes least, without that of Postgres.
 */
export const renderPages: Bench = {
  name: 'render-pages',
  async run(say, { against }) {
    await buildPages(createProgress(process.stderr))
    const roots = against === null ? [undefined] : [undefined, against]
    const sites: RunningSite[] = []
    const report: Report = { measurements: [], ratios: [] }
    try {
      for (const root of roots)
        sites.push(await startSite({ env: { SAMPLE: 'on' }, ...(root !== undefined && { root }) }))
      for (const path of PATHS) {
        say(`${path}: warming up`)
        for (const site of sites) await render(site, path, WARM_UP_RENDERS)
        const rounds: Cost[][] = []
        for (let round = 1; round <= ROUNDS; round += 1) {
          say(`${path}: round ${round} of ${ROUNDS}`)
          const costs: Cost[] = []
          for (const site of sites) costs.push(await render(site, path, RENDERS_IN_A_ROUND))
          rounds.push(costs)
        }
        for (const index of sites.keys()) {
          const of = (pick: (cost: Cost) => number) =>
            median(rounds.map((costs) => pick(costs[index] ?? { cpuMs: Number.NaN, wallMs: Number.NaN })))
          report.measurements.push({
            what: `${path}, not cached${index === 0 ? '' : ', of the other checkout'}`,
            milliseconds: of(({ wallMs }) => wallMs),
            note: `${of(({ cpuMs }) => cpuMs).toFixed(1)} ms of CPU`,
          })
        }
        if (against !== null)
          report.ratios.push({
            what: `CPU of ${path} not cached: the other checkout / now`,
            value: median(rounds.map(([now, other]) => (other?.cpuMs ?? Number.NaN) / (now?.cpuMs ?? Number.NaN))),
            goal: null,
          })
      }
      return report
    } finally {
      for (const site of sites) await site.stop()
    }
  },
}

/** Of one render. */
interface Cost {
  cpuMs: number
  wallMs: number
}

let moment = FIRST_MOMENT

async function render(site: RunningSite, path: string, times: number): Promise<Cost> {
  const cpuBefore = await cpuSeconds(site)
  const before = performance.now()
  for (let time = 0; time < times; time += 1) {
    moment += 1
    const asOf = encodeURIComponent(new Date(moment).toISOString())
    const response = await fetch(`${site.url}${path}?asOf=${asOf}`, { headers: { 'accept-encoding': 'br' } })
    if (!response.ok) throw new Error(`${path} answered ${response.status}.`)
    await response.arrayBuffer()
  }
  const wallMs = performance.now() - before
  return { cpuMs: (((await cpuSeconds(site)) - cpuBefore) * 1000) / times, wallMs: wallMs / times }
}

async function cpuSeconds(site: RunningSite): Promise<number> {
  const response = await fetch(`${site.url}/metrics`, { headers: { authorization: `Bearer ${site.token}` } })
  const [, seconds] = /^process_cpu_seconds_total ([\d.]+)$/m.exec(await response.text()) ?? []
  if (seconds === undefined) throw new Error('/metrics does not say what processor time the site has used.')
  return Number(seconds)
}
