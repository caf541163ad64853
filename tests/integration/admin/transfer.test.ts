import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { exportRows, importRows } from '#lib/admin/transfer.ts'
import { pool } from '#lib/db.ts'
import { aDocument, anIncident, anUpdate } from '#tests/support/documents.ts'
import { clearDatabase, expectInvariants, ingest, liveState, runMode, useTestDatabase } from '#tests/support/ingest.ts'
import { readKeptExport } from '#tests/support/kept-site.ts'

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
})
beforeEach(clearDatabase)
afterEach(expectInvariants)
afterAll(() => drop())

async function exported(): Promise<string[]> {
  const lines: string[] = []
  await exportRows(async (line) => void lines.push(line))
  return lines
}

async function* from(lines: string[]) {
  yield* lines
}

/** Two sources with a twin, a revision, a mention and a correction. */
async function fill(): Promise<void> {
  const mention = anUpdate('u1', { body: 'See https://status.acme.example/incidents/abc123.' })
  await ingest(aDocument([anIncident('a', { updates: [mention] })]), { origin: 'sample', readAt: '2026-03-02T00:00Z' })
  const url = 'https://status.acme.example'
  await ingest(aDocument([anIncident('b', { title: 'Before' })]), { url, readAt: '2026-03-03T00:00Z' })
  await ingest(aDocument([anIncident('b', { title: 'After' })]), { url, readAt: '2026-03-04T00:00Z' })
  await pool().query(
    `insert into corrections (incident_id, field, value, reason, author) select id, 'impact', '"major"', 'worse', 'me' from incidents`,
  )
}

describe('an export', () => {
  it('imports into an empty database as the same, and exports again as the same lines', async () => {
    await fill()
    const state = await liveState()
    const lines = await exported()
    await clearDatabase()
    expect(await importRows(from(lines), { replace: false })).toBe(lines.length - 1)
    expect(await liveState()).toEqual(state)
    expect(await exported()).toEqual(lines)
  })

  it('holds what a replay and the next document need', async () => {
    await fill()
    const lines = await exported()
    await importRows(from(lines), { replace: true })
    await runMode('replay', { url: 'https://status.acme.example' })
    const run = await ingest(aDocument([anIncident('b', { title: 'Later' }), anIncident('c')]), {
      url: 'https://status.acme.example',
      readAt: '2026-03-05T00:00Z',
    })
    expect(run).toMatchObject({ state: 'succeeded', created: 1, updated: 1 })
    expect((await pool().query("select impact from incidents where external_id = 'b'")).rows).toEqual([
      { impact: 'major' },
    ])
  })

  it('leaves out accounts, and only what is theirs or can be made anew', async () => {
    const [head = ''] = await exported()
    const { rows } = await pool().query(
      "select tablename as name from pg_tables where schemaname = 'public' order by 1",
    )
    const left: string[] = []
    for (const { name } of rows) {
      const line = JSON.stringify({ table: name, row: {} })
      const error = await importRows(from([head, line]), { replace: true }).catch((thrown: Error) => thrown)
      if (error instanceof Error && error.message.includes('is not a row of an export')) left.push(name)
    }
    const accounts = ['account_links', 'accounts', 'api_tokens', 'rate_limits', 'sessions', 'users', 'verifications']
    const passing = ['_prisma_migrations', 'hosts', 'incident_words', 'words_due', 'workers']
    expect(left.filter((name) => !accounts.includes(name) && !passing.includes(name))).toEqual([])
  })
})

describe('an import', () => {
  it('makes texts searchable', async () => {
    await fill()
    await importRows(from(await exported()), { replace: true })
    expect(
      (await pool().query("select from incident_words where words @@ to_tsquery('english', 'after')")).rowCount,
    ).toBe(0)
    expect(
      (await pool().query("select from incident_words where words @@ to_tsquery('english', 'text')")).rowCount,
    ).toBe(1)
  })

  it('takes an export of November 2026', async () => {
    const lines = await readKeptExport()
    expect(await importRows(from(lines), { replace: false })).toBe(lines.length - 1)
    const { rows } = await pool().query(
      'select sum(greatest(read_count, 1))::int as reads, count(*)::int as count from observations',
    )
    const reads = lines.filter((line) => line.startsWith('{"table":"readings"')).length
    expect(rows[0].reads).toBe(reads)
    expect(rows[0].count).toBeLessThan(reads)
  })

  it('refuses a database that holds vendors, unless it is told to replace them', async () => {
    await fill()
    const lines = await exported()
    await expect(importRows(from(lines), { replace: false })).rejects.toThrow('The database holds vendors already')
    await ingest(aDocument([anIncident('x')]), { vendor: 'other' })
    await importRows(from(lines), { replace: true })
    expect((await pool().query('select slug from vendors')).rows).toEqual([{ slug: 'acme' }])
  })

  for (const [name, spoil, complaint] of [
    ['another file', () => ['{"hello":"world"}'], 'Line 1 is not the head of an export'],
    ['an empty file', () => [], 'The file is empty.'],
    [
      'a file that is cut',
      (lines: string[]) => [...lines.slice(0, 5), lines[5]?.slice(0, 20) ?? ''],
      'Line 6 is not a row of an export.',
    ],
    [
      'a table of accounts',
      (lines: string[]) => [...lines, '{"table":"users","row":{"id":"1"}}'],
      'is not a row of an export.',
    ],
  ] as const) {
    it(`of ${name} says so and changes nothing`, async () => {
      await fill()
      const state = await liveState()
      const lines = await exported()
      await expect(importRows(from(spoil(lines)), { replace: true })).rejects.toThrow(complaint)
      expect(await liveState()).toEqual(state)
    })
  }
})
