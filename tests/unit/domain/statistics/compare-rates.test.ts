import { describe, expect, it } from 'vitest'
import { chanceOf, monthsWithin, trendAt } from '#lib/domain/statistics/chance.ts'
import { compareRates } from '#lib/domain/statistics/compare-rates.ts'
import { knownMonths } from '#lib/domain/statistics/known-months.ts'
import type { Month } from '#lib/domain/statistics/rate.ts'
import { forecastRecord, trackRecord } from '#lib/domain/statistics/track-record.ts'
import { parseWindow } from '#lib/domain/window.ts'
import { rateSentences } from '#lib/text/chance/rate-words.ts'
import { drawPoisson, seeded } from '#tests/support/statistics/seeded.ts'

const year = (amount: number): Month[] => Array.from({ length: 12 }, () => ({ amount, exposure: 1 }))
const vendor = (name: string, count: number, hours: number, isMinimum = false) => ({
  name,
  months: {
    counts: year(count),
    seconds: year(hours * 3600).map((month, n) => ({ ...month, amount: month.amount + n })),
  },
  isMinimum,
})
const COUNT = { isCount: true, extreme: 'lowest' } as const

describe('several rates', () => {
  it('are told apart from the lowest, or the highest, one by one', () => {
    expect(compareRates([year(6), year(2), year(2.2)], COUNT)).toEqual({ index: 1, different: [0], alike: [2] })
    expect(compareRates([year(6), year(2), year(2.2)], { ...COUNT, extreme: 'highest' })).toEqual({
      index: 0,
      different: [2, 1],
      alike: [],
    })
    expect(compareRates([year(6)], COUNT)).toBeNull()
    expect(compareRates([year(6), year(2).slice(7)], COUNT)).toBeNull()
  })

  it.each([true, false])('that are all alike are seldom told apart, however many they are (counts: %s)', (isCount) => {
    const random = seeded(5)
    // Outages in bunches of three, so that the months vary more than independent ones do.
    const draw = () => 3 * drawPoisson(2, random) * (isCount ? 1 : 3600)
    let alarms = 0
    for (let turn = 0; turn < 200; turn++) {
      const alike = Array.from({ length: 10 }, () =>
        Array.from({ length: 24 }, () => ({ amount: draw(), exposure: 1 })),
      )
      if (compareRates(alike, { isCount, extreme: 'lowest' })?.different.length !== 0) alarms += 1
    }
    expect(alarms / 200).toBeLessThan(0.1)
  })

  it('are told with their intervals, downtime by itself', () => {
    const text = rateSentences([vendor('Courier', 1, 3), vendor('WorkOS', 4, 3)], 'incident', 'lowest')
    expect(text).toMatch(
      /^In outages a month, Courier \(1\.0; 90% interval 0\.6 to 1\.7\) posted fewer than WorkOS \(4\.0; 90% interval 3\.1 to 5\.2\)\. In downtime a month, Courier \(3h 0m; .*\) and WorkOS \(3h 0m; .*\) cannot be told apart\.$/,
    )
    expect(rateSentences([vendor('Courier', 2, 3, true), vendor('WorkOS', 2, 3)], 'incident', 'highest')).toMatch(
      /cannot be told apart\. In downtime a month, they cannot be told apart: the end of an outage is not known\.$/,
    )
    const quiet = { ...vendor('Courier', 0, 0), months: { counts: year(0), seconds: year(0) } }
    expect(rateSentences([quiet, vendor('WorkOS', 2, 3), vendor('Stripe', 2, 3)], 'incident', 'highest')).toMatch(
      /In downtime a month, WorkOS .* cannot be told apart from .*Courier \(none; no upper limit\)/,
    )
  })

  it('of three are only told apart from the lowest, since the others are not held against each other', () => {
    const bunches = {
      ...vendor('A', 0, 3),
      months: { counts: year(0).with(5, { amount: 30, exposure: 1 }), seconds: [] },
    }
    expect(rateSentences([vendor('C', 9, 3), bunches, vendor('B', 4, 3)], 'incident', 'lowest')).toMatch(
      /^In outages a month, A \(.*?\) cannot be told apart from B \(.*?\) and C \(.*?\)\./,
    )
  })

  it('of few known months cannot be judged, which is said', () => {
    const short = (name: string) => ({
      name,
      months: { counts: year(2).slice(7), seconds: year(9).slice(7) },
      isMinimum: false,
    })
    expect(rateSentences([short('Courier'), short('WorkOS')], 'incident', 'lowest')).toBe(
      'Too few months are known for all to say whether they differ by more than chance: it takes 6.',
    )
    expect(rateSentences([short('Courier')], 'incident', 'lowest')).toBeNull()
  })
})

describe('the months of a history', () => {
  const day = (text: string) => new Date(`${text}T00:00Z`)

  it('count by the part that is known, and short parts with the next', () => {
    const known = [{ from: day('2026-01-20'), to: day('2026-03-01') }]
    const { counts, seconds } = knownMonths(
      [day('2026-01-25'), day('2026-02-03'), day('2026-03-02')],
      [{ from: day('2026-02-28'), to: day('2026-03-02') }],
      known,
    )
    expect(counts).toEqual([{ amount: 2, exposure: expect.closeTo(40 / 30.436875, 9) }])
    expect(seconds).toEqual([{ amount: 86_400, exposure: expect.closeTo(40 / 30.436875, 9) }])
    expect(knownMonths([], [], [])).toEqual({ counts: [], seconds: [] })
  })

  it('count an outage that began at the very end of what is known, and give no downtime where no duration is known', () => {
    const known = [{ from: day('2026-01-01'), to: day('2026-03-01') }]
    const { counts, seconds } = knownMonths(
      [day('2026-02-03'), day('2026-03-01')],
      [],
      [{ from: day('2026-01-01'), to: new Date('2026-03-01T00:00Z') }],
    )
    expect(counts.reduce((sum, { amount }) => sum + amount, 0)).toBe(1)
    const late = [{ from: day('2026-01-01'), to: new Date('2026-02-20T23:13Z') }]
    expect(knownMonths([new Date('2026-02-20T23:13Z')], [], late).counts.map(({ amount }) => amount)).toEqual([0, 1])
    expect(seconds).toEqual([])
    expect(knownMonths([], [], known).seconds).toHaveLength(2)
  })
})

describe('a trend', () => {
  const asOf = new Date('2026-11-15T00:00Z')
  const whole = [{ from: new Date('2024-10-01T00:00Z'), to: asOf, quality: 'complete' as const }]
  const incidents = Array.from({ length: 80 }, (_, n) => ({
    id: String(n),
    basis: 'reported' as const,
    impact: 'minor' as const,
    startedAt: new Date(Date.UTC(2024, 10, 2 + 4 * n)),
    endedAt: new Date(Date.UTC(2024, 10, 2 + 4 * n, 1)),
    startedAfter: null,
    startedBefore: null,
    mitigatedAt: null,
  }))

  it('is of the last whole months, where all is known and reporting stayed', () => {
    const statement = trendAt({ incidents, coverage: whole, asOf }, [])
    expect(statement).toMatchObject({ reason: null, trend: { direction: 'fewer', latestPerMonth: 0 } })
    expect(statement.to).toEqual(new Date('2026-11-01T00:00Z'))
    expect(statement.trend?.earlierPerMonth).toBeGreaterThan(6)
  })

  it('is not said across a break, of what is not known, nor before it has been looked at', () => {
    const at = Date.UTC(2026, 4, 6)
    expect(trendAt({ incidents, coverage: whole, asOf }, [{ at, until: at, cause: 'kind' }])).toMatchObject({
      trend: null,
      reason: 'reporting changed',
      changedAt: new Date(at),
    })
    expect(
      trendAt({ incidents, coverage: whole, asOf }, [
        { at: Date.UTC(2024, 1), until: Date.UTC(2024, 1), cause: 'kind' },
      ]).trend,
    ).not.toBeNull()
    expect(trendAt({ incidents, coverage: whole, asOf }, null).reason).toBe('not checked')
    const short = [{ ...whole[0], from: new Date('2025-01-15T00:00Z') }] as typeof whole
    expect(trendAt({ incidents, coverage: short, asOf }, []).reason).toBe('not all is known')
    expect(trendAt({ incidents: [], coverage: whole, asOf }, []).reason).toBe('too few')
  })
})

it('what begins when the window ends is not of the window', () => {
  const asOf = new Date('2026-11-15T12:00Z')
  const window = parseWindow('12m', { asOf, firstKnown: null })
  const outage = { id: 'a', basis: 'ongoing' as const, impact: 'minor' as const, startedAt: asOf, endedAt: null }
  const incidents = [{ ...outage, startedAfter: null, startedBefore: null, mitigatedAt: null }]
  const coverage = [{ from: window.from, to: asOf, quality: 'complete' as const }]
  const { rates } = chanceOf({ incidents, coverage, window, asOf, isWhole: true })
  expect(rates.incidents?.perMonth).toBe(0)
  const { counts } = monthsWithin(incidents, [{ from: window.from, to: window.to }], { window, asOf })
  expect(counts.map(({ amount }) => amount)).not.toContain(1)
})

it('an upper bound for uptime is given only where all outages count', () => {
  const asOf = new Date('2026-11-15T00:00Z')
  const window = parseWindow('12m', { asOf, firstKnown: null })
  const [startedAt, endedAt] = [new Date('2026-05-01T00:00Z'), new Date('2026-05-01T09:00Z')]
  const outage = { id: 'a', basis: 'reported' as const, impact: 'minor' as const, startedAt, endedAt }
  const input = {
    incidents: [{ ...outage, startedAfter: null, startedBefore: null, mitigatedAt: null }],
    coverage: [{ from: window.from, to: asOf, quality: 'complete' as const }],
    window,
    asOf,
  }
  const [whole, filtered] = [true, false].map((isWhole) => chanceOf({ ...input, isWhole }))
  expect(whole?.atMost).toEqual({ all: { percent: 99.898, nines: 2 }, major: null })
  expect(filtered).toEqual({ rates: whole?.rates, atMost: { all: null, major: null } })
})

it('the record takes of each vendor of a category as many as a live forecast does', () => {
  const past = (startedAt: number, minutes: number) => ({
    ...{ startedAt, endedAt: startedAt + 60_000 * minutes, seenAt: startedAt + 60_000 * minutes },
    ...{ mitigatedAt: null, components: [], impact: 'minor' },
  })
  const day = (n: number) => Date.UTC(2025, 0, n)
  // The loud one's newest hundred are short; those of five others, which are older, are long.
  const loud = Array.from({ length: 100 }, (_, n) => ({ ...past(day(200 - n), 10), vendor: 1 }))
  const quiet = Array.from({ length: 60 }, (_, n) => ({ ...past(day(90 - n), 500), vendor: 2 + (n % 5) }))
  const { byBasis, kept } = trackRecord([past(day(300), 400)], [...loud, ...quiet])
  expect(byBasis.category.cases).toBeGreaterThan(0)
  expect(kept).toBe(byBasis.category.cases)
})

describe('the bound of a vendor whose outages become longer and longer', () => {
  const outages = Array.from({ length: 500 }, (_, n) => {
    const startedAt = Date.UTC(2020, 0, 1 + n)
    const endedAt = startedAt + 60_000 * (20 + n / 4 + ((n * 7919) % 83))
    return { startedAt, endedAt, seenAt: endedAt, mitigatedAt: null, components: [], impact: 'minor' }
  }).reverse()

  it('is widened until it holds for 80 percent', () => {
    const { promised, widened } = forecastRecord(outages, [])
    expect(promised.kept / promised.cases).toBeLessThan(0.75)
    expect(widened?.share).toBeGreaterThan(0.8)
    expect((widened?.kept ?? 0) / (widened?.cases ?? 1)).toBeGreaterThanOrEqual(0.8)
    expect(forecastRecord(outages.slice(400), []).widened).toBeNull()
  })

  it('of 2,000 outages costs less than 300 ms of processor time', () => {
    const earlier = (days: number) =>
      outages.map((outage) => {
        const [startedAt, endedAt] = [outage.startedAt, outage.endedAt].map((at) => at - 86_400_000 * days) as [
          number,
          number,
        ]
        return { ...outage, startedAt, endedAt, seenAt: endedAt }
      })
    const many = [0, 500, 1000, 1500].flatMap(earlier)
    const before = process.cpuUsage()
    expect(trackRecord(many).cases).toBeGreaterThan(4000)
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(300)
  })

  it('says nothing of the first, and is asked only while an outage lasts', () => {
    const { byMinutes } = trackRecord(outages.slice(-30))
    expect(byMinutes[0].cases).toBe(20)
    expect(byMinutes[120].cases).toBeLessThan(byMinutes[30].cases)
  })
})
