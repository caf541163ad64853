import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Readable, Transform } from 'node:stream'
import { TooLargeError } from '#lib/domain/errors.ts'
import { MCP_PATH, refuse } from '#lib/web/failure/refuse.ts'
import { SUBSCRIPTION_METHODS } from '#lib/web/subscription-paths.ts'

/** The route itself refuses more than 25 MB with a better message; this is the limit before the route is known. */
const DOCUMENT_BYTES = 26_000_000
/** A question of a program at /mcp is a few hundred bytes. */
export const MCP_BYTES = 100_000
/** What readers' browsers and subscribers of feeds send is under 2 KB. */
export const SUBSCRIPTION_BYTES = 4_000
const OTHER_BYTES = 1_000_000
const DOCUMENT_PATH = /^\/(?:api\/v1|admin)\/vendors\/[^/]+\/documents$/

/** How long to keep reading from a refused client, so that it can read the answer. */
const LINGER_MS = 1_000

export function bodyLimit(path: string): number {
  if (path === MCP_PATH) return MCP_BYTES
  if (SUBSCRIPTION_METHODS.has(path)) return SUBSCRIPTION_BYTES
  return DOCUMENT_PATH.test(path) ? DOCUMENT_BYTES : OTHER_BYTES
}

export function hasBody(request: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': transfer } = request.headers
  return transfer !== undefined || (length !== undefined && length !== '0')
}

/** The request's body, which fails with a TooLargeError beyond `maxBytes`. */
export function limitedBody(request: IncomingMessage, maxBytes: number): Readable {
  let bytes = 0
  const limited = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > maxBytes) done(tooLarge(maxBytes))
      else done(null, chunk)
    },
  })
  request.once('error', (error) => limited.destroy(error))
  return request.pipe(limited)
}

/** Whether the client announces more than `maxBytes`, so that not a byte needs to be read. */
export function announcesTooMuch(request: IncomingMessage, maxBytes: number): boolean {
  return Number(request.headers['content-length'] ?? 0) > maxBytes
}

export function tooLarge(maxBytes: number): TooLargeError {
  const limit = maxBytes < 1_000_000 ? `${maxBytes / 1_000} KB` : `${Math.floor(maxBytes / 1_000_000)} MB`
  return new TooLargeError(`The body is larger than ${limit}, the limit of this address.`)
}

/**
 * Refuses a body and closes the connection. Further bytes are discarded for a second: a client that is cut off while it
 * sends may never read the answer.
 */
export function refuseBody(
  request: IncomingMessage,
  response: ServerResponse,
  status: 400 | 413,
  detail: string,
): void {
  const { end } = refuse(request, response, status, {
    code: status === 413 ? 'too_large' : 'invalid_input',
    detail,
    headers: { Connection: 'close' },
    isHeldOpen: true,
  })
  request.unpipe()
  request.resume()
  const timer = setTimeout(end, LINGER_MS)
  request.once('end', end)
  response.once('close', () => clearTimeout(timer))
}
