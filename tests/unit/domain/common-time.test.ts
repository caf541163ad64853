import { describe, expect, it } from 'vitest'
import { commonTime, coverageTogether } from '#lib/domain/common-time.ts'
import type { CoveragePeriod, CoverageQuality, Period } from '#lib/domain/incident.ts'

const day = (number: number) => new Date(Date.UTC(2026, 0, number))
const days = (from: number, to: number): Period => ({ from: day(from), to: day(to) })
const covered = (from: number, to: number, quality: CoverageQuality = 'complete'): CoveragePeriod => ({
  ...days(from, to),
  quality,
})
const window = days(1, 31)

describe('the time that several histories have in common', () => {
  it('is where all are known, and counts the downtime of each inside it only', () => {
    const common = commonTime(
      [
        { coverage: [covered(1, 20)], downtime: [days(2, 3), days(15, 17)] },
        { coverage: [covered(10, 31)], downtime: [days(19, 22)] },
      ],
      window,
    )
    expect(common).toEqual({
      periods: [days(10, 20)],
      seconds: 10 * 86_400,
      downtimeSeconds: [2 * 86_400, 1 * 86_400],
    })
  })

  it('counts what is known in part, and not what failed', () => {
    const { periods } = commonTime(
      [
        { coverage: [covered(1, 5, 'partial'), covered(5, 9, 'failed')], downtime: [] },
        { coverage: [covered(1, 31)], downtime: [] },
      ],
      window,
    )
    expect(periods).toEqual([days(1, 5)])
  })

  it('is nothing where one is not known at all, and for nobody', () => {
    const unknown = { coverage: [], downtime: [days(2, 3)] }
    expect(commonTime([unknown, { coverage: [covered(1, 31)], downtime: [] }], window)).toEqual({
      periods: [],
      seconds: 0,
      downtimeSeconds: [0, 0],
    })
    expect(commonTime([], window)).toEqual({ periods: [], seconds: 0, downtimeSeconds: [] })
  })
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
