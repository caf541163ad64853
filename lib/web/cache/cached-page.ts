import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Writable } from 'node:stream'
import type { Answer } from '#lib/web/next/next-exchange.ts'
import type { HeaderList, SecurityHeaders } from '#lib/web/policy/security-headers.ts'
import { compress, ENCODINGS, type Encoding, gzipOrIdentity, preferredEncoding } from './encoding.ts'
import type { PageAddress } from './page-address.ts'
import { contentType, keptHeaders, varyHeader } from './send-answer.ts'

/**
 * Shared caches may keep a page as long as this cache does and serve it during a refresh; browsers revalidate each
 * time, which costs a 304.
 */
const PAGE_CACHE_CONTROL = 'public, max-age=0, s-maxage=60, stale-while-revalidate=600'

const STORABLE_TYPES = new Set([
  'text/html',
  'text/plain',
  'text/markdown',
  'text/csv',
  'text/calendar',
  'text/xml',
  'application/xml',
  'application/atom+xml',
  'application/rss+xml',
  'application/feed+json',
  'application/json',
  'application/x-ndjson',
  'application/ndjson',
  'application/problem+json',
  'image/svg+xml',
  'image/png',
])

/** A body that is not in memory. */
export interface StoredBody {
  length: number
  /** Sends the body, and destroys `out` if that fails half-way. */
  pour(out: Writable): void
}

/** One encoding of a page with its headers, ready to send. */
interface Variant {
  etag: string
  headers: HeaderList
  notModifiedHeaders: HeaderList
  body: Buffer | StoredBody
}

/** A finished response; the bodies of downloads are on disk. */
export interface CachedPage {
  key: string
  vendor: string | null
  status: number
  /** sha256 of the body before compression. */
  digest: string
  renderedAt: number
  /** Fresh until then; dropping the page moves both times into the past. */
  freshUntil: number
  /** Until then it is served stale while one render refreshes it. */
  staleUntil: number
  /** No render of it is tried until then: the last one failed. */
  pausedUntil: number
  lastModifiedMs: number
  /** Bodies on disk have no brotli variant. */
  variants: { br: Variant | null; gzip: Variant; identity: Variant }
  /** Its size within the cache's limit. */
  bytes: number
  /** Releases what the page holds outside of memory, after the cache has evicted it. */
  release?(): void
}

/** A page without its times of validity. */
export type MadePage = Omit<CachedPage, 'freshUntil' | 'staleUntil' | 'pausedUntil'>

export interface MakeOptions {
  /** The page that is replaced: equal content keeps its Last-Modified. */
  before: CachedPage | null
  now: number
  securityHeaders: SecurityHeaders
}

/** Whether an answer may be cached for everybody: 200 and 404, of the types that this site serves as pages and downloads. */
export function isStorable(address: PageAddress, answer: Answer): boolean {
  if (answer.headers['set-cookie'] !== undefined || answer.headers['content-encoding'] !== undefined) return false
  if (address.isAsset) return answer.status === 200
  if (answer.status !== 200 && answer.status !== 404) return false
  const type = contentType(answer)
  const mediaType = type.split(';', 1)[0]?.trim() ?? ''
  // Next sends no-store with every dynamic page; for anything else the header is the handler's.
  const mayStore = mediaType === 'text/html' || !/no-store|private/.test(String(answer.headers['cache-control'] ?? ''))
  return STORABLE_TYPES.has(mediaType) && mayStore
}

/** Builds a cached page from an answer in memory. */
export async function makePage(address: PageAddress, answer: Answer, options: MakeOptions): Promise<MadePage> {
  const digest = createHash('sha256').update(answer.body).digest('base64url')
  const type = contentType(answer)
  const [br, gzip] = await Promise.all([compress(answer.body, type, 'br'), compress(answer.body, type, 'gzip')])
  return assemblePage(address, answer, { digest, bodies: { br, gzip, identity: answer.body } }, options)
}

/**
 * A page with these bodies. A null body is not worth sending, and identity is sent instead; an undefined brotli leaves
 * clients the other two.
 */
export function assemblePage(
  address: PageAddress,
  answer: Answer,
  content: {
    digest: string
    bodies: { br?: Buffer | null; gzip: Buffer | StoredBody | null; identity: Buffer | StoredBody }
  },
  options: MakeOptions,
): MadePage {
  const { digest, bodies } = content
  const lastModifiedMs = lastModified(answer, digest, options)
  const shared = sharedHeaders(address, answer, lastModifiedMs, options.securityHeaders)
  const identity = makeVariant('identity', bodies.identity, digest, shared)
  const variants = {
    br: bodies.br === undefined ? null : bodies.br === null ? identity : makeVariant('br', bodies.br, digest, shared),
    gzip: bodies.gzip === null ? identity : makeVariant('gzip', bodies.gzip, digest, shared),
    identity,
  }
  return {
    key: address.key,
    vendor: address.vendor,
    status: answer.status,
    digest,
    renderedAt: options.now,
    lastModifiedMs,
    variants,
    bytes: ENCODINGS.reduce((sum, encoding) => sum + sizeInMemory(variants[encoding]), 0),
  }
}

function sizeInMemory(variant: Variant | null): number {
  return (Buffer.isBuffer(variant?.body) ? variant.body.length : 0) + 1_500
}

/** Sends a page, or 304 when the client already has it. Everything that could be computed before was. */
export function sendPage(request: IncomingMessage, response: ServerResponse, page: CachedPage): void {
  const variant = variantFor(request, page)
  if (page.status === 200 && isNotModified(request.headers, variant.etag, page.lastModifiedMs)) {
    response.writeHead(304, variant.notModifiedHeaders)
    response.end()
    return
  }
  response.writeHead(page.status, variant.headers)
  sendBody(request, response, variant.body)
}

function variantFor({ headers }: IncomingMessage, { variants }: CachedPage): Variant {
  const accept = headers['accept-encoding']
  return variants[preferredEncoding(accept)] ?? variants[gzipOrIdentity(accept)]
}

function sendBody(request: IncomingMessage, response: ServerResponse, body: Buffer | StoredBody): void {
  if (Buffer.isBuffer(body)) response.end(body)
  else if (request.method === 'HEAD') response.end()
  else body.pour(response)
}

/** Sends an expired page, with `Age` and `Warning`, because no newer one can be rendered now (stale-if-error, RFC 5861). */
export function sendStaleIfError(
  request: IncomingMessage,
  response: ServerResponse,
  page: CachedPage,
  now: number,
): void {
  const variant = variantFor(request, page)
  const headers = withCacheControl(variant.headers, 'no-cache')
  const age = String(Math.max(0, Math.floor((now - page.renderedAt) / 1000)))
  response.writeHead(page.status, [...headers, 'Age', age, 'Warning', '110 - "Response is Stale"'])
  sendBody(request, response, variant.body)
}

/** The headers of a shared answer, without those of its body. */
export function sharedHeaders(
  address: PageAddress,
  answer: Answer,
  lastModifiedMs: number | null,
  securityHeaders: SecurityHeaders,
): HeaderList {
  const cacheControl = address.isAsset
    ? String(answer.headers['cache-control'] ?? 'public, max-age=0')
    : PAGE_CACHE_CONTROL
  return [
    ...keptHeaders(answer.headers),
    'Cache-Control',
    cacheControl,
    ...(lastModifiedMs === null ? [] : ['Last-Modified', new Date(lastModifiedMs).toUTCString()]),
    'Vary',
    varyHeader(answer),
    ...securityHeaders(address.path, contentType(answer), answer.body),
  ]
}

function makeVariant(encoding: Encoding, body: Buffer | StoredBody, digest: string, shared: HeaderList): Variant {
  const etag = `"${digest.slice(0, 27)}${encoding === 'identity' ? '' : `-${encoding}`}"`
  const encodingHeaders = encoding === 'identity' ? [] : ['Content-Encoding', encoding]
  return {
    etag,
    headers: [...shared, 'ETag', etag, ...encodingHeaders, 'Content-Length', String(body.length)],
    notModifiedHeaders: [...pick(shared, ['Cache-Control', 'Last-Modified', 'Vary']), 'ETag', etag],
    body,
  }
}

function pick(headers: HeaderList, names: string[]): HeaderList {
  return headers.flatMap((name, index) =>
    index % 2 === 0 && names.includes(name) ? [name, headers[index + 1] ?? ''] : [],
  )
}

function withCacheControl(headers: HeaderList, value: string): HeaderList {
  return headers.map((text, index) => (headers[index - 1] === 'Cache-Control' && index % 2 === 1 ? value : text))
}

function lastModified(answer: Answer, digest: string, { before, now }: Pick<MakeOptions, 'before' | 'now'>): number {
  const said = Date.parse(String(answer.headers['last-modified'] ?? ''))
  if (!Number.isNaN(said)) return said
  if (before?.digest === digest) return before.lastModifiedMs
  return now - (now % 1000)
}

/** RFC 9110, 13.2.2: If-None-Match decides where it is sent, If-Modified-Since only without it. */
function isNotModified(headers: IncomingHttpHeaders, etag: string, lastModifiedMs: number): boolean {
  const known = headers['if-none-match']
  if (known !== undefined) {
    if (known === etag || known === '*') return true
    return known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
  }
  const since = headers['if-modified-since']
  return since !== undefined && Date.parse(since) >= lastModifiedMs
}
