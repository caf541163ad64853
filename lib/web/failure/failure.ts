import type { OutgoingHttpHeaders } from 'node:http'
import { type DatabaseTrouble, databaseTrouble } from '#lib/database/database-errors.ts'
import { countLine, log } from '#lib/log.ts'

/** Why a request failed: `fault` is an error of this site, and only `away` says something about other requests. */
export type Failure = Exclude<DatabaseTrouble, 'conflict'> | 'fault'

export interface ProblemDetails {
  /** A short name for this kind of problem, the same every time; by default the status's own phrase. */
  title?: string
  /** A sentence about this occurrence. */
  detail: string
  /** An address that explains this kind of problem. */
  type?: string
  /** The error's code, for programs. */
  code?: string
  /** The parameter or property at fault. */
  field?: string
}

interface Refusal extends ProblemDetails {
  status: number
  retryAfterSeconds?: number
}

/** The answers, without details of the cause, which are in the log. */
export const REFUSALS: Record<Failure, Refusal> = {
  away: {
    status: 503,
    code: 'database_unavailable',
    detail: 'The database cannot be reached right now. Nothing is lost; please try again in a few seconds.',
    retryAfterSeconds: 10,
  },
  busy: {
    status: 503,
    code: 'busy',
    detail: 'The site is busy with other requests. Nothing is lost; please try again in a few seconds.',
    retryAfterSeconds: 5,
  },
  slow: {
    status: 503,
    code: 'took_too_long',
    detail: 'The answer took too long. Nothing is lost; please try again in a few seconds, or request less.',
    retryAfterSeconds: 10,
  },
  full: {
    status: 503,
    code: 'no_room',
    detail: 'The database has no disk space left, so nothing was changed. You can still read what is stored.',
    retryAfterSeconds: 60,
  },
  fault: {
    status: 500,
    code: 'internal_error',
    detail: 'Something went wrong on our side, and the error has been logged.',
  },
}

/**
 * Whether an answer of 500 or more is what a handler has to say, such as a state that is not known, and no failure of this site:
 * failures are problem+json or pages, this is JSON that says when to ask again.
 */
export function isStatement({ status, headers }: { status: number; headers: OutgoingHttpHeaders }): boolean {
  const type = String(headers['content-type'] ?? '')
  return status === 503 && headers['retry-after'] !== undefined && type.startsWith('application/json')
}

export function failureOf(error: unknown): Failure {
  const trouble = databaseTrouble(error) ?? 'fault'
  return trouble === 'conflict' ? 'busy' : trouble
}

/** The same for an answer with a status of 500 or more. `error` is what Next or a handler reported of it, or null. */
export function failureOfAnswer({ status }: { status: number }, error: unknown, isDatabaseAway: boolean): Failure {
  // Without a reported error, a 503 comes from a handler that found the database away.
  if (isDatabaseAway || (error === null && status === 503)) return 'away'
  return failureOf(error)
}

/** Logs a failed request: a fault of this site with all details, anything else in a few words. */
export function logFailure(error: unknown, where: object, now = Date.now()): void {
  const failure = failureOf(error)
  if (failure === 'fault') {
    log.error({ err: error, ...where }, 'a request failed')
    return
  }
  const more = countLine(failure, now)
  if (more === null) return
  const { message, code, statement } = error as { message?: string; code?: string; statement?: string }
  log.warn({ failure, reason: message, code, statement, ...where, ...more }, 'a request could not be answered')
}
