import { type RunningSite, startSite, warmUp } from '#tests/support/site.ts'
import { median } from '../bench.ts'
import { cpuSecondsOf, megabytesOf } from '../processes.ts'

const ASKED = 15
const ADDRESSES = ['/', '/vendors/v1', '/api/v1/vendors/v1/incidents', '/search?q=database', '/at', '/feed.atom']

export interface PageAt {
  path: string
  /** The middle one of several that were not cached. */
  ms: number
  /** Processor time of the site for each. */
  cpuMs: number
}

/** A site beside the worker, on the same database and by the same clock. */
export async function startPages(databaseUrl: string, env: Record<string, string>): Promise<RunningSite> {
  // Pages are built by the present.
  await (await startSite()).stop()
  const site = await startSite({ env: { ...env, DATABASE_URL: databaseUrl, TRUST_PROXY: 'on', LOG_LEVEL: 'error' } })
  await warmUp(site.url, ADDRESSES)
  return site
}

let number = 0

export async function measurePages({ url, process }: RunningSite): Promise<{ pages: PageAt[]; megabytes: number }> {
  const pid = process.pid as number
  const pages: PageAt[] = []
  for (const path of ADDRESSES) {
    const times: number[] = []
    // The first draws what comes with the day.
    await ask(url, path)
    const before = await cpuSecondsOf(pid)
    for (let count = 0; count < ASKED; count++) times.push(await ask(url, path))
    pages.push({ path, ms: median(times), cpuMs: (((await cpuSecondsOf(pid)) - before) / ASKED) * 1000 })
  }
  return { pages, megabytes: await megabytesOf(pid) }
}

/** Milliseconds of a request that no other one was like. */
async function ask(url: string, path: string): Promise<number> {
  number += 1
  const began = performance.now()
  const isFile = path.startsWith('/api/') || path.endsWith('.atom')
  const once = isFile ? `asOf=${new Date(Date.now() - number * 1000).toISOString()}` : `zone=r${number}`
  const answer = await fetch(`${url}${path}${path.includes('?') ? '&' : '?'}${once}`, {
    headers: { 'x-forwarded-for': `10.0.${number >> 8}.${number & 255}` },
  })
  await answer.text()
  if (!answer.ok) throw new Error(`${path} answered with ${answer.status}.`)
  return performance.now() - began
}
