import { afterEach, beforeEach, expect, it } from 'vitest'
import { withClient } from '#bin/database.ts'
import { buildLaterIndexes } from '#bin/later-indexes.ts'
import { migrate } from '#bin/migrate.ts'
import { closeDatabase } from '#lib/database/client.ts'
import { LOCKS } from '#lib/database/transaction.ts'
import { dateIncidents } from '#lib/incidents/news-at.ts'
import type { TestDatabase } from '#tests/support/database.ts'
import { loadKeptDatabase } from '#tests/support/processes/kept-site.ts'

const INDEXES = 'select indexname, indexdef from pg_indexes where schemaname = current_schema() order by 1'
const MIGRATIONS = 'select migration_name, checksum from _prisma_migrations order by 1'
const NEWS = 'select public_id, news_at from incidents order by 1'

let small: TestDatabase
let large: TestDatabase
beforeEach(async () => {
  small = await loadKeptDatabase()
  large = await loadKeptDatabase()
  process.env.DATABASE_URL = large.url
  process.env.OUTAGE_HISTORY_ROLE = 'worker'
})
afterEach(async () => {
  await closeDatabase()
  await small.drop()
  await large.drop()
})

const ask = async (database: TestDatabase, sql: string) =>
  await withClient(database.url, async (client) => (await client.query(sql)).rows)

it('a large database of an earlier release is ready without a touched incident; the worker brings the rest', async () => {
  const places = 'select public_id, ctid::text, xmin::text from incidents order by 1'
  const untouched = await ask(large, places)
  await migrate(small.url)
  await migrate(large.url, { largeBytes: 0 })
  expect(await ask(large, places)).toEqual(untouched)
  // What Prisma's own commands compare.
  expect(await ask(large, MIGRATIONS)).toEqual(await ask(small, MIGRATIONS))

  // An interrupted build leaves an index that is not valid.
  await ask(large, 'create index incidents_titles on incidents (title)')
  await ask(large, "update pg_index set indisvalid = false where indexrelid = 'incidents_titles'::regclass")
  const built = await buildLaterIndexes(large.url)
  expect(built).toEqual(['incidents_spans', 'incidents_titles', 'incidents_news', 'incidents_newest_news'])
  expect(await buildLaterIndexes(large.url)).toEqual([])
  expect(await ask(large, INDEXES)).toEqual(await ask(small, INDEXES))

  expect(await dateIncidents()).toBe(untouched.length)
  expect(await ask(large, NEWS)).toEqual(await ask(small, NEWS))
})

it('the rest comes also when a worker starts while the lock of one that died is still held', async () => {
  await migrate(large.url, { largeBytes: 0 })
  const building = await withClient(large.url, async (former) => {
    const sessions = async () => {
      const { rows } = await former.query(
        'select sessions::int from pg_stat_database where datname = current_database()',
      )
      return rows[0].sessions
    }
    await former.query('select pg_advisory_lock($1)', [LOCKS.laterIndexes])
    const before = await sessions()
    const started = { built: buildLaterIndexes(large.url, 10) }
    await expect.poll(sessions).toBeGreaterThan(before + 2)
    return started
  })
  expect(await building.built).toContain('incidents_spans')
})
