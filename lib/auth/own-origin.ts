import { getEnv } from '#lib/env.ts'

/**
 * The origins of this site's own pages: that of PUBLIC_URL, and where that is this machine by its usual name, the same under
 * its usual address.
 */
export function ownOrigins(): string[] {
  const own = new URL(getEnv().PUBLIC_URL)
  if (own.hostname !== 'localhost') return [own.origin]
  const loopback = new URL(own)
  loopback.hostname = '127.0.0.1'
  return [own.origin, loopback.origin]
}

/**
 * Whether a request that may change something was made by a page of this site: the browser says so by Sec-Fetch-Site, or by an
 * Origin that is ours in scheme, host and port. Reads always pass.
 */
export function isOwnOrigin(request: Pick<Request, 'method' | 'headers'>): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true
  const site = request.headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  return ownOrigins().includes(request.headers.get('origin') ?? '')
}
