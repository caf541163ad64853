import { createHash } from 'node:crypto'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Writable } from 'node:stream'
import { constants, createGzip } from 'node:zlib'
import type { Answer } from '#lib/web/next/next-exchange.ts'
import type { HeaderList, SecurityHeaders } from '#lib/web/policy/security-headers.ts'
import { compress, isCompressible, preferredEncoding } from './encoding.ts'

/** Headers that this layer sets itself, or that belong to one connection. */
const REPLACED = new Set([
  'cache-control',
  'connection',
  'content-length',
  'content-security-policy',
  'date',
  'etag',
  'keep-alive',
  'last-modified',
  'set-cookie',
  'transfer-encoding',
  'vary',
  'x-powered-by',
])

export const EVENT_STREAM = /^text\/event-stream/

export interface Delivery {
  request: IncomingMessage
  response: ServerResponse
  securityHeaders: SecurityHeaders
  cacheControl: string
}

/** Sends an answer from Next that is not cached. The caller adds its cookies. */
export async function sendAnswer(delivery: Delivery, answer: Answer, extra: HeaderList = []): Promise<void> {
  const { request, response } = delivery
  const compressed = wantsGzip(request, answer) ? await compress(answer.body, contentType(answer), 'gzip') : null
  const headers = [...answerHeaders(delivery, answer), ...extra]
  if (compressed !== null) headers.push('Content-Encoding', 'gzip')
  const body = compressed ?? answer.body
  // No Content-Length where none is allowed (RFC 9110, 8.6), nor for HEAD, where the length of an empty body would be
  // wrong.
  if (answer.status !== 204 && answer.status !== 304 && request.method !== 'HEAD')
    headers.push('Content-Length', String(body.length))
  response.writeHead(answer.status, headers)
  response.end(body)
}

/**
 * Sends an answer that is the same for everybody, with an ETag of its content; 304 to a client that has it. Caches may keep it, and
 * ask each time.
 */
export async function sendTagged(delivery: Delivery, answer: Answer): Promise<void> {
  const { request, response } = delivery
  // Weak, since it is the same for each encoding.
  const etag = `W/"${createHash('sha256').update(answer.body).digest('base64url').slice(0, 27)}"`
  const said = String(answer.headers['cache-control'] ?? '')
  const tagged = { ...delivery, cacheControl: said.startsWith('public') ? said : 'public, no-cache' }
  const known = request.headers['if-none-match']
  if (known === undefined || !hasTag(known, etag)) return await sendAnswer(tagged, answer, ['ETag', etag])
  response.writeHead(304, [...answerHeaders(tagged, answer), 'ETag', etag])
  response.end()
}

/** Whether an `If-None-Match` names a tag; by RFC 9110, 8.8.3.2, weak or not makes no difference. */
export function hasTag(known: string, etag: string): boolean {
  if (known === etag || known === '*') return true
  return known.split(',').some((tag) => withoutWeak(tag.trim()) === withoutWeak(etag))
}

function withoutWeak(tag: string): string {
  return tag.replace(/^W\//, '')
}

/**
 * Sends the head of an answer and returns the stream for its body: for a body too long to collect, or one that never
 * ends.
 */
export function openAnswer(delivery: Delivery, head: Omit<Answer, 'body'>, extra: HeaderList = []): Writable {
  const { request, response } = delivery
  const answer = { ...head, body: Buffer.alloc(0) }
  const headers = [...answerHeaders(delivery, answer), ...extra]
  if (!isCompressible(contentType(answer)) || !wantsGzip(request, answer)) {
    const length = answer.headers['content-length']
    response.writeHead(answer.status, length === undefined ? headers : [...headers, 'Content-Length', String(length)])
    response.flushHeaders()
    // Events can be far apart, and the reader sends nothing meanwhile.
    if (EVENT_STREAM.test(contentType(answer))) request.socket.setTimeout(0)
    return response
  }
  response.writeHead(answer.status, [...headers, 'Content-Encoding', 'gzip'])
  const gzip = createGzip({ level: constants.Z_BEST_SPEED })
  gzip.pipe(response)
  response.once('close', () => gzip.destroy())
  return gzip
}

/** The headers of an answer that are sent unchanged. */
export function keptHeaders(headers: OutgoingHttpHeaders): HeaderList {
  return Object.entries(headers)
    .filter(([name]) => !REPLACED.has(name))
    .flatMap(([name, value]) => [value ?? []].flat().flatMap((one) => [name, String(one)]))
}

export function contentType(answer: Answer): string {
  return String(answer.headers['content-type'] ?? '').toLowerCase()
}

/** Vary as the handler said it, plus what this layer chooses by, without the headers of Next's router: inbound-headers.ts drops them. */
export function varyHeader(answer: Answer): string {
  const said = [answer.headers.vary ?? []]
    .flat()
    .flatMap((value) => String(value).split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '' && !/^(?:accept-encoding|rsc|next-.*)$/i.test(name))
  return [...said, 'Accept-Encoding'].join(', ')
}

function answerHeaders({ request, securityHeaders, cacheControl }: Delivery, answer: Answer): HeaderList {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
  return [
    ...keptHeaders(answer.headers),
    'Cache-Control',
    cacheControl,
    'Vary',
    varyHeader(answer),
    ...securityHeaders(path, contentType(answer), answer.body),
  ]
}

function wantsGzip(request: IncomingMessage, answer: Answer): boolean {
  return (
    preferredEncoding(request.headers['accept-encoding']) !== 'identity' &&
    answer.headers['content-encoding'] === undefined &&
    !EVENT_STREAM.test(contentType(answer))
  )
}
