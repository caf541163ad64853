import { afterAll, beforeAll, expect, it } from 'vitest'
import { pool, withConnection } from '#lib/database/client.ts'
import { useTestDatabase } from '#tests/support/ingest.ts'

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
})
afterAll(() => drop())

it('an error names who asked, and a callback is called', async () => {
  await withConnection(async (connection) => {
    const asker = async () => await connection.query<never>('select nothing from nowhere')
    await expect(asker()).rejects.toMatchObject({ code: '42P01', stack: expect.stringContaining('asker') })
  })
  const called = Promise.withResolvers<unknown>()
  pool().query('select 1 as one', (_error, result) => called.resolve(result.rows))
  expect(await called.promise).toEqual([{ one: 1 }])
})
