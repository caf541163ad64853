import { CLIENT_ADDRESS_HEADER } from '#lib/domain/access.ts'
import { createRateLimit } from '#lib/web/limit/rate-limit.ts'

/**
 * A limit of what one network may ask a route to store: `atOnce`, and then `perMinute`. Gives back 0, or how many seconds to wait.
 * In the process's memory, which is enough to slow somebody down.
 */
export function limitVisitors(atOnce: number, perMinute: number): (request: Request) => number {
  const limit = createRateLimit(Date.now, atOnce, perMinute / 60)
  return (request) => limit.take(request.headers.get(CLIENT_ADDRESS_HEADER) ?? '', 1)
}
