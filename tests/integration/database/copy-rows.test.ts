import { expect, it } from 'vitest'
import type { Column } from '#lib/database/bulk-write.ts'
import { withConnection } from '#lib/database/client.ts'
import { copyRows } from '#lib/database/copy-rows.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

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

ownDatabase()

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

it('instants are stored to the millisecond, in any order of days', async () => {
  const times = [
    '1970-01-01T00:00:00.000Z',
    '2024-02-29T23:59:59.999Z',
    '2024-03-01T00:00:00.000Z',
    '1969-12-31T23:59:59.001Z',
  ]
  const instants = [...times, '2024-02-29T23:59:59.999Z', '9998-12-31T12:34:56.070Z', '0099-05-06T07:08:09.000Z']
  await withConnection(async (connection) => {
    await connection.query<never>('create temp table copied_instants (place int, at timestamptz, known timestamptz)')
    const known = new Date('2025-01-02T03:04:05Z')
    await copyRows(
      connection,
      'copied_instants',
      [
        { name: 'place', type: 'int', value: ({ place }) => place },
        { name: 'at', type: 'timestamptz', value: ({ at }) => at },
        { name: 'known', type: 'timestamptz', value: ({ place }) => (place % 2 === 0 ? known : null) },
      ],
      instants.map((at, place) => ({ place, at: new Date(at) })),
    )
    const { rows } = await connection.query<{ at: Date; known: Date | null }>(
      'select at, known from copied_instants order by place',
    )
    expect(rows.map(({ at }) => at.toISOString())).toEqual(instants)
    expect(rows.map((row) => row.known)).toEqual(instants.map((_, place) => (place % 2 === 0 ? known : null)))
    connection.discard()
  })
})
