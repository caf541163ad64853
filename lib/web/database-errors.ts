/** Postgres is there, but gave up on a statement (lock or time), has no connection left, or is going down or coming up. */
const SQL_STATES = /^(?:08...|57P0[1-5]|57014|55P03|53300|25P03)$/

const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
])

/** https://www.prisma.io/docs/orm/reference/error-reference: not reachable, timed out, closed, no connection in time. */
const PRISMA_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2037'])

/** What Prisma's driver adapter calls the same, where a raw query leaves out the code. */
const ADAPTER_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'])

/** Prisma's own for a connection that did not come about; and whatever was given up because it took too long. */
const NAMES = new Set(['PrismaClientInitializationError', 'TimeoutError'])

/** What `pg` says without a code when a connection breaks or does not come about. */
const PG_MESSAGES =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout)/

/**
 * Whether an error means that the database cannot answer for now, so that the same request may well succeed later.
 * Looks through causes and Prisma's wrappings of them.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let depth = 0; isRecord(error) && depth < 8; depth += 1) {
    const code = error.originalCode ?? error.code ?? error.kind
    if (typeof code === 'string' && isAway(code)) return true
    if (typeof error.name === 'string' && NAMES.has(error.name)) return true
    if (typeof error.message === 'string' && PG_MESSAGES.test(error.message)) return true
    error = error.cause ?? (isRecord(error.meta) ? error.meta.driverAdapterError : undefined)
  }
  return false
}

function isAway(code: string): boolean {
  return SQL_STATES.test(code) || SOCKET_CODES.has(code) || PRISMA_CODES.has(code) || ADAPTER_KINDS.has(code)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
