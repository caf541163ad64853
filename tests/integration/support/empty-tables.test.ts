import { expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { ownDatabase } from '#tests/support/own-database.ts'
import { aDocument, anIncident } from '../../support/documents.ts'
import { emptyTables } from '../../support/empty-tables.ts'
import { ingest } from '../../support/ingest.ts'

ownDatabase()

/** The tables that hold a row, of those that `truncate vendors cascade` would empty. */
async function listFilled(): Promise<string[]> {
  const { rows } = await pool().query<{ text: string }>(
    `select 'select ''' || relname || ''' as name where exists (select from ' || relname || ')' as text
     from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> '_prisma_migrations'`,
  )
  const { rows: filled } = await pool().query(rows.map(({ text }) => text).join(' union all '))
  return filled.map(({ name }) => name)
}

it('leaves nothing of what refers to a table, and numbers rows from 1 again', async () => {
  await ingest(aDocument([anIncident('a'), anIncident('b')]))
  const before = await listFilled()
  expect(before).toEqual(
    expect.arrayContaining(['vendors', 'sources', 'runs', 'documents', 'incidents', 'incident_words']),
  )
  await emptyTables('vendors')
  const left = await listFilled()
  await ingest(aDocument([anIncident('a')]))
  const { rows } = await pool().query('select v.id as vendor, s.id as source from vendors v join sources s on true')
  expect(rows).toEqual([{ vendor: 1, source: 1 }])

  await pool().query('truncate vendors cascade')
  expect(left).toEqual(await listFilled())
})

/** Of this database: other tests use the same server. */
const WAITING = `select from pg_locks l join pg_database d on d.oid = l.database
  where not l.granted and d.datname = current_database()`

it('waits for who writes there', async () => {
  const writer = await pool().connect()
  await writer.query("begin; insert into vendors (key, slug, name) values ('late', 'late', 'Late')")
  const emptied = emptyTables('vendors')
  await expect.poll(async () => (await pool().query(WAITING)).rowCount, { timeout: 60_000 }).toBeGreaterThan(0)
  await writer.query('commit')
  writer.release()
  await emptied
  expect((await pool().query('select from vendors')).rowCount).toBe(0)
})
