import { setTimeout as sleep } from 'node:timers/promises'
import type { SpooledDownload } from '#lib/web/download/make-download.ts'
import { type Failure, failureOf, logFailure } from '#lib/web/failure/failure.ts'
import { renderTokens } from '#lib/web/limit/rate-limit.ts'
import type { RenderCosts } from '#lib/web/limit/render-cost.ts'
import type { Answer } from '#lib/web/next/next-exchange.ts'
import type { SecurityHeaders } from '#lib/web/policy/security-headers.ts'
import { type CachedPage, isStorable, type MadePage, makePage } from './cached-page.ts'
import { type PageAddress, readPageAddress } from './page-address.ts'
import { createPageStore } from './page-store.ts'
import { makeSpooledPage } from './spooled-page.ts'

/** Fresh for a minute: open spans grow, and "up" becomes "unknown". */
const FRESH_MS = 60_000
/** Served meanwhile with its Age; programs that read the API wait instead, since few of them look at an Age. */
const STALE_MS = 600_000
/**
 * After a render failed because the database was away, how long cached pages are served without another render; after
 * any other failure, for that page only.
 */
const BREAKER_MS = 2_000

/** How long to wait for a whole download, which is sent with its length and ETag, before sending what there is of it. */
const WHOLE_WITHIN_MS = 10_000

const DEFAULT_BYTES = { main: 192_000_000, unbounded: 24_000_000, assets: 32_000_000, downloads: 500_000_000 }

/** The result of rendering a page. */
export type Rendering =
  | { kind: 'page'; page: CachedPage }
  /** Not cacheable: a redirect, an error about a parameter, another content type. */
  | { kind: 'answer'; answer: Answer }
  | { kind: 'too large' }
  | { kind: 'failed'; failure: Failure }
  /** A download that is still being written, to be sent as it grows. */
  | { kind: 'growing'; download: SpooledDownload; finished: Promise<unknown> }
  /** `mayMake` refused. */
  | { kind: 'refused' }

export type Found = Rendering | { kind: 'stale if error'; page: CachedPage }

/** Whether the visitor may cause work of this cost (see rate-limit.ts). */
export type MayMake = (cost: number) => boolean

export interface PageCacheOptions {
  /** Renders the page at an address for everybody. Never rejects. */
  render(
    address: PageAddress,
    mayMake: MayMake,
  ): Promise<Exclude<Rendering, { kind: 'page' | 'growing' }> | { kind: 'download'; download: SpooledDownload }>
  costs: Pick<RenderCosts, 'of'>
  /** Whether the database is known to be away, so that a cached page is sent without trying a render. */
  isDatabaseAway(): boolean
  securityHeaders: SecurityHeaders
  now?: () => number
  wholeWithinMs?: number
  /** Limits of the segments: pages, pages with unbounded keys, build files and, on disk, downloads. */
  maxBytes?: Partial<typeof DEFAULT_BYTES>
}

export interface PageCache {
  /** The cached page for a key, or null. A stale one is refreshed in the background. */
  find(key: string): CachedPage | null
  /**
   * The page at an address, rendered if necessary. Renders are single-flight: one per address, and other callers wait
   * for it. `mayMake` is asked before a new render, and again with the cost of a download; when it refuses, so does
   * this.
   */
  resolve(address: PageAddress, mayMake: MayMake): Promise<Found>
  /** Drops a vendor's pages and the global ones after a change (null: all pages). */
  drop(vendor: string | null): void
  /** While LISTEN is down, rendered pages are not reused. */
  setInformed(informed: boolean): void
  /** `rendered`: renders since the start, of build files too. */
  stats(): { pages: number; bytes: number; downloads: number; rendering: number; rendered: number }
}

interface InFlight {
  vendor: string | null
  done: Promise<Rendering>
}

/** The rendered pages of the site, in memory. */
export function createPageCache(options: PageCacheOptions): PageCache {
  const { now = Date.now, wholeWithinMs = WHOLE_WITHIN_MS } = options
  const bounds = { ...DEFAULT_BYTES, ...options.maxBytes }
  const main = createPageStore(bounds.main)
  const unbounded = createPageStore(bounds.unbounded)
  const assets = createPageStore(bounds.assets)
  const downloads = createPageStore(bounds.downloads)
  const segments = [main, assets, unbounded, downloads]
  const inFlight = new Map<string, InFlight>()
  const changes = countChanges()
  let isInformed = true
  let breakerUntil = 0
  let rendered = 0

  const isAway = () => options.isDatabaseAway() || now() < breakerUntil
  const lookUp = (key: string) => main.get(key) ?? assets.get(key) ?? unbounded.get(key) ?? downloads.get(key)

  function renderOnce(address: PageAddress, mayMake: MayMake): Promise<Rendering> {
    const underWay = inFlight.get(address.key)
    if (underWay !== undefined) return underWay.done
    rendered += 1
    const started = { vendor: address.vendor, done: render(address, mayMake) }
    inFlight.set(address.key, started)
    const leave = () => {
      if (inFlight.get(address.key) === started) inFlight.delete(address.key)
    }
    started.done.then((rendering) => (rendering.kind === 'growing' ? rendering.finished : undefined)).then(leave, leave)
    return started.done
  }

  async function render(address: PageAddress, mayMake: MayMake): Promise<Rendering> {
    const generation = changes.of(address.vendor)
    const renderedAt = now()
    const rendering = await options.render(address, mayMake)
    const before = lookUp(address.key) ?? null
    const keep = (made: MadePage) => keepPage(address, made, { before, generation, renderedAt })
    const makeOptions = { before, now: renderedAt, securityHeaders: options.securityHeaders }
    if (rendering.kind === 'failed') return failed(rendering.failure, before)
    if (rendering.kind === 'download') {
      const { download } = rendering
      const finished = makeSpooledPage(address, download, makeOptions).then(keep, (error: unknown): Rendering => {
        download.file.release()
        logFailure(error, { path: address.path })
        return failed(options.isDatabaseAway() ? 'away' : failureOf(error), before)
      })
      return wholeOrGrowing(finished, download, wholeWithinMs)
    }
    if (rendering.kind !== 'answer') return rendering
    if (!isStorable(address, rendering.answer)) {
      for (const segment of [main, unbounded, downloads]) segment.delete(address.key)
      return rendering
    }
    return keep(makePage(address, rendering.answer, makeOptions))
  }

  function failed(failure: Failure, before: CachedPage | null): Rendering {
    if (failure === 'away') {
      breakerUntil = now() + BREAKER_MS
      if (before !== null) expire(before)
    } else if (before !== null) before.pausedUntil = now() + BREAKER_MS
    return { kind: 'failed', failure }
  }

  function keepPage(
    address: PageAddress,
    made: MadePage,
    { before, generation, renderedAt }: { before: CachedPage | null; generation: number; renderedAt: number },
  ): Rendering {
    const freshUntil = address.isAsset ? Number.POSITIVE_INFINITY : renderedAt + FRESH_MS
    const staleUntil = freshUntil + (address.isApi ? 0 : STALE_MS)
    const page: CachedPage = { ...made, freshUntil, staleUntil, pausedUntil: 0 }
    const isCurrent = isInformed && changes.of(address.vendor) === generation
    // A page that changed during its render is stored too, but only for use while the database is away.
    if (!isCurrent && !address.isAsset) expire(page)
    if (isCurrent || before === null || before.renderedAt < renderedAt) store(address, page)
    else page.release?.()
    return { kind: 'page', page }
  }

  function store(address: PageAddress, page: CachedPage): void {
    const segment = segmentOf(address, page)
    // An address can change its segment: an unknown vendor now exists, or a history has grown.
    for (const other of segments) if (other !== segment) other.delete(page.key)
    segment.put(page)
    page.variants.onGrown = (bytes) => {
      page.bytes += bytes
      segment.resize(page)
    }
  }

  function segmentOf(address: PageAddress, page: CachedPage) {
    if (page.release !== undefined) return downloads
    if (address.isAsset) return assets
    return address.isUnbounded || page.status === 404 ? unbounded : main
  }

  return {
    find(key) {
      const page = lookUp(key)
      if (page === undefined) return null
      const at = now()
      if (at < page.freshUntil) return page
      if (at >= page.staleUntil || isAway()) return null
      const address = at < page.pausedUntil ? null : readPageAddress(key)
      // Earlier readers have paid for it.
      if (address !== null) void renderOnce(address, () => true)
      return page
    },
    async resolve(address, mayMake) {
      const kept = lookUp(address.key)
      if (kept !== undefined && now() < kept.freshUntil) return { kind: 'page', page: kept }
      if (kept !== undefined && (isAway() || now() < kept.pausedUntil)) return { kind: 'stale if error', page: kept }
      const isOthers = inFlight.has(address.key)
      if (!isOthers && !mayMake(renderTokens(options.costs.of(address.path)))) return { kind: 'refused' }
      const rendering = await renderOnce(address, mayMake)
      // The refusal concerned another visitor.
      if (rendering.kind === 'refused' && isOthers) return this.resolve(address, mayMake)
      const isLost = rendering.kind === 'failed' && rendering.failure !== 'fault'
      return isLost && kept !== undefined ? { kind: 'stale if error', page: kept } : rendering
    },
    drop(vendor) {
      changes.count(vendor)
      const isMeant = (owner: string | null) => vendor === null || owner === null || owner === vendor
      for (const page of [...main.pages(), ...unbounded.pages(), ...downloads.pages()])
        if (isMeant(page.vendor)) expire(page)
      // Later requests must not get what a render read before the change.
      for (const [key, started] of inFlight) if (isMeant(started.vendor)) inFlight.delete(key)
    },
    setInformed(informed) {
      isInformed = informed
    },
    stats: () => ({
      pages: main.size() + unbounded.size() + assets.size(),
      bytes: main.bytes() + unbounded.bytes() + assets.bytes(),
      downloads: downloads.size(),
      rendering: inFlight.size,
      rendered,
    }),
  }
}

async function wholeOrGrowing(
  finished: Promise<Rendering>,
  download: SpooledDownload,
  withinMs: number,
): Promise<Rendering> {
  const waiting = new AbortController()
  const patience = sleep(withinMs, null, { signal: waiting.signal }).catch(() => null)
  const rendering = await Promise.race([finished, patience])
  waiting.abort()
  return rendering ?? { kind: 'growing', download, finished }
}

/** Expires the page: it is sent only while the database is away. */
function expire(page: CachedPage): void {
  page.freshUntil = 0
  page.staleUntil = 0
}

/** Counts the changes to a vendor's pages, or (null) to the global ones, which every change concerns. */
function countChanges(): { count(vendor: string | null): void; of(vendor: string | null): number } {
  const byVendor = new Map<string, number>()
  let toAll = 0
  let any = 0
  return {
    count(vendor) {
      any += 1
      if (vendor === null) toAll += 1
      else byVendor.set(vendor, (byVendor.get(vendor) ?? 0) + 1)
    },
    of: (vendor) => (vendor === null ? any : toAll + (byVendor.get(vendor) ?? 0)),
  }
}
