import { afterAll, beforeAll, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { literalRequest } from '#lib/queries/search/search-request.ts'
import { searchIncidents } from '#lib/queries/search.ts'
import { useTestDatabase } from '#tests/support/ingest.ts'
import { listIndexesRead, recordStatements } from '#tests/support/plans.ts'
import { fillDatabase } from '#tools/bench/scale/fill.ts'

const END = new Date('2026-06-01T00:00Z')

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
  await fillDatabase({ vendors: 6, incidents: 2_600, largest: null, end: END }, () => {})
})
afterAll(() => drop())

/** Page after page. */
async function findAll(words: string, most: number): Promise<string[]> {
  const ids: string[] = []
  for (let cursor: string | null = null; ; ) {
    const found = await searchIncidents({ q: words, request: literalRequest(words) }, cursor, END, 20)
    ids.push(...found.incidents.map(({ id }) => id))
    cursor = found.nextCursor
    if (cursor === null || ids.length >= most) return ids.slice(0, most)
  }
}

async function expected(words: string, most: number): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    `select public_id as id from incidents i join incident_words w on w.incident_id = i.id
     where dedup_status = 'counted' and (words @@ websearch_to_tsquery('english', $1) or title ilike '%' || $1 || '%')
     order by sort_at desc, i.id desc limit $2`,
    [words, most],
  )
  return rows.map(({ id }) => id)
}

/** The least frequent words lie beyond the newest incidents, the most frequent within them. */
it.each([
  'incident',
  'monitoring',
  'database',
  'vipekage',
  'loborute',
  'kafura',
  'dashboard',
  'ruvi',
  'incident -database',
])('a search for %j finds what says it, newest first, from page to page', async (words) => {
  const ids = await expected(words, 100)
  expect(ids.length).toBeGreaterThan(0)
  expect(await findAll(words, 100)).toEqual(ids)
})

it('a search finds what only old incidents say', async () => {
  const { rows } = await pool().query<{ word: string }>(
    `select word from ts_stat($$select words from incident_words w join incidents i on i.id = w.incident_id where sort_at < '2018-01-01' and dedup_status = 'counted'$$)
     where ndoc = 1 and word not in (select word from ts_stat($$select words from incident_words w join incidents i on i.id = w.incident_id where sort_at >= '2018-01-01'$$))
     order by word limit 3`,
  )
  expect(rows.length).toBe(3)
  for (const { word } of rows) expect(await findAll(word, 100)).toEqual(await expected(word, 100))
})

it('a search looks further through the newest where a few of them say the word, and asks the index where hardly any does', async () => {
  const { rows } = await pool().query<{ word: string; soon: number; all: number }>(
    `select word, w.ndoc as soon, a.ndoc as all from ts_stat($$select words from incident_words w
       where w.incident_id in (select id from incidents where dedup_status = 'counted' order by sort_at desc, id desc limit 1000)$$) w
     join ts_stat($$select words from incident_words w join incidents i on i.id = w.incident_id where dedup_status = 'counted'$$) a using (word)
     where a.ndoc >= 21 and w.ndoc between 1 and 18 order by word`,
  )
  const few = rows.find(({ soon }) => soon >= 3)?.word ?? ''
  const { rows: rare } = await pool().query<{ word: string }>(
    "select word from ts_stat('select words from incident_words') where ndoc = 1 order by word limit 1",
  )
  const indexesFor = async (words: string) => {
    const statements = await recordStatements(async () => {
      await searchIncidents({ q: '', request: literalRequest(words) }, null, END, 20)
    })
    return await listIndexesRead(
      process.env.DATABASE_URL ?? '',
      statements.filter(({ text }) => text.includes('later AS')),
    )
  }
  expect(few).not.toBe('')
  expect(await indexesFor(few)).not.toContain('incident_words_search')
  expect(await indexesFor(rare[0]?.word ?? '')).toContain('incident_words_search')
})
