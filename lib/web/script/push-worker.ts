import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OwnRoute } from '#lib/web/handle-request.ts'

export const PUSH_WORKER_PATH = '/push-worker.js'

/** It asks this site only, and loads nothing. A sandbox, as other files have, would take its origin away. */
const POLICY = "default-src 'none'; connect-src 'self'"

/** The service worker that shows push messages: browsers ask for it again each time, since its address stays. */
export function createPushWorker(): OwnRoute {
  const body = readFileSync(join(process.cwd(), 'public', PUSH_WORKER_PATH))
  return (_request, response) => {
    response.writeHead(200, {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Content-Length': body.length,
      'Cache-Control': 'no-cache',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': POLICY,
    })
    response.end(body)
  }
}
