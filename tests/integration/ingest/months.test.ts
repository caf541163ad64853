import { afterAll, beforeAll, expect, it } from 'vitest'
import { recountMonths } from '#lib/ingest/months.ts'
import { inTransaction } from '#lib/ingest/transaction.ts'
import { at } from '#tests/support/documents.ts'
import { aSource, useTestDatabase } from '#tests/support/ingest.ts'

let drop: () => Promise<void>

beforeAll(async () => {
  drop = await useTestDatabase()
})
afterAll(() => drop())

it('counts the months of one write anew however many incidents it changed', async () => {
  const { vendorId } = await aSource()
  const touched = Array.from({ length: 300_000 }, () => ({ from: at('2026-03-01T00:00Z'), to: null }))
  const counting = inTransaction((tx) => recountMonths(tx, vendorId, touched, at('2026-03-20T00:00Z')))
  await expect(counting).resolves.toBeUndefined()
})
