import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { createPageCache, type PageCacheOptions } from '#lib/web/cache/page-cache.ts'
import { createDownloadMaker, type DownloadMaker } from '#lib/web/download/make-download.ts'
import { createSpool, type Spool } from '#lib/web/download/spool.ts'
import { createRequestHandler, noRequests, type OwnRoute, type RequestCounts } from '#lib/web/handle-request.ts'
import { createRateLimit } from '#lib/web/limit/rate-limit.ts'
import { createRenderCosts } from '#lib/web/limit/render-cost.ts'
import { createAsk } from '#lib/web/next/ask.ts'
import { createDocument } from '#lib/web/next/document.ts'
import { createPageStyles } from '#lib/web/next/page-styles.ts'
import { createRenderPage } from '#lib/web/next/render-page.ts'
import { createSecurityHeaders } from '#lib/web/policy/security-headers.ts'

export interface Reply {
  status: number
  headers: IncomingHttpHeaders
  /** As it came over the wire. */
  bytes: Buffer
  /** Decoded. */
  text: string
}

export interface Asking {
  method?: string
  headers?: Record<string, string | undefined>
  body?: string | Buffer
}

/** Asks over a real socket, with exactly these headers and no help of a client library. */
export function ask(origin: string, path: string, { method = 'GET', headers = {}, body }: Asking = {}): Promise<Reply> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const text = decode(bytes, response.headers['content-encoding'])
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, text })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

function decode(bytes: Buffer, encoding: string | undefined): string {
  if (bytes.length === 0 || encoding === undefined) return bytes.toString()
  return (encoding === 'br' ? brotliDecompressSync(bytes) : gunzipSync(bytes)).toString()
}

/** What stands in the place of Next: answers by path, and remembers what it was asked. */
export type FakePage = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

export interface Served {
  origin: string
  get(path: string, headers?: Record<string, string | undefined>): Promise<Reply>
  send(path: string, asking: Asking): Promise<Reply>
  /** Method and address of everything that Next was asked. */
  asked: string[]
  /** The request that Next was asked last. */
  lastAsked(): IncomingMessage
  /** Moves the clock of cache and rate limit. */
  pass(milliseconds: number): void
  database: { isAway: boolean }
  pages: ReturnType<typeof createPageCache>
  downloads: DownloadMaker
  spool: Spool
  counts: RequestCounts
  close(): Promise<void>
}

export interface ServeOptions {
  pages: Record<string, FakePage>
  publicUrl?: string
  trustProxy?: boolean
  /** Of the build, by address. */
  styleSheets?: Record<string, string>
  maxBytes?: PageCacheOptions['maxBytes']
  ownRoutes?: Record<string, OwnRoute>
  /** How long a download is waited for before it is sent as far as it goes. */
  wholeWithinMs?: number
  /** Room for downloads on the disk. */
  spoolBytes?: number
  /** Tokens of the rate limit's bucket; nothing flows in but by `pass`. */
  bucket?: number
  /** Processor time that the process is said to have used; none by itself. */
  cpuMs?: () => number
}

/** The HTTP layer on a real server, around pages that a test makes up, with a clock that the test moves. */
export async function serve(options: ServeOptions): Promise<Served> {
  const publicUrl = new URL(options.publicUrl ?? 'http://outages.example')
  const asked: IncomingMessage[] = []
  const database = { isAway: false }
  const counts = noRequests()
  let now = Date.parse('2026-05-28T00:00:00Z')
  const clock = () => now
  const isDatabaseAway = () => database.isAway
  const styles = createPageStyles(new Map(Object.entries(options.styleSheets ?? {})), new Set())
  const arrange = createDocument(styles)
  const securityHeaders = createSecurityHeaders({
    isHttps: publicUrl.protocol === 'https:',
    isOurStyle: styles.isOurs,
  })

  const handleNext = async (incoming: IncomingMessage, response: ServerResponse) => {
    asked.push(incoming)
    const path = incoming.url?.split('?', 1)[0] ?? ''
    const page = options.pages[path] ?? notFound
    await page(incoming, response)
  }
  const costs = createRenderCosts(options.cpuMs ?? (() => 0))
  const askPage = createAsk(handleNext, costs)
  const spool = createSpool(join(tmpdir(), 'outage-history-downloads'), options.spoolBytes ?? 100_000_000)
  const downloads = createDownloadMaker(spool)
  const pages = createPageCache({
    render: createRenderPage({ ask: askPage, arrange, publicUrl, isDatabaseAway, downloads }),
    isDatabaseAway,
    securityHeaders,
    costs,
    now: clock,
    maxBytes: options.maxBytes,
    ...(options.wholeWithinMs !== undefined && { wholeWithinMs: options.wholeWithinMs }),
  })
  const server = createServer(
    createRequestHandler({
      ask: askPage,
      arrange,
      pages,
      securityHeaders,
      rateLimit: createRateLimit(clock, options.bucket ?? 100_000, 100),
      costs,
      publicUrl,
      trustProxy: options.trustProxy ?? false,
      ownRoutes: new Map(Object.entries(options.ownRoutes ?? {})),
      isDatabaseAway,
      counts,
      now: clock,
    }),
  )
  const origin = await listen(server)
  return {
    origin,
    get: (path, headers) => ask(origin, path, headers === undefined ? {} : { headers }),
    send: (path, asking) => ask(origin, path, asking),
    get asked() {
      return asked.map(({ method, url }) => `${method} ${url}`)
    },
    lastAsked() {
      const last = asked.at(-1)
      if (last === undefined) throw new Error('Next was not asked anything.')
      return last
    },
    pass(milliseconds) {
      now += milliseconds
    },
    database,
    pages,
    downloads,
    spool,
    counts,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A page as Next sends one: in pieces, never to be cached, with its flight data inline. */
export function page(content: string | (() => string), status = 200): FakePage {
  return (_request, response) => {
    response.statusCode = status
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.setHeader('Cache-Control', 'private, no-cache, no-store, max-age=0, must-revalidate')
    response.setHeader('Vary', 'rsc, next-router-state-tree')
    response.write('<!DOCTYPE html><html lang="en"><body>')
    response.write(typeof content === 'string' ? content : content())
    response.end('<script>self.__next_f.push([1,"data"])</script></body></html>')
  }
}

export function file(contentType: string, body: string, headers: Record<string, string> = {}): FakePage {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': contentType, ...headers })
    response.end(body)
  }
}

export const notFound: FakePage = page('<h1>Not found</h1>', 404)

/** What Next sends when a page throws. */
export const failing: FakePage = (_request, response) => {
  response.statusCode = 500
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.end('<!DOCTYPE html><html id="__next_error__"><head></head><body></body></html>')
}

export interface Gate {
  isOpen: Promise<void>
  open(): void
}

/** Something to wait for that the test lets happen. */
export function gate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { isOpen: promise, open: resolve }
}

/** Polls until `check` gives something other than false, null or undefined; fails after the deadline. */
export async function until<T>(check: () => T | Promise<T>, deadlineMs = 30_000): Promise<NonNullable<T>> {
  const deadline = performance.now() + deadlineMs
  for (;;) {
    const value = await check()
    if (value) return value
    if (performance.now() > deadline) throw new Error(`It did not come about within ${deadlineMs} ms.`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
