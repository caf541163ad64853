import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withClient } from '#bin/database.ts'
import { migrate } from '#bin/migrate.ts'
import { createEmptyDatabase, type TestDatabase } from '../../support/database.ts'
import { makePrismaProject, type PrismaProject, runPrisma } from '../../support/processes/prisma-project.ts'

const root = join(import.meta.dirname, '..', '..', '..')

const SCHEMA = `
datasource db {
  provider = "postgresql"
}

generator client {
  provider = "prisma-client"
  output   = "./client"
}

model Note {
  id   Int    @id @default(autoincrement())
  text String
}
`

let database: TestDatabase
let project: PrismaProject

beforeAll(async () => {
  database = await createEmptyDatabase()
})

afterAll(() => database.drop())

beforeEach(async () => {
  project = await makePrismaProject(database.url)
  await project.write('schema.prisma', SCHEMA)
})

afterEach(async () => {
  await project.remove()
  await rows('drop schema public cascade; create schema public')
})

const rows = (sql: string) => withClient(database.url, async (client) => (await client.query(sql)).rows)

describe('the schema engine, as Prisma’s CLI uses it', () => {
  it('generates a client without a database', async () => {
    expect(await project.prisma('generate')).toMatchObject({ code: 0 })
    expect(existsSync(join(project.folder, 'client', 'client.ts'))).toBe(true)
  })

  it('deploys migrations to a database that does not exist yet, once, semicolons in texts and functions included', async () => {
    await database.drop()
    const script = `create table notes (text text default 'one; two'); -- first; then
      create function note() returns int language plpgsql as $$ begin insert into notes default values; return 1; end $$;
      select note();`
    await project.write('migrations/1_first/migration.sql', script)

    expect(await project.prisma('migrate', 'deploy')).toMatchObject({ code: 0 })
    expect(await project.prisma('migrate', 'deploy')).toMatchObject({
      code: 0,
      output: expect.stringContaining('No pending migrations'),
    })
    expect(await rows('select migration_name from _prisma_migrations')).toEqual([{ migration_name: '1_first' }])
    expect(await rows('select text from notes')).toEqual([{ text: 'one; two' }])
  })

  it('tells what has not been applied', async () => {
    await project.write('migrations/1_first/migration.sql', 'select 1;')
    expect(await project.prisma('migrate', 'status')).toMatchObject({
      code: 1,
      output: expect.stringContaining('1_first'),
    })
  })

  it('reports a migration that fails, with the reason Postgres gives', async () => {
    await project.write('migrations/1_first/migration.sql', 'create table broken (;')
    const { code, output } = await project.prisma('migrate', 'deploy')
    expect(code).toBe(1)
    expect(output).toContain('1_first')
    expect(output).toContain('syntax error')
  })

  it('prints the difference between migrations and schema, and leaves no shadow database', async () => {
    await project.write('migrations/1_first/migration.sql', 'create table "Other" (id int primary key);')
    const { output } = await project.prisma(
      'migrate',
      'diff',
      '--from-migrations',
      'migrations',
      '--to-schema',
      'schema.prisma',
      '--script',
    )

    expect(output).toContain('CREATE TABLE "Note"')
    expect(output).toContain('DROP TABLE "Other"')
    expect(await rows("select datname from pg_database where datname like 'prisma_migrate_shadow%'")).toEqual([])
  })

  it('reads a database that it did not make', async () => {
    await rows('create table "Note" (id serial primary key, text text not null, check (length(text) < 100))')
    expect(
      await project.prisma(
        'migrate',
        'diff',
        '--from-config-datasource',
        '--to-schema',
        'schema.prisma',
        '--exit-code',
      ),
    ).toMatchObject({ code: 0, output: expect.stringContaining('No difference detected') })
  })

  it('says so when the server does not answer', async () => {
    await project.write(
      'prisma.config.ts',
      `export default { schema: 'schema.prisma', datasource: { url: 'postgresql://127.0.0.1:1/none' } }`,
    )
    expect(await project.prisma('migrate', 'deploy')).toMatchObject({
      code: 1,
      output: expect.stringContaining('P1001'),
    })
  })

  it('says what the engine said when it broke down', async () => {
    const { code, output } = await runPrisma(project.folder, ['migrate', 'status'], { FORCE_PANIC_SCHEMA_ENGINE: '1' })
    expect(code).toBe(1)
    expect(output).toContain('artificial panic')
  })

  // `migrate dev` wants a terminal, which script(1) of util-linux gives it.
  it.runIf(process.platform === 'linux' && existsSync('/usr/bin/script'))(
    'writes and applies a migration in development',
    async () => {
      const cli = join(root, 'node_modules', 'prisma', 'build', 'index.js')
      await promisify(execFile)(
        'script',
        ['-qec', `"${process.execPath}" "${cli}" migrate dev --name add-notes`, '/dev/null'],
        {
          cwd: project.folder,
          env: { ...process.env, CI: '', PRISMA_SCHEMA_ENGINE_BINARY: join(root, 'tools', 'schema-engine-cli.ts') },
        },
      )
      const migrations = await readdir(join(project.folder, 'migrations'))
      const made = migrations.find((name) => name.endsWith('_add_notes'))
      expect(await readFile(join(project.folder, 'migrations', made ?? 'none', 'migration.sql'), 'utf8')).toContain(
        'CREATE TABLE "Note"',
      )
      expect(await rows('select * from "Note"')).toEqual([])
    },
  )
})

describe('the site’s own schema', () => {
  it('is what its migrations make', async () => {
    const { code, output } = await runPrisma(
      root,
      [
        'migrate',
        'diff',
        '--from-migrations',
        'prisma/migrations',
        '--to-schema',
        'prisma/schema.prisma',
        '--exit-code',
      ],
      { DATABASE_URL: database.url },
    )
    expect(output).toContain('No difference detected')
    expect(code).toBe(0)
  })

  it('counts as deployed for Prisma after `migrate` has applied it', async () => {
    await migrate(database.url)
    expect(await runPrisma(root, ['migrate', 'status'], { DATABASE_URL: database.url })).toMatchObject({
      code: 0,
      output: expect.stringContaining('up to date'),
    })
    const ours = await rows('select migration_name, checksum from _prisma_migrations order by 1')

    await rows('drop schema public cascade; create schema public')
    await runPrisma(root, ['migrate', 'deploy'], { DATABASE_URL: database.url })
    expect(await rows('select migration_name, checksum from _prisma_migrations order by 1')).toEqual(ours)
  })
})
