import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '#prisma/client/client.ts'
import { getEnv } from './env.ts'
import { log } from './log.ts'

/** Who is asking: pages give up early, an ingest may take its time. */
export type DatabaseRole = 'web' | 'worker'

const LIMITS = {
  web: { max: 8, statement_timeout: 3_000 },
  worker: { max: 12, statement_timeout: 30_000 },
} satisfies Record<DatabaseRole, pg.PoolConfig>

interface Database {
  prisma: PrismaClient
  pool: pg.Pool
}

// The custom server and the code that Next bundles are two module graphs in one process: they share one pool.
const shared = globalThis as typeof globalThis & { outageHistoryDatabase?: Database }

/** Opens a pool and a client of its own; most callers want `db()`. The pool heals by itself after a restart of the server. */
export function openDatabase(url: string, role: DatabaseRole): Database {
  const pool = new pg.Pool({
    connectionString: url,
    ...LIMITS[role],
    connectionTimeoutMillis: 2_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
    application_name: `outage-history ${role}`,
  })
  // Without a listener an idle client that loses its server ends the process.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'))
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) }
}

function database(): Database {
  if (shared.outageHistoryDatabase === undefined) {
    const url = getEnv().DATABASE_URL
    if (url === null)
      throw new Error('DATABASE_URL is not set: start the site with `npm start`, which brings a database, or set it.')
    shared.outageHistoryDatabase = openDatabase(url, process.env.OUTAGE_HISTORY_ROLE === 'worker' ? 'worker' : 'web')
  }
  return shared.outageHistoryDatabase
}

/** The process's Prisma client. */
export function db(): PrismaClient {
  return database().prisma
}

/** The process's connection pool, for COPY, LISTEN and bulk statements. */
export function pool(): pg.Pool {
  return database().pool
}

/** Ends the process's connections; the next use opens new ones. */
export async function closeDatabase(): Promise<void> {
  const open = shared.outageHistoryDatabase
  shared.outageHistoryDatabase = undefined
  await open?.prisma.$disconnect()
  await open?.pool.end()
}
