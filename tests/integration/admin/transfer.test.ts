import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fieldsOf } from '#lib/admin/transfer/record-type.ts'
import { LEFT_OUT, RECORD_TYPES } from '#lib/admin/transfer/records.ts'
import { pool, withConnection } from '#lib/database/client.ts'
import { announceImport } from '#lib/database/import-lock.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { METHOD_VERSION } from '#lib/domain/method.ts'
import { leaseRun } from '#lib/runs/run.ts'
import { aDocument, anIncident, anUpdate } from '#tests/support/documents.ts'
import { clearDatabase, ingest, liveState, runMode } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'
import { readKeptExport, readKeptSite } from '#tests/support/processes/kept-site.ts'
import { exportLines, importLines } from '#tests/support/transfer.ts'

ownDatabase({ checked: true })

/** Two sources with a duplicate, a revision, a mention and a correction. */
async function fill(): Promise<void> {
  const mention = anUpdate('u1', { body: 'See https://status.acme.example/incidents/abc123.' })
  await ingest(aDocument([anIncident('a', { updates: [mention] })]), { origin: 'sample', readAt: '2026-03-02T00:00Z' })
  const url = 'https://status.acme.example'
  await ingest(aDocument([anIncident('b', { title: 'Before' })]), { url, readAt: '2026-03-03T00:00Z' })
  await ingest(aDocument([anIncident('b', { title: 'After' })]), { url, readAt: '2026-03-04T00:00Z' })
  await pool().query(
    `insert into corrections (incident_id, field, value, reason, author) select id, 'impact', '"major"', 'worse', 'me' from incidents`,
  )
  await pool().query(`insert into corrections (incident_id, field, value, reason, author, revoked_at)
    select id, 'endedAt', 'null', 'goes on', 'me', now() from incidents`)
}

/** What kind of field a column of a type wants. */
const KINDS: Record<string, string> = {
  'timestamp with time zone': 'time',
  ARRAY: 'list',
  bytea: 'bytes',
  jsonb: 'json',
}

/** As one that hardly waits for a lock. */
async function noteSignIn(): Promise<void> {
  await inTransaction(async (connection) => {
    await connection.query("set local lock_timeout = '50ms'")
    await connection.query("insert into audit_entries (actor, action, subject) values ('me', 'account.signIn', 'me')")
  })
}

/** All but the head, which tells the time. */
const recordsIn = (lines: string[]) => lines.slice(1)

describe('an export', () => {
  beforeEach(clearDatabase)

  it('imports into an empty database as the same, and exports again as the same lines', async () => {
    await fill()
    const state = await liveState()
    const lines = await exportLines()
    await clearDatabase()
    const counts = await importLines(lines)
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ end: expect.objectContaining(counts) })
    expect(await liveState()).toEqual(state)
    expect(recordsIn(await exportLines())).toEqual(recordsIn(lines))
  })

  it('of an earlier release loses the addresses that its corrections were signed with', async () => {
    await fill()
    await pool().query(
      "update corrections set author = 'ada@example.com', revoked_by = 'bob@example.com' where field = 'endedAt'",
    )
    await importLines(await exportLines(), { replace: true })
    const { rows } = await pool().query('select distinct field, author, revoked_by from corrections order by field')
    expect(rows).toEqual([
      { field: 'endedAt', author: 'an admin', revoked_by: 'an admin' },
      { field: 'impact', author: 'me', revoked_by: null },
    ])
  })

  it('holds what a replay and the next document need', async () => {
    await fill()
    await importLines(await exportLines(), { replace: true })
    const url = 'https://status.acme.example'
    await runMode('replay', { url })
    const run = await ingest(aDocument([anIncident('b', { title: 'Later' }), anIncident('c')]), {
      url,
      readAt: '2026-03-05T00:00Z',
    })
    expect(run).toMatchObject({ state: 'succeeded', created: 1, updated: 1 })
    const { rows } = await pool().query("select impact from incidents where external_id = 'b'")
    expect(rows).toEqual([{ impact: 'major' }])
  })

  it('has a field for every column of every table, or a reason why not', async () => {
    const { rows } = await pool().query<{ table: string; column: string; type: string }>(
      `select c.table_name as table, c.column_name as column, c.data_type as type from information_schema.columns c
       join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by 1, 2`,
    )
    const stored = rows
      .filter(({ table }) => LEFT_OUT[table] === undefined)
      .map(({ table, column, type }) => `${table}.${column} ${KINDS[type] ?? 'plain'}`)
    const mapped = RECORD_TYPES.filter(({ source }) => source === undefined).flatMap((type) =>
      [...fieldsOf(type).values()].map(
        ({ column, kind }) => `${type.table}.${column} ${{ value: 'json', later: 'plain' }[String(kind)] ?? kind}`,
      ),
    )
    expect(mapped.sort()).toEqual(stored.sort())
    const tables = new Set(rows.map(({ table }) => table))
    expect(Object.keys(LEFT_OUT).filter((table) => !tables.has(table))).toEqual([])
  })
})

describe('an import', () => {
  beforeEach(clearDatabase)

  it('takes an export of November 2026, whose records were rows of tables', async () => {
    const { counts } = await readKeptSite()
    const lines = await readKeptExport()
    const read = await importLines(lines)
    expect(read).toMatchObject({
      vendor: counts.vendors,
      document: counts.documents,
      incident: counts.incidents,
      update: counts.incident_updates,
      revision: counts.revisions,
      correction: counts.corrections,
      auditEntry: counts.audit_entries,
    })
    const { rows } = await pool().query(
      'select sum(greatest(read_count, 1))::int as reads, count(*)::int as count from observations',
    )
    const reads = lines.filter((line) => line.startsWith('{"table":"readings"')).length
    expect(rows[0].reads).toBe(reads)
    expect(rows[0].count).toBeLessThan(reads)
    // What the first version of the method derived is to be derived anew.
    const method = await pool().query('select version, applied_at from method_versions')
    expect(method.rows).toEqual([{ version: METHOD_VERSION, applied_at: null }])
  })

  it('takes an export of the first release with format 2, and has all of it', async () => {
    const lines = await readKeptExport(2)
    await importLines(lines)
    const now = (await exportLines()).map((line) => JSON.parse(line))
    // Corrections are published without the addresses of those who made them, and a list of maintenance is no good read.
    const told = lines
      .slice(1)
      .map((line) => line.replaceAll(/"(author|revokedBy)":"[^"]+@[^"]+"/g, '"$1":"an admin"'))
      .map((line) =>
        line.replace('"lastGoodReadAt":"2026-11-28T06:30:29.08', '"lastGoodReadAt":"2026-11-28T06:30:29.046'),
      )
      .map((line) => JSON.parse(line))
    expect(now.slice(1)).toMatchObject(told)
  })

  it('gives a record the defaults of what it lacks', async () => {
    const at = '2026-03-01T00:00:00Z'
    await importLines([
      '{"format":"outage-history-export/2"}',
      '{"vendor":{"id":7,"key":"acme","slug":"acme","name":"Acme"}}',
      '{"source":{"id":9,"vendorId":7,"key":"archive","platform":"archive"}}',
      `{"run":{"id":"00000000-0000-4000-8000-000000000001","vendorId":7,"sourceId":9,"mode":"poll","trigger":"api","createdAt":"${at}"}}`,
      '{"end":{"vendor":1,"source":1,"run":1}}',
    ])
    const { rows } = await pool().query(
      `select v.category, s.origin, s.poll_interval_seconds, s.failures, r.state, r.attempts, r.diff
       from vendors v join sources s on s.vendor_id = v.id join runs r on r.source_id = s.id`,
    )
    expect(rows).toEqual([
      {
        category: null,
        origin: 'live',
        poll_interval_seconds: 300,
        failures: 0,
        state: 'queued',
        attempts: 0,
        diff: null,
      },
    ])
    expect(
      (await pool().query("insert into vendors (key, slug, name) values ('b', 'b', 'B') returning id")).rows,
    ).toEqual([{ id: 8 }])
  })

  it('makes texts searchable', async () => {
    await fill()
    await importLines(await exportLines(), { replace: true })
    const found = async (word: string) =>
      (await pool().query("select from incident_words where words @@ to_tsquery('english', $1)", [word])).rowCount
    expect([await found('after'), await found('text')]).toEqual([0, 1])
  })

  it('gives rules of alerts the targets of this site that have the names of their own', async () => {
    await fill()
    await pool().query(
      `insert into alert_targets (name, kind, settings, sealed, concurrency, created_by)
       select name, 'webhook', '{}', 'x', 1, 'me' from unnest(array['Chat', 'Pager']) name`,
    )
    await pool().query(`insert into alert_rules (name, is_for_all, components, kinds, events, created_by)
      values ('All', true, '{}', '{}', '{}', 'me')`)
    await pool().query('insert into alert_rule_targets select r.id, t.id from alert_rules r cross join alert_targets t')
    const lines = await exportLines()
    const told = async () => {
      const { rows } = await pool().query<{ name: string }>(
        `select t.name from alert_rule_targets join alert_targets t on t.id = target_id order by 1`,
      )
      return rows.map(({ name }) => name)
    }
    await importLines(lines, { replace: true })
    expect(await told()).toEqual(['Chat', 'Pager'])
    expect(recordsIn(await exportLines()).filter((line) => line.startsWith('{"alertRule'))).toEqual(
      lines.filter((line) => line.startsWith('{"alertRule')),
    )
    await pool().query("update alert_targets set name = 'Another pager' where name = 'Pager'")
    await importLines(lines, { replace: true })
    expect(await told()).toEqual(['Chat'])
    await pool().query('delete from alert_targets')
  })

  it('refuses a database that holds vendors, unless it is told to replace them', async () => {
    await fill()
    const lines = await exportLines()
    await expect(importLines(lines)).rejects.toThrow('The database already contains vendors')
    await ingest(aDocument([anIncident('x')]), { vendor: 'other' })
    await importLines(lines, { replace: true })
    expect((await pool().query('select slug from vendors')).rows).toEqual([{ slug: 'acme' }])
    expect((await pool().query("select actor, subject from audit_entries where action = 'data.replace'")).rows).toEqual(
      [{ actor: 'cli', subject: 'a test' }],
    )
  })

  it('lets others read what was there, until it is over', async () => {
    await fill()
    const lines = await exportLines()
    await pool().query("update vendors set name = 'As it was'")
    const seen = new Set<string>()
    await importLines(lines, {
      replace: true,
      tell: () => {
        void pool()
          .query(
            'select v.name, count(i.id)::int as count from vendors v left join incidents i on i.vendor_id = v.id group by 1',
          )
          .then(({ rows }) => seen.add(JSON.stringify(rows)))
      },
    })
    await expect.poll(() => [...seen]).toContain('[{"name":"As it was","count":2}]')
    expect(
      [...seen].filter((rows) => rows !== '[{"name":"As it was","count":2}]' && rows !== '[{"name":"acme","count":2}]'),
    ).toEqual([])
  })

  it('waits for runs under way, and names those that do not end', async () => {
    await fill()
    const lines = await exportLines()
    const { rows } = await pool().query(
      `update runs set state = 'running', lease_until = now() + interval '1 hour' where id = (select id from runs limit 1) returning id`,
    )
    const received: string[] = []
    await expect(
      importLines(lines, { replace: true, runsWithinMs: 0, tell: (what) => received.push(what) }),
    ).rejects.toThrow(/These runs are in progress and did not end within 0 s: acme \S+ \(document\)/)
    const importing = importLines(lines, { replace: true, tell: (what) => received.push(what) })
    await expect.poll(() => received.some((what) => what.startsWith('waiting for runs in progress: acme'))).toBe(true)
    await pool().query("update runs set state = 'succeeded', lease_until = null where id = $1", [rows[0].id])
    expect(await importing).toMatchObject({ vendor: 1 })
  })

  for (const [who, first, second] of [
    ['an indexer', 'delete from words_due', 'insert into incident_words select id, to_tsvector(title) from incidents'],
    [
      'an admin who renames a vendor',
      'select from vendors for no key update',
      "update vendors set name = 'Renamed meanwhile'",
    ],
    ['an admin who corrects', 'delete from corrections', 'update vendors set name = name'],
  ] as const) {
    it(`waits for ${who}, who needs more than what is held already`, async () => {
      await fill()
      const lines = await exportLines()
      await pool().query('delete from incident_words')
      let importing: Promise<unknown> = Promise.resolve()
      await withConnection(async (connection) => {
        await connection.query('begin')
        await connection.query(first)
        importing = importLines(lines, { replace: true })
        // Other tests wait for locks on this server too, in databases of their own.
        const waiting = "pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
        const isWaiting = async () => (await pool().query(`select from ${waiting}`)).rowCount !== 0
        await expect.poll(isWaiting).toBe(true)
        await connection.query(second)
        await connection.query('commit')
      })
      expect(await importing).toMatchObject({ vendor: 1 })
    })
  }

  it('refuses a second import meanwhile', async () => {
    await fill()
    const lines = await exportLines()
    await inTransaction(async (tx) => {
      await announceImport(tx)
      await expect(importLines(lines, { replace: true })).rejects.toThrow('Another import is in progress')
    })
  })

  it('lets sign-ins write to the log for nearly all of the time', async () => {
    await fill()
    const lines = await exportLines()
    const signIns: Promise<unknown>[] = []
    await importLines(lines, {
      replace: true,
      tell: (what) => {
        if (what === 'removing old rows: vendors') signIns.push(noteSignIn())
      },
    })
    expect(await Promise.all(signIns)).toHaveLength(1)
    await importLines(lines, { replace: true })
  })

  it('keeps workers from taking up runs, until it is over', async () => {
    await fill()
    const { rows } = await pool().query("update runs set state = 'queued', finished_at = null returning id")
    await inTransaction(async (tx) => {
      expect(await announceImport(tx)).toBe(true)
      expect(await leaseRun(rows[0].id)).toBe('busy')
    })
    expect(await leaseRun(rows[0].id)).toMatchObject({ id: rows[0].id })
    await pool().query("update runs set state = 'failed', finished_at = now()")
  })
})

describe('an import, in vain,', () => {
  let lines: string[]
  beforeAll(async () => {
    await clearDatabase()
    await fill()
    lines = await exportLines()
  })

  const insert = (at: number, line: string) => (lines: string[]) => lines.toSpliced(at, 0, line)
  for (const [name, spoil, complaint] of [
    ['another file', () => ['{"hello":"world"}'], 'Line 1 is not the header of an export'],
    ['an empty file', () => [], 'The file is empty.'],
    [
      'a later release',
      (lines) => ['{"format":"outage-history-export/3"}', ...lines.slice(1)],
      'A later release wrote this export: line 1',
    ],
    ['no text', (lines) => [...lines.slice(0, 2), '\u0000\u0001 no JSON'], 'Line 3 is not a record of an export'],
    [
      'a file that is cut in a line',
      (lines) => [...lines.slice(0, 5), lines[5]?.slice(0, 20) ?? ''],
      'Line 6 is not a record of an export',
    ],
    ['a file that is cut between lines', (lines) => lines.slice(0, -1), 'The file is truncated: line'],
    [
      'a file without one of its lines',
      (lines) => lines.toSpliced(4, 1),
      /Line \d+ counts 2 records of the type \w+, and the file has 1/,
    ],
    ['a file with something after its end', (lines) => [...lines, lines[1] ?? ''], 'comes after the end of the export'],
    [
      'a record of accounts',
      insert(3, '{"user":{"id":"1"}}'),
      'Line 4 is a record of the type "user", which is not part of an export.',
    ],
    [
      'a field of a later release',
      insert(1, '{"vendor":{"id":90,"mood":"good"}}'),
      'Line 2: a record of the type vendor has no field "mood" here.',
    ],
    [
      'a field of another kind',
      insert(1, '{"vendor":{"id":90,"key":["x"]}}'),
      'Line 2: the field "key" of a vendor has a value',
    ],
    [
      'a record that lacks what it needs',
      insert(1, '{"vendor":{"id":90,"key":"k","slug":"s"}}'),
      'Line 2 is not a valid vendor: it lacks the field "name".',
    ],
    [
      'a record that points at nothing',
      insert(1, '{"vendorAlias":{"slug":"old","vendorId":90}}'),
      'Line 2 is not a valid vendorAlias: Key (vendor_id)=(90) is not present',
    ],
    [
      'a time that is none',
      insert(1, '{"vendor":{"id":90,"key":"k","slug":"s","name":"n","createdAt":"yesterday"}}'),
      'Line 2: the field "createdAt" of a vendor has a value',
    ],
    [
      'a table of accounts in format 1',
      () => ['{"format":"outage-history-export/1"}', '{"table":"users","row":{"id":"1"}}'],
      'Line 2 is a row of the table "users", which is not part',
    ],
    [
      'a cut line in format 1',
      () => ['{"format":"outage-history-export/1"}', '{"table":"vendors","row":{"i'],
      'Line 2 is not a row of an export of format 1.',
    ],
  ] satisfies [string, (lines: string[]) => string[], string | RegExp][]) {
    it(`of ${name} says so and changes nothing`, async () => {
      await expect(importLines(spoil(lines), { replace: true })).rejects.toThrow(complaint)
      expect(recordsIn(await exportLines())).toEqual(recordsIn(lines))
    })
  }
})
