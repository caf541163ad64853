import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '#lib/db.ts'
import { isDatabaseUnavailable } from '#lib/web/database-errors.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'

type Connection = ReturnType<typeof openDatabase>

let database: TestDatabase
let here: Connection
let nowhere: Connection

beforeAll(async () => {
  database = await createTestDatabase()
  here = openDatabase(database.url, 'web')
  nowhere = openDatabase('postgresql://127.0.0.1:1/none', 'web')
})

afterAll(async () => {
  for (const { prisma, pool } of [here, nowhere]) {
    await prisma.$disconnect()
    await pool.end()
  }
  await database.drop()
})

async function errorOf(deed: () => Promise<unknown>): Promise<unknown> {
  try {
    await deed()
  } catch (error) {
    return error
  }
  throw new Error('It did not fail.')
}

describe('a database that cannot answer for now is told from its errors', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['nobody listens, through pg', () => nowhere.pool.query('SELECT 1')],
    ['nobody listens, through Prisma', () => nowhere.prisma.vendor.count()],
    ['nobody listens, through a raw query', () => nowhere.prisma.$queryRaw`SELECT 1`],
    [
      'the server ends the connection, through pg',
      () => here.pool.query('SELECT pg_terminate_backend(pg_backend_pid())'),
    ],
    [
      'the server ends the connection, through Prisma',
      () => here.prisma.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())::text`,
    ],
    ['a statement takes too long, through pg', () => here.pool.query('SELECT pg_sleep(10)')],
    ['a statement takes too long, through Prisma', () => here.prisma.$queryRaw`SELECT pg_sleep(10)::text`],
    [
      'a lock is not to be had in time',
      () =>
        here.prisma.$transaction(async (tx) => {
          await tx.$executeRaw`SET LOCAL lock_timeout = '1ms'`
          await tx.$executeRaw`SET LOCAL statement_timeout = '0'`
          await here.prisma.$transaction(async (other) => {
            await other.$executeRaw`LOCK TABLE vendors IN ACCESS EXCLUSIVE MODE`
            await tx.vendor.count()
          })
        }),
    ],
  ])('%s', async (_what, deed) => {
    const error = await errorOf(deed)
    expect(isDatabaseUnavailable(error), String(error)).toBe(true)
  })

  it('also as the cause of another error', async () => {
    const cause = await errorOf(() => nowhere.pool.query('SELECT 1'))
    expect(isDatabaseUnavailable(new Error('could not read the vendor', { cause }))).toBe(true)
  })
})

describe('a fault of ours is not taken for it', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['SQL that is none, through pg', () => here.pool.query('SELEC')],
    ['SQL that is none, through Prisma', () => here.prisma.$queryRaw`SELEC`],
    ['a row that is missing', () => here.prisma.vendor.findUniqueOrThrow({ where: { id: -1 } })],
    ['a rule of the schema', () => here.pool.query('INSERT INTO vendors (key) VALUES (NULL)')],
    [
      'what nobody foresaw',
      async () => {
        throw new TypeError('undefined is not a function')
      },
    ],
  ])('%s', async (_what, deed) => {
    expect(isDatabaseUnavailable(await errorOf(deed))).toBe(false)
  })

  it('nor is what is no error', () => {
    for (const thrown of [null, undefined, 'ECONNREFUSED', 57014, {}]) expect(isDatabaseUnavailable(thrown)).toBe(false)
  })
})
