import { type Bench, type Measurement, median } from './bench.ts'
import { load, type Round, withContest } from './serve/contest.ts'

const ROUNDS = 9
const SECONDS = 3
const WARM_UP_SECONDS = 2
const PATH = '/vendors/courier'
const HEADERS = { 'accept-encoding': 'gzip, deflate, br', accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

/**
 * A page from the cache, compared with a bare node:http server that sends the same bytes. Each server and the load generator
 * runs in its own process; the servers alternate, so that a machine that slows down slows both. A second bare server also sends the
 * page's headers, of which the first has only those that the bytes need.
 */
export const servePages: Bench = {
  name: 'serve-pages',
  async run(say, { against }) {
    return await withContest({ path: PATH, headers: HEADERS, type: 'text/html; charset=utf-8' }, async (contest) => {
      const { site, bare, body, etag } = contest
      const contestants = [
        { what: 'bare node:http, the same bytes', server: bare, headers: HEADERS, bytes: body.length },
        { what: 'page from the cache', server: site, headers: HEADERS, bytes: body.length },
        {
          what: 'bare, the same headers too',
          server: await contest.startBareWithHeaders(),
          headers: HEADERS,
          bytes: body.length,
        },
        { what: 'page from the cache, 304', server: site, headers: { ...HEADERS, 'if-none-match': etag }, bytes: 0 },
      ]
      if (against !== null) {
        const other = await contest.startOther(against)
        const what = 'page from the cache of the other checkout'
        contestants.push({ what, server: other.server, headers: HEADERS, bytes: other.body.length })
      }
      const results = contestants.map(() => [] as Round[])
      for (const { server, headers } of contestants) await load(server, PATH, headers, WARM_UP_SECONDS)
      for (let round = 1; round <= ROUNDS; round += 1) {
        for (const [index, { what, server, headers }] of contestants.entries()) {
          say(`round ${round} of ${ROUNDS}: ${what}`)
          results[index]?.push(await load(server, PATH, headers, SECONDS))
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
      const ratioOf = (pick: (bare: Round, site: Round) => number, of = results[0]) =>
        median((of ?? []).map((bare, round) => pick(bare, results[1]?.[round] ?? bare)))
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
            what: 'the same beside the bare server with the same headers',
            value: ratioOf((bare, site) => bare.cpuMicroseconds / site.cpuMicroseconds, results[2]),
            goal: null,
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
                    (results[4] ?? []).map(
                      (other, round) => other.cpuMicroseconds / (results[1]?.[round] ?? other).cpuMicroseconds,
                    ),
                  ),
                  goal: null,
                },
              ]),
        ],
      }
    })
  },
}
