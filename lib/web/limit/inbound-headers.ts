import type { IncomingHttpHeaders } from 'node:http'
import { CLIENT_ADDRESS_HEADER } from '#lib/domain/access.ts'

/**
 * What a visitor must not be able to say to Next: its own internal headers (CVE-2025-29927 and those after it), a policy
 * whose nonce it would copy into pages (CVE-2026-44581), and who, where and by which way the visitor came, which the socket
 * and PUBLIC_URL tell. Accept-Encoding is ours: this layer compresses.
 */
const DROPPED =
  /^(?:x-middleware-|x-nextjs-|x-invoke-|x-now-|x-vercel-|x-prerender-|x-forwarded-)|^(?:x-matched-path|x-rewrite-url|x-original-url|x-real-ip|forwarded|content-security-policy|content-security-policy-report-only|accept-encoding|next-action|next-resume)$/

/**
 * All pages are read by plain links, so nobody need ask as Next's router. To its router Next says 200 even when a page is not
 * found, or sends the reader away: without these headers whoever asks sees the page, and its status.
 */
function isRouterHeader(name: string): boolean {
  return name === 'rsc' || name.startsWith('next-')
}

/** The router's mark in a query, which Next takes for its header. */
const ROUTER_PARAMETER = /([?&])_rsc(?:=[^&]*)?(?=&|$)/g

/** Next takes the end of a path for its router’s mark, too, up to a fragment, which only programs send. */
const ROUTER_PATH = /\.rsc\/?(?:#|$)/i

/** Whether a path is one that only Next's router has: no page of ours ends so. */
export function isRouterPath(path: string): boolean {
  return ROUTER_PATH.test(path)
}

/** Whether a target holds a NUL, which Postgres has no place for in any text, and nothing of ours contains. */
export function hasNul(target: string): boolean {
  return target.includes('%00')
}

/** Whether a path is percent-encoded UTF-8, which Next takes for granted. */
export function isWellEncoded(path: string): boolean {
  if (!path.includes('%')) return true
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/** A request target as Next may see it. */
export function inboundTarget(target: string): string {
  if (!target.includes('_rsc')) return target
  return target.replaceAll(ROUTER_PARAMETER, '$1').replaceAll('?&', '?').replace(/&{2,}/g, '&').replace(/[?&]$/, '')
}

/** A visitor's headers as Next may see them. */
export function inboundHeaders(
  headers: IncomingHttpHeaders,
  { clientAddress, publicUrl }: { clientAddress: string; publicUrl: URL },
): IncomingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !DROPPED.test(name) && !isRouterHeader(name))
  return {
    ...Object.fromEntries(kept),
    [CLIENT_ADDRESS_HEADER]: clientAddress,
    'x-forwarded-for': clientAddress,
    'x-forwarded-proto': publicUrl.protocol.slice(0, -1),
  }
}

/**
 * The headers that a page for everybody is rendered with: none of a visitor's, so that nobody can colour what others get.
 */
export function renderHeaders(publicUrl: URL): IncomingHttpHeaders {
  return {
    host: publicUrl.host,
    'x-forwarded-proto': publicUrl.protocol.slice(0, -1),
    'user-agent': 'outage-history-page-cache',
    accept: '*/*',
  }
}

/** Whether Next's client-side router asks: for a fragment in its own format, which is nobody else's page. */
export function isRouterRequest(headers: IncomingHttpHeaders): boolean {
  for (const name in headers) if (isRouterHeader(name)) return true
  return false
}
