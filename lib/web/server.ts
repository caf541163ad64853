import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Pool } from 'pg'
import { dropHeld, setInformed } from '#lib/database/held.ts'
import { createPageCache } from '#lib/web/cache/page-cache.ts'
import { createDownloadMaker } from '#lib/web/download/make-download.ts'
import { createSpool } from '#lib/web/download/spool.ts'
import { createRateLimit } from '#lib/web/limit/rate-limit.ts'
import { createRenderCosts } from '#lib/web/limit/render-cost.ts'
import { createAsk } from '#lib/web/next/ask.ts'
import { createDocument } from '#lib/web/next/document.ts'
import type { HandleNext } from '#lib/web/next/next-exchange.ts'
import { createPageStyles } from '#lib/web/next/page-styles.ts'
import { createRenderPage } from '#lib/web/next/render-page.ts'
import type { StyleSheets } from '#lib/web/next/style-sheets.ts'
import { createSecurityHeaders } from '#lib/web/policy/security-headers.ts'
import { createRequestHandler, noRequests } from './handle-request.ts'
import { checkReadiness } from './health.ts'
import { listenForChanges } from './listen.ts'
import { createMetrics } from './metrics.ts'
import { createOwnRoutes } from './own-routes.ts'

/** In milliseconds and bytes; a test may want less of them. */
export const LIMITS = {
  /** Cookies and filters fit many times over. */
  maxHeaderSize: 16_384,
  headersTimeout: 10_000,
  /** A document of 25 MB in two minutes is 1.7 Mbit/s. */
  requestTimeout: 120_000,
  /** Longer than the idle time of the usual proxies (nginx and AWS: 60 s), so that it is they who hang up. */
  keepAliveTimeout: 65_000,
  /** How long a client may take nothing of an answer that waits for it, or a handler say nothing. */
  silence: 60_000,
  checkingInterval: 2_000,
  /** How long requests under way are waited for when the site stops. */
  stopping: 12_000,
  connections: 4_000,
}

/** Twice what is kept: a file that has been replaced stays until its last reader has it. */
const MAX_SPOOL_BYTES = 1_000_000_000

export interface SiteOptions {
  /** Next's request handler: `app.getRequestHandler()` of a prepared `next({ dev: false })`. */
  handleNext: HandleNext
  /** Of the build that it answers from. */
  styleSheets: StyleSheets
  /** What may be a class in the site's script. */
  scriptWords?: ReadonlySet<string>
  /** The address that visitors know, without a slash at its end. */
  publicUrl: string
  databaseUrl: string
  /** The process's pool, for the readiness check. */
  pool: Pool
  /** Where downloads lie while they are made and sent. */
  spoolFolder: string
  /** prisma/migrations */
  migrationsFolder: string
  /** Whether /readyz asks for a worker's sign of life: yes where this start brings one along. */
  expectsWorker: boolean
  /** Believe the last address of X-Forwarded-For. Only behind a proxy that sets it. */
  trustProxy: boolean
  /** Whether an Authorization header carries a token of this site. */
  hasToken(authorization: string): Promise<boolean>
  /** Whether pages may report errors of the site's script. */
  reportsScriptErrors?: boolean
  /** Where weaknesses are to be reported, for security.txt; null or none for no such file. */
  securityContact?: string | null
  /** More for /metrics, in Prometheus's text format. */
  moreMetrics?(): Promise<string>
}

export interface Site {
  server: Server
  bootId: string
  /** Begins to serve; gives back the port, which is a free one when `port` is 0. Rejects when it is taken. */
  listen(port: number, host: string): Promise<number>
  /** Takes no new requests, finishes those under way, and is closed within 15 s. A second call waits for the first. */
  stop(): Promise<void>
}

/**
 * The site's HTTP server: Next behind the page cache. bin/start makes it once Next is prepared and the database migrated;
 * it then needs only `listen`, and `stop` on SIGTERM, before the database is closed.
 */
export function createSite(options: SiteOptions, limits = LIMITS): Site {
  const { databaseUrl, pool, migrationsFolder, expectsWorker } = options
  const costs = createRenderCosts()
  const ask = createAsk(options.handleNext, costs)
  const publicUrl = new URL(options.publicUrl)
  const bootId = randomUUID()
  const counts = noRequests()
  let stopped: Promise<void> | null = null

  const styles = createPageStyles(options.styleSheets, options.scriptWords ?? new Set())
  const securityHeaders = createSecurityHeaders({
    isHttps: publicUrl.protocol === 'https:',
    isOurStyle: styles.isOurs,
  })
  const isDatabaseAway = () => listener.isAway()
  const downloads = createDownloadMaker(createSpool(options.spoolFolder, MAX_SPOOL_BYTES))
  const arrange = createDocument(styles)
  const pages = createPageCache({
    render: createRenderPage({ ask, arrange, publicUrl, isDatabaseAway, downloads }),
    isDatabaseAway,
    securityHeaders,
    costs,
  })
  const inform = (isInformed: boolean) => {
    setInformed(isInformed)
    pages.setInformed(isInformed)
    pages.drop(null)
  }
  inform(false)
  const listener = listenForChanges({
    databaseUrl,
    // Pages last: they are made of what is held.
    onChange(vendor) {
      dropHeld(vendor)
      pages.drop(vendor)
    },
    onConnected: () => inform(true),
    onLost: () => inform(false),
  })

  const { maxHeaderSize, headersTimeout, requestTimeout, keepAliveTimeout } = limits
  const server = createServer({
    maxHeaderSize,
    headersTimeout,
    requestTimeout,
    keepAliveTimeout,
    connectionsCheckingInterval: limits.checkingInterval,
  })
  server.timeout = limits.silence
  server.maxConnections = limits.connections
  // Whoever comes when there is no room left is turned away; the next one finds what the idle ones gave up.
  server.on('drop', () => server.closeIdleConnections())
  const connections = trackConnections(server)
  const metrics = createMetrics({ counts, pages, isDatabaseAway, connections: () => connections.size })
  const handle = createRequestHandler({
    ask,
    arrange,
    pages,
    rateLimit: createRateLimit(),
    costs,
    securityHeaders,
    publicUrl,
    trustProxy: options.trustProxy,
    isDatabaseAway,
    counts,
    ownRoutes: createOwnRoutes({
      bootId,
      hasToken: options.hasToken,
      publicUrl: options.publicUrl,
      securityContact: options.securityContact ?? null,
      reportsScriptErrors: options.reportsScriptErrors ?? false,
      isStopping: () => stopped !== null,
      metrics: async () => metrics() + ((await options.moreMetrics?.()) ?? ''),
      checkReadiness: () => checkReadiness({ pool, migrationsFolder, expectsWorker }),
    }),
  })
  server.on('request', (request, response) => {
    if (stopped !== null) response.shouldKeepAlive = false
    handle(request, response)
  })

  async function stop(): Promise<void> {
    await closeServer(server, connections, limits.stopping)
    await downloads.stop()
    await listener.stop()
    setInformed(false)
  }

  return {
    server,
    bootId,
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          server.off('error', reject)
          resolve((server.address() as AddressInfo).port)
        })
      }),
    stop: () => (stopped ??= stop()),
  }
}

function trackConnections(server: Server): ReadonlySet<Socket> {
  const connections = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  return connections
}

/** Connections that are idle go at once, the others when their request is done, and what hangs after a while. */
function closeServer(server: Server, connections: ReadonlySet<Socket>, patienceMs: number): Promise<void> {
  const endIdle = () => {
    server.closeIdleConnections()
    for (const socket of connections) {
      // Node does not count as idle what browsers open in advance and have not used yet.
      const isUnused = socket.bytesRead === 0
      // Streams of events, which alone have no timeout (see send-answer.ts), do not end by themselves; readers come back.
      const isEndless = socket.timeout === 0
      if (isUnused || isEndless) socket.destroy()
    }
  }
  const idle = setInterval(endIdle, 100)
  const patience = setTimeout(() => server.closeAllConnections(), patienceMs)
  return new Promise((resolve) => {
    server.close(() => {
      clearInterval(idle)
      clearTimeout(patience)
      resolve()
    })
    endIdle()
  })
}
