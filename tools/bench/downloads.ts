import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { addLongHistory } from '#tests/support/long-history.ts'
import { type RunningSite, startSite } from '#tests/support/site.ts'
import type { Bench } from './bench.ts'
import { residentBytes } from './processes.ts'

const INCIDENTS = 5_000
const UPDATES = 8
const CHARACTERS = 400
const WINDOWS = ['all', 'all&impact=minor', 'all&status=resolved', 'all&kind=all']
const SECONDS_ALONE = 8
const MEGABYTE = 1_000_000

/** Four whole histories of a long-lived vendor at once, as calendars, and their effect on other requests. */
export const downloadsBench: Bench = {
  name: 'downloads',
  async run(say) {
    const site = await startSite()
    try {
      await addLongHistory(site.databaseUrl, {
        slug: 'long',
        incidents: INCIDENTS,
        updates: UPDATES,
        characters: CHARACTERS,
      })
      await addLongHistory(site.databaseUrl, { slug: 'other', incidents: 40, updates: 3, characters: CHARACTERS })
      say('others alone')
      await askOthers(site, sleep(3_000))
      const alone = await askOthers(site, sleep(SECONDS_ALONE * 1_000))
      const pid = site.process.pid as number
      const idleBytes = await residentBytes(pid)
      say('four calendars')
      const began = performance.now()
      let mostBytes = idleBytes
      const watch = setInterval(async () => (mostBytes = Math.max(mostBytes, await residentBytes(pid))), 50)
      const calendars = Promise.all(WINDOWS.map((window) => get(site, `/vendors/long/calendar.ics?window=${window}`)))
      const meanwhile = await askOthers(site, calendars)
      clearInterval(watch)
      for (const { status, bytes } of await calendars)
        if (status !== 200 || bytes < MEGABYTE)
          throw new Error(`A calendar was answered with ${status}, ${bytes} bytes.`)
      const megabytes = (mostBytes - idleBytes) / MEGABYTE
      return {
        measurements: [
          { what: 'four calendars', milliseconds: performance.now() - began, note: `${INCIDENTS} × ${UPDATES} each` },
          { what: 'another answer alone, p95', milliseconds: alone.p95, note: `most ${alone.most.toFixed(0)} ms` },
          {
            what: 'another answer meanwhile, p95',
            milliseconds: meanwhile.p95,
            note: `most ${meanwhile.most.toFixed(0)} ms, ${meanwhile.count} asked`,
          },
          {
            what: 'memory above idle, in MB for ms',
            milliseconds: megabytes,
            note: `idle ${Math.round(idleBytes / MEGABYTE)} MB`,
          },
        ],
        ratios: [
          { what: 'p95 alone / p95 meanwhile', value: alone.p95 / meanwhile.p95, goal: 0.5 },
          { what: '50 MB / memory above idle', value: 50 / megabytes, goal: 1 },
        ],
      }
    } finally {
      await site.stop()
    }
  },
}

/** Requests uncached pages, one after the other, until `end`. */
async function askOthers(
  site: RunningSite,
  end: Promise<unknown>,
): Promise<{ p95: number; most: number; count: number }> {
  const took: number[] = []
  let hasEnded = false
  void end.finally(() => (hasEnded = true))
  while (!hasEnded) {
    const began = performance.now()
    const asOf = new Date(Date.UTC(2026, 3, 1) + took.length * 60_000 + began).toISOString()
    const { status } = await get(site, `/vendors/other/feed.atom?asOf=${asOf}`)
    if (status !== 200) throw new Error(`Another page was answered with ${status}.`)
    took.push(performance.now() - began)
    await sleep(20)
  }
  took.sort((a, b) => a - b)
  return {
    p95: took[Math.floor(took.length * 0.95)] ?? Number.NaN,
    most: took.at(-1) ?? Number.NaN,
    count: took.length,
  }
}

function get(site: RunningSite, path: string): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(site.url + path, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      let bytes = 0
      response.on('data', (chunk) => (bytes += chunk.length))
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode ?? 0, bytes }))
    })
    outgoing.on('error', reject)
    outgoing.end()
  })
}
