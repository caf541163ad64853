import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { db, pool, withConnection } from '#lib/database/client.ts'
import { Prisma } from '#prisma/client/client.ts'
import { useTestDatabase } from '#tests/support/ingest.ts'

const QUERIES = 300
/** About 220 KB a time. */
const TEXT = `select n, repeat('What some incident came to, number ' || n || '. ', 240) as text from generate_series(1, 25) n`

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
})
afterAll(() => drop())

/** By how much the memory grows that V8 looks through only now and then. */
async function oldMegabytesOf(ask: () => Promise<unknown>): Promise<number> {
  const used = () => getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space')?.space_used_size ?? 0
  for (let count = 0; count < QUERIES; count++) await ask()
  collectGarbage()
  const before = used()
  for (let count = 0; count < QUERIES; count++) await ask()
  return (used() - before) / 1_000_000
}

it('what Prisma has brought in a transaction is let go of, once emptied', async () => {
  const operation = async (tx: Prisma.TransactionClient) => {
    const ask = async () => {
      const rows = await tx.$queryRaw<unknown[]>(Prisma.raw(TEXT))
      rows.length = 0
    }
    // 42 when the rows are kept.
    expect(await oldMegabytesOf(ask)).toBeLessThan(20)
  }
  await db().$transaction(operation, { timeout: 60_000 })
})

it('an error names who asked, and a callback is called', async () => {
  await withConnection(async (connection) => {
    const asker = async () => await connection.query<never>('select nothing from nowhere')
    await expect(asker()).rejects.toMatchObject({ code: '42P01', stack: expect.stringContaining('asker') })
  })
  const called = Promise.withResolvers<unknown>()
  pool().query('select 1 as one', (_error, result) => called.resolve(result.rows))
  expect(await called.promise).toEqual([{ one: 1 }])
})
