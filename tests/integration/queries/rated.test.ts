import { expect, it } from 'vitest'
import { countUnrated } from '#lib/queries/incident/rated.ts'
import { aDocument, anIncident, at } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase({ emptied: true })

it('outages without a rating are counted among those that began by then, and work is not', async () => {
  const asOf = at('2026-03-02T00:00Z')
  expect(await countUnrated({ vendorIds: null, asOf })).toEqual({ total: 0, unrated: 0 })
  await ingest(
    aDocument([
      anIncident('rated', { impact: 'major' }),
      anIncident('unrated', { impact: 'unknown' }),
      anIncident('work', { kind: 'maintenance', impact: 'unknown' }),
      anIncident('later', {
        impact: 'unknown',
        statedStartedAt: at('2026-03-03T00:00Z'),
        statedEndedAt: null,
        updates: [],
      }),
    ]),
    { readAt: '2026-03-05T00:00Z' },
  )
  expect(await countUnrated({ vendorIds: null, asOf })).toEqual({ total: 2, unrated: 1 })
  expect(await countUnrated({ vendorIds: [0], asOf })).toEqual({ total: 0, unrated: 0 })
})
