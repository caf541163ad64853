import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  closeDatabase,
  db,
  isAtOneMoment,
  pool,
  queryRows,
  readAtOneMoment,
  withConnection,
} from '#lib/database/client.ts'
import { ROW_TYPES } from '#lib/database/row-types.ts'
import { Prisma } from '#prisma/client/client.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  process.env.DATABASE_URL = database.url
})

afterAll(async () => {
  await closeDatabase()
  await database.drop()
})

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

it.each(['UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Africa/Monrovia'])(
  'a moment is read in a session of %s',
  async (zone) => {
    const { getTypeParser } = ROW_TYPES
    const parse = getTypeParser(pg.types.builtins.TIMESTAMPTZ, 'text') as (text: string) => Date
    await withConnection(async ({ query, discard }) => {
      discard()
      await query<never>(`set timezone = '${zone}'`)
      for (const moment of [
        '2025-10-20T19:45:30.123Z',
        '1970-01-01T00:00:00.000Z',
        '1890-01-01T12:00:00.000Z',
        '0044-03-15T12:00:00.000Z',
      ]) {
        const { rows } = await query<{ text: string }>('select $1::timestamptz::text as text', [moment])
        expect(parse(rows[0]?.text ?? '').toISOString()).toBe(moment)
      }
      const { rows } = await query<{ text: string }>("select '0044-03-15 12:00:00Z BC'::timestamptz::text as text")
      expect(parse(rows[0]?.text ?? '').toISOString()).toBe('-000043-03-15T12:00:00.000Z')
    })
  },
)

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
})
