import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  clipCoverage,
  countKnownDays,
  countsUntil,
  coverageOf,
  coveredMonths,
  coveredSeconds,
  extendCoverage,
  fillsWindow,
  mergeCoverage,
  type Observation,
} from '#lib/domain/coverage.ts'
import { COVERAGE_QUALITIES, type CoveragePeriod, type CoverageQuality } from '#lib/domain/incident.ts'

/** Days of January 2025, the first midnight being day 1. */
function day(number: number): Date {
  return new Date(Date.UTC(2025, 0, number))
}

function days(from: number, to: number, quality: CoverageQuality = 'complete'): CoveragePeriod {
  return { from: day(from), to: day(to), quality }
}

describe('coverage that meets', () => {
  it('of one quality becomes one period', () => {
    expect(mergeCoverage([days(5, 9), days(1, 3), days(3, 6)])).toEqual([days(1, 9)])
  })

  it('of several keeps the best: complete before partial before failed', () => {
    expect(mergeCoverage([days(1, 20, 'failed'), days(5, 15, 'partial'), days(8, 10)])).toEqual([
      days(1, 5, 'failed'),
      days(5, 8, 'partial'),
      days(8, 10),
      days(10, 15, 'partial'),
      days(15, 20, 'failed'),
    ])
  })

  it('leaves gaps as gaps', () => {
    expect(mergeCoverage([days(1, 3), days(5, 6, 'partial')])).toEqual([days(1, 3), days(5, 6, 'partial')])
  })

  it('is extended by a reading, and not made worse by a failed one', () => {
    const known = [days(1, 5)]
    expect(extendCoverage(known, [days(4, 8)])).toEqual([days(1, 8)])
    expect(extendCoverage(known, [days(4, 8, 'failed')])).toEqual([days(1, 5), days(5, 8, 'failed')])
  })
})

describe('of any coverage', () => {
  const any = fc.array(
    fc
      .tuple(fc.nat(60), fc.nat(30), fc.constantFrom(...COVERAGE_QUALITIES))
      .map(([from, length, quality]) => days(from, from + length, quality)),
    { maxLength: 10 },
  )
  const bestAt = (periods: CoveragePeriod[], instant: Date) =>
    COVERAGE_QUALITIES.find((quality) =>
      periods.some((period) => period.quality === quality && period.from <= instant && instant < period.to),
    )

  it('merging keeps the best quality of every day, in order and without overlaps, whatever came first', () => {
    fc.assert(
      fc.property(
        any.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          const merged = mergeCoverage(list)
          for (let number = 0; number < 100; number++)
            expect(bestAt(merged, day(number))).toBe(bestAt(list, day(number)))
          merged.slice(1).forEach(({ from }, index) => {
            expect(from.getTime()).toBeGreaterThanOrEqual(merged[index]?.to.getTime() ?? Number.NaN)
          })
          expect(mergeCoverage([...shuffled, ...list])).toEqual(merged)
        },
      ),
    )
  })

  it('covered time is at most the window, and all of it when the window is filled', () => {
    fc.assert(
      fc.property(any, fc.nat(60), fc.integer({ min: 1, max: 30 }), (list, from, length) => {
        const window = { from: day(from), to: day(from + length) }
        const seconds = coveredSeconds(list, window)
        expect(seconds).toBeLessThanOrEqual(length * 86_400)
        const isFilled = Array.from({ length }, (_, index) => bestAt(list, day(from + index))).every(
          (best) => best === 'complete',
        )
        expect(fillsWindow(list, window)).toBe(isFilled)
        if (isFilled) expect(seconds).toBe(length * 86_400)
      }),
    )
  })
})

describe('the covered part of a window', () => {
  const periods = [days(10, 20), days(20, 25, 'partial'), days(28, 40, 'failed')]

  it('is clipped to it, with its qualities', () => {
    expect(clipCoverage(periods, { from: day(15), to: day(30) })).toEqual([
      days(15, 20),
      days(20, 25, 'partial'),
      days(28, 30, 'failed'),
    ])
  })

  it('counts complete and partial time, not failed', () => {
    expect(coveredSeconds(periods, { from: day(1), to: day(40) })).toBe(15 * 86_400)
  })

  it('touches the months of which anything is covered', () => {
    expect(coveredMonths([days(31, 33), days(90, 91, 'failed')], { from: day(1), to: day(100) })).toEqual(
      new Set(['2025-01', '2025-02']),
    )
  })

  it('fills it only without a gap and only when complete', () => {
    expect(fillsWindow([days(1, 5), days(5, 9)], { from: day(2), to: day(9) })).toBe(true)
    expect(fillsWindow([days(1, 5), days(6, 9)], { from: day(2), to: day(9) })).toBe(false)
    expect(fillsWindow([days(1, 9, 'partial')], { from: day(2), to: day(9) })).toBe(false)
    expect(fillsWindow([days(1, 9)], { from: day(2), to: day(2) })).toBe(false)
  })
})

describe('the coverage that a document proves', () => {
  const observation: Observation = {
    completeness: 'newest',
    oldestStart: day(3),
    newestTime: day(8),
    readAt: day(9),
    covers: null,
  }

  it('is, for a list of the newest, complete from its oldest row to its reading', () => {
    expect(coverageOf(observation)).toEqual([days(3, 9)])
  })

  it('ends at its newest time when nobody knows when it was read', () => {
    expect(coverageOf({ ...observation, readAt: null })).toEqual([days(3, 8)])
  })

  it('does not reach back behind the oldest row of a list that may have been cut there', () => {
    expect(coverageOf(observation, day(1))).toEqual([days(3, 9)])
    expect(coverageOf({ ...observation, completeness: 'whole' }, day(1))).toEqual([days(1, 9)])
  })

  it('is, for an empty list, the time since the reading before', () => {
    const empty = { ...observation, oldestStart: null, newestTime: null }
    expect(coverageOf(empty)).toEqual([])
    expect(coverageOf(empty, day(7))).toEqual([days(7, 9)])
  })

  it('is partial for what is open: what opened and closed between two readings is not on it', () => {
    expect(coverageOf({ ...observation, completeness: 'open' }, day(7))).toEqual([days(7, 9, 'partial')])
    expect(coverageOf({ ...observation, completeness: 'open' })).toEqual([])
  })

  it('is what a page of a history claims, up to its reading', () => {
    const page: Observation = { ...observation, completeness: 'part', covers: { from: day(1), to: day(32) } }
    expect(coverageOf(page)).toEqual([days(1, 9)])
    expect(coverageOf({ ...page, covers: { from: day(1), to: day(5) } })).toEqual([days(1, 5)])
    expect(coverageOf({ ...page, covers: null })).toEqual([])
  })

  it('is nothing for one incident alone, and for a document without any time', () => {
    expect(coverageOf({ ...observation, completeness: 'single' }, day(7))).toEqual([])
    expect(coverageOf({ ...observation, oldestStart: null, newestTime: null, readAt: null }, day(7))).toEqual([])
  })
})

describe('up to when an incident without an end counts', () => {
  const read = [
    { from: new Date('2025-05-01T00:00Z'), to: new Date('2025-05-10T00:00Z'), quality: 'complete' as const },
    { from: new Date('2025-06-01T00:00Z'), to: new Date('2025-06-10T00:00Z'), quality: 'partial' as const },
  ]
  const grace = 15 * 60_000
  it.each([
    ['the moment itself while that is covered', '2025-05-05T00:00Z', '2025-05-05T00:00Z'],
    ['the moment itself a little after', '2025-05-10T00:14:59Z', '2025-05-10T00:14:59Z'],
    ['the end of coverage from then on', '2025-05-10T00:15Z', '2025-05-10T00:00Z'],
    ['the end of coverage in a gap', '2025-05-20T00:00Z', '2025-05-10T00:00Z'],
    ['the last end there is', '2025-08-01T00:00Z', '2025-06-10T00:00Z'],
    ['nothing where nothing was known by then', '2025-04-01T00:00Z', '1970-01-01T00:00Z'],
  ])('is %s', (_, asOf, until) => {
    expect(countsUntil({ periods: read, lastReadAt: null, graceMs: grace }, new Date(asOf))).toEqual(new Date(until))
  })

  it('rests on the last good read as well, which may cover no time', () => {
    const reach = { periods: [], lastReadAt: new Date('2025-05-10T00:00Z'), graceMs: grace }
    expect(countsUntil(reach, new Date('2025-05-10T00:10Z'))).toEqual(new Date('2025-05-10T00:10Z'))
    expect(countsUntil(reach, new Date('2025-05-20T00:00Z'))).toEqual(new Date('2025-05-10T00:00Z'))
    expect(countsUntil(reach, new Date('2025-05-01T00:00Z'))).toEqual(new Date(0))
  })

  it('does not rest on readings that failed', () => {
    const failed = [{ ...read[1], from: new Date('2025-05-10T00:00Z'), quality: 'failed' as const }]
    const reach = { periods: [read[0], ...failed] as CoveragePeriod[], lastReadAt: null, graceMs: 0 }
    expect(countsUntil(reach, new Date('2025-05-11T00:00Z'))).toEqual(new Date('2025-05-10T00:00Z'))
  })
})

describe('the known days of a window', () => {
  const known = (window: [string, string], ...periods: [string, string][]) =>
    countKnownDays(
      periods.map(([from, to]) => ({ from: new Date(`${from}Z`), to: new Date(`${to}Z`), quality: 'partial' })),
      { from: new Date(`${window[0]}Z`), to: new Date(`${window[1]}Z`) },
    )

  it('are those of which 95 percent is covered, in one piece or several', () => {
    expect(known(['2026-01-01T00:00', '2026-01-31T00:00'], ['2026-01-03T01:00', '2026-01-06T22:00'])).toEqual({
      knownDays: 3,
      days: 30,
    })
    expect(
      known(
        ['2026-01-01T00:00', '2026-01-31T00:00'],
        ['2026-01-03T00:00', '2026-01-03T08:00'],
        ['2026-01-03T08:30', '2026-01-04T06:00'],
        ['2026-01-04T08:00', '2026-01-05T00:00'],
      ),
    ).toEqual({ knownDays: 1, days: 30 })
  })

  it('judge the last day by its part in the window, and leave out a first day that the window cuts', () => {
    expect(known(['2026-01-01T13:00', '2026-01-04T13:00'], ['2026-01-01T13:00', '2026-01-04T12:50'])).toEqual({
      knownDays: 3,
      days: 3,
    })
    expect(known(['2026-01-01T13:00', '2026-01-04T13:00'])).toEqual({ knownDays: 0, days: 3 })
  })

  it('leave out what failed', () => {
    const window = { from: new Date('2026-01-01T00:00Z'), to: new Date('2026-01-03T00:00Z') }
    expect(countKnownDays([{ ...window, quality: 'failed' }], window)).toEqual({ knownDays: 0, days: 2 })
  })
})
