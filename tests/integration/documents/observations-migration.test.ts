import { afterAll, beforeAll, expect, it } from 'vitest'
import { withClient } from '#bin/database.ts'
import { listMigrations } from '#bin/migrate.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

const NAME = '20261128200000_observations'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

it('readings in a row become one observation each, and none is lost', async () => {
  const migrations = await listMigrations()
  const rows = await withClient(database.url, async (client) => {
    await client.query('drop schema public cascade; create schema public')
    for (const { sql } of migrations.filter(({ name }) => name < NAME)) await client.query(sql)
    await client.query(`
      insert into vendors (key, slug, name) values ('acme', 'acme', 'Acme');
      insert into sources (vendor_id, key, platform, poll_interval_seconds) values (1, 'one', 'archive', 300);
      insert into documents (source_id, url, sha256, byte_length, listed)
        select 1, url, sha256, 1, '{}' from (values ('/a', 'one'), ('/a', 'two'), ('/b', 'three'), (null, 'timeless')) as d(url, sha256);
      insert into readings (source_id, document_id, said_at, read_at, verdict)
        select 1, document, '2026-03-01'::timestamptz + minute * interval '1 minute', '2026-03-01'::timestamptz + minute * interval '1 minute', verdict::verdict
        from (values (1, 0, 'accepted'), (1, 5, 'accepted'), (1, 20, 'accepted'), (1, 36, 'accepted'), (2, 40, 'suspicious'),
          (1, 45, 'accepted'), (1, 50, 'failed'), (3, 4, 'accepted'), (3, 6, 'accepted')) as r(document, minute, verdict);
      insert into readings select 1, 4, '2026-02-01'::timestamptz + day * interval '1 day', null, 'accepted' from generate_series(0, 1) as day;
      insert into documents (source_id, url, sha256, byte_length, listed) values (1, '/long', 'long', 1, '{}');
      insert into readings select 1, 5, '2026-04-01'::timestamptz + n * interval '5 minutes', '2026-04-01'::timestamptz + n * interval '5 minutes', 'accepted'
        from generate_series(0, 399) as n;`)
    for (const { sql } of migrations.filter(({ name }) => name === NAME)) await client.query(sql)
    const { rows } = await client.query(
      `select d.sha256, to_char(first_observed_at at time zone 'UTC', 'MM-DD HH24:MI') as first, to_char(last_observed_at at time zone 'UTC', 'MM-DD HH24:MI') as last,
         read_count as reads, case when cardinality(recent_gaps) < 5 then recent_gaps::text else cardinality(recent_gaps) || ' of ' || recent_gaps[1] end as gaps,
         interval_seconds as interval, verdict
       from observations o join documents d on d.id = o.document_id order by d.id, first_observed_at`,
    )
    return rows.map((row) => Object.values(row).join(' '))
  })
  expect(rows).toEqual([
    'one 03-01 00:00 03-01 00:20 3 {300000,900000} 300 accepted',
    'one 03-01 00:36 03-01 00:36 1 {} 300 accepted',
    'one 03-01 00:45 03-01 00:45 1 {} 300 accepted',
    'one 03-01 00:50 03-01 00:50 1 {} 300 failed',
    'two 03-01 00:40 03-01 00:40 1 {} 300 suspicious',
    'three 03-01 00:04 03-01 00:06 2 {120000} 300 accepted',
    'timeless 02-01 00:00 02-01 00:00 0 {} 300 accepted',
    'timeless 02-02 00:00 02-02 00:00 0 {} 300 accepted',
    'long 04-01 00:00 04-02 09:15 400 287 of 300000 300 accepted',
  ])
})
