import { describe, expect, it } from 'vitest'
import { closeDatabase, db, isAtOneMoment, pool, queryRows, readAtOneMoment } from '#lib/database/client.ts'
import { Prisma } from '#prisma/client/client.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase()

const DAY = new Date('2025-10-20T00:00:00Z')
const MOMENT = new Date('2025-10-20T19:45:30.123Z')

describe('queryRows', () => {
  it.each([
    ['a large whole number', Prisma.sql`select 9007199254740993::int8 as v`, 9007199254740993n],
    [
      'several of them',
      Prisma.sql`select array[1, null, 9007199254740993]::int8[] as v`,
      [1n, null, 9007199254740993n],
    ],
    ['a day', Prisma.sql`select '2025-10-20'::date as v`, DAY],
    ['days', Prisma.sql`select array['2025-10-20', null]::date[] as v`, [DAY, null]],
    ['a moment', Prisma.sql`select '2025-10-20 19:45:30.123+00'::timestamptz as v`, MOMENT],
    ['a moment without a fraction', Prisma.sql`select '2025-10-20 00:00:00Z'::timestamptz as v`, DAY],
    ['a moment with microseconds', Prisma.sql`select '2025-10-20 19:45:30.123987Z'::timestamptz as v`, MOMENT],
    [
      'a moment far ahead',
      Prisma.sql`select '9999-01-01 00:00:00Z'::timestamptz as v`,
      new Date('9999-01-01T00:00:00Z'),
    ],
    ['moments', Prisma.sql`select array['2025-10-20 19:45:30.123+00']::timestamptz[] as v`, [MOMENT]],
    ['a number', Prisma.sql`select 1.5::float8 as v`, 1.5],
    ['texts', Prisma.sql`select array['a, b', '{"}', 'null', null] as v`, ['a, b', '{"}', 'null', null]],
    ['a document', Prisma.sql`select '{"a": [1, null]}'::jsonb as v`, { a: [1, null] }],
    ['whether', Prisma.sql`select true as v`, true],
    ['nothing', Prisma.sql`select null::date as v`, null],
    ['an enum', Prisma.sql`select 'major'::impact as v`, 'major'],
    ['no value', Prisma.sql`select ${null}::int as v`, null],
    ['a moment that is given', Prisma.sql`select ${MOMENT}::timestamptz as v`, MOMENT],
    ['moments that are given', Prisma.sql`select ${[MOMENT, DAY]}::timestamptz[] as v`, [MOMENT, DAY]],
    [
      'whole numbers that are given',
      Prisma.sql`select ${[1n, 9007199254740993n]}::bigint[] as v`,
      [1n, 9007199254740993n],
    ],
    ['texts that are given', Prisma.sql`select ${['a, b', '{"}', '\\']}::text[] as v`, ['a, b', '{"}', '\\']],
  ])('gives %s as Prisma does', async (_what, sql, value) => {
    expect(await queryRows<{ v: unknown }[]>(sql)).toEqual([{ v: value }])
    expect(await db().$queryRaw<{ v: unknown }[]>(sql)).toEqual([{ v: value }])
  })
})

describe('readAtOneMoment', () => {
  const countVendors = () => queryRows<{ count: bigint }[]>(Prisma.sql`select count(*) as count from vendors`)

  it('sees nothing of what is written meanwhile', async () => {
    const counts = await readAtOneMoment(async () => {
      const before = await countVendors()
      await pool().query("insert into vendors (key, slug, name) values ('acme', 'acme', 'Acme')")
      expect(isAtOneMoment()).toBe(true)
      return [before, await countVendors()]
    }, 60_000)
    expect(counts).toEqual([[{ count: 0n }], [{ count: 0n }]])
    expect(await countVendors()).toEqual([{ count: 1n }])
  })

  it('ends what takes too long, and gives its place in the pool back', async () => {
    for (let round = 0; round < 10; round += 1) {
      // Each round closes its connection; on a busy machine the next is not there at the first try.
      await expect.poll(() => countVendors().then(Boolean, () => false)).toBe(true)
      const { promise: never } = Promise.withResolvers<void>()
      const late = readAtOneMoment(async () => {
        await countVendors()
        await never
      }, 50)
      await expect(late).rejects.toThrow('Reading took longer than 50 ms.')
    }
    expect(await countVendors()).toEqual([{ count: 1n }])
  })

  it('sends nothing more for what is over', async () => {
    const gate = Promise.withResolvers<void>()
    const rest = Promise.withResolvers<unknown>()
    const late = readAtOneMoment(async () => {
      await gate.promise
      await countVendors().then(rest.resolve, rest.reject)
    }, 50)
    await expect(late).rejects.toThrow('longer than')
    gate.resolve()
    await expect(rest.promise).rejects.toThrow()
  })

  it('does not keep the connections from being closed', async () => {
    const { promise: never } = Promise.withResolvers<void>()
    const { promise: started, resolve: start } = Promise.withResolvers<void>()
    const open = readAtOneMoment(async () => {
      start()
      await never
    }, 300_000)
    const ended = expect(open).rejects.toThrow('The database is being closed.')
    await started
    await closeDatabase()
    await ended
    expect(await countVendors()).toEqual([{ count: 1n }])
  })

  it('can be closed while it begins', async () => {
    const closed = new Promise<void>((resolve) => {
      // The connection is there by then, and its transaction is not.
      pool().once('acquire', () => setImmediate(() => resolve(closeDatabase())))
    })
    await expect(readAtOneMoment(countVendors, 300_000)).rejects.toThrow('The database is being closed.')
    await closed
  })

  it('refuses the models, which would be read outside of it', async () => {
    await expect(readAtOneMoment(() => db().vendor.count(), 60_000)).rejects.toThrow('use queryRows')
  })
})
