import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Writable } from 'node:stream'
import type { Answer } from '#lib/web/next/next-exchange.ts'
import type { HeaderList, SecurityHeaders } from '#lib/web/policy/security-headers.ts'
import { compress, ENCODINGS, type Encoding, gzipOrIdentity, preferredEncoding } from './encoding.ts'
import type { PageAddress } from './page-address.ts'
import { contentType, keptHeaders, varyHeader } from './send-answer.ts'

/** Shared caches may keep a page as long as we do and bridge a refresh; browsers ask each time, which costs a 304. */
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

/** A body that does not lie in memory. */
export interface StoredBody {
  length: number
  /** Sends it, and destroys `out` should that fail half-way. */
  pour(out: Writable): void
}

/** One encoding of a page with all that is sent along, ready to go out. */
interface Variant {
  etag: string
  headers: HeaderList
  notModifiedHeaders: HeaderList
  body: Buffer | StoredBody
}

/** A finished response in memory. */
export interface CachedPage {
  key: string
  vendor: string | null
  status: number
  /** sha256 of the body before compression. */
  digest: string
  renderedAt: number
  /** Until then it is sent as it is; both are moved into the past when the page is dropped. */
  freshUntil: number
  /** Until then it is sent while one render refreshes it. */
  staleUntil: number
  /** Until then no other render of it is tried: the last one took too long, or got no turn. */
  pausedUntil: number
  lastModifiedMs: number
  /** No brotli of what is kept on the disk. */
  variants: { br: Variant | null; gzip: Variant; identity: Variant }
  /** What it takes of the cache's bound. */
  bytes: number
  /** Gives up what it holds outside of memory, once the cache has given it up. */
  release?(): void
}

/** A page but for how long it is good. */
export type MadePage = Omit<CachedPage, 'freshUntil' | 'staleUntil' | 'pausedUntil'>

export interface MakeOptions {
  /** What the page takes the place of: the same content keeps its Last-Modified. */
  before: CachedPage | null
  now: number
  securityHeaders: SecurityHeaders
}

/** Whether an answer may be kept for everybody: 200 and 404, of the types that we serve for taking away. */
export function isStorable(address: PageAddress, answer: Answer): boolean {
  if (answer.headers['set-cookie'] !== undefined || answer.headers['content-encoding'] !== undefined) return false
  if (address.isAsset) return answer.status === 200
  if (answer.status !== 200 && answer.status !== 404) return false
  const type = contentType(answer)
  const mediaType = type.split(';', 1)[0]?.trim() ?? ''
  // Next says no-store of every page that is rendered per request; of anything else it is the handler's own word.
  const mayStore = mediaType === 'text/html' || !/no-store|private/.test(String(answer.headers['cache-control'] ?? ''))
  return STORABLE_TYPES.has(mediaType) && mayStore
}

/** Makes the page that is kept of an answer in memory. */
export async function makePage(address: PageAddress, answer: Answer, options: MakeOptions): Promise<MadePage> {
  const digest = createHash('sha256').update(answer.body).digest('base64url')
  const type = contentType(answer)
  const [br, gzip] = await Promise.all([compress(answer.body, type, 'br'), compress(answer.body, type, 'gzip')])
  return assemblePage(address, answer, { digest, bodies: { br, gzip, identity: answer.body } }, options)
}

/**
 * The page with these bodies. A null is one that is not worth having and stands for identity; a brotli that is undefined
 * leaves clients to choose between the other two.
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

/** Sends a page; 304 when the client already has it. Nothing is computed here that could have been before. */
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

/** Sends a page that is older than it should be, because there is no newer one to be had for now; it says so. */
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

/** The headers of an answer for everybody, but for those of its body. */
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
