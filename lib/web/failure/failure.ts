import { type DatabaseTrouble, databaseTrouble } from '#lib/database/database-errors.ts'
import { countLine, log } from '#lib/log.ts'

/** Why a request could not be met: `fault` is ours, and only `away` says something about other requests. */
export type Failure = Exclude<DatabaseTrouble, 'conflict'> | 'fault'

export interface ProblemDetails {
  /** A short name for this kind of problem, the same every time; by default the status's own phrase. */
  title?: string
  /** A sentence about this occurrence. */
  detail: string
  /** An address that explains this kind of problem. */
  type?: string
  /** Our name of the error, for programs. */
  code?: string
  /** The parameter or property at fault. */
  field?: string
}

interface Refusal extends ProblemDetails {
  status: number
  retryAfterSeconds?: number
}

/** What is answered, without the reason's details: those are for the log. */
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
    detail: 'This answer took too long to make. Nothing is lost; please try again in a few seconds, or ask for less.',
    retryAfterSeconds: 10,
  },
  full: {
    status: 503,
    code: 'no_room',
    detail: 'The database has no room left, so nothing was changed. What is stored can still be read.',
    retryAfterSeconds: 60,
  },
  fault: {
    status: 500,
    code: 'internal_error',
    detail: 'Something went wrong on our side, and it has been recorded.',
  },
}

export function failureOf(error: unknown): Failure {
  const trouble = databaseTrouble(error) ?? 'fault'
  return trouble === 'conflict' ? 'busy' : trouble
}

/** The same of an answer with a status from 500 on. `error` is what Next or a handler noted of it, null for nothing. */
export function failureOfAnswer({ status }: { status: number }, error: unknown, isDatabaseAway: boolean): Failure {
  // With nothing noted, a 503 is what a handler says of a database that is away.
  if (isDatabaseAway || (error === null && status === 503)) return 'away'
  return failureOf(error)
}

/** Records a request that could not be met: a fault of ours with all that is known of it, anything else in a few words. */
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
