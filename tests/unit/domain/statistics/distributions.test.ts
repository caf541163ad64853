import { expect, it } from 'vitest'
import { studentProbability, studentQuantile } from '#lib/domain/statistics/distributions.ts'

it('gives the quantiles of printed tables', () => {
  expect(studentQuantile(0.975, 1)).toBeCloseTo(12.7062, 3)
  expect(studentQuantile(0.975, 10)).toBeCloseTo(2.228139, 5)
  expect(studentQuantile(0.95, 22)).toBeCloseTo(1.717144, 5)
  expect(studentQuantile(0.9875, 22)).toBeCloseTo(2.405473, 5)
})

it('gives probabilities that lead back to the quantile', () => {
  for (const probability of [0.001, 0.0125, 0.3, 0.5, 0.8, 0.999])
    for (const degrees of [2, 5, 22, 100])
      expect(studentProbability(studentQuantile(probability, degrees), degrees)).toBeCloseTo(probability, 7)
})
