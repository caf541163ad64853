import { beforeEach, expect, it } from 'vitest'
import { withClient } from '#bin/database.ts'
import { expectMigrated, migrate } from '#bin/migrate.ts'
import { pool } from '#lib/database/client.ts'
import { rememberSchema } from '#lib/database/schema-change.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import type { RunHandler } from '#lib/runs/handler.ts'
import { requestRun } from '#lib/runs/run.ts'
import { checkReadiness } from '#lib/web/health.ts'
import { executeRun } from '#lib/worker/execute-run.ts'
import { startWorker } from '#lib/worker/worker.ts'
import { aSource, clearDatabase } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

const LATER = '99991231000000_of_a_later_release'
const REFUSAL = `A later release has migrated this database; this release does not know ${LATER}. Start the later release, or restore a backup from before it.`

ownDatabase()
beforeEach(async () => {
  await clearDatabase()
  await pool().query('delete from _prisma_migrations where migration_name = $1', [LATER])
})

const url = () => process.env.DATABASE_URL ?? ''
const migrateFurther = () =>
  pool().query(
    `insert into _prisma_migrations (id, checksum, migration_name, finished_at) values (gen_random_uuid(), 'x', $1, now())`,
    [LATER],
  )
const whole = () =>
  withClient(url(), async (client) => (await client.query('select count(*)::int as n from _prisma_migrations')).rows)

it('a release refuses to start on a database that a later one has migrated, and changes nothing', async () => {
  await expectMigrated(url())
  await migrateFurther()
  const before = await whole()
  await expect(migrate(url())).rejects.toThrow(REFUSAL)
  await expect(expectMigrated(url())).rejects.toThrow(REFUSAL)
  expect(await whole()).toEqual(before)
})

it('a worker refuses a database that lacks a migration, too', async () => {
  const { rows } = await pool().query(
    'delete from _prisma_migrations where migration_name = (select max(migration_name) from _prisma_migrations) returning *',
  )
  await expect(expectMigrated(url())).rejects.toThrow(`The database lacks the migration ${rows[0].migration_name}`)
  const columns = Object.keys(rows[0])
  await pool().query(
    `insert into _prisma_migrations (${columns.join()}) values (${columns.map((_, index) => `$${index + 1}`).join()})`,
    Object.values(rows[0]),
  )
})

it('a site is not ready any more once a later release has migrated its database', async () => {
  const options = { pool: pool(), migrationsFolder: 'prisma/migrations', expectsWorker: false }
  expect(await checkReadiness(options)).toMatchObject({ migrations: true })
  await migrateFurther()
  expect(await checkReadiness(options)).toMatchObject({ database: true, migrations: false })
})

const missing: RunHandler = async () =>
  await inTransaction(async (tx) => {
    await tx.query('select a_column_that_was_renamed from sources')
    throw new Error('It is there.')
  })

async function aRun(): Promise<string> {
  const source = await aSource({ url: null })
  const request = { ...source, mode: 'poll', trigger: 'cli', dryRun: false } as const
  return await inTransaction((tx) => requestRun(tx, request, async () => {}))
}

async function stateOf(id: string) {
  const { rows } = await pool().query(
    'select r.state, r.attempts, s.failures from runs r join sources s on s.id = r.source_id where r.id = $1',
    [id],
  )
  return rows[0]
}

it('a run that a migration breaks is given back as it was, for a worker of the later release', async () => {
  await rememberSchema()
  const id = await aRun()
  await migrateFurther()
  await expect(executeRun(id, { poll: missing })).rejects.toMatchObject({ code: '42703' })
  expect(await stateOf(id)).toEqual({ state: 'queued', attempts: 0, failures: 0 })
})

it('the same error without a migration is a fault of the release, and fails the run', async () => {
  await rememberSchema()
  const id = await aRun()
  expect(await executeRun(id, { poll: missing })).toBe('done')
  expect(await stateOf(id)).toMatchObject({ state: 'failed', attempts: 1 })
})

it('a worker at work stops when another release migrates its database, and says why', async () => {
  const { promise, resolve } = Promise.withResolvers<Error>()
  const worker = await startWorker(url(), { onSchemaChange: resolve, recoverMs: 50 })
  await migrateFurther()
  expect((await promise).message).toMatch(/^Another release has migrated the database\. This worker stops/)
  await worker.stop()
})
