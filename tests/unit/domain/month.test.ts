import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatQuarter, listMonths, listQuarters, monthOf, monthPeriod, quarterOf } from '#lib/domain/month.ts'

it('a month is that of UTC, wherever the server stands', () => {
  expect(monthOf(new Date('2025-10-31T23:59:59.999Z'))).toBe('2025-10')
  expect(monthOf(new Date('2025-11-01T00:00:00Z'))).toBe('2025-11')
})

it('a month runs from its first midnight to the next month’s', () => {
  expect(monthPeriod('2024-12')).toEqual({
    from: new Date('2024-12-01T00:00:00Z'),
    to: new Date('2025-01-01T00:00:00Z'),
  })
})

it('a period touches its first and last month even in part, but not the month it ends before', () => {
  expect(listMonths({ from: new Date('2025-12-31T23:59:59Z'), to: new Date('2026-02-01T00:00:01Z') })).toEqual([
    '2025-12',
    '2026-01',
    '2026-02',
  ])
  expect(listMonths({ from: new Date('2025-12-01T00:00:00Z'), to: new Date('2026-01-01T00:00:00Z') })).toEqual([
    '2025-12',
  ])
})

it('an empty or backward period touches none', () => {
  const moment = new Date('2025-12-01T00:00:00Z')
  expect(listMonths({ from: moment, to: moment })).toEqual([])
  expect(listMonths({ from: moment, to: new Date('2025-11-01T00:00:00Z') })).toEqual([])
})

it('months that a period touches follow one another and hold every instant of it', () => {
  const instant = fc.date({ min: new Date('1990-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(instant, instant, instant, (from, to, inside) => {
      const months = listMonths({ from, to })
      months.slice(1).forEach((month, index) => {
        expect(monthPeriod(month).from).toEqual(monthPeriod(months[index] as string).to)
      })
      expect(months.includes(monthOf(inside))).toBe(
        from < to && monthOf(from) <= monthOf(inside) && inside < monthPeriod(monthOf(new Date(to.getTime() - 1))).to,
      )
    }),
  )
})

describe('a quarter', () => {
  it.each([
    ['2025-01-01T00:00:00Z', '2025-Q1'],
    ['2025-03-31T23:59:59Z', '2025-Q1'],
    ['2025-04-01T00:00:00Z', '2025-Q2'],
    ['2025-12-31T23:59:59Z', '2025-Q4'],
  ])('at %s is %s', (instant, quarter) => expect(quarterOf(new Date(instant))).toBe(quarter))

  it('is listed with those before it, on the last day of a month too', () => {
    expect(listQuarters(new Date('2026-05-31T00:00:00Z'), 4)).toEqual(['2026-Q2', '2026-Q1', '2025-Q4', '2025-Q3'])
  })

  it('is written as people do', () => expect(formatQuarter('2025-Q3')).toBe('Q3 2025'))
})
