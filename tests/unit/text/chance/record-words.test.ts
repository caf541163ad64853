import { expect, it } from 'vitest'
import { type Kept, type TrackRecord, trackRecord } from '#lib/domain/statistics/track-record.ts'
import { keptPercent, keptWords, recordSentence } from '#lib/text/chance/record-words.ts'

const record = (counts: Kept, share = 0.8): TrackRecord => ({ ...trackRecord([]), ...counts, share })

it('says what was promised and kept, never more than was, and when there is too little to judge', () => {
  expect(keptWords({ cases: 4403, kept: 3521 }, 0.8)).toBe('Promised 80%, kept 79% of 4,403 cases.')
  expect(keptWords({ cases: 100, kept: 80 }, 0.8)).toBe('Promised 80%, kept 80% of 100 cases.')
  expect(keptWords({ cases: 12, kept: 11 }, 0.8)).toBe('Promised 80%, kept 11 of 12 cases: too few to judge.')
  expect(keptWords({ cases: 1, kept: 0 }, 0.8)).toBe('Promised 80%, kept 0 of 1 case: too few to judge.')
  expect(keptWords({ cases: 0, kept: 0 }, 0.8)).toContain('No forecast can be checked yet')
  expect([4403, 12].map((cases) => keptPercent({ cases, kept: Math.floor(0.7997 * cases) }))).toEqual(['79%', null])
})

it('says where a bound was widened, and where it is wider than it need be', () => {
  const few = record({ cases: 300, kept: 210 })
  expect(recordSentence({ promised: few, widened: record({ cases: 300, kept: 243 }, 0.9) })).toBe(
    'The bound held for too few, so forecasts now give the time within which 90% were over: it would have held for 81%.',
  )
  expect(recordSentence({ promised: record({ cases: 300, kept: 270 }), widened: null })).toContain(
    'wider than it need be',
  )
  expect(recordSentence({ promised: record({ cases: 299, kept: 299 }), widened: null })).toBe('')
  expect(recordSentence({ promised: record({ cases: 300, kept: 240 }), widened: null })).toBe('')
})
