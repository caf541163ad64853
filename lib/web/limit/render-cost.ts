import { LRUCache } from 'lru-cache'

/** What is assumed of a route before its first render. */
const ASSUMED_MS = { api: 2, page: 10 }
/** Of these many last renders, the median counts: the first ones load and compile what later ones only run. */
const REMEMBERED = 9
/** Addresses can be made up; those of this site have fewer forms. */
const MAX_ROUTES = 200
/** An odd measurement must not lock visitors out. */
const MAX_MS = 1_000

/** What renders cost, as measured. */
export interface RenderCosts {
  /** Milliseconds of processor time for a render of this path. */
  of(path: string): number
  /** Runs a render and remembers its cost for its route. */
  measure<T>(path: string, render: () => Promise<T>): Promise<T>
}

/**
 * Measures renders by the processor time of the process, all threads included. What the process uses while several renders are
 * under way counts for each of them in equal parts, so that a crowd does not make a page look dear. Other work of the process
 * meanwhile, such as pages sent from memory, counts as well.
 */
export function createRenderCosts(cpuMs: () => number = processCpuMs): RenderCosts {
  const routes = new LRUCache<string, number[]>({ max: MAX_ROUTES })
  const underWay = new Set<{ usedMs: number }>()
  let sharedAt = cpuMs()

  function shareOut(): void {
    const at = cpuMs()
    for (const render of underWay) render.usedMs += (at - sharedAt) / underWay.size
    sharedAt = at
  }

  return {
    of(path) {
      const last = routes.get(routeOf(path))
      if (last === undefined) return path.startsWith('/api/') ? ASSUMED_MS.api : ASSUMED_MS.page
      return Math.min(MAX_MS, median(last))
    },
    async measure(path, render) {
      shareOut()
      const mine = { usedMs: 0 }
      underWay.add(mine)
      try {
        return await render()
      } finally {
        shareOut()
        underWay.delete(mine)
        const route = routeOf(path)
        routes.set(route, [...(routes.get(route) ?? []), mine.usedMs].slice(-REMEMBERED))
      }
    },
  }
}

/** "/vendors/github/incidents/x/y" → "/vendors/:/incidents/:": what stands for one of many is left out. */
export function routeOf(path: string): string {
  return path
    .replace(/\/(vendors|incidents|sources|runs|batches)\/[^/]+/g, '/$1/:')
    .replace(/(\/incidents\/:)\/[^.]*$/, '$1')
}

function processCpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
}
