import type { IncomingMessage, ServerResponse } from 'node:http'
import { refuse } from '#lib/web/failure/refuse.ts'
import { DATA_POLICY } from '#lib/web/policy/security-headers.ts'
import { createErrorReports } from '#lib/web/script/error-reports.ts'
import { createPushWorker, PUSH_WORKER_PATH } from '#lib/web/script/push-worker.ts'
import { ERROR_REPORTS_PATH } from '#lib/web/script/site-script.ts'
import { SPECULATION_RULES_PATH, sendSpeculationRules } from '#lib/web/script/speculation-rules.ts'
import type { OwnRoute } from './handle-request.ts'
import type { Readiness } from './health.ts'
import { createWellKnown, type WellKnownOptions } from './well-known.ts'

export interface OwnRoutesOptions extends WellKnownOptions {
  /** Changes with every start of the process. */
  bootId: string
  checkReadiness(): Promise<Readiness>
  metrics(): Promise<string>
  /** Whether an Authorization header carries a token of this site, of whatever scope. */
  hasToken(authorization: string): Promise<boolean>
  isStopping(): boolean
  /** Whether pages may report errors of the site's script. */
  reportsScriptErrors: boolean
}

/** Routes for operators and browsers, which are answered without Next. Details need a token. */
export function createOwnRoutes(options: OwnRoutesOptions): ReadonlyMap<string, OwnRoute> {
  const hasToken = (request: IncomingMessage) => options.hasToken(request.headers.authorization ?? '')
  return new Map<string, OwnRoute>([
    ['/healthz', (_request, response) => sendJson(response, 200, { status: 'ok', bootId: options.bootId })],
    [
      '/readyz',
      async (request, response) => {
        const checks = await options.checkReadiness()
        const isReady = !options.isStopping() && Object.values(checks).every(Boolean)
        const status = isReady ? 'ready' : 'not ready'
        // Where there is no database, only ADMIN_TOKEN can be recognised.
        const isKnown = await hasToken(request).catch(() => false)
        sendJson(response, isReady ? 200 : 503, isKnown ? { status, checks } : { status })
      },
    ],
    [
      '/metrics',
      async (request, response) => {
        if (await hasToken(request))
          return send(response, 200, 'text/plain; version=0.0.4; charset=utf-8', await options.metrics())
        refuse(request, response, 401, {
          code: 'unauthorized',
          detail: 'Send a token as "Authorization: Bearer …".',
          headers: { 'WWW-Authenticate': 'Bearer' },
        })
      },
    ],
    ...createWellKnown(options),
    [SPECULATION_RULES_PATH, sendSpeculationRules],
    [PUSH_WORKER_PATH, createPushWorker()],
    ...(options.reportsScriptErrors ? [[`POST ${ERROR_REPORTS_PATH}`, createErrorReports()] as const] : []),
  ])
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json', `${JSON.stringify(body)}\n`)
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Content-Security-Policy': DATA_POLICY,
  })
  response.end(body)
}
