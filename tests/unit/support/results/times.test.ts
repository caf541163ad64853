import { describe, expect, it } from 'vitest'
import { describeTimes } from '../../../support/results/times.ts'

describe('what a run cost', () => {
  it('is the total, the ten slowest tests, and the files that they add up to', () => {
    const times = Array.from({ length: 12 }, (_, n) => ({ file: `${n % 2}.test.ts`, name: `test ${n}`, ms: n * 100 }))
    const lines = describeTimes(times, 83_400).split('\n')
    expect(lines[0]).toBe('The tests took 83 s, and the slowest of them:')
    expect(lines.slice(1, 11)).toEqual(
      [11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((n) => `    ${(n / 10).toFixed(1)} s  ${n % 2}.test.ts › test ${n}`),
    )
    expect(lines.slice(11)).toEqual([
      'The slowest files, all their tests together:',
      '    3.6 s  1.test.ts',
      '    3.0 s  0.test.ts',
    ])
  })
})
