import { readdir } from 'node:fs/promises'
import type { Pool } from 'pg'
import { WORKER_BEAT_MS } from '#lib/database/change.ts'
import { log } from '#lib/log.ts'

const DATABASE_TIMEOUT_MS = 1_000
const UNDEFINED_TABLE = '42P01'

/** The conditions for sending visitors to this instance. */
export interface Readiness {
  database: boolean
  /** The migrations of this build have been applied, and no others: those of a later one would break its queries. */
  migrations: boolean
  /** A worker had a heartbeat within two intervals; true where none is expected. */
  worker: boolean
}

export interface ReadinessOptions {
  pool: Pool
  /** The folder whose sub-folders are the migrations, as Prisma lays them out. */
  migrationsFolder: string
  expectsWorker: boolean
}

/** Never rejects because of the database, and answers within about a second. */
export async function checkReadiness({ pool, migrationsFolder, expectsWorker }: ReadinessOptions): Promise<Readiness> {
  try {
    const [known, { migrations, hasWorker }] = await Promise.all([listMigrations(migrationsFolder), readState(pool)])
    const isMigrated = known.length === migrations.length && known.every((name) => migrations.includes(name))
    return { database: true, migrations: isMigrated, worker: hasWorker || !expectsWorker }
  } catch (error) {
    // A database without these tables is reachable, but not migrated.
    const isEmpty = error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE
    if (!isEmpty) log.warn({ err: error }, 'the database does not answer a readiness check')
    return { database: isEmpty, migrations: false, worker: !expectsWorker }
  }
}

async function readState(pool: Pool): Promise<{ migrations: string[]; hasWorker: boolean }> {
  const query = pool.query<{ migrations: string[]; hasWorker: boolean }>(
    `SELECT
       array(SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL) AS migrations,
       EXISTS (SELECT FROM workers WHERE beat_at > now() - $1 * interval '1 millisecond') AS "hasWorker"`,
    [2 * WORKER_BEAT_MS],
  )
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${DATABASE_TIMEOUT_MS} ms`)), DATABASE_TIMEOUT_MS)
  try {
    const { rows } = await Promise.race([query, late])
    return rows[0] ?? { migrations: [], hasWorker: false }
  } finally {
    clearTimeout(timer)
    query.catch(() => {})
  }
}

async function listMigrations(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}
