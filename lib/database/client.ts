import { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { getEnv } from '#lib/env.ts'
import { PrismaClient } from '#prisma/client/client.ts'
import { type Connection, openPool, withPoolClient } from './connection.ts'

/** The role of this process: pages use short timeouts, an ingest uses long ones. */
export type DatabaseRole = 'web' | 'worker'

/** Every lock wait has a limit; a transaction that needs longer sets its own. */
const LIMITS = {
  web: { max: 8, statement_timeout: 3_000, lock_timeout: 2_000 },
  worker: { max: 12, statement_timeout: 30_000, lock_timeout: 5_000 },
} satisfies Record<DatabaseRole, pg.PoolConfig>

interface Database {
  prisma: PrismaClient
  pool: pg.Pool
}

// The custom server and the code that Next bundles are two module graphs in one process: they share one pool.
const shared = globalThis as typeof globalThis & { outageHistoryDatabase?: Database }

/** Opens a separate pool and client; most callers use `db()`. The pool recovers by itself after a restart of the server. */
export function openDatabase(url: string, role: DatabaseRole): Database {
  const pool = openPool({
    connectionString: url,
    ...LIMITS[role],
    connectionTimeoutMillis: 2_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: `outage-history ${role}`,
    // A second process of the server reads ahead of what a page needs, and takes a core that others wait for.
    ...(role === 'web' && { options: '-c max_parallel_workers_per_gather=0' }),
  })
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) }
}

function database(): Database {
  if (shared.outageHistoryDatabase === undefined) {
    const url = getEnv().DATABASE_URL
    if (url === null)
      throw new Error('DATABASE_URL is not set. Set it, or start the site with `npm start`, which includes a database.')
    shared.outageHistoryDatabase = openDatabase(url, process.env.OUTAGE_HISTORY_ROLE === 'worker' ? 'worker' : 'web')
  }
  return shared.outageHistoryDatabase
}

const snapshots = new AsyncLocalStorage<PrismaClient>()

/** The process's Prisma client; inside `readAtOneMoment`, its transaction. */
export function db(): PrismaClient {
  return snapshots.getStore() ?? database().prisma
}

/** Whether this is inside `readAtOneMoment`. */
export function isAtOneMoment(): boolean {
  return snapshots.getStore() !== undefined
}

/**
 * Runs queries in one snapshot of the database. They share one connection, one query at a time; after `timeoutMs` it is
 * released and the queries fail.
 */
export function readAtOneMoment<T>(operation: () => Promise<T>, timeoutMs: number): Promise<T> {
  return database().prisma.$transaction(
    // Reads begin no transaction of their own, which is all that this client lacks.
    (transaction) => snapshots.run(transaction as PrismaClient, operation),
    { isolationLevel: 'RepeatableRead', timeout: timeoutMs, maxWait: 5_000 },
  )
}

/** The process's connection pool, for single statements. */
export function pool(): pg.Pool {
  return database().pool
}

/** Lends one of the process's connections for the length of one task: a transaction, or a lock that is held. */
export async function withConnection<T>(task: (connection: Connection) => Promise<T>): Promise<T> {
  return await withPoolClient(pool(), task)
}

/** The row of a query that always returns exactly one. */
export function onlyRow<Row>(rows: Row[]): Row {
  const [row] = rows
  if (row === undefined || rows.length > 1) throw new Error(`A query for one row gave ${rows.length}.`)
  return row
}

/** Closes the process's connections; the next use opens new ones. */
export async function closeDatabase(): Promise<void> {
  const open = shared.outageHistoryDatabase
  shared.outageHistoryDatabase = undefined
  await open?.prisma.$disconnect()
  await open?.pool.end()
}
