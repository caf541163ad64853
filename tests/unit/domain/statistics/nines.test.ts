import { expect, it } from 'vitest'
import { atMostUp } from '#lib/domain/statistics/nines.ts'

const YEAR = 365 * 86_400

it('is an upper bound: rounded up, but never to 100', () => {
  expect(atMostUp(YEAR / 1000, YEAR)).toEqual({ percent: 99.9, nines: 3 })
  expect(atMostUp(1.3 * 3600, 1000 * 3600)).toEqual({ percent: 99.87, nines: 2 })
  expect(atMostUp(YEAR / 3, YEAR)).toEqual({ percent: 66.67, nines: 0 })
  expect(atMostUp(1, YEAR)).toEqual({ percent: 99.9999969, nines: 7 })
  for (const down of [1, 7, 61, 599, 3601, 86_399, 1e6]) {
    const bound = atMostUp(down, YEAR)
    expect(bound?.percent).toBeGreaterThanOrEqual(100 * (1 - down / YEAR) - 1e-9)
    expect(bound?.percent).toBeLessThan(100)
  }
})

it('has as many decimals as it takes to be less than one nine more', () => {
  expect(atMostUp(1.05, 1000)).toEqual({ percent: 99.895, nines: 2 })
  expect(atMostUp(100.001, 1000)).toEqual({ percent: 89.9999, nines: 0 })
  for (let nines = 0; nines < 7; nines++)
    for (const part of [1.0001, 1.01, 1.1]) {
      const bound = atMostUp(part, 10 ** (nines + 1))
      expect(bound?.nines).toBe(nines)
      expect(bound?.percent).toBeLessThan(100 - 10 ** (1 - nines))
      expect(bound?.percent).toBeGreaterThanOrEqual(100 * (1 - part / 10 ** (nines + 1)) - 1e-9)
    }
})

it('is none where nothing was posted or nothing is known', () => {
  expect(atMostUp(0, YEAR)).toBeNull()
  expect(atMostUp(10, 0)).toBeNull()
  expect(atMostUp(2 * YEAR, YEAR)).toEqual({ percent: 0, nines: 0 })
})
