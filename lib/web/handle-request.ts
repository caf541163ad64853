import type { IncomingMessage, ServerResponse } from 'node:http'
import { SESSION_COOKIE } from '#lib/domain/access.ts'
import { TooLargeError } from '#lib/domain/errors.ts'
import { type CachedPage, sendAged, sendPage, sendStaleIfError } from '#lib/web/cache/cached-page.ts'
import { cacheKey, type PageAddress, readPageAddress, withoutEmptyFields } from '#lib/web/cache/page-address.ts'
import type { Found, PageCache } from '#lib/web/cache/page-cache.ts'
import { contentType, sendAnswer } from '#lib/web/cache/send-answer.ts'
import { sendGrowing } from '#lib/web/cache/spooled-page.ts'
import {
  type Failure,
  failureOf,
  failureOfAnswer,
  isStatement,
  logFailure,
  REFUSALS,
} from '#lib/web/failure/failure.ts'
import { refuse, sendTo } from '#lib/web/failure/refuse.ts'
import { announcesTooMuch, bodyLimit, hasBody, limitedBody, refuseBody, tooLarge } from '#lib/web/limit/body-limit.ts'
import { clientAddress } from '#lib/web/limit/client-address.ts'
import {
  hasNul,
  inboundHeaders,
  inboundTarget,
  isRouterPath,
  isRouterRequest,
  isWellEncoded,
} from '#lib/web/limit/inbound-headers.ts'
import { type RateLimit, renderTokens } from '#lib/web/limit/rate-limit.ts'
import { assumedMs, measuredAs, type RenderCosts } from '#lib/web/limit/render-cost.ts'
import type { Ask } from '#lib/web/next/ask.ts'
import type { Answer } from '#lib/web/next/next-exchange.ts'
import { passThrough } from '#lib/web/next/pass-through.ts'
import { isHtml, type SecurityHeaders } from '#lib/web/policy/security-headers.ts'
import { answerMethod } from './methods.ts'

/** Pages that Next writes for one visitor stay as they are. */
const OWN_PAGE = /^\/admin(?:[/?]|$)/i

const REDIRECTS = new Set([301, 302, 303, 307, 308])

export type OwnRoute = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

/** How requests were answered since the start, for /metrics. */
export interface RequestCounts {
  fromMemory: number
  staleIfError: number
  shared: number
  passedThrough: number
  limited: number
  /** No slot, lock or connection; too long a wait; no disk space. */
  busy: number
  slow: number
  full: number
  /** An error of this site, or the database was away. */
  failed: number
}

export function noRequests(): RequestCounts {
  return {
    fromMemory: 0,
    staleIfError: 0,
    shared: 0,
    passedThrough: 0,
    limited: 0,
    busy: 0,
    slow: 0,
    full: 0,
    failed: 0,
  }
}

export interface RequestHandlerOptions {
  ask: Ask
  /** Turns a rendered page that is not anybody's own into the one that is sent. */
  arrange(page: Answer): Answer
  pages: PageCache
  rateLimit: RateLimit
  costs: Pick<RenderCosts, 'of'>
  securityHeaders: SecurityHeaders
  publicUrl: URL
  trustProxy: boolean
  /** Routes that this layer answers itself: those that read by their path, others as "POST /path". */
  ownRoutes: ReadonlyMap<string, OwnRoute>
  isDatabaseAway(): boolean
  counts: RequestCounts
  now?: () => number
}

/**
 * Handles a request: from the cache if possible, else by one of the own routes, as a shared page, or by Next for one
 * visitor.
 */
export function createRequestHandler(options: RequestHandlerOptions) {
  const { ask, pages, rateLimit, securityHeaders, publicUrl, ownRoutes, counts, now = Date.now } = options

  /** The hot path: nothing unnecessary happens here. */
  function findPage(request: IncomingMessage): CachedPage | null {
    if (request.url === undefined || !isForEverybody(request)) return null
    if (withoutEmptyFields(request.url) !== null) return null
    const key = cacheKey(request.url)
    return key === null ? null : pages.find(key)
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '', method = '' } = request
    const path = url.split('?', 1)[0] ?? ''
    if (!path.startsWith('/')) return void refuse(request, response, 400, { detail: 'The request has no path.' })
    if (hasNul(url))
      return void refuse(request, response, 400, {
        code: 'invalid_input',
        detail: 'The address contains a NUL character.',
      })
    if (!isWellEncoded(path))
      return void refuse(request, response, 400, {
        code: 'invalid_input',
        detail:
          'The path contains a percent sign that does not start an encoded character. Paths must be percent-encoded UTF-8.',
        field: 'path',
      })
    if (isRouterPath(path))
      return void refuse(request, response, 404, { code: 'not_found', detail: 'There is nothing at this address.' })
    const isRead = method === 'GET' || method === 'HEAD'
    if (isRead && hasBody(request))
      return refuseBody(request, response, 400, `A ${method} request must not have a body.`)
    const own = ownRoutes.get(isRead ? path : `${method} ${path}`)
    if (own !== undefined) return own(request, response)
    if (answerMethod(request, response, path)) return
    const filled = isRead ? withoutEmptyFields(url) : null
    if (filled !== null) return sendTo(response, filled)
    const address = isRead ? readPageAddress(url) : null
    if (address !== null && (address.isAsset || isForEverybody(request)))
      return answerForEverybody(request, response, address)
    return answerOne(request, response, path, address)
  }

  async function answerForEverybody(request: IncomingMessage, response: ServerResponse, address: PageAddress) {
    let waitSeconds = 0
    const found = await pages.resolve(address, (cost) => {
      // Build files are few and soon cached; a page with all its chunks must not use up a visitor's bucket.
      waitSeconds = address.isAsset ? 0 : rateLimit.take(clientAddress(request, options.trustProxy), cost)
      return waitSeconds === 0
    })
    // The client may have left meanwhile.
    if (response.destroyed) return
    return sendFound(request, response, { found, address, waitSeconds })
  }

  function sendFound(
    request: IncomingMessage,
    response: ServerResponse,
    { found, address, waitSeconds }: { found: Found; address: PageAddress; waitSeconds: number },
  ) {
    counts.shared += 1
    switch (found.kind) {
      case 'page':
        return sendPage(request, response, found.page)
      case 'stale if error':
        counts.staleIfError += 1
        return sendStaleIfError(request, response, found.page, now())
      case 'answer':
        return sendAnswer({ request, response, securityHeaders, cacheControl: briefly(found.answer) }, found.answer)
      case 'too large':
        return askForOne(request, response, { headers: { host: publicUrl.host }, maxBodyBytes: 0, address })
      case 'refused':
        return refuseLimited(request, response, waitSeconds)
      case 'growing':
        return sendGrowing(request, response, found.download, { address, securityHeaders })
      case 'failed':
        return refuseFailed(request, response, found.failure)
    }
  }

  async function answerOne(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    address: PageAddress | null,
  ): Promise<void> {
    const visitor = clientAddress(request, options.trustProxy)
    const measured = measuredAs(request.method, path)
    const cpuMs = measured === null ? assumedMs(path) : options.costs.of(measured)
    const waitSeconds = rateLimit.take(visitor, renderTokens(cpuMs))
    if (waitSeconds > 0) return refuseLimited(request, response, waitSeconds)
    if (announcesTooMuch(request, bodyLimit(path)))
      return refuseBody(request, response, 413, tooLarge(bodyLimit(path)).message)
    const headers = inboundHeaders(request.headers, { clientAddress: visitor, publicUrl })
    return askForOne(request, response, { headers, maxBodyBytes: bodyLimit(path), address })
  }

  async function askForOne(
    request: IncomingMessage,
    response: ServerResponse,
    asked: { headers: IncomingMessage['headers']; maxBodyBytes: number; address: PageAddress | null },
  ): Promise<void> {
    const { headers, maxBodyBytes, address } = asked
    counts.passedThrough += 1
    const { method = 'GET', url = '/' } = request
    const body = hasBody(request) ? limitedBody(request, maxBodyBytes) : undefined
    await passThrough({
      ask,
      request,
      response,
      securityHeaders,
      arrange: isForEverybody(request) && !OWN_PAGE.test(url) ? options.arrange : (page) => page,
      renderRequest: { method, url: inboundTarget(url), headers, ...(body && { body }) },
      intercept: (answer, error) => intercept(request, response, answer, error),
      sendDownload: () => sendDownload(request, response, address),
    })
  }

  /** A download is the same for everybody and is written once for all. */
  async function sendDownload(request: IncomingMessage, response: ServerResponse, address: PageAddress | null) {
    if (address !== null) return answerForEverybody(request, response, address)
    const detail =
      'This file is available only at its plain address: without escapes and with at most 1,500 characters.'
    refuse(request, response, 400, { code: 'invalid_input', detail })
  }

  /** Next answers a failed page with an empty shell that needs a script, and an unknown API path with a page. */
  function intercept(request: IncomingMessage, response: ServerResponse, answer: Answer, error: unknown): boolean {
    const isJson = /[/+]json/.test(contentType(answer))
    if (isStatement(answer)) return false
    if (isJson && answer.status >= 500) count(failureOfAnswer(answer, error, options.isDatabaseAway()))
    if (isJson || answer.status < 400) return false
    if (answer.status >= 500) {
      refuseFailed(request, response, failureOfAnswer(answer, error, options.isDatabaseAway()))
      return true
    }
    if (!request.url?.startsWith('/api/')) return false
    const detail =
      answer.status === 404
        ? 'There is nothing at this address.'
        : `This address does not support the method ${request.method}.`
    refuse(request, response, answer.status, answer.status === 404 ? { code: 'not_found', detail } : { detail })
    return true
  }

  function refuseFailed(request: IncomingMessage, response: ServerResponse, failure: Failure): void {
    count(failure)
    const { status, ...refusal } = REFUSALS[failure]
    refuse(request, response, status, refusal)
  }

  function count(failure: Failure): void {
    counts[failure === 'away' || failure === 'fault' ? 'failed' : failure] += 1
  }

  function refuseLimited(request: IncomingMessage, response: ServerResponse, waitSeconds: number): void {
    counts.limited += 1
    const detail = 'Your network sends more requests than we can answer at once.'
    refuse(request, response, 429, { code: 'rate_limited', detail, retryAfterSeconds: waitSeconds })
  }

  function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (response.headersSent || response.destroyed) {
      // A partial answer cannot be replaced, and a client that has left needs none.
      response.destroy()
    } else if (error instanceof TooLargeError) {
      refuseBody(request, response, 413, error.message)
    } else {
      logFailure(error, { path: request.url })
      refuseFailed(request, response, failureOf(error))
    }
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    const page = findPage(request)
    if (page !== null) {
      counts.fromMemory += 1
      const at = now()
      const sending = at < page.freshUntil ? sendPage(request, response, page) : sendAged(request, response, page, at)
      sending?.catch((error: unknown) => fail(request, response, error))
      return
    }
    handle(request, response).catch((error: unknown) => fail(request, response, error))
  }
}

/**
 * Whether everybody gets the same answer: a read without a session, and not by Next's router. Whoever has a token may have just
 * written, and reads what is stored now.
 */
function isForEverybody(request: IncomingMessage): boolean {
  const { method, headers } = request
  if (headers.authorization !== undefined && request.url?.startsWith('/api/')) return false
  if (method !== 'GET' && method !== 'HEAD') return false
  if (headers.cookie?.includes(`${SESSION_COOKIE}=`)) return false
  return !isRouterRequest(headers) && !hasBody(request)
}

/** What this cache does not store: redirects may be cached elsewhere briefly, files as Next says. */
function briefly(answer: Answer): string {
  if (REDIRECTS.has(answer.status)) return 'public, max-age=0, s-maxage=60'
  const said = answer.headers['cache-control']
  return isHtml(contentType(answer)) || said === undefined ? 'no-store' : String(said)
}
