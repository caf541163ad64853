import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Column } from '#lib/database/bulk-write.ts'
import { closeDatabase, withConnection } from '#lib/database/client.ts'
import { copyRows } from '#lib/database/copy-rows.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

interface Item {
  id: number | null
  body: string
}

const columns: Column<Item>[] = [
  { name: 'id', type: 'int', value: ({ id }) => id },
  { name: 'body', type: 'text', value: ({ body }) => body },
]

/** More than the socket takes at once. */
const items = Array.from({ length: 20_000 }, (_, id): Item => ({ id, body: `One\tof\n${id}\\${'x'.repeat(200)}` }))

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  process.env.DATABASE_URL = database.url
})

afterAll(async () => {
  await closeDatabase()
  await database.drop()
})

async function withTable(operation: (tx: Transaction) => Promise<void>): Promise<void> {
  await withConnection(async (connection) => {
    await connection.query<never>('create temp table copied (id int primary key, body text)')
    await operation(connection)
    connection.discard()
  })
}

async function countRows(tx: Transaction): Promise<number | undefined> {
  return (await tx.query<{ count: number }>('select count(*)::int as count from copied')).rows[0]?.count
}

it('rows arrive as they are', async () => {
  await withTable(async (tx) => {
    await copyRows(tx, 'copied', columns, items)
    const { rows } = await tx.query<Item>('select id, body from copied order by id')
    expect(rows).toEqual(items)
  })
})

it.each([0, 10, 700, 19_999])(
  'when row %i is refused, the error names the statement, and the connection goes on',
  async (at) => {
    await withTable(async (tx) => {
      await copyRows(tx, 'copied', columns, [{ id: -1, body: '' }])
      const refused = items.with(at, { id: -1, body: 'there already' })
      await expect(copyRows(tx, 'copied', columns, refused)).rejects.toMatchObject({
        code: '23505',
        statement: 'copy copied (id, body) from stdin',
      })
      expect(await countRows(tx)).toBe(1)
    })
  },
)

it('when a row cannot be made, no row is stored, and the connection goes on', async () => {
  await withTable(async (tx) => {
    const broken: Column<Item>[] = [
      {
        name: 'id',
        type: 'int',
        value: ({ id }) => {
          if (id === 15_000) throw new Error('This row cannot be made.')
          return id
        },
      },
    ]
    await expect(copyRows(tx, 'copied', broken, items)).rejects.toThrow('This row cannot be made.')
    expect(await countRows(tx)).toBe(0)
  })
})
