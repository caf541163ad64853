import { Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { Agent, type Dispatcher, request } from 'undici'
import type { SourceDocument } from '#lib/adapters/adapter.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { type AddressGuard, createAddressGuard, RefusedAddressError } from './address-guard.ts'
import { reasonOf } from './fetch-reasons.ts'
import { secondsFromCacheControl, secondsFromRetryAfter } from './http-times.ts'

/** Limits of one exchange, redirects included. */
const CONNECT_TIMEOUT_MS = 10_000
const TOTAL_TIMEOUT_MS = 20_000
const MAX_REDIRECTS = 5
const MAX_ENCODINGS = 5
/** The limit for the body of an error response, which is read only to describe it. */
const MAX_ERROR_BYTES = 65_536
export const DEFAULT_MAX_BYTES = 5_000_000

/** ETag and Last-Modified exactly as the server sent them, to be sent back verbatim. */
export interface Validators {
  etag: string | null
  lastModified: string | null
}

export interface FetchedDocument extends SourceDocument {
  kind: 'document'
  url: string
  readAt: Date
  validators: Validators
  /** Redirects in order; empty when the first address answered. */
  redirects: { status: number; url: string }[]
  /** How long the answer stays fresh, by its headers; null when they do not say. */
  freshSeconds: number | null
}

export interface NotModified {
  kind: 'not-modified'
  url: string
  readAt: Date
  validators: Validators
  freshSeconds: number | null
}

/** A fetch without a document; `status` where the server answered. */
export class FetchError extends OutageHistoryError {
  readonly status: number | null
  /** Retry-After of a 429 or 503, in seconds from the answer, 0 to 86,400; null without one. */
  readonly retryAfterSeconds: number | null
  /** The body of an error response if it is short; null otherwise. */
  readonly page: SourceDocument | null

  constructor(
    code: string,
    message: string,
    options: ErrorOptions & { status?: number; retryAfterSeconds?: number | null; page?: SourceDocument | null } = {},
  ) {
    super(code, message, options)
    this.status = options.status ?? null
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
    this.page = options.page ?? null
  }
}

/** Whether the answer says that nothing exists at the address. */
export function saysGone(error: unknown): boolean {
  return error instanceof FetchError && (error.status === 404 || error.status === 410)
}

export interface Fetcher {
  /**
   * Reads one address. With validators, the answer may be `not-modified`. Throws FetchError, or RefusedAddressError for
   * an address that the rules forbid, at any hop.
   */
  fetch(
    url: string,
    options?: { validators?: Validators; maxBytes?: number; signal?: AbortSignal },
  ): Promise<FetchedDocument | NotModified>
  close(): Promise<void>
}

/** `userAgent` identifies the site, so that a vendor can contact its operator. */
export function createFetcher({
  allowCidrs,
  userAgent,
  totalTimeoutMs = TOTAL_TIMEOUT_MS,
}: {
  allowCidrs: readonly string[]
  userAgent: string
  totalTimeoutMs?: number
}): Fetcher {
  const guard = createAddressGuard(allowCidrs, CONNECT_TIMEOUT_MS)
  const agent = new Agent({
    connect: guard.connect,
    headersTimeout: totalTimeoutMs,
    bodyTimeout: totalTimeoutMs,
    maxHeaderSize: 32_768,
    keepAliveTimeout: 1_000,
    pipelining: 0,
  })

  return {
    async fetch(url, { validators, maxBytes = DEFAULT_MAX_BYTES, signal } = {}) {
      const deadline = AbortSignal.timeout(totalTimeoutMs)
      const headers = {
        'user-agent': userAgent,
        accept:
          'application/json, application/atom+xml, application/rss+xml, text/xml;q=0.9, text/html;q=0.8, */*;q=0.5',
        'accept-encoding': 'gzip, br, deflate',
        ...(validators?.etag && { 'if-none-match': validators.etag }),
        ...(validators?.lastModified && { 'if-modified-since': validators.lastModified }),
      }
      const all = signal === undefined ? deadline : AbortSignal.any([deadline, signal])
      try {
        return await follow(url, { dispatcher: agent, headers, signal: all }, guard, maxBytes)
      } catch (error) {
        if (deadline.aborted) {
          throw new FetchError('timeout', `${url} did not finish within ${totalTimeoutMs / 1000} s.`, { cause: error })
        }
        throw explain(error, url)
      }
    },
    close: () => agent.close(),
  }
}

interface Exchange {
  dispatcher: Dispatcher
  headers: Record<string, string>
  signal: AbortSignal
}

async function follow(first: string, exchange: Exchange, guard: AddressGuard, maxBytes: number) {
  const redirects: FetchedDocument['redirects'] = []
  let url = parseUrl(first)
  for (;;) {
    guard.checkUrl(url)
    const response = await request(url, exchange)
    const location = response.headers.location
    if (
      response.statusCode >= 300 &&
      response.statusCode < 400 &&
      response.statusCode !== 304 &&
      typeof location === 'string'
    ) {
      await response.body.dump({ limit: 65_536 })
      redirects.push({ status: response.statusCode, url: url.href })
      if (redirects.length > MAX_REDIRECTS) {
        throw new FetchError('too_many_redirects', `${first} redirects more than ${MAX_REDIRECTS} times.`)
      }
      const next = parseUrl(location, url)
      if (url.protocol === 'https:' && next.protocol === 'http:') {
        throw new RefusedAddressError(`${url.href} redirects from https to http (${next.href}), which is not allowed.`)
      }
      url = next
      continue
    }
    return readResponse(response, url.href, redirects, maxBytes, exchange.signal)
  }
}

async function readResponse(
  response: Dispatcher.ResponseData,
  url: string,
  redirects: FetchedDocument['redirects'],
  maxBytes: number,
  signal: AbortSignal,
): Promise<FetchedDocument | NotModified> {
  const { statusCode: status, headers } = response
  const readAt = new Date()
  const common = {
    url,
    readAt,
    validators: { etag: one(headers.etag), lastModified: one(headers['last-modified']) },
    freshSeconds: secondsFromCacheControl(one(headers['cache-control'])),
  }
  if (status === 304) {
    await response.body.dump({ limit: 65_536 })
    return { kind: 'not-modified', ...common }
  }
  if (status !== 200) {
    const encoding = one(headers['content-encoding'])
    const bytes = await readBody(response.body, encoding, MAX_ERROR_BYTES, url, signal).catch(() => null)
    throw new FetchError(`http_${status}`, `HTTP ${status} from ${url}.`, {
      status,
      retryAfterSeconds: secondsFromRetryAfter(one(headers['retry-after']), readAt),
      page: bytes && { bytes, url, contentType: one(headers['content-type']), readAt },
    })
  }
  const bytes = await readBody(response.body, one(headers['content-encoding']), maxBytes, url, signal)
  return { kind: 'document', bytes, contentType: one(headers['content-type']), redirects, ...common }
}

/** Counts the bytes received and the bytes decoded, and stops at the first limit exceeded. */
async function readBody(body: Readable, encoding: string | null, maxBytes: number, url: string, signal: AbortSignal) {
  const decoders = decodersFor(encoding, url)
  const tooLarge = () => new FetchError('too_large', `${url} sends more than ${maxBytes / 1_000_000} MB.`)
  let wireBytes = 0
  const counted = Readable.from(
    (async function* () {
      for await (const chunk of body) {
        wireBytes += chunk.length
        if (wireBytes > maxBytes) throw tooLarge()
        yield chunk
      }
    })(),
  )
  let stream: Readable = counted
  for (const decoder of decoders) {
    stream.on('error', (error) => decoder.destroy(error))
    stream = stream.pipe(decoder)
  }
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of stream) {
      signal.throwIfAborted()
      length += chunk.length
      if (length > maxBytes) throw tooLarge()
      chunks.push(chunk)
    }
  } finally {
    for (const open of [counted, ...decoders]) open.destroy()
    body.destroy()
  }
  return Buffer.concat(chunks)
}

function decodersFor(encoding: string | null, url: string): Transform[] {
  const names = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
  if (names.length > MAX_ENCODINGS) {
    throw new FetchError(
      'too_many_encodings',
      `${url} has ${names.length} layers of content encoding, which is too many.`,
    )
  }
  // Encodings were applied in the listed order, so they are decoded from the last.
  return names.reverse().map((name) => {
    if (name === 'gzip' || name === 'x-gzip') return createGunzip()
    if (name === 'br') return createBrotliDecompress()
    if (name === 'deflate') return createInflate()
    throw new FetchError(
      'unknown_encoding',
      `${url} uses the content encoding "${name.slice(0, 40)}", which we did not request.`,
    )
  })
}

/** An error of an exchange with an address as a FetchError with a sentence, or the refusal of the guard. */
export function explain(error: unknown, url: string): Error {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof FetchError || cause instanceof RefusedAddressError) return cause
  }
  const code = codeOf(error) ?? 'network'
  return new FetchError(code.toLowerCase(), `${url} could not be read: ${reasonOf(code)}.`, { cause: error })
}

/** The most specific code: that of the innermost cause. An AbortError's code is a number and says nothing. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const { code } = error as { code?: unknown }
  // undici gives its parser's errors no code where the answer does not even begin as HTTP does.
  const own = error.name === 'HTTPParserError' ? (code ?? 'HPE_INVALID') : code
  return codeOf(error.cause) ?? (typeof own === 'string' ? own : null)
}

function parseUrl(text: string, base?: URL): URL {
  try {
    return new URL(text, base)
  } catch (cause) {
    throw new FetchError('bad_address', `"${text.slice(0, 200)}" is not an address.`, { cause })
  }
}

function one(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null
}
