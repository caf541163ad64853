import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

export interface TestDatabase {
  url: string
  /** Ends what is still connected, and removes the database. */
  drop(): Promise<void>
}

/** An empty database of the test's own with all migrations applied, on the server that the global setup provides. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  const template = await templateName()
  await onServer((client) => client.query(`create database ${name} template ${template}`))
  return {
    url: databaseUrl(name),
    drop: () => onServer(async (client) => void (await client.query(`drop database if exists ${name} with (force)`))),
  }
}

const migrations = join(import.meta.dirname, '..', '..', 'prisma', 'migrations')

/** Makes the database that test databases are copies of; done once for the same migrations, whoever else uses the server. */
export async function makeTemplate(): Promise<void> {
  const name = await templateName()
  await onServer(async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [name])
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount) return
    const draft = `${name}_draft`
    await client.query(`drop database if exists ${draft} with (force)`)
    await client.query(`create database ${draft}`)
    await migrate(databaseUrl(draft))
    await client.query(`alter database ${draft} rename to ${name}`)
  })
}

async function migrate(url: string): Promise<void> {
  await withClient(url, async (client) => {
    for (const text of await migrationTexts()) await client.query(text)
  })
}

async function templateName(): Promise<string> {
  const hash = createHash('sha256')
  for (const text of await migrationTexts()) hash.update(text)
  return `outage_history_template_${hash.digest('hex').slice(0, 16)}`
}

async function migrationTexts(): Promise<string[]> {
  const folders = (await readdir(migrations, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
  return await Promise.all(folders.sort().map((folder) => readFile(join(migrations, folder, 'migration.sql'), 'utf8')))
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

async function onServer<T>(deed: (client: pg.Client) => Promise<T>): Promise<T> {
  return await withClient(databaseUrl('postgres'), deed)
}

async function withClient<T>(connectionString: string, deed: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return await deed(client)
  } finally {
    await client.end()
  }
}
