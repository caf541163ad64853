import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  barOf,
  CHART,
  labelOf,
  type MonthValue,
  monthAt,
  packSeries,
  readSeries,
  tickText,
  topOf,
  valueText,
  yOf,
} from '#components/chart/month-scale.ts'
import { IMPACTS } from '#lib/domain/incident.ts'

const values = (...list: (number | null)[]): MonthValue[] =>
  list.map((value, index) => [`2025-${String(index + 1).padStart(2, '0')}`, value])
const HOUR = 3600

describe('a series in a page', () => {
  const pack = (months: MonthValue[]) => packSeries({ title: 'x', measure: 'incidents', linkBase: '/?', months }).months

  it('names the first month, and those that do not follow the one before', () => {
    const months: MonthValue[] = [
      ['2024-11', 3],
      ['2024-12', 0],
      ['2025-01', null],
      ['2025-02', 2, true],
      ['2026-01', 1, false],
      ['2026-02', 4, false, { critical: 1, minor: 2, unknown: 1 }],
    ]
    expect(pack(months)).toBe('2024-11:3,0,,2+,2026-01:1,4c1u1l2')
    expect(pack([])).toBe('')
  })

  it('is read as it was', () => {
    const month = fc.tuple(fc.integer({ min: 2000, max: 2003 }), fc.integer({ min: 1, max: 12 }))
    const part = fc.integer({ min: 1 })
    const parts = fc.option(
      fc.record(Object.fromEntries(IMPACTS.map((impact) => [impact, part])), { requiredKeys: ['major'] }),
    )
    const value = fc.tuple(month, fc.option(fc.nat()), fc.boolean(), parts)
    fc.assert(
      fc.property(fc.array(value), (list) => {
        const months = list.map(([[year, number], count, isMinimum, byImpact]): MonthValue => {
          const month = `${year}-${String(number).padStart(2, '0')}`
          return byImpact === null ? [month, count, isMinimum] : [month, count, isMinimum, byImpact]
        })
        const series = { title: 'x', measure: 'downtime', linkBase: '/?', months } as const
        expect(readSeries(packSeries(series))).toEqual(series)
      }),
    )
  })
})

describe('the grid', () => {
  it.each([
    ['incidents', [0, 0], '2', '1'],
    ['incidents', [5], '6', '3'],
    ['incidents', [26, null], '40', '20'],
    ['downtime', [0], '2 m', '1 m'],
    ['downtime', [45 * 60], '60 m', '30 m'],
    ['downtime', [18 * HOUR], '20 h', '10 h'],
    ['downtime', [1400 * HOUR], '1,600 h', '800 h'],
  ] as const)('of %s up to %j has lines at %s and %s', (measure, list, highest, middle) => {
    const top = topOf(measure, values(...list))
    expect([tickText(measure, top, top), tickText(measure, top / 2, top)]).toEqual([highest, middle])
  })

  it('is never lower than the highest bar, nor more than three times as high', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(3_000_000), { minLength: 1 }),
        fc.constantFrom('incidents', 'downtime'),
        (list, measure) => {
          const top = topOf(measure, values(...list))
          const highest = Math.max(...list)
          expect(top).toBeGreaterThanOrEqual(highest)
          if (highest > 120) expect(top).toBeLessThanOrEqual(3 * highest)
          expect(yOf(highest, top)).toBeGreaterThanOrEqual(CHART.top)
        },
      ),
    )
  })
})

it.each([
  ['incidents', 1204, '1,204'],
  ['downtime', 4620, '1h 17m'],
  ['downtime', 0, 'none reported'],
  ['incidents', 0, 'none'],
  ['incidents', null, 'no data'],
] as const)('a value of %s, %j, is written %s', (measure, value, text) => {
  expect(valueText(measure, value)).toBe(text)
})

describe('labels', () => {
  const months = (from: string, count: number): MonthValue[] =>
    Array.from({ length: count }, (_, index) => {
      const [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5)) - 1 + index]
      return [new Date(Date.UTC(year, month)).toISOString().slice(0, 7), 0]
    })
  const read = (list: MonthValue[]) =>
    list.map((_, index) => labelOf(index, list)?.text).filter((text) => text !== undefined)

  it('of two years stand at quarters, with the year in January', () => {
    expect(read(months('2024-05', 25))).toEqual(['Jul', 'Oct', 'Jan 2025', 'Apr', 'Jul', 'Oct', 'Jan 2026', 'Apr'])
  })

  it('of a few months stand at each', () => {
    expect(read(months('2025-11', 3))).toEqual(['Nov 2025', 'Dec', 'Jan'])
  })

  it('of many years stand at Januaries', () => {
    expect(read(months('2019-03', 60))).toEqual(['2020', '2021', '2022', '2023', '2024'])
  })
})

describe('places', () => {
  it('do not stretch one month over the whole width', () => {
    expect(Number.parseFloat(barOf(0, 1).width)).toBeLessThan(15)
  })

  it('are found again under the pointer', () => {
    const element = { getBoundingClientRect: () => ({ left: 100, width: 600 }) } as Element
    const at = (clientX: number) => monthAt({ clientX, currentTarget: element }, values(...Array<number>(12).fill(1)))
    expect([at(101), at(149), at(151), at(699)]).toEqual(['2025-01', '2025-01', '2025-02', '2025-12'])
    expect(at(705)).toBeNull()
  })
})
