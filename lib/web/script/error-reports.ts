import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { log } from '#lib/log.ts'
import { refuse } from '#lib/web/failure/refuse.ts'
import type { OwnRoute } from '#lib/web/handle-request.ts'

/** What components/behaviours/errors.ts sends is shorter. */
const MAX_BYTES = 4_000
/** Of all readers together: one broken page must not fill the log. */
const MAX_PER_MINUTE = 20
const MINUTE_MS = 60_000

const schema = z.object({ page: z.string(), message: z.string(), stack: z.string() })

/** Writes errors of the site's script, as pages report them, to the log: a few a minute, each of bounded length. */
export function createErrorReports(now: () => number = Date.now): OwnRoute {
  let minute = 0
  let reports = 0

  return async (request, response) => {
    const site = request.headers['sec-fetch-site']
    if (site !== undefined && site !== 'same-origin')
      return void refuse(request, response, 400, { detail: 'Only pages of this site may report errors here.' })
    const current = Math.floor(now() / MINUTE_MS)
    if (current !== minute) [minute, reports] = [current, 0]
    reports += 1
    if (reports > MAX_PER_MINUTE)
      return void refuse(request, response, 429, {
        code: 'rate_limited',
        detail: 'Too many errors were reported in this minute.',
        retryAfterSeconds: Math.ceil(((current + 1) * MINUTE_MS - now()) / 1_000),
      })
    const report = schema.safeParse(await readShort(request))
    if (!report.success) {
      const detail = `A report must be JSON with page, message and stack, at most ${MAX_BYTES} bytes.`
      return void refuse(request, response, 400, { code: 'invalid_input', detail, headers: { Connection: 'close' } })
    }
    log.warn(report.data, 'the script of a page failed in a browser')
    response.writeHead(204, { 'Cache-Control': 'no-store' })
    response.end()
  }
}

/** The request's JSON; null where it is none, or is too long. */
async function readShort(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > MAX_BYTES) return null
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString())
  } catch {
    return null
  }
}
