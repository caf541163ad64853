import { expect, it } from 'vitest'
import { toTrendFacts, trendFactsSchema } from '#app/mcp/trend-facts.ts'
import { trendSentence } from '#lib/text/chance/chance-words.ts'

const YEARS = {
  from: new Date('2024-11-01T00:00Z'),
  middle: new Date('2025-11-01T00:00Z'),
  to: new Date('2026-11-01T00:00Z'),
}
const TREND = {
  direction: 'fewer',
  latestPerMonth: 1.9,
  earlierPerMonth: 3.1,
  probability: 0.02,
  powerForDoubling: 0.8,
} as const

it('a program gets the trend as its page says it, or why nothing is said', () => {
  const said = { ...YEARS, trend: TREND, reason: null, changedAt: null }
  const facts = toTrendFacts(said)
  expect(facts).toEqual({
    sentence: trendSentence(said),
    ...{ from: '2024-11-01T00:00:00.000Z', to: '2026-11-01T00:00:00.000Z' },
    ...TREND,
    reason: null,
  })
  const unsaid = toTrendFacts({ ...YEARS, trend: null, reason: 'reporting changed', changedAt: new Date('2026-03-02') })
  expect(unsaid).toMatchObject({ direction: null, probability: null, reason: 'reporting changed' })
  expect(unsaid.sentence).toContain('its reporting changed on Mar 2, 2026')
  for (const one of [facts, unsaid]) expect(trendFactsSchema.parse(one)).toEqual(one)
})
