import { afterAll, beforeAll, expect, it } from 'vitest'
import { listSearchMatches, searchIncidents } from '#lib/queries/search.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'
import { ingest, useTestDatabase } from '#tests/support/ingest.ts'

const NOW = at('2026-06-01T00:00Z')

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
  await ingest(
    aDocument([
      anIncident('a', {
        title: 'Slow <b>exports</b>',
        updates: [anUpdate('u1', { body: 'Nothing yet.' }), anUpdate('u2', { body: 'Exporting large tables failed.' })],
      }),
    ]),
    { vendor: 'github', readAt: NOW },
  )
})
afterAll(() => drop())

it('a search shows where its words stand, in any of their forms, and markup as text', async () => {
  const { incidents } = await searchIncidents('export', null, NOW)
  const [match] = (
    await listSearchMatches(
      'export',
      incidents.map(({ id }) => id),
    )
  ).values()
  expect(match).toEqual({
    title: [
      { text: 'Slow <b>', isMatch: false },
      { text: 'exports', isMatch: true },
      { text: '</b>', isMatch: false },
    ],
    excerpt: [
      { text: 'Exporting', isMatch: true },
      { text: ' large tables failed.', isMatch: false },
    ],
  })
})

it('a vendor is found by its name misspelt', async () => {
  expect((await searchIncidents('githbu', null, NOW)).vendors).toEqual([{ slug: 'github', name: 'github' }])
})
