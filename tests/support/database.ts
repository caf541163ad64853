import { createHash, randomBytes } from 'node:crypto'
import type pg from 'pg'
import { withClient } from '#bin/database.ts'
import { listMigrations, migrate } from '#bin/migrate.ts'

export interface TestDatabase {
  url: string
  /** Closes remaining connections and drops the database. */
  drop(): Promise<void>
}

/** Creates an empty database for a test with all migrations applied, on the server of the global setup. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return await createFrom(process.env.TEST_DATABASE_TEMPLATE ?? '')
}

/** A database without tables. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return await createFrom('template0')
}

async function createFrom(template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await onServer((client) => client.query(`create database ${name} template ${template}`))
  return {
    url: databaseUrl(name),
    drop: () => onServer(async (client) => void (await client.query(`drop database if exists ${name} with (force)`))),
  }
}

/** Creates the template of test databases, once per set of migrations, however many processes use the server. */
export async function makeTemplate(): Promise<void> {
  const name = await templateName()
  process.env.TEST_DATABASE_TEMPLATE = name
  await onServer(async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [name])
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount) return
    const draft = `${name}_draft`
    await client.query(`drop database if exists ${draft} with (force)`)
    await migrate(databaseUrl(draft))
    await client.query(`alter database ${draft} rename to ${name}`)
  })
}

async function templateName(): Promise<string> {
  const hash = createHash('sha256')
  for (const { checksum } of await listMigrations()) hash.update(checksum)
  return `outage_history_template_${hash.digest('hex').slice(0, 16)}`
}

function databaseUrl(name: string): string {
  const server = process.env.TEST_DATABASE_URL
  if (!server)
    throw new Error(
      'No test database server: run this with `npm test`, or as part of the integration project of Vitest.',
    )
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

async function onServer<T>(operation: (client: pg.Client) => Promise<T>): Promise<T> {
  return await withClient(databaseUrl('postgres'), operation)
}
