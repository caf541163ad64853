import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { isDeepStrictEqual } from 'node:util'
import { isStatement } from '#lib/web/failure/failure.ts'
import type { Answer } from '#lib/web/next/next-exchange.ts'
import { type HeaderList, isHtml, type SecurityHeaders } from '#lib/web/policy/security-headers.ts'
import { gzipOrIdentity, preferredEncoding } from './encoding.ts'
import type { PageAddress } from './page-address.ts'
import { contentType, hasTag, keptHeaders, varyHeader } from './send-answer.ts'
import { finishedVariant, type Sendable, type StoredBody, type Variant, type Variants, variantsOf } from './variant.ts'

/**
 * Shared caches may keep a page for a minute, and another one during a refresh; browsers revalidate a page each time, which costs
 * a 304. Programs read files from their own caches for as long; some shared caches keep nothing whose max-age is 0.
 */
const SHARED = 's-maxage=60, stale-while-revalidate=60'
const PAGE_CACHE_CONTROL = `public, max-age=0, ${SHARED}`
const FILE_CACHE_CONTROL = `public, max-age=60, ${SHARED}`
/** Whoever asks the API asks for the present. */
const API_CACHE_CONTROL = 'public, no-cache'

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

/** What the headers of one encoding take in memory, roughly. */
const HEADER_BYTES = 1_500

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
  /** Those of its response that all variants have in common. */
  headers: HeaderList
  variants: Variants
  /** Its size within the cache's limit. */
  bytes: number
  /** Releases what the page holds outside of memory, after the cache has evicted it. */
  release?(): void
}

/** A page without its times of validity. */
export type MadePage = Omit<CachedPage, 'freshUntil' | 'staleUntil' | 'pausedUntil'>

export interface MakeOptions {
  /** The page that is replaced: equal content keeps its Last-Modified, and is not compressed again. */
  before: CachedPage | null
  now: number
  securityHeaders: SecurityHeaders
}

/** Whether an answer may be cached for everybody: 200, 404 and what a handler states by 503, of the types that this site serves as pages and downloads. */
export function isStorable(address: PageAddress, answer: Answer): boolean {
  if (answer.headers['set-cookie'] !== undefined || answer.headers['content-encoding'] !== undefined) return false
  if (address.isAsset) return answer.status === 200
  if (answer.status !== 200 && answer.status !== 404 && !isStatement(answer)) return false
  const type = contentType(answer)
  const mediaType = type.split(';', 1)[0]?.trim() ?? ''
  // Next sends no-store with every dynamic page; for anything else the header is the handler's.
  const mayStore = mediaType === 'text/html' || !/no-store|private/.test(String(answer.headers['cache-control'] ?? ''))
  return STORABLE_TYPES.has(mediaType) && mayStore
}

/** Builds a cached page from an answer in memory. */
export function makePage(address: PageAddress, answer: Answer, options: MakeOptions): MadePage {
  const digest = createHash('sha256').update(answer.body).digest('base64url')
  const { lastModifiedMs, headers } = datedHeaders(address, answer, digest, options)
  const page = { ...pageOf(address, answer, options), digest, lastModifiedMs, headers }
  const { before } = options
  // What lies on disk goes with its page.
  const isSame =
    before?.release === undefined && before?.digest === digest && isDeepStrictEqual(before.headers, headers)
  if (isSame) return { ...page, variants: before.variants, bytes: before.bytes }
  const variants = variantsOf(answer.body, contentType(answer), { digest, headers })
  return { ...page, variants, bytes: answer.body.length + 3 * HEADER_BYTES }
}

/** Builds a cached page from bodies on disk, which count with `bytes`. */
export function makeStoredPage(
  address: PageAddress,
  answer: Answer,
  content: { digest: string; gzip: StoredBody; identity: StoredBody; bytes: number },
  options: MakeOptions,
): MadePage {
  const { digest, bytes } = content
  const { lastModifiedMs, headers } = datedHeaders(address, answer, digest, options)
  const gzip = finishedVariant('gzip', content.gzip, { digest, headers })
  const identity = finishedVariant('identity', content.identity, { digest, headers })
  const variants = { br: null, gzip, identity }
  return { ...pageOf(address, answer, options), digest, lastModifiedMs, headers, variants, bytes }
}

function pageOf(address: PageAddress, { status }: Answer, { now }: MakeOptions) {
  return { key: address.key, vendor: address.vendor, status, renderedAt: now }
}

function datedHeaders(address: PageAddress, answer: Answer, digest: string, options: MakeOptions) {
  const lastModifiedMs = lastModified(answer, digest, options)
  return { lastModifiedMs, headers: sharedHeaders(address, answer, lastModifiedMs, options.securityHeaders) }
}

/**
 * Sends a page, or 304 when the client already has it. Everything that could be computed before was, except that a body is
 * compressed for the first client that wants it so; only then there is something to wait for.
 */
export function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  page: CachedPage,
): Promise<void> | undefined {
  const variant = variantFor(request, page)
  if (page.status === 200 && isNotModified(request.headers, variant.etag, page.lastModifiedMs)) {
    response.writeHead(304, variant.notModifiedHeaders)
    response.end()
    return
  }
  if (variant.sendable === null) return sendOnceCompressed(request, response, page, variant)
  send(request, response, page.status, variant.sendable)
}

async function sendOnceCompressed(
  request: IncomingMessage,
  response: ServerResponse,
  { status }: CachedPage,
  variant: Variant,
): Promise<void> {
  const sendable = await variant.makeSendable()
  // The client may have left meanwhile.
  if (!response.destroyed) send(request, response, status, sendable)
}

function variantFor({ headers }: IncomingMessage, { variants }: CachedPage): Variant {
  const accept = headers['accept-encoding']
  return variants[preferredEncoding(accept)] ?? variants[gzipOrIdentity(accept)]
}

function send(request: IncomingMessage, response: ServerResponse, status: number, { headers, body }: Sendable): void {
  response.writeHead(status, headers)
  if (Buffer.isBuffer(body)) response.end(body)
  else if (request.method === 'HEAD') response.end()
  else body.pour(response)
}

/**
 * Sends a page that is older than promised while another render refreshes it. Says how old it is, so that shared caches do not
 * keep it as if it were new.
 */
export async function sendAged(
  request: IncomingMessage,
  response: ServerResponse,
  page: CachedPage,
  now: number,
): Promise<void> {
  const variant = variantFor(request, page)
  const age = ['Age', ageOf(page, now)]
  if (page.status === 200 && isNotModified(request.headers, variant.etag, page.lastModifiedMs)) {
    response.writeHead(304, [...variant.notModifiedHeaders, ...age])
    response.end()
    return
  }
  const { headers, body } = await variant.makeSendable()
  if (!response.destroyed) send(request, response, page.status, { headers: [...headers, ...age], body })
}

function ageOf({ renderedAt }: CachedPage, now: number): string {
  return String(Math.max(0, Math.floor((now - renderedAt) / 1000)))
}

/** Sends an expired page, with `Age` and `Warning`, because no newer one can be rendered now (stale-if-error, RFC 5861). */
export async function sendStaleIfError(
  request: IncomingMessage,
  response: ServerResponse,
  page: CachedPage,
  now: number,
): Promise<void> {
  const { headers, body } = await variantFor(request, page).makeSendable()
  if (response.destroyed) return
  const marked = [
    ...withCacheControl(headers, 'no-cache'),
    'Age',
    ageOf(page, now),
    'Warning',
    '110 - "Response is Stale"',
  ]
  send(request, response, page.status, { headers: marked, body })
}

/** The headers of a shared answer, without those of its body. */
export function sharedHeaders(
  address: PageAddress,
  answer: Answer,
  lastModifiedMs: number | null,
  securityHeaders: SecurityHeaders,
): HeaderList {
  return [
    ...keptHeaders(answer.headers),
    'Cache-Control',
    cacheControlOf(address, answer),
    ...(lastModifiedMs === null ? [] : ['Last-Modified', new Date(lastModifiedMs).toUTCString()]),
    'Vary',
    varyHeader(answer),
    ...securityHeaders(address.path, contentType(answer), answer.body),
  ]
}

function cacheControlOf(address: PageAddress, answer: Answer): string {
  const said = answer.headers['cache-control']
  if (address.isAsset) return String(said ?? 'public, max-age=0')
  if (isStatement(answer)) return 'no-store'
  if (address.isApi) return String(said ?? API_CACHE_CONTROL)
  return isHtml(contentType(answer)) ? PAGE_CACHE_CONTROL : FILE_CACHE_CONTROL
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
  if (known !== undefined) return hasTag(known, etag)
  const since = headers['if-modified-since']
  return since !== undefined && Date.parse(since) >= lastModifiedMs
}
