import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  contentType,
  type Delivery,
  EVENT_STREAM,
  openAnswer,
  sendAnswer,
  sendTagged,
} from '#lib/web/cache/send-answer.ts'
import { isRouterRequest } from '#lib/web/limit/inbound-headers.ts'
import { isHtml, type SecurityHeaders } from '#lib/web/policy/security-headers.ts'
import type { Ask } from './ask.ts'
import type { Answer, RenderRequest } from './next-exchange.ts'

/** A page must be complete before its policy is known; no page of this site comes near. */
const MAX_PAGE_BYTES = 16_000_000
/** Longer bodies are compressed while they are sent. */
const MAX_COLLECTED_BYTES = 256_000

export interface PassThrough {
  ask: Ask
  request: IncomingMessage
  response: ServerResponse
  renderRequest: RenderRequest
  securityHeaders: SecurityHeaders
  /** Turns a rendered page into the one that is sent. */
  arrange(page: Answer): Answer
  /** Called with a complete answer and the error of a failed render; returns true if it has sent another answer. */
  intercept(answer: Answer, error: unknown): boolean
  /** Called instead of sending an answer that is a download. */
  sendDownload(): void | Promise<void>
}

/**
 * Lets Next answer a single visitor: nothing is shared or cached. Pages get a policy for exactly their own scripts,
 * bodies are compressed, and a disconnect ends the work. Rejects with the error of `renderRequest.body` if it fails
 * before Next has begun to answer.
 */
export async function passThrough(options: PassThrough): Promise<void> {
  const { response, renderRequest } = options
  const controller = new AbortController()
  renderRequest.body?.once('error', (error) => controller.abort(error))
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new Error('The visitor has left.'))
  })
  const outcome = await options.ask(renderRequest, {
    signal: controller.signal,
    collectBytes: (_status, headers) => {
      const type = String(headers['content-type'] ?? '')
      if (EVENT_STREAM.test(type)) return 0
      return isHtml(type) ? MAX_PAGE_BYTES : MAX_COLLECTED_BYTES
    },
    open: (status, headers) => {
      const answer = { status, headers, body: Buffer.alloc(0) }
      return openAnswer(deliveryOf(options, answer), answer, cookiesOf(answer))
    },
  })
  if (outcome.kind === 'whole' && outcome.download !== null) return options.sendDownload()
  if (outcome.kind !== 'whole' || options.intercept(outcome.answer, outcome.error)) return
  const answer = isHtml(contentType(outcome.answer)) ? options.arrange(outcome.answer) : outcome.answer
  if (isOpenRead(options.request, answer)) return await sendTagged(deliveryOf(options, answer), answer)
  await sendAnswer(deliveryOf(options, answer), answer, cookiesOf(answer))
}

/** Whether it is what the API tells everybody: a read without a session or a token. */
function isOpenRead({ method, url = '', headers }: IncomingMessage, answer: Answer): boolean {
  const isRead = (method === 'GET' || method === 'HEAD') && url.startsWith('/api/v1/')
  const isNamed = headers.authorization !== undefined || headers.cookie !== undefined
  return (
    isRead &&
    !isNamed &&
    answer.status === 200 &&
    /[/+]json/.test(contentType(answer)) &&
    cookiesOf(answer).length === 0
  )
}

function deliveryOf({ request, response, securityHeaders }: PassThrough, answer: Answer): Delivery {
  return { request, response, securityHeaders, cacheControl: cacheControl(request, answer) }
}

/** Only API responses may be cacheable; pages and their parts belong to this visitor. */
function cacheControl(request: IncomingMessage, answer: Answer): string {
  const said = answer.headers['cache-control']
  const isApi = request.url?.startsWith('/api/') && !isHtml(contentType(answer)) && !isRouterRequest(request.headers)
  return isApi && said !== undefined ? String(said) : 'private, no-store'
}

function cookiesOf(answer: Answer): string[] {
  return [answer.headers['set-cookie'] ?? []].flat().flatMap((cookie) => ['Set-Cookie', String(cookie)])
}
