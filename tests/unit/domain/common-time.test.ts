import { describe, expect, it } from 'vitest'
import { commonTime, coverageTogether, figuresWithin, isMinimumWithin } from '#lib/domain/common-time.ts'
import type { HistoryIncident } from '#lib/domain/history.ts'
import type { CoveragePeriod, CoverageQuality, Period } from '#lib/domain/incident.ts'

const day = (number: number) => new Date(Date.UTC(2026, 0, number))
const days = (from: number, to: number): Period => ({ from: day(from), to: day(to) })
const covered = (from: number, to: number, quality: CoverageQuality = 'complete'): CoveragePeriod => ({
  ...days(from, to),
  quality,
})
const window = days(1, 31)

describe('the time that several histories have in common', () => {
  it('is where all are known', () => {
    expect(commonTime([[covered(1, 20)], [covered(10, 31)]], window)).toEqual([days(10, 20)])
  })

  it('counts what is known in part, and not what failed', () => {
    const partly = [covered(1, 5, 'partial'), covered(5, 9, 'failed')]
    expect(commonTime([partly, [covered(1, 31)]], window)).toEqual([days(1, 5)])
  })

  it('is nothing where one is not known at all, and for nobody', () => {
    expect(commonTime([[], [covered(1, 31)]], window)).toEqual([])
    expect(commonTime([], window)).toEqual([])
  })
})

describe('figures within periods', () => {
  const incident = (id: string, from: number | null, to: number | null): HistoryIncident => ({
    id,
    startedAt: from === null ? null : day(from),
    endedAt: to !== null ? day(to) : from !== null ? day(from) : null,
    basis: from === null ? 'undated' : to === null ? 'single' : 'reported',
    mitigatedAt: null,
    startedAfter: null,
    startedBefore: null,
  })
  const within = (incidents: HistoryIncident[], periods = [days(10, 12), days(15, 20)]) =>
    figuresWithin(incidents, periods, day(31))

  it('count what was open in them or began in them, cut to them', () => {
    expect(
      within([
        incident('reaches in', 9, 11),
        incident('runs out', 19, 25),
        incident('overlaps it', 19, 20),
        incident('spans the gap', 11, 16),
        incident('has no duration', 16, null),
        incident('in the gap', 13, 14),
        incident('has no duration, in the gap', 13, null),
        incident('undated', null, null),
      ]),
    ).toEqual({
      downtimeSeconds: 4 * 86_400,
      incidentCount: 5,
      unknownDurationCount: 1,
      longestSeconds: 2 * 86_400,
    })
  })

  it('are zero without incidents and without time', () => {
    const nothing = { downtimeSeconds: 0, incidentCount: 0, unknownDurationCount: 0, longestSeconds: 0 }
    expect(within([])).toEqual(nothing)
    expect(within([incident('a', 9, 11)], [])).toEqual(nothing)
  })
})

it('figures within periods are a minimum where sight was lost before their end', () => {
  const periods = [days(2, 4), days(8, 10)]
  expect([3, 5, 9].map((at) => isMinimumWithin([day(at)], periods))).toEqual([true, true, true])
  expect([10, 12].map((at) => isMinimumWithin([day(at)], periods))).toEqual([false, false])
  expect([isMinimumWithin([], periods), isMinimumWithin([day(3)], [])]).toEqual([false, false])
})

describe('what is known of several histories as one', () => {
  it('is complete where each is complete, and partial where any is known', () => {
    expect(coverageTogether([[covered(3, 20)], [covered(10, 40)]], window)).toEqual([
      covered(3, 10, 'partial'),
      covered(10, 20),
      covered(20, 31, 'partial'),
    ])
  })

  it('of one is that one’s, within the window', () => {
    expect(coverageTogether([[covered(20, 40), covered(2, 4, 'partial')]], window)).toEqual([
      covered(2, 4, 'partial'),
      covered(20, 31),
    ])
  })
})
