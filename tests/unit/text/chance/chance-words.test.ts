import { describe, expect, it } from 'vitest'
import type { TrendStatement } from '#lib/domain/statistics/chance.ts'
import { atMostSentence, breakSentence, trendSentence } from '#lib/text/chance/chance-words.ts'
import { expectedBriefly, expectedPieces } from '#lib/text/chance/expected-words.ts'

const YEARS = {
  from: new Date('2024-11-01T00:00Z'),
  middle: new Date('2025-11-01T00:00Z'),
  to: new Date('2026-11-01T00:00Z'),
  changedAt: null,
}
const trend = (over: Partial<NonNullable<TrendStatement['trend']>>): TrendStatement => ({
  ...YEARS,
  reason: null,
  trend: {
    direction: 'fewer',
    latestPerMonth: 1.9,
    earlierPerMonth: 3.1,
    probability: 0.0227,
    powerForDoubling: 0.839,
    ...over,
  },
})

describe('a trend', () => {
  it('is said with both rates, and how often chance gives it', () => {
    expect(trendSentence(trend({}))).toBe(
      'Fewer outages than in the year before: 1.9 a month in the 12 months up to October 2026 against 3.1 in the 12 months up to October 2025. Chance alone gives such a difference once in 44 cases.',
    )
    expect(trendSentence(trend({ direction: 'more', probability: 1e-9 }))).toContain('less than once in 1,000 cases')
  })

  it('that cannot be told is said with the power for a doubling', () => {
    expect(trendSentence(trend({ direction: 'cannot be told apart' }))).toMatch(
      /^Whether outages became more or less frequent can’t be told from chance: .* A doubling would have been noticed with a probability of 83%\.$/,
    )
    expect(trendSentence(trend({ direction: 'cannot be told apart', powerForDoubling: 0.9999 }))).toContain('of 99%.')
  })

  it.each([
    ['not all is known', null, 'not all of these two years is known.'],
    ['not checked', null, 'we have not checked yet whether its reporting changed.'],
    ['too few', null, 'too few were posted.'],
    [
      'reporting changed',
      new Date('2026-05-06T12:00Z'),
      'its reporting changed on May 6, 2026, and what was posted before does not compare.',
    ],
  ] as const)('is not said for the reason: %s', (reason, changedAt, words) => {
    expect(trendSentence({ ...YEARS, trend: null, reason, changedAt })).toBe(
      `Whether outages became more or less frequent in the 12 months up to October 2026 can’t be said: ${words}`,
    )
  })
})

it('names nines as an upper bound', () => {
  expect(atMostSentence({ all: { percent: 99.87, nines: 2 }, major: { percent: 99.953, nines: 3 } })).toBe(
    'The postings alone allow at most 99.87% (two nines) of uptime in the known time, or at most 99.953% (three nines) if only major outages count. What was not posted lowers it.',
  )
  expect(atMostSentence({ all: { percent: 88.2, nines: 0 }, major: null })).toContain('88.2% (not one nine) of uptime')
  expect(atMostSentence({ all: null, major: null })).toBeNull()
})

it('names a break in reporting', () => {
  const at = (day: string, cause: 'source' | 'kind', until = day) => ({
    at: new Date(day),
    until: new Date(until),
    cause,
  })
  const one = at('2022-05-06T12:00Z', 'kind')
  expect(breakSentence([])).toBeNull()
  expect(breakSentence([one])).toBe(
    'Reporting changed on May 6, 2022 (a new kind of posting): outages before and after do not compare.',
  )
  expect(breakSentence([at('2022-05-06T12:00Z', 'kind', '2022-05-28T12:00Z')])).toContain(
    'changed from May 6, 2022 to May 28, 2022 (a new kind of posting): outages before and after do not',
  )
  expect(breakSentence([one, at('2022-05-06T18:00Z', 'kind'), at('2023-01-02T00:00Z', 'source')])).toBe(
    'Reporting changed on May 6, 2022 (a new kind of posting) and on Jan 2, 2023 (another source): outages before and after each change do not compare.',
  )
  const moves = [1, 2, 3, 4, 5].map((month) => at(`2023-0${month}-02T00:00Z`, 'source'))
  expect(breakSentence(moves)).toBe(
    'Reporting changed 5 times, first on Jan 2, 2023 (another source) and last on May 2, 2023 (another source): outages before and after each change do not compare.',
  )
})

describe('what is expected', () => {
  const said = {
    basis: 'similar',
    count: 34,
    medianSeconds: 2100,
    boundSeconds: 7800,
    share: 0.8,
    isMitigated: false,
  } as const

  it('is said with the number it rests on', () => {
    expect(expectedPieces(said).flat().join('')).toBe(
      'Of 34 similar outages that had gone on as long, half were over within another 35m and 80% within another 2h 10m.',
    )
    expect(
      expectedPieces({ ...said, basis: 'category', isMitigated: true, boundSeconds: null })
        .flat()
        .join(''),
    ).toBe(
      'Of 34 outages of other vendors in its category that went on as long after a fix was posted, half were over within another 35m; the rest do not reach far enough for a bound.',
    )
    expect(expectedBriefly({ ...said, share: 0.9 })).toBe('90% of 34 similar outages were over within another 2h 10m')
    expect(expectedPieces(null)).toHaveLength(1)
  })

  it('rounds no bound down', () => {
    const odd = { ...said, medianSeconds: 2101, boundSeconds: 7859 }
    expect(expectedPieces(odd).flat().join('')).toContain('within another 36m and 80% within another 2h 11m.')
    expect(expectedBriefly(odd)).toContain('within another 2h 11m')
    expect(expectedBriefly({ ...odd, boundSeconds: null })).toContain('within another 36m')
  })
})
