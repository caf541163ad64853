import type { Pool } from 'pg'
import { queryRows } from '#lib/database/client.ts'
import { Prisma } from '#prisma/client/client.ts'

/** Queries with wrong declarations, each in one way, to test the comparison. */
export const WRONG = {
  renamedColumn: (pool: Pool) => pool.query<{ slug: string; title: string }>('select slug, name from vendors'),
  numberForText: (pool: Pool) => pool.query<{ count: number }>('select count(*) as count from vendors'),
  neverNull: (pool: Pool) => pool.query<{ at: Date }>('select null::timestamptz as at'),
  nothing: (pool: Pool) => pool.query<never>('select 1 as one'),
  place: (pool: Pool) =>
    pool.query<[id: number, at: string]>({ rowMode: 'array', text: 'select 1::int, now() as at', values: [] }),
  composedRow: () => queryRows<{ count: number }[]>(Prisma.sql`select count(*) as count from vendors v`),
}

export const RIGHT = (pool: Pool) =>
  pool.query<{ id: number; name: string; kinds: string[]; at: Date | null; more?: string; detail: { a: number } }>(
    `select 1::int as id, 'Acme' as name, array['a'] as kinds, null::timestamptz as at, '{"a": 1}'::json as detail`,
  )
