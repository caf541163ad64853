import type pg from 'pg'

const PARTITIONS = 16

/**
 * What is partitioned, by which column. Updates and words follow their incident: they have no vendor, and no statement names one
 * for them.
 */
const TABLES = [
  { table: 'incidents', by: 'vendor_id' },
  { table: 'incident_updates', by: 'incident_id' },
  { table: 'incident_words', by: 'incident_id' },
]

/**
 * Replaces the large tables of a database by partitioned ones with the same rows and indexes. What has no place there is left out:
 * keys that other tables point to, and uniqueness over all vendors. Returns the seconds that it took.
 */
export async function convert(client: pg.Client): Promise<number> {
  const began = performance.now()
  await client.query("set maintenance_work_mem = '256MB'; set statement_timeout = 0")
  await client.query('drop view if exists v_updates, v_incidents')
  for (const { table, by } of TABLES) {
    const { rows: indexes } = await client.query<{ statement: string }>(
      "select replace(indexdef, 'CREATE UNIQUE INDEX', 'CREATE INDEX') as statement from pg_indexes where schemaname = 'public' and tablename = $1",
      [table],
    )
    // They take a row of the table, and go with it.
    const { rows: functions } = await client.query<{ statement: string }>(
      `select pg_get_functiondef(p.oid) as statement from pg_proc p join pg_type t on t.oid = any(p.proargtypes)
       where t.typrelid = $1::regclass`,
      [table],
    )
    await client.query(`alter table ${table} rename to former`)
    await client.query(`create table ${table} (like former including defaults) partition by hash (${by})`)
    for (let part = 0; part < PARTITIONS; part++)
      await client.query(
        `create table ${table}_${part} partition of ${table} for values with (modulus ${PARTITIONS}, remainder ${part})`,
      )
    await client.query(`insert into ${table} select * from former`)
    await client.query('drop table former cascade')
    for (const { statement } of functions) await client.query(statement)
    for (const { statement } of indexes) await client.query(statement)
  }
  await client.query('vacuum (analyze)')
  return (performance.now() - began) / 1000
}
