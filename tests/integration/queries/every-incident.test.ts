import { afterAll, beforeAll, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { countEveryRow, readEveryIncident } from '#lib/queries/incident/every-incident.ts'
import { listIncidents } from '#lib/queries/incidents.ts'
import { findScope, type Whose } from '#lib/queries/scope.ts'
import { getVendor } from '#lib/queries/vendors.ts'
import { type HistoryFilter, parseHistoryFilter } from '#lib/url/filter.ts'
import { useTestDatabase } from '#tests/support/ingest.ts'
import { addLongHistory } from '#tests/support/long-history.ts'

const NOW = new Date('2026-05-02T00:00:00Z')
const filter = (over: Partial<HistoryFilter> = {}) => ({ ...parseHistoryFilter({ window: 'all' }, NOW), ...over })

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
  const url = process.env.DATABASE_URL ?? ''
  // More than ids are fetched at a time.
  await addLongHistory(url, { slug: 'acme', incidents: 1_234, updates: 2, characters: 40 })
  await addLongHistory(url, { slug: 'bolt', incidents: 50, updates: 1, characters: 40 })
})
afterAll(() => drop())

async function everyId(whose: Whose, over: Partial<HistoryFilter> = {}): Promise<string[]> {
  return readEveryIncident(await findScope(whose, filter(over), NOW), async (batches) => {
    const ids: string[] = []
    for await (const batch of batches) for (const { id } of batch) ids.push(id)
    return ids
  })
}

it('is the list that a page shows a part of, to its end, each once and in its order', async () => {
  for (const whose of ['acme', ['acme', 'bolt']]) {
    const ids = await everyId(whose)
    const { incidents, total } = await listIncidents(await findScope(whose, filter({ limit: 100 }), NOW))
    expect(new Set(ids).size).toBe(total)
    expect(ids).toHaveLength(total)
    expect(ids.slice(0, 100)).toEqual(incidents.map(({ id }) => id))
  }
  expect(await everyId('acme', { q: 'number 123' })).toEqual(
    ['000123', '001230', '001231', '001232', '001233', '001234'].map((number) => `acme-${number}`),
  )
  expect(await everyId('nobody')).toEqual([])
})

it('is as it stood at one moment, figures included, whatever is written meanwhile', async () => {
  await readEveryIncident(await findScope('bolt', filter(), NOW), async (batches) => {
    const ids: string[] = []
    for await (const batch of batches) {
      if (ids.length === 0) {
        await pool().query(`UPDATE incidents SET excluded = true WHERE public_id = 'bolt-000001'`)
        await pool().query(`DELETE FROM incidents WHERE public_id = 'bolt-000050'`)
      }
      for (const { id } of batch) ids.push(id)
    }
    expect(ids).toHaveLength(50)
    expect((await getVendor('bolt', filter(), NOW))?.history.incidentCount).toBe(50)
  })
  expect(await everyId('bolt')).toHaveLength(48)
  expect((await getVendor('bolt', filter(), NOW))?.history.incidentCount).toBe(48)
})

it('gives its connection back, also when its reader gives up', async () => {
  for (let round = 0; round < 10; round += 1) {
    const given = readEveryIncident(await findScope('acme', filter(), NOW), async (batches) => {
      for await (const _batch of batches) throw new Error('Nobody wants it any more.')
    })
    await expect(given).rejects.toThrow('Nobody wants it any more.')
  }
  expect(await everyId('acme')).toHaveLength(1_234)
})

it('costs its incidents and their updates', async () => {
  expect(await countEveryRow(await findScope('acme', filter(), NOW))).toBe(1_234 * 3)
  expect(await countEveryRow(await findScope('nobody', filter(), NOW))).toBe(0)
})

it('has let go of a batch when the next is asked for', async () => {
  await readEveryIncident(await findScope('acme', filter(), NOW), async (batches) => {
    const given: unknown[][] = []
    for await (const batch of batches) {
      expect(batch.length).toBeGreaterThan(0)
      expect(given.every((one) => one.length === 0)).toBe(true)
      given.push(batch)
    }
    expect(given.length).toBeGreaterThan(50)
  })
})
