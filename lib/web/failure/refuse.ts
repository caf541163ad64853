import type { IncomingMessage, ServerResponse } from 'node:http'
import { DATA_POLICY } from '#lib/web/policy/security-headers.ts'
import { ERROR_PAGE_POLICY, errorPage } from './error-page.ts'
import type { ProblemDetails } from './failure.ts'
import { problemJson } from './problem.ts'
import { rpcErrorJson } from './rpc-error.ts'

/** Where programs speak JSON-RPC, and expect its errors. */
export const MCP_PATH = '/mcp'

/** Types that programs read: they get a problem response, not a page. */
const FOR_PROGRAMS =
  /^\/(?:api|push|websub)(?:\/|$)|\.(?:atom|rss|json|ndjson|ics|csv|md|svg|xml|txt)$|\/metrics(?:\/vendors)?$/

/** Codes of JSON-RPC 2.0. */
const INVALID_REQUEST = -32_600
const INTERNAL_ERROR = -32_603

export interface Refusal extends ProblemDetails {
  retryAfterSeconds?: number
  headers?: Record<string, string>
  /** Send the whole answer, but leave it to the caller to end the exchange. */
  isHeldOpen?: boolean
}

/** Sends an error of this layer: a page for readers, problem+json for programs. Never cached. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  { retryAfterSeconds, headers = {}, isHeldOpen = false, ...details }: Refusal,
): { end(): void } {
  const isRpc = pathOf(request) === MCP_PATH
  const isPage = !isRpc && wantsPage(request)
  const body = isRpc
    ? rpcErrorJson(status < 500 ? INVALID_REQUEST : INTERNAL_ERROR, details.detail)
    : isPage
      ? errorPage(status, details.detail, details.code)
      : problemJson(status, details)
  response.writeHead(status, {
    ...headers,
    'Content-Type': isPage ? 'text/html; charset=utf-8' : isRpc ? 'application/json' : 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(isRpc && { 'Access-Control-Allow-Origin': '*' }),
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Content-Security-Policy': isPage ? ERROR_PAGE_POLICY : DATA_POLICY,
    ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }),
  })
  response.write(body)
  if (!isHeldOpen) response.end()
  return { end: () => void response.end() }
}

/** Sends the reader to another address of this site. The part after `#` is the browser's to keep. */
export function sendTo(response: ServerResponse, target: string): void {
  response.writeHead(303, {
    Location: target,
    'Content-Length': 0,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Content-Security-Policy': DATA_POLICY,
  })
  response.end()
}

/** Whether to send a page. Programs are recognised by the address or by Accept. */
export function wantsPage(request: IncomingMessage): boolean {
  const path = pathOf(request)
  const accept = request.headers.accept ?? '*/*'
  return !FOR_PROGRAMS.test(path) && /text\/html|text\/\*|\*\/\*/.test(accept)
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/'
}
