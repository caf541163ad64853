import type { IncomingMessage, ServerResponse } from 'node:http'
import { MCP_PATH, refuse } from './failure/refuse.ts'
import { SUBSCRIPTION_METHODS } from './subscription-paths.ts'

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const READS = 'GET, HEAD, OPTIONS'

/** Where something can be changed by a request; everything else can only be read. */
const API = /^\/(?:api|mcp)(?:\/|$)/
const FORMS = /^\/admin(?:\/|$)/i

/**
 * Answers OPTIONS, and refuses methods that an address does not have: Next would answer a DELETE with the page. Returns whether it
 * has answered.
 */
export function answerMethod(request: IncomingMessage, response: ServerResponse, path: string): boolean {
  const { method = '', headers } = request
  if (method === 'GET' || method === 'HEAD') return false
  const isForm = FORMS.test(path)
  const writes = isForm ? ['POST'] : (SUBSCRIPTION_METHODS.get(path) ?? [])
  const allowed = [READS, ...writes].join(', ')
  if (!METHODS.has(method))
    return refuseMethod(request, response, allowed, `This site does not support the method ${method}.`)
  const isApi = API.test(path)
  if (method === 'OPTIONS') {
    // Next knows which methods a route of the API has; other origins may read, and ask /mcp, which changes nothing.
    const asked = headers['access-control-request-method']
    if (isApi && (asked === undefined || path === MCP_PATH)) return false
    response.writeHead(204, {
      Allow: allowed,
      'Cache-Control': 'no-store',
      ...(isForm ? {} : PREFLIGHT),
    })
    response.end()
    return true
  }
  if (isApi || writes.includes(method)) return false
  const detail =
    writes.length > 0 ? `There is no ${method} at this address.` : `This address can only be read: it has no ${method}.`
  return refuseMethod(request, response, allowed, detail)
}

const PREFLIGHT = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, HEAD',
  'Access-Control-Allow-Headers': 'Accept, If-None-Match, If-Modified-Since',
  'Access-Control-Max-Age': '86400',
}

function refuseMethod(request: IncomingMessage, response: ServerResponse, allowed: string, detail: string): true {
  refuse(request, response, 405, { detail, headers: { Allow: allowed } })
  return true
}
