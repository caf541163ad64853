import { LRUCache } from 'lru-cache'
import { MCP_PATH } from '#lib/web/failure/refuse.ts'

/** What is assumed of a route before its first render, and of whatever is no read. */
const ASSUMED_MS = { api: 2, page: 10 }
/**
 * The mean of these many last renders counts, without the dearest: the first one loads and compiles what later ones only run. A
 * median would let a visitor who asks for four dear things among five cheap ones pay for cheap ones only.
 */
const REMEMBERED = 9
/** Addresses can be made up; those of this site have fewer forms. */
const MAX_ROUTES = 200
/** An odd measurement must not lock visitors out. */
const MAX_MS = 1_000
/** Several times what the page of an ordinary vendor takes. */
const DEAR_MS = 200
const MAX_DEAR = 1_000

/** What renders cost, as measured. */
export interface RenderCosts {
  /** Milliseconds of processor time for a render of this path, as `measuredAs` gives it. */
  of(path: string): number
  /**
   * Whether no render of this path's route has ended yet, in whatever way: until then what renders it may still have to be loaded.
   */
  isFirst(path: string): boolean
  /** Whether the last render of exactly this path, with whatever query, took very much, though its route was loaded before. */
  isDear(path: string): boolean
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
  const dear = new LRUCache<string, true>({ max: MAX_DEAR })
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
      if (last === undefined) return assumedMs(path)
      return Math.min(MAX_MS, usualOf(last))
    },
    isFirst: (path) => !routes.has(routeOf(path)),
    isDear: (path) => dear.has(path),
    async measure(path, render) {
      const route = routeOf(path)
      const isLoaded = routes.has(route)
      shareOut()
      const mine = { usedMs: 0 }
      underWay.add(mine)
      try {
        return await render()
      } finally {
        shareOut()
        underWay.delete(mine)
        if (isLoaded && mine.usedMs >= DEAR_MS) dear.set(path, true)
        else dear.delete(path)
        routes.set(route, [...(routes.get(route) ?? []), mine.usedMs].slice(-REMEMBERED))
      }
    },
  }
}

/**
 * As what a request is measured; null for what is not, since it changes something. What is posted to an address has a cost of its own:
 * whoever asks for a page that costs nothing must not make it cheap.
 */
export function measuredAs(method: string | undefined, path: string): string | null {
  if (method === 'GET' || method === 'HEAD') return path
  return method === 'POST' && path === MCP_PATH ? `POST ${path}` : null
}

/** Milliseconds of processor time for a request that is not measured. */
export function assumedMs(path: string): number {
  return path.startsWith('/api/') ? ASSUMED_MS.api : ASSUMED_MS.page
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

function usualOf(values: number[]): number {
  const counted = values.length === 1 ? values : values.toSorted((a, b) => a - b).slice(0, -1)
  return counted.reduce((sum, value) => sum + value, 0) / counted.length
}
