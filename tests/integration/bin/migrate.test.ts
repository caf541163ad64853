import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withClient } from '#bin/database.ts'
import { listMigrations, migrate } from '#bin/migrate.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'

let database: TestDatabase
let folder: string

beforeEach(async () => {
  database = await createTestDatabase()
  await rows('drop schema public cascade; create schema public')
  folder = await mkdtemp(join(tmpdir(), 'migrations-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
  await database.drop()
})

/** Other tests do the same on this server, in databases of their own. */
const OTHERS = 'pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'
const rows = (sql: string) => withClient(database.url, async (client) => (await client.query(sql)).rows)

async function writeMigration(name: string, sql: string) {
  await mkdir(join(folder, name), { recursive: true })
  await writeFile(join(folder, name, 'migration.sql'), sql)
}

describe('migrate', () => {
  it('makes the database and applies what this release brings, oldest first', async () => {
    await database.drop()
    const names = (await listMigrations()).map(({ name }) => name)
    expect(names).toEqual([...names].sort())
    expect(await migrate(database.url)).toEqual(names)
    expect(await migrate(database.url)).toEqual([])
  })

  it('is done by one of ten processes that start at once', async () => {
    await database.drop()
    await writeMigration('1_first', 'create table notes (text text); select pg_sleep(0.3);')
    const applied = await Promise.all(Array.from({ length: 10 }, () => migrate(database.url, { folder })))
    expect(applied.flat()).toEqual(['1_first'])
    expect(await rows('select count(*)::int as n from _prisma_migrations')).toEqual([{ n: 1 }])
  })

  it('does not wait without limit for a process that never ends', async () => {
    await writeMigration('1_first', 'create table notes (text text);')
    await withClient(database.url, async (client) => {
      await client.query('select pg_advisory_lock(72707369)')
      const waiting = migrate(database.url, { folder, othersWithinMs: 50 })
      await expect(waiting).rejects.toThrow(/^Another process has been migrating the database/)
    })
    expect(await migrate(database.url, { folder })).toEqual(['1_first'])
  })

  it('leaves nothing of a migration whose process is killed half-way, and applies it the next time', async () => {
    await writeMigration('1_first', 'create table notes (text text); select pg_sleep(30);')
    const killed = migrate(database.url, { folder })
    const outcome = expect(killed).rejects.toThrow('1_first')
    await expect
      .poll(() => rows(`select pg_terminate_backend(pid) from ${OTHERS} and query like '%pg_sleep(30)%'`))
      .toHaveLength(1)
    await outcome
    expect(await rows("select to_regclass('notes') as notes")).toEqual([{ notes: null }])

    await writeMigration('1_first', 'create table notes (text text);')
    expect(await migrate(database.url, { folder })).toEqual(['1_first'])
  })

  it('names the migration that fails, and keeps those before it', async () => {
    await writeMigration('1_first', 'create table notes (text text);')
    await writeMigration('2_second', 'create table broken (;')
    await expect(migrate(database.url, { folder })).rejects.toThrow(/^The migration 2_second failed: .*syntax error/)
    expect(await rows('select migration_name as name from _prisma_migrations')).toEqual([{ name: '1_first' }])
  })

  it('builds an index concurrently, which no transaction may hold', async () => {
    await writeMigration('1_first', 'create table notes (text text);')
    await writeMigration('2_index', 'create index concurrently notes_text on notes (text);')
    await migrate(database.url, { folder })
    expect(await rows("select to_regclass('notes_text')::text as name")).toEqual([{ name: 'notes_text' }])
  })

  it('steps aside for a reader that holds its table, and comes back', async () => {
    await writeMigration('1_first', 'create table notes (text text);')
    await migrate(database.url, { folder })
    await writeMigration('2_second', 'alter table notes add column title text;')
    await withClient(database.url, async (reader) => {
      await reader.query('begin; select * from notes')
      const migrated = migrate(database.url, { folder })
      const waiting = () =>
        rows(`select from ${OTHERS} and wait_event_type = 'Lock' and query like 'alter table notes%'`)
      // The first try gives up after three seconds; until then nobody may read either.
      await expect.poll(waiting).toHaveLength(1)
      await expect.poll(waiting).toHaveLength(0)
      await reader.query('commit')
      expect(await migrated).toEqual(['2_second'])
    })
  })

  it('does not go over a migration that Prisma left failed', async () => {
    await migrate(database.url, { folder })
    await writeMigration('1_first', 'create table notes (text text);')
    await migrate(database.url, { folder })
    await rows('update _prisma_migrations set finished_at = null')
    await expect(migrate(database.url, { folder })).rejects.toThrow(/1_first was started by another program/)
  })
})
