import { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { getEnv } from '#lib/env.ts'
import { createSemaphore, type Semaphore } from '#lib/semaphore.ts'
import { type Prisma, PrismaClient } from '#prisma/client/client.ts'
import { type Connection, openPool, withPoolClient } from './connection.ts'
import { ROW_TYPES } from './row-types.ts'

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
  /** Each ends one of the `readAtOneMoment` that are under way. */
  longReads: Set<(reason: Error) => void>
}

// The custom server and the code that Next bundles are two module graphs in one process: they share one pool.
const shared = globalThis as typeof globalThis & {
  outageHistoryDatabase?: Database
  outageHistorySequences?: AsyncLocalStorage<Semaphore>
}

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
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }), longReads: new Set() }
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

/**
 * The process's Prisma client, for models; statements go through `queryRows`. Throws inside `readAtOneMoment`: it would read another
 * moment, and wait for a second connection while the first is held.
 */
export function db(): PrismaClient {
  if (isAtOneMoment()) throw new Error('Models are not read inside readAtOneMoment; use queryRows.')
  return database().prisma
}

const snapshots = new AsyncLocalStorage<Connection>()

/**
 * The rows of a statement that is composed with `Prisma.sql`; inside `readAtOneMoment`, of its snapshot. Values have the types that
 * Prisma's raw queries give them, at less than half of their cost (docs/decisions/177).
 */
export async function queryRows<Rows extends object[]>(sql: Prisma.Sql): Promise<Rows> {
  const sequence = sequences().getStore()
  if (sequence === undefined) return await send<Rows>(sql)
  const free = await sequence.acquire()
  try {
    return await send<Rows>(sql)
  } finally {
    free()
  }
}

async function send<Rows extends object[]>({ text, values }: Prisma.Sql): Promise<Rows> {
  const connection = snapshots.getStore() ?? pool()
  const { rows } = await connection.query<pg.QueryResultRow>({ text, values, types: ROW_TYPES })
  return rows as Rows
}

/**
 * Sends the statements of `queryRows` inside `task` one at a time, so that a page that needs much of the database leaves the rest to
 * others. It works across the two module graphs.
 */
export function inSequence<T>(task: () => Promise<T>): Promise<T> {
  return sequences().run(createSemaphore(1), task)
}

function sequences(): AsyncLocalStorage<Semaphore> {
  shared.outageHistorySequences ??= new AsyncLocalStorage()
  return shared.outageHistorySequences
}

/** Whether this is inside `readAtOneMoment`. */
export function isAtOneMoment(): boolean {
  return snapshots.getStore() !== undefined
}

/**
 * Runs statements of `queryRows` in one snapshot of the database. They share one connection, one statement at a time; after
 * `timeoutMs` it is closed, and they fail.
 */
export function readAtOneMoment<T>(operation: () => Promise<T>, timeoutMs: number): Promise<T> {
  const { longReads } = database()
  return withConnection(async (connection) => {
    const read = async () => {
      await connection.query<never>('begin isolation level repeatable read, read only')
      return await snapshots.run(connection, operation)
    }
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => reject(new Error(`Reading took longer than ${timeoutMs} ms.`)), timeoutMs)
    longReads.add(reject)
    try {
      const result = await Promise.race([read(), late])
      await connection.query<never>('commit')
      return result
    } catch (error) {
      // What is still under way must not reach the connection's next user.
      connection.discard()
      throw error
    } finally {
      clearTimeout(timer)
      longReads.delete(reject)
    }
  })
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
  for (const end of open?.longReads ?? []) end(new Error('The database is being closed.'))
  await open?.prisma.$disconnect()
  await open?.pool.end()
}
