import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '#lib/database/client.ts'
import { openClient, openPool, withPoolClient } from '#lib/database/connection.ts'
import { BusyError, type DatabaseTrouble, databaseTrouble, isPassing } from '#lib/database/database-errors.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

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

async function errorOf(operation: () => Promise<unknown>): Promise<unknown> {
  try {
    await operation()
  } catch (error) {
    return error
  }
  throw new Error('It did not fail.')
}

/** What the server makes of this code, raised inside of it. */
const raise = (code: string) => `do $$ begin raise exception 'made up' using errcode = '${code}'; end $$`

/** Two connections, of which the second waits for a lock that the first holds. */
async function waitForLock(): Promise<void> {
  await here.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL lock_timeout = '1ms'`
    await here.prisma.$transaction(async (other) => {
      await other.$executeRaw`LOCK TABLE vendors IN ACCESS EXCLUSIVE MODE`
      await tx.vendor.count()
    })
  })
}

async function deadlock(): Promise<void> {
  await withPoolClient(here.pool, async (one) => {
    await withPoolClient(here.pool, async (other) => {
      await one.query("begin; set local lock_timeout = '10s'; select pg_advisory_xact_lock(1)")
      await other.query("begin; set local lock_timeout = '10s'; select pg_advisory_xact_lock(2)")
      const lock = (on: typeof one, key: number) => on.query('select pg_advisory_xact_lock($1)', [key])
      const ends = await Promise.allSettled([lock(one, 2), lock(other, 1)])
      await Promise.all([one, other].map((client) => client.query('rollback')))
      throw ends.find((end) => end.status === 'rejected')?.reason
    })
  })
}

/** The connection is gone between two statements: the second is not even sent. */
async function loseConnection(): Promise<void> {
  await withPoolClient(here.pool, async (client) => {
    const { rows } = await client.query('select pg_backend_pid() as pid')
    await here.pool.query('select pg_terminate_backend($1, 5000)', [rows[0].pid])
    await new Promise((resolve) => setImmediate(resolve))
    await client.query('select 1')
  })
}

async function takeTooLong(): Promise<void> {
  await withPoolClient(here.pool, async (client) => {
    client.discard()
    await client.query("set statement_timeout = '20ms'")
    await client.query('select pg_sleep(10)')
  })
}

async function takeTooLongThroughPrisma(): Promise<void> {
  await here.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL statement_timeout = '20ms'`
    await tx.$queryRaw`SELECT pg_sleep(10)::text`
  })
}

/** As on a machine that is too busy to say more than that it listens. */
async function connectToSilence(): Promise<void> {
  const silent = createServer(() => {})
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as AddressInfo
  try {
    const client = await openClient({
      connectionString: `postgresql://127.0.0.1:${port}/none`,
      connectionTimeoutMillis: 100,
    })
    await client.end()
  } finally {
    silent.close()
  }
}

async function waitForConnection(): Promise<void> {
  const small = openPool({ connectionString: database.url, max: 1, connectionTimeoutMillis: 3_000 })
  try {
    await withPoolClient(small, () => small.query('select 1'))
  } finally {
    await small.end()
  }
}

const TROUBLES: [what: string, operation: () => Promise<unknown>, trouble: DatabaseTrouble][] = [
  ['nobody listens, through pg', () => nowhere.pool.query('SELECT 1'), 'away'],
  ['nobody listens, through Prisma', () => nowhere.prisma.vendor.count(), 'away'],
  ['nobody listens, through a raw query', () => nowhere.prisma.$queryRaw`SELECT 1`, 'away'],
  ['the server ends the connection', () => here.pool.query('SELECT pg_terminate_backend(pg_backend_pid())'), 'away'],
  [
    'the server ends the connection, through Prisma',
    () => here.prisma.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())::text`,
    'away',
  ],
  ['the server accepts a connection and says nothing', connectToSilence, 'away'],
  ['a checked-out connection was lost meanwhile', loseConnection, 'away'],
  ['the server takes no more connections', () => here.pool.query(raise('53300')), 'away'],
  ['all connections of the pool are in use', waitForConnection, 'busy'],
  ['a lock is not to be had in time', waitForLock, 'busy'],
  ['two wait for each other', deadlock, 'conflict'],
  ['a transaction cannot be put in a row', () => here.pool.query(raise('40001')), 'conflict'],
  ['a statement takes too long', takeTooLong, 'slow'],
  ['a statement takes too long, through Prisma', takeTooLongThroughPrisma, 'slow'],
  ['the disk is full', () => here.pool.query(raise('53100')), 'full'],
  ['the disk is full, through Prisma', () => here.prisma.$queryRaw`select fail()`, 'full'],
]

describe('what of the database made an error is told from it', () => {
  beforeAll(async () => {
    await here.pool.query(
      `create function fail() returns int language plpgsql as
         $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`,
    )
  })

  it.each(TROUBLES)('%s', async (_what, operation, trouble) => {
    const error = await errorOf(operation)
    expect(databaseTrouble(error), String(error)).toBe(trouble)
    expect(isPassing(error)).toBe(trouble !== 'slow' && trouble !== 'full')
  })

  it('also as the cause of another error, and of our own', async () => {
    const cause = await errorOf(() => nowhere.pool.query('SELECT 1'))
    expect(databaseTrouble(new Error('could not read the vendor', { cause }))).toBe('away')
    expect(databaseTrouble(new BusyError('No turn.'))).toBe('busy')
    expect(databaseTrouble(AbortSignal.abort(new DOMException('Late.', 'TimeoutError')).reason)).toBe('slow')
    const EPIPE = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })
    expect(databaseTrouble(EPIPE)).toBe('away')
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
  ])('%s', async (_what, operation) => {
    expect(databaseTrouble(await errorOf(operation))).toBeNull()
  })

  it('nor is what is no error', () => {
    for (const thrown of [null, undefined, 'ECONNREFUSED', 57014, {}]) expect(databaseTrouble(thrown)).toBeNull()
  })
})

describe('nothing waits for a lock without limit', () => {
  it.each(['web', 'worker'] as const)('on any connection of the %s', async (role) => {
    const { pool, prisma } = openDatabase(database.url, role)
    const { rows } = await pool.query('show lock_timeout')
    expect(Number.parseInt(rows[0].lock_timeout, 10)).toBeGreaterThan(0)
    await prisma.$disconnect()
    await pool.end()
  })
})
