import { Agent, request } from 'undici'
import { createAddressGuard } from './address-guard.ts'
import { explain, FetchError } from './fetch-document.ts'
import { secondsFromRetryAfter } from './http-times.ts'

const CONNECT_TIMEOUT_MS = 5_000
const TOTAL_TIMEOUT_MS = 10_000
/** As much of an answer as says why; the rest is not read. */
const MAX_ANSWER_BYTES = 2_000

/** What another server answered, whatever its status. Redirects are answers too: nothing is sent anywhere else. */
export interface SentAnswer {
  status: number
  /** The beginning of the body. */
  text: string
  /** Whether there was more of it, which was not read. */
  isCut: boolean
  /** Retry-After, in seconds from 0 to a day; null without one. */
  retryAfterSeconds: number | null
  /** Where a redirect leads, which nothing follows; null without one. */
  location: string | null
}

export interface SendOptions {
  method: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: Buffer | string
}

export interface Sender {
  /** Sends one request. Throws FetchError without an answer, or RefusedAddressError for an address that the rules forbid. */
  send(url: URL, options: SendOptions): Promise<SentAnswer>
  close(): Promise<void>
  /** Ends what is under way too. */
  destroy(): Promise<void>
}

/** Sends what this site has to tell to addresses that strangers have given, within limits of time and size, past the guard. */
export function createSender({
  allowCidrs,
  setting,
  userAgent,
  totalTimeoutMs = TOTAL_TIMEOUT_MS,
}: {
  allowCidrs: readonly string[]
  /** The name of the setting that lists them. */
  setting: string
  userAgent: string
  totalTimeoutMs?: number
}): Sender {
  const guard = createAddressGuard(allowCidrs, CONNECT_TIMEOUT_MS, setting)
  const agent = new Agent({
    connect: guard.connect,
    headersTimeout: totalTimeoutMs,
    bodyTimeout: totalTimeoutMs,
    maxHeaderSize: 32_768,
    keepAliveTimeout: 4_000,
    pipelining: 1,
  })
  return {
    async send(url, { method, headers, body }) {
      const deadline = AbortSignal.timeout(totalTimeoutMs)
      try {
        guard.checkUrl(url)
        const answer = await request(url, {
          dispatcher: agent,
          method,
          headers: { 'user-agent': userAgent, ...headers },
          body,
          signal: deadline,
        })
        const { 'retry-after': retryAfter, location } = answer.headers
        return {
          status: answer.statusCode,
          ...(await readStart(answer.body)),
          retryAfterSeconds: secondsFromRetryAfter(typeof retryAfter === 'string' ? retryAfter : null, new Date()),
          location: typeof location === 'string' ? location : null,
        }
      } catch (error) {
        if (deadline.aborted)
          throw new FetchError('timeout', `${url.host} did not answer within ${totalTimeoutMs / 1_000} s.`, {
            cause: error,
          })
        throw explain(error, url.origin)
      }
    },
    close: () => agent.close(),
    destroy: () => agent.destroy(),
  }
}

async function readStart(body: AsyncIterable<Buffer>): Promise<{ text: string; isCut: boolean }> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > MAX_ANSWER_BYTES) break
  }
  const start = Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES)
  return { text: start.toString('utf8'), isCut: bytes > MAX_ANSWER_BYTES }
}
