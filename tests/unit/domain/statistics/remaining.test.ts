import { describe, expect, it } from 'vitest'
import { OthersLasted, remainingWithin } from '#lib/domain/statistics/remaining.ts'
import { normalFrom, seeded } from '#tests/support/statistics/seeded.ts'

function lasting(elapsed: number, finished: number[], censored: number[] = []) {
  const lasted = new OthersLasted(elapsed)
  for (const seconds of finished) lasted.add(seconds, false)
  for (const seconds of censored) lasted.add(seconds, true)
  return lasted.inOrder()
}

const TEN_TO_HUNDRED = [100, 20, 30, 40, 90, 60, 70, 80, 50, 10]

describe('what remains', () => {
  it('is an order statistic: of ten, the sixth and the ninth', () => {
    const others = lasting(0, TEN_TO_HUNDRED)
    expect(remainingWithin(others, 0.5)).toBe(60)
    expect(remainingWithin(others, 0.8)).toBe(90)
  })

  it('counts only those that lasted longer, from now on', () => {
    const others = lasting(50, TEN_TO_HUNDRED)
    expect(others.finishedCount).toBe(5)
    expect(remainingWithin(others, 0.5)).toBe(80 - 50)
    expect(remainingWithin(others, 0.8)).toBe(100 - 50)
  })

  it('is not bounded where too few lasted as long', () => {
    expect(remainingWithin(lasting(70, TEN_TO_HUNDRED), 0.8)).toBeNull()
    expect(remainingWithin(lasting(200, TEN_TO_HUNDRED), 0.5)).toBeNull()
  })

  it('weighs those whose end is not known by Kaplan and Meier', () => {
    // Survival after 10, 20, 40, 50: 5/6, 4/6, 4/6 × 2/3, 4/6 × 1/3; the third is censored.
    const others = lasting(0, [10, 20, 40, 50, 60], [30])
    expect(remainingWithin(others, 0.5)).toBe(50)
    expect(remainingWithin(lasting(0, [10, 20, 40, 50, 60, 30]), 0.5)).toBe(40)
  })

  it('is not bounded by one that was lost sight of', () => {
    expect(remainingWithin(lasting(0, [10, 20], [30, 30, 30, 30, 30, 30, 30, 30, 30]), 0.5)).toBeNull()
  })
})

describe.each([
  ['log-normal', (random: () => number) => Math.exp(4 + 1.4 * normalFrom(random))],
  ['Weibull', (random: () => number) => 3600 * (-Math.log(random())) ** (1 / 0.6)],
  ['exponential', (random: () => number) => -3600 * Math.log(random())],
])('the 80 %% bound for %s durations', (_, draw) => {
  it.each([0, 1])('holds for eight in ten of the next, also a quarter of them later (%s)', (elapsed) => {
    const random = seeded(20261128)
    let [cases, kept] = [0, 0]
    for (let turn = 0; turn < 4000; turn++) {
      const others = Array.from({ length: 49 }, () => 100 * draw(random))
      const from = elapsed * (others.toSorted((a, b) => a - b)[12] ?? 0)
      const next = 100 * draw(random)
      if (next <= from) continue
      const bound = remainingWithin(lasting(from, others), 0.8) ?? Number.POSITIVE_INFINITY
      cases += 1
      if (Math.floor(next) - from <= bound) kept += 1
    }
    const error = Math.sqrt((0.8 * 0.2) / cases)
    expect(kept / cases).toBeGreaterThan(0.8 - 3 * error)
    expect(kept / cases).toBeLessThan(0.8 + 1 / 38 + 3 * error)
  })
})
