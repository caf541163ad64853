import pg from 'pg'
import { expect, it } from 'vitest'
import { createTestDatabase } from '../../support/database.ts'

it('gives each test an empty, migrated database of its own', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()])
  try {
    expect(one.url).not.toBe(other.url)
    const client = new pg.Client({ connectionString: one.url })
    await client.connect()
    const { rows } = await client.query('select count(*)::int as vendors from vendors')
    await client.end()
    expect(rows).toEqual([{ vendors: 0 }])
  } finally {
    await Promise.all([one.drop(), other.drop()])
  }
  const gone = new pg.Client({ connectionString: one.url })
  await expect(gone.connect()).rejects.toThrow(/does not exist/)
})
