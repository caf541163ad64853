import { readdir } from 'node:fs/promises'
import type { Pool } from 'pg'
import { WORKER_BEAT_MS } from '#lib/domain/change.ts'
import { log } from '#lib/log.ts'

const DATABASE_TIMEOUT_MS = 1_000
const UNDEFINED_TABLE = '42P01'

/** What must hold before this instance is sent visitors. */
export interface Readiness {
  database: boolean
  /** Every migration that this build brings has been applied. */
  migrations: boolean
  /** A worker has given a sign of life within two beats; true where none is expected. */
  worker: boolean
}

export interface ReadinessOptions {
  pool: Pool
  /** The folder whose sub-folders are the migrations, as Prisma lays them out. */
  migrationsFolder: string
  expectsWorker: boolean
  lastWorkerBeatAt(): number | null
}

export async function checkReadiness(options: ReadinessOptions): Promise<Readiness> {
  const applied = await listAppliedMigrations(options.pool)
  const known = await listMigrations(options.migrationsFolder)
  const beatAt = options.lastWorkerBeatAt()
  return {
    database: applied !== null,
    migrations: applied !== null && known.every((name) => applied.has(name)),
    worker: !options.expectsWorker || (beatAt !== null && Date.now() - beatAt < 2 * WORKER_BEAT_MS),
  }
}

/** Null when the database does not answer in time. */
async function listAppliedMigrations(pool: Pool): Promise<Set<string> | null> {
  const query = pool.query<{ migration_name: string }>(
    'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  )
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${DATABASE_TIMEOUT_MS} ms`)), DATABASE_TIMEOUT_MS)
  try {
    const { rows } = await Promise.race([query, late])
    return new Set(rows.map((row) => row.migration_name))
  } catch (error) {
    query.catch(() => {})
    if (error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE) return new Set()
    log.warn({ err: error }, 'the database does not answer a readiness check')
    return null
  } finally {
    clearTimeout(timer)
  }
}

async function listMigrations(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}
