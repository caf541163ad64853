import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { createDatabase, type DatabaseError, reachDatabase, withClient } from './database.ts'

export interface Migration {
  name: string
  sql: string
  /** What a large database gets instead, and quickly: the worker does the rest while the site answers. */
  online: string | null
  /** As Prisma stores it: sha256 of the file, in hex. */
  checksum: string
}

export const MIGRATIONS = join(import.meta.dirname, '..', 'prisma', 'migrations')
/** The advisory lock of `prisma migrate`, so that both wait for each other. */
const LOCK = 72_707_369
/** How long a migration waits for a table lock before it gives up, and how often it retries. */
const LOCK_TIMEOUT = '3s'
const TRIES = 10
/** How long another process may take to migrate before this one gives up: rewriting a large table takes minutes. */
const OTHERS_WITHIN_MS = 600_000
/** From some 150,000 incidents on, rewriting all or building an index over them would hold up the site for too long. */
const LARGE_BYTES = 64 * 2 ** 20

/**
 * Brings a database, created if missing, to the state of prisma/migrations, and returns the names of the applied migrations. If
 * several processes start at once, one does the work. Each migration and Prisma's record of it are one transaction: a killed
 * process leaves nothing behind, whereas `prisma migrate deploy` would need manual recovery. A database whose incidents take
 * `largeBytes` or more gets `online.sql` of a migration that has one; `buildLaterIndexes` brings the indexes of its `later.sql`.
 *
 * @throws Error naming the migration that failed, that an earlier run left failed, or that a later release has applied, or saying
 *   that other processes took too long
 */
export async function migrate(
  url: string,
  {
    folder,
    say = () => {},
    othersWithinMs = OTHERS_WITHIN_MS,
    largeBytes = LARGE_BYTES,
  }: { folder?: string; say?: (line: string) => void; othersWithinMs?: number; largeBytes?: number } = {},
): Promise<string[]> {
  await ensureDatabase(url)
  const migrations = await listMigrations(folder)
  return await withClient(url, async (client) => {
    if ((await listPending(client, migrations)).length === 0) return []
    await lockMigrations(client, othersWithinMs)
    await client.query<never>(MIGRATIONS_TABLE)
    const pending = await listPending(client, migrations)
    const isLarge = await hasManyIncidents(client, largeBytes)
    for (const migration of pending) {
      say(`Applying migration ${migration.name}.`)
      await apply(client, migration, (isLarge ? migration.online : null) ?? migration.sql)
    }
    return pending.map(({ name }) => name)
  })
}

async function hasManyIncidents(client: pg.Client, largeBytes: number): Promise<boolean> {
  const { rows } = await client.query<{ large: boolean | null }>(
    "select pg_relation_size(to_regclass('incidents')) >= $1 as large",
    [largeBytes],
  )
  return rows[0]?.large === true
}

async function lockMigrations(client: pg.Client, withinMs: number): Promise<void> {
  try {
    await client.query<never>(`set lock_timeout = ${withinMs}`)
    await client.query<never>('select pg_advisory_lock($1)', [LOCK])
  } catch (error) {
    if ((error as DatabaseError).code !== '55P03') throw error
    const waited = `${Math.round(withinMs / 60_000)} minutes`
    throw new Error(
      `Another process has been migrating the database for ${waited}: find out what it is doing, then start again.`,
    )
  }
}

/** The migrations of a folder, by default those of this release, oldest first. */
export async function listMigrations(folder = MIGRATIONS): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return await Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8')
      const online = await readFile(join(folder, name, 'online.sql'), 'utf8').catch(unlessAbsent)
      return { name, sql, online, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

function unlessAbsent(error: NodeJS.ErrnoException): null {
  if (error.code !== 'ENOENT') throw error
  return null
}

async function ensureDatabase(url: string): Promise<void> {
  try {
    await reachDatabase(url)
  } catch (error) {
    if ((error as DatabaseError).code !== '3D000') throw error
    await createDatabase(url)
  }
}

async function listPending(client: pg.Client, migrations: Migration[]): Promise<Migration[]> {
  const { rows: tables } = await client.query<{ present: boolean }>(
    "select to_regclass('_prisma_migrations') is not null as present",
  )
  if (!tables[0]?.present) return migrations
  const { rows } = await client.query<{ name: string; applied: boolean }>(
    'select migration_name as name, finished_at is not null as applied from _prisma_migrations where rolled_back_at is null',
  )
  const failed = rows.find(({ applied }) => !applied)
  if (failed !== undefined) {
    throw new Error(
      `The migration ${failed.name} was started by another program and not finished: see \`npm run prisma -- migrate resolve --help\`.`,
    )
  }
  const applied = new Set(rows.map(({ name }) => name))
  refuseNewer(applied, migrations)
  return migrations.filter(({ name }) => !applied.has(name))
}

/** Throws when a later release has migrated the database: this release's statements would not fit its schema. */
function refuseNewer(applied: Set<string>, migrations: Migration[]): void {
  const known = new Set(migrations.map(({ name }) => name))
  const unknown = [...applied].filter((name) => !known.has(name)).sort()
  if (unknown.length === 0) return
  throw new Error(
    `A later release has migrated this database; this release does not know ${unknown.join(', ')}. Start the later release, or restore a backup from before it.`,
  )
}

/** Throws Error unless the database has exactly the migrations of this release. */
export async function expectMigrated(url: string): Promise<void> {
  const pending = await withClient(url, async (client) => await listPending(client, await listMigrations()))
  const [first] = pending
  if (first === undefined) return
  throw new Error(
    `The database lacks the migration ${first.name}. Start the site of this release first: it applies the migration.`,
  )
}

async function apply(client: pg.Client, migration: Migration, sql: string): Promise<void> {
  // CREATE INDEX CONCURRENTLY cannot run in a transaction, and is alone in its file.
  const alone = /\bconcurrently\b/i.test(sql)
  for (let attempt = 1; ; attempt++) {
    try {
      if (!alone) await client.query<never>('begin')
      await client.query<never>(`set ${alone ? '' : 'local '}lock_timeout = '${LOCK_TIMEOUT}'`)
      await client.query<never>(sql)
      await client.query<never>(
        `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
         values ($1, $2, $3, now(), 1)`,
        [randomUUID(), migration.checksum, migration.name],
      )
      if (!alone) await client.query<never>('commit')
      return
    } catch (error) {
      // If the connection failed, the server has rolled back.
      if (!alone) await client.query<never>('rollback').catch(() => {})
      const lockNotAvailable = (error as DatabaseError).code === '55P03'
      if (!lockNotAvailable || attempt === TRIES) {
        throw new Error(`The migration ${migration.name} failed: ${(error as Error).message}`, { cause: error })
      }
      await sleep(1_000)
    }
  }
}

/** As Prisma creates it (schema-engine, flavour/postgres), so that its commands find what they expect. */
const MIGRATIONS_TABLE = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`
