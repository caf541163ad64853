import type { Kind, Sample } from './addresses.ts'
import type { ProcessorTime } from './processor-time.ts'

export interface Target {
  url: string
  sample: Sample
  processorTime?: ProcessorTime
}

/** Of one kind of request to one site. */
export interface Times {
  /** Milliseconds, sorted; for each row where the kind counts rows. */
  took: number[]
  /** The same of the processor time of the site and its database; empty where the system does not say. */
  used: number[]
  bytes: number
  /** The statuses other than 200, each with how often it came. */
  failures: Map<number, number>
}

/**
 * Sends `count` different requests of a kind to each of the sites by turns, so that whatever else the machine does slows all of them.
 * A kind whose requests take long on one of the sites ends early.
 */
export async function measure(kind: Kind, targets: Target[], count: number, mostMs = 12_000): Promise<Times[]> {
  const all = targets.map((): Times => ({ took: [], used: [], bytes: 0, failures: new Map() }))
  const began = performance.now()
  // The first two load the renderer, and are not counted.
  for (let n = -2; n < count; n += 1) {
    if (n > 10 && performance.now() - began > mostMs) break
    for (const [index, target] of targets.entries()) {
      const times = all[index] as Times
      const before = target.processorTime?.() ?? null
      const { status, ms, body } = await ask(target.url + kind.path(n + 2, target.sample), n + 2)
      const after = target.processorTime?.() ?? null
      if (status !== 200) times.failures.set(status, (times.failures.get(status) ?? 0) + 1)
      if (n < 0) continue
      const rows = Math.max(1, kind.rows?.(body) ?? 1)
      times.took.push(ms / rows)
      // A connection that was closed meanwhile has taken its time along.
      if (before !== null && after !== null && after > before) times.used.push((after - before) / rows)
      times.bytes = Math.max(times.bytes, body.length)
    }
  }
  for (const { took, used } of all) for (const times of [took, used]) times.sort((a, b) => a - b)
  return all
}

/** As another visitor each time: the site's limit is for each of them. */
export async function ask(
  url: string,
  n: number,
): Promise<{ status: number; ms: number; body: string; retryAfter: string | null }> {
  const began = performance.now()
  const response = await fetch(url, { headers: { 'x-forwarded-for': `10.1.${n >> 8}.${n & 255}` }, redirect: 'manual' })
  const body = await response.text()
  // A permalink's title is corrected by a redirect, whose target is the page.
  const moved = response.status === 308 ? response.headers.get('location') : null
  if (moved !== null) return await ask(new URL(moved, url).href, n)
  const retryAfter = response.headers.get('retry-after')
  return { status: response.status, ms: performance.now() - began, body, retryAfter }
}

export function quantile(sorted: number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
