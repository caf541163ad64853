import { type Bench, type Measurement, median, type Ratio } from './bench.ts'
import { load, type Round, withContest } from './serve/contest.ts'

/** Many short ones: what else the machine does changes from one second to the next. */
const ROUNDS = 31
const SECONDS = 0.5
const WARM_UP_SECONDS = 2
const PATH = '/api/v1/vendors/courier/incidents'
const HEADERS = { 'accept-encoding': 'gzip, deflate, br', accept: 'application/json' }

/**
 * A read of the API from the cache, whole and as 304, compared with a bare node:http server that sends the same bytes and the same
 * status. By processor time: the load generator and other work on the machine change it least.
 */
export const serveApi: Bench = {
  name: 'serve-api',
  async run(say) {
    return await withContest({ path: PATH, headers: HEADERS, type: 'application/json' }, async (contest) => {
      const { site, bare, body, etag } = contest
      const contests = [
        { what: 'a read of the API from the cache', headers: HEADERS, goal: 0.7, bytes: body.length },
        { what: 'the same, 304', headers: { ...HEADERS, 'if-none-match': etag }, goal: 0.9, bytes: 0 },
      ]
      const measurements: Measurement[] = []
      const ratios: Ratio[] = []
      for (const { what, headers, goal, bytes } of contests) {
        const rounds: { own: Round; bare: Round }[] = []
        for (const server of [site, bare]) await load(server, PATH, headers, WARM_UP_SECONDS)
        for (let round = 1; round <= ROUNDS; round += 1) {
          say(`round ${round} of ${ROUNDS}: ${what}`)
          const before = await load(bare, PATH, headers, SECONDS)
          const own = await load(site, PATH, headers, SECONDS)
          const after = await load(bare, PATH, headers, SECONDS)
          rounds.push({ own, bare: betweenOf(before, after) })
        }
        for (const who of ['bare', 'own'] as const)
          measurements.push({
            what: `${who === 'own' ? what : `bare node:http, ${what}`} (${bytes.toLocaleString('en')} bytes)`,
            perSecond: median(rounds.map((round) => round[who].perSecond)),
            unit: 'requests',
            note: `${median(rounds.map((round) => round[who].cpuMicroseconds)).toFixed(1)} µs of CPU each`,
          })
        const value = median(rounds.map(({ own, bare: other }) => other.cpuMicroseconds / own.cpuMicroseconds))
        ratios.push({ what: `CPU of ${what}: bare node:http / the site`, value, goal })
      }
      return { measurements, ratios }
    })
  },
}

/** The bare server before and after the site, so that a machine that slows down slows both. */
function betweenOf(before: Round, after: Round): Round {
  const cpuMicroseconds = (before.cpuMicroseconds + after.cpuMicroseconds) / 2
  return { ...after, perSecond: (before.perSecond + after.perSecond) / 2, cpuMicroseconds }
}
