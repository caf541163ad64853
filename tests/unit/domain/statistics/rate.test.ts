import { describe, expect, it } from 'vitest'
import { dispersionOf, type Month, rateOf } from '#lib/domain/statistics/rate.ts'
import { ratioOf, verdictOf } from '#lib/domain/statistics/ratio.ts'
import { trendOf } from '#lib/domain/statistics/trend.ts'
import { drawPoisson, seeded } from '#tests/support/statistics/seeded.ts'

const COUNT = { isCount: true }
const months = (...amounts: number[]): Month[] => amounts.map((amount) => ({ amount, exposure: 1 }))
const year = (amount: number) => months(...Array.from({ length: 12 }, () => amount))

describe('a rate', () => {
  it('is of the known part of the months, and the interval is wider where they vary more', () => {
    const even = rateOf(months(2, 2, 2, 2, 2, 2), COUNT)
    const uneven = rateOf(months(0, 0, 0, 0, 0, 12), COUNT)
    expect(even?.perMonth).toBe(2)
    expect(uneven?.perMonth).toBe(2)
    expect(even && even.high !== null && uneven?.high != null && even.high < uneven.high).toBe(true)
    // Student's t with five degrees of freedom: 2.015048.
    expect(even?.low).toBeCloseTo(2 / Math.exp(2.015048 / Math.sqrt(12)), 5)
    expect(rateOf([...months(2, 2, 2, 2, 2), { amount: 1, exposure: 0.5 }], COUNT)?.perMonth).toBe(2)
  })

  it('has no lower end than zero where nothing was posted, and for downtime no upper end either', () => {
    expect(rateOf(year(0), COUNT)).toEqual({ perMonth: 0, low: 0, high: expect.closeTo(-Math.log(0.05) / 12, 9) })
    expect(rateOf(year(0), { isCount: false })).toEqual({ perMonth: 0, low: 0, high: null })
  })

  it('is not given for fewer than six months', () => {
    expect(rateOf(months(2, 2, 2, 2, 2), COUNT)).toBeNull()
    expect(rateOf([...months(2, 2, 2, 2, 2), { amount: 0, exposure: 0 }], COUNT)).toBeNull()
  })

  it('has a dispersion of one where outages are independent, and never less', () => {
    const random = seeded(3)
    const poisson = Array.from({ length: 2000 }, () => ({ amount: drawPoisson(4, random), exposure: 1 }))
    expect(dispersionOf(poisson, COUNT)).toBeLessThan(1.1)
    expect(dispersionOf(year(5), COUNT)).toBe(1)
    expect(dispersionOf(months(0, 10, 0, 10), COUNT)).toBeCloseTo(100 / 5 / 3, 8)
  })
})

describe('two rates', () => {
  it('are told apart by the interval of their ratio, in either order', () => {
    const [many, few] = [year(6), year(2)]
    expect(verdictOf(ratioOf(many, few, COUNT))).toBe('more')
    expect(verdictOf(ratioOf(few, many, COUNT))).toBe('fewer')
    expect(verdictOf(ratioOf(year(2), months(3, 2, 2, 2, 2, 3, 2, 2, 2, 2, 3, 2), COUNT))).toBe('cannot be told apart')
    const there = ratioOf(many, few, COUNT)
    const back = ratioOf(few, many, COUNT)
    expect((there?.low ?? 0) * (back?.high ?? 0)).toBeCloseTo(1, 8)
  })

  it('cannot be told apart by one bad month', () => {
    expect(verdictOf(ratioOf(months(0, 0, 0, 0, 0, 30), months(1, 1, 1, 1, 1, 1), COUNT))).toBe('cannot be told apart')
  })

  it('cannot be told apart where nothing was posted, or too few months are known', () => {
    expect(ratioOf(year(0), year(0), COUNT)).toBeNull()
    expect(verdictOf(ratioOf(months(9, 9, 9), year(1), COUNT))).toBe('cannot be told apart')
    expect(verdictOf(ratioOf(year(0), months(0, 0, 0, 0, 0, 1), COUNT))).toBe('cannot be told apart')
    expect(ratioOf(year(0), year(3600), { isCount: false })).toBeNull()
    expect(verdictOf(ratioOf(year(0), year(4), COUNT))).toBe('fewer')
  })

  it('differ by chance once in ten times where they are the same', () => {
    const random = seeded(7)
    let alarms = 0
    for (let turn = 0; turn < 1000; turn++) {
      const [a, b] = [0, 1].map(() => months(...Array.from({ length: 12 }, () => drawPoisson(3, random)))) as [
        Month[],
        Month[],
      ]
      if (verdictOf(ratioOf(a, b, COUNT)) !== 'cannot be told apart') alarms += 1
    }
    expect(alarms / 1000).toBeLessThan(0.11)
    expect(alarms / 1000).toBeGreaterThan(0.03)
  })
})

describe('a trend', () => {
  it('is named where chance seldom gives it, with both rates', () => {
    expect(trendOf(year(2), year(5))).toMatchObject({ direction: 'fewer', latestPerMonth: 2, earlierPerMonth: 5 })
    expect(trendOf(year(5), year(2))).toMatchObject({ direction: 'more' })
    expect(trendOf(year(2), year(2))).toMatchObject({ direction: 'cannot be told apart', probability: 1 })
  })

  it('states with which probability a doubling would be noticed: what chance finds of doublings', () => {
    const random = seeded(11)
    let [found, said, draws] = [0, 0, 1000]
    for (let turn = 0; turn < draws; turn++) {
      const draw = (mean: number) => months(...Array.from({ length: 12 }, () => drawPoisson(mean, random)))
      const trend = trendOf(draw(3), draw(1.5))
      if (trend?.direction === 'more') found += 1
      said += trend?.powerForDoubling ?? 0
    }
    expect(Math.abs(found / draws - said / draws)).toBeLessThan(0.06)
  })

  it('needs six months on either side, and something posted', () => {
    expect(trendOf(months(1, 2, 3, 4, 5), year(2))).toBeNull()
    expect(trendOf(year(0), year(0))).toBeNull()
  })
})
