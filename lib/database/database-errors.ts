/**
 * The kinds of database errors, by what the caller can do:
 * - `away`: the server cannot be reached, or closed the connection. It concerns everybody and usually passes within
 *   seconds.
 * - `busy`: a lock, a connection or a slot was not available in time. It concerns one caller; a later attempt may work.
 * - `conflict`: a deadlock or a serialization failure; the same transaction may succeed at once.
 * - `slow`: a statement or an answer exceeded its time limit. The same again is likely to be as slow.
 * - `full`: the disk is full.
 */
export type DatabaseTrouble = 'away' | 'busy' | 'conflict' | 'slow' | 'full'

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const SQL_STATES: [RegExp, DatabaseTrouble][] = [
  [/^(?:08...|57P0[1-5]|53300)$/, 'away'],
  // Lock not available, out of memory, idle in a transaction for too long.
  [/^(?:55P03|53200|25P03)$/, 'busy'],
  [/^(?:40001|40P01)$/, 'conflict'],
  // Canceled by statement_timeout, transaction_timeout.
  [/^(?:57014|25P04)$/, 'slow'],
  [/^53100$/, 'full'],
]

/**
 * Codes of the system's sockets; of Prisma (https://www.prisma.io/docs/orm/reference/error-reference: not reachable, timed
 * out, closed, no connection in time, no transaction in time, write conflict); and what Prisma's driver adapter calls the
 * same where a raw query leaves out the code.
 */
const CODES: Record<DatabaseTrouble, readonly string[]> = {
  away: [
    ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EPIPE', 'ETIMEDOUT'],
    ...['P1001', 'P1002', 'P1008', 'P1017', 'P2037'],
    ...['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'],
  ],
  busy: ['P2024', 'P2028'],
  conflict: ['P2034', 'TransactionWriteConflict'],
  slow: [],
  full: [],
}

const BY_CODE = new Map(
  Object.entries(CODES).flatMap(([trouble, codes]) => codes.map((code) => [code, trouble as DatabaseTrouble] as const)),
)

/** Names of errors: Prisma's when no connection was established, our own, and timeouts. */
const BY_NAME = new Map<string, DatabaseTrouble>([
  ['PrismaClientInitializationError', 'away'],
  ['BusyError', 'busy'],
  ['TimeoutError', 'slow'],
])

/** Messages of node-postgres that come without a code. */
const MESSAGES: [RegExp, DatabaseTrouble][] = [
  [/^(?:timeout expired$|Connection terminated|Client has encountered a connection error|Client was closed)/, 'away'],
  // All connections of the pool are in use.
  [/^timeout exceeded when trying to connect/, 'busy'],
  [/^Query read timeout/, 'slow'],
]

/**
 * No capacity is left at the moment. Each of the server's two module graphs has its own copy of this class, so it is
 * recognised by name.
 */
export class BusyError extends Error {
  override name = 'BusyError'
}

/** The kind of database error behind an error, through its causes and Prisma's wrappers; null for any other error. */
export function databaseTrouble(error: unknown): DatabaseTrouble | null {
  for (let depth = 0; isRecord(error) && depth < 8; depth += 1) {
    const trouble = troubleOf(error)
    if (trouble !== null) return trouble
    error = error.cause ?? (isRecord(error.meta) ? error.meta.driverAdapterError : undefined)
  }
  return null
}

/** Whether a retry may succeed without anybody's intervention. */
export function isPassing(error: unknown): boolean {
  const trouble = databaseTrouble(error)
  return trouble === 'away' || trouble === 'busy' || trouble === 'conflict'
}

function troubleOf(error: Record<string, unknown>): DatabaseTrouble | null {
  for (const code of [error.originalCode, error.code, error.kind]) {
    if (typeof code !== 'string') continue
    const trouble = BY_CODE.get(code) ?? find(SQL_STATES, code)
    if (trouble !== undefined) return trouble
  }
  const { name, message } = error
  return BY_NAME.get(String(name)) ?? (typeof message === 'string' ? find(MESSAGES, message) : undefined) ?? null
}

function find(list: [RegExp, DatabaseTrouble][], text: string): DatabaseTrouble | undefined {
  return list.find(([pattern]) => pattern.test(text))?.[1]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
