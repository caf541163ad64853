import { afterAll, beforeAll, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { searchIncidents } from '#lib/queries/search.ts'
import { literalRequest } from '#lib/queries/search-request.ts'
import { useTestDatabase } from '#tests/support/ingest.ts'
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
