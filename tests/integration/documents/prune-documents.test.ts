import { describe, expect, it } from 'vitest'
import type { ParsedDocument } from '#lib/adapters/adapter.ts'
import { pool } from '#lib/database/client.ts'
import { pruneDocuments } from '#lib/documents/prune-documents.ts'
import { aDocument, anIncident, anUpdate } from '#tests/support/documents.ts'
import { aSource, ingest, liveState, runMode } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase({ emptied: true, checked: true })

const NOW = new Date('2026-06-01T00:00Z')
const ADDRESS = 'https://status.acme.example/list'

/** Reads a body whose page, and so whose bytes, differs from that of every other time; says nothing else that is new. */
async function read(readAt: string, incidents = [anIncident('a')], document: Partial<ParsedDocument> = {}) {
  const page = { name: `Acme at ${readAt}`, url: null, timeZone: null, indicator: null }
  await ingest(aDocument(incidents, { page, ...document }), { readAt, from: ADDRESS })
}

/** The read times of the documents whose bodies are kept. */
async function kept(): Promise<string[]> {
  const { rows } = await pool().query(
    'select min(o.first_observed_at) as observed_at from documents d join observations o on o.document_id = d.id where d.body is not null group by d.id order by 1',
  )
  return rows.map(({ observed_at }) => observed_at.toISOString().slice(0, 16))
}

async function prune() {
  const { sourceId } = await aSource()
  return await pruneDocuments(sourceId, NOW)
}

describe('of bodies that say the same', () => {
  it('the first, the last of each day and the last of all are kept', async () => {
    for (const hour of ['01', '02', '03', '04']) await read(`2026-04-01T${hour}:00Z`)
    for (const hour of ['01', '02']) await read(`2026-04-02T${hour}:00Z`)
    expect(await prune()).toMatchObject({ documents: 3 })
    expect(await kept()).toEqual(['2026-04-01T01:00', '2026-04-01T04:00', '2026-04-02T02:00'])
    expect(await prune()).toEqual({ documents: 0, bytes: 0 })
  })

  it('count their bytes however many there are: more than an integer holds', async () => {
    const [first, ...later] = Array.from(
      { length: 20 },
      (_, minute) => `2026-04-01T01:${String(minute).padStart(2, '0')}Z`,
    )
    for (const readAt of [first as string, ...later]) await read(readAt)
    // What is all the same is stored in little; a copy of what is compressed already costs little.
    const huge = `select id from documents order by id limit 1`
    await pool().query(`alter table documents alter body set storage extended, alter body set compression pglz`)
    await pool().query(`update documents set body = convert_to(repeat('a', 120000000), 'UTF8') where id = (${huge})`)
    await pool().query(`update documents set body = (select body from documents where id = (${huge}))`)
    const { documents, bytes } = await prune()
    expect(documents).toBe(18)
    expect(bytes).toBe(18 * 120_000_000)
    expect(bytes).toBeGreaterThan(2 ** 31)
  })

  it('those of the last thirty days are kept', async () => {
    for (const hour of ['01', '02', '03', '04']) await read(`2026-05-10T${hour}:00Z`)
    expect(await prune()).toMatchObject({ documents: 0 })
  })

  it('those at other addresses are told apart', async () => {
    const incidents = aDocument([anIncident('a')])
    for (const hour of ['01', '02', '03']) {
      await ingest(
        { ...incidents, page: { name: hour, url: null, timeZone: null, indicator: null } },
        { readAt: `2026-04-01T${hour}:00Z`, from: `${ADDRESS}${hour}` },
      )
    }
    expect(await prune()).toMatchObject({ documents: 0 })
  })
})

it('a page whose bytes differ at every read leaves one document a day, and one observation of each', async () => {
  for (const day of ['01', '02'])
    for (let minute = 0; minute < 60; minute += 10) await read(`2026-04-${day}T10:${String(minute).padStart(2, '0')}Z`)
  const before = await liveState()
  expect(await prune()).toMatchObject({ documents: 9 })
  const { rows } = await pool().query(
    `select to_char(first_observed_at at time zone 'UTC', 'DD HH24:MI') as first, to_char(last_observed_at at time zone 'UTC', 'DD HH24:MI') as last, read_count as reads
     from observations order by first_observed_at`,
  )
  expect(rows).toEqual([
    { first: '01 10:00', last: '01 10:40', reads: 5 },
    { first: '01 10:50', last: '01 10:50', reads: 1 },
    { first: '02 10:00', last: '02 10:40', reads: 5 },
    { first: '02 10:50', last: '02 10:50', reads: 1 },
  ])
  expect((await pool().query('select from documents')).rowCount).toBe(3)
  expect(await liveState()).toEqual(before)
  await runMode('replay')
  expect(await liveState()).toEqual(before)
})

it('a body that comes again has its bytes again', async () => {
  for (const hour of ['01', '02', '03']) await read(`2026-04-01T${hour}:00Z`)
  await prune()
  await read('2026-04-01T02:00Z')
  expect(await kept()).toContain('2026-04-01T02:00')
})

it('of bodies that nobody could read, the newest twenty are kept', async () => {
  for (let minute = 10; minute < 35; minute++)
    await ingest(`<html>Error ${minute}</html>`, { readAt: `2026-05-31T01:${minute}Z`, from: ADDRESS })
  expect(await prune()).toMatchObject({ documents: 5 })
  expect(await kept()).toHaveLength(20)
  expect((await kept())[0]).toBe('2026-05-31T01:15')
})

it('what is shown is the same after a replay of what is left', async () => {
  const [first, second] = [anIncident('a'), anIncident('b')]
  const edited = anIncident('a', {
    title: 'Another title',
    updates: [anUpdate('u1', { body: 'Another text.' }), anUpdate('u2')],
  })
  const history = [
    [first],
    [first],
    [first, second],
    [first, second],
    [edited, second],
    [edited, second],
    [edited],
    [edited],
    [anIncident('a', { updates: [] })],
    [anIncident('a', { updates: [] })],
    [edited, second],
    [edited, second],
  ]
  for (const [index, incidents] of history.entries()) {
    for (const minute of ['10', '20', '30', '40']) {
      await read(`2026-04-01T${String(index).padStart(2, '0')}:${minute}Z`, incidents, { completeness: 'whole' })
    }
  }
  const before = await liveState()
  const { documents } = await prune()
  expect(documents).toBeGreaterThan(history.length * 2)
  expect(await liveState()).toEqual(before)
  expect(await runMode('replay')).toMatchObject({ state: 'unchanged', warnings: [] })
  expect(await liveState()).toEqual(before)
})
