import { STATUS_CODES } from 'node:http'
import { InvalidInputError, OutageHistoryError } from '#lib/domain/errors.ts'
import { noteRenderError } from '#lib/web/next/render-errors.ts'
import { failureOf, logFailure, type ProblemDetails, REFUSALS } from './failure.ts'

const STATUS_OF_CODE: Record<string, number> = {
  invalid_input: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unreadable_document: 422,
}

/** The JSON text of an RFC 9457 problem (https://www.rfc-editor.org/rfc/rfc9457). */
export function problemJson(status: number, { type = 'about:blank', title, ...rest }: ProblemDetails): string {
  return JSON.stringify({ type, title: title ?? STATUS_CODES[status] ?? 'Error', status, ...rest })
}

/** An `application/problem+json` response, never cached unless `headers` says so. */
export function problem(status: number, details: ProblemDetails, headers: Record<string, string> = {}): Response {
  return new Response(problemJson(status, details), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  })
}

/** The response for an error; an unexpected one is logged, and its message is not sent. */
export function problemOf(error: unknown): Response {
  if (error instanceof OutageHistoryError) {
    const field = error instanceof InvalidInputError && error.field !== null ? { field: error.field } : {}
    // Every other deliberate error says what is wrong with the request.
    const status = STATUS_OF_CODE[error.code] ?? 422
    const headers: Record<string, string> = status === 401 ? { 'www-authenticate': 'Bearer' } : {}
    return problem(status, { code: error.code, detail: error.message, ...field }, headers)
  }
  // The HTTP layer counts it and learns whether other pages are concerned.
  noteRenderError(error)
  logFailure(error, {})
  const { status, retryAfterSeconds, ...details } = REFUSALS[failureOf(error)]
  return problem(status, details, retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) })
}

/**
 * Wraps a route handler, so that an error becomes the matching problem response. A thrown Response is sent as it is;
 * Next's own errors for redirects and "not found" pass through.
 */
export function handleApi<Context>(
  handler: (request: Request, context: Context) => Response | Promise<Response>,
): (request: Request, context: Context) => Promise<Response> {
  return async (request, context) => {
    try {
      return await handler(request, context)
    } catch (error) {
      if (error instanceof Response) return error
      if (isNextSignal(error)) throw error
      return problemOf(error)
    }
  }
}

function isNextSignal(error: unknown): boolean {
  return error instanceof Error && 'digest' in error && String(error.digest).startsWith('NEXT_')
}
