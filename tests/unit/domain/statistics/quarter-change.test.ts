import { describe, expect, it } from 'vitest'
import { compareQuarters, quarterChange } from '#lib/domain/statistics/quarter-change.ts'
import type { Month } from '#lib/domain/statistics/rate.ts'
import { changeSentence } from '#lib/text/report-words.ts'

const months = (...amounts: number[]): Month[] => amounts.map((amount) => ({ amount, exposure: 1 }))
const steady = months(...Array.from({ length: 18 }, () => 4))

describe('a quarter against the quarter before', () => {
  it('is more or fewer only where chance alone would seldom give as much', () => {
    const [few, many] = [months(1, 1, 1), months(8, 9, 8)]
    const verdictOf = (now: Month[], before: Month[]) =>
      compareQuarters(now, before, [...steady, ...before, ...now]).verdict
    expect(verdictOf(many, few)).toBe('more')
    expect(verdictOf(few, many)).toBe('fewer')
    expect(verdictOf(months(5, 4, 5), months(3, 4, 3))).toBe('cannot be told apart')
  })

  it('takes more where the months vary more, and where more verdicts stand together', () => {
    const [now, before] = [months(6, 6, 6), months(2, 2, 2)]
    const restless = months(...Array.from({ length: 18 }, (_, n) => (n % 6 === 0 ? 24 : 0)))
    expect(compareQuarters(now, before, [...steady, ...before, ...now]).verdict).toBe('more')
    expect(compareQuarters(now, before, [...restless, ...before, ...now]).verdict).toBe('cannot be told apart')
    expect(compareQuarters(now, before, [...steady, ...before, ...now], 1 - 0.1 / 1000).verdict).toBe(
      'cannot be told apart',
    )
  })

  it('has limits where nothing was posted, and says nothing of too few months or of two empty quarters', () => {
    const none = months(0, 0, 0)
    const { rate, verdict } = compareQuarters(none, months(5, 5, 5), [...steady, ...none, ...none])
    expect(rate).toMatchObject({ perMonth: 0, low: 0 })
    expect(rate?.high).toBeGreaterThan(0.9)
    expect(verdict).toBe('fewer')
    expect(compareQuarters(none, none, [...steady, ...none, ...none])).toMatchObject({
      verdict: null,
      reason: 'too few',
    })
    expect(compareQuarters(none, [], none)).toMatchObject({ rate: null, verdict: null, reason: 'too few' })
  })
})

describe('in a history', () => {
  const starts = Array.from({ length: 24 }, (_, n) => new Date(Date.UTC(2024, n, 5)))
  const whole = [{ from: new Date('2024-01-01'), to: new Date('2026-01-01'), quality: 'complete' as const }]
  const quarter = { from: new Date('2025-10-01'), to: new Date('2026-01-01') }
  const change = (over: Partial<Parameters<typeof quarterChange>[0]> = {}) =>
    quarterChange({ starts, coverage: whole, quarter, breaks: [], vendorCount: 1, ...over })

  it('both quarters are known, and reporting did not change between', () => {
    expect(change()).toMatchObject({
      verdict: 'cannot be told apart',
      reason: null,
      rate: { perMonth: expect.closeTo(1, 1) },
    })
    const since = [{ from: new Date('2025-08-15'), to: quarter.to, quality: 'complete' as const }]
    expect(change({ coverage: since })).toMatchObject({ verdict: null, reason: 'not all is known', rate: null })
    const daysOf = (day: string) => change({ coverage: [{ ...whole[0], to: new Date(day) }] as typeof whole })
    expect(daysOf('2025-11-29')).toMatchObject({ rate: null, before: { perMonth: expect.any(Number) } })
    expect(daysOf('2025-11-30')).toMatchObject({ reason: 'not all is known', rate: { perMonth: expect.any(Number) } })
    expect(changeSentence(daysOf('2025-11-29'), 'Q3 2025')).not.toContain('a month')
    expect(change({ quarter: { from: quarter.from, to: new Date('2025-11-29') } })).toMatchObject({
      ...{ rate: null, verdict: null, reason: 'not all is known' },
    })
    expect(change({ breaks: null }).reason).toBe('not checked')
    const at = Date.UTC(2025, 7, 3)
    const broken = change({ breaks: [{ at, until: at, cause: 'kind' }] })
    expect(broken).toMatchObject({ verdict: null, reason: 'reporting changed', changedAt: new Date(at) })
    expect(
      change({ breaks: [{ at: Date.UTC(2025, 5, 3), until: Date.UTC(2025, 5, 3), cause: 'kind' }] }).reason,
    ).toBeNull()
    expect(changeSentence(broken, 'Q3 2025')).toMatch(
      /^Whether it had more or fewer outages than in Q3 2025 can’t be said: reporting changed on Aug 3, 2025, and .+ In this quarter: 1\.0 a month \(90% interval /,
    )
    expect(changeSentence(change(), 'Q3 2025')).toMatch(
      /^Cannot be told apart from Q3 2025: 1\.0 a month \(90% interval /,
    )
  })
})
