import type { Kind, Sample } from './addresses.ts'

export interface Target {
  url: string
  sample: Sample
}

/** Of one kind of request to one site. */
export interface Times {
  /** Milliseconds, sorted; for each row where the kind counts rows. */
  took: number[]
  bytes: number
  /** The statuses other than 200, each with how often it came. */
  failures: Map<number, number>
}

/**
 * Sends `count` different requests of a kind to each of the sites by turns, so that whatever else the machine does slows all of them.
 * A kind whose requests take long on one of the sites ends early.
 */
export async function measure(kind: Kind, targets: Target[], count: number, mostMs = 12_000): Promise<Times[]> {
  const all = targets.map((): Times => ({ took: [], bytes: 0, failures: new Map() }))
  const began = performance.now()
  // The first two load the renderer, and are not counted.
  for (let n = -2; n < count; n += 1) {
    if (n > 10 && performance.now() - began > mostMs) break
    for (const [index, target] of targets.entries()) {
      const times = all[index] as Times
      const { status, ms, body } = await ask(target.url + kind.path(n + 2, target.sample), n + 2)
      if (status !== 200) times.failures.set(status, (times.failures.get(status) ?? 0) + 1)
      if (n < 0) continue
      times.took.push(ms / Math.max(1, kind.rows?.(body) ?? 1))
      times.bytes = Math.max(times.bytes, body.length)
    }
  }
  for (const { took } of all) took.sort((a, b) => a - b)
  return all
}

/** As another visitor each time: the site's limit is for each of them. */
async function ask(url: string, n: number): Promise<{ status: number; ms: number; body: string }> {
  const began = performance.now()
  const response = await fetch(url, { headers: { 'x-forwarded-for': `10.1.${n >> 8}.${n & 255}` }, redirect: 'manual' })
  const body = await response.text()
  // A permalink's title is corrected by a redirect, whose target is the page.
  const moved = response.status === 308 ? response.headers.get('location') : null
  if (moved !== null) return await ask(new URL(moved, url).href, n)
  return { status: response.status, ms: performance.now() - began, body }
}

export function quantile(sorted: number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
