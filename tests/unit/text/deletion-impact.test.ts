import { expect, it } from 'vitest'
import { describeDeletionImpact } from '#lib/text/deletion-impact.ts'

it.each([
  [
    { vendors: 1, sources: 1, incidents: 1, updates: 1, corrections: 1, documents: 1, runs: 1, permalinks: 1 },
    '1 vendor, 1 source, 1 incident, 1 update, 1 correction, 1 document, 1 run and 1 permalink',
  ],
  [{ permalinks: 0, incidents: 1_200 }, '1,200 incidents and 0 permalinks'],
  [{ runs: 2 }, '2 runs'],
])('names what is deleted, one of each in the singular: %j', (impact, words) => {
  expect(describeDeletionImpact(impact)).toBe(words)
})
