import { expect, it } from 'vitest'
import { inTransaction } from '#lib/database/transaction.ts'
import { recountMonths } from '#lib/incidents/months.ts'
import { aDocument, anIncident, at } from '#tests/support/documents.ts'
import { aSource, expectInvariants, ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase()

it('counts the months of one write anew however many incidents it changed', async () => {
  const { vendorId } = await aSource()
  const intervals = Array.from({ length: 300_000 }, () => ({ from: at('2026-03-01T00:00Z'), to: null }))
  const counting = inTransaction((tx) => recountMonths(tx, vendorId, intervals, at('2026-03-20T00:00Z')))
  await expect(counting).resolves.toBeUndefined()
})

it('counts what is announced for a month to come, be it open by what its vendor says', async () => {
  const startsAt = new Date(Date.now() + 400 * 86_400_000)
  const times = { status: null, statedStartedAt: startsAt, statedEndedAt: null, updates: [] }
  await ingest(aDocument([anIncident('a', { kind: 'notice', ...times })]), { readAt: new Date() })
  await expectInvariants()
})
