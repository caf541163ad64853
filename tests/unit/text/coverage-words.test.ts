import { describe, expect, it } from 'vitest'
import type { CoveragePeriod } from '#lib/domain/incident.ts'
import { coverageSentence, coverageSpan, lengthWords } from '#lib/text/coverage-words.ts'

const DAY = 86_400
const window = { from: new Date('2024-08-22T00:00Z'), to: new Date('2026-08-22T00:00Z') }
const period = (from: string, to: string, quality: CoveragePeriod['quality'] = 'complete'): CoveragePeriod => ({
  from: new Date(`${from}T00:00Z`),
  to: new Date(`${to}T00:00Z`),
  quality,
})

describe('which part of a window is known, in words', () => {
  it.each<[string, CoveragePeriod[], string, string]>([
    ['one stretch', [period('2025-05-15', '2026-08-22')], 'Known from May 15, 2025 to Aug 22, 2026.', ''],
    [
      'two with a gap',
      [period('2025-05-15', '2025-06-12'), period('2026-06-17', '2026-08-22')],
      'Known from May 15, 2025 to Aug 22, 2026 with gaps, 3.1 months in total.',
      ', with gaps',
    ],
    [
      'a gap of a failed reading',
      [
        period('2025-05-15', '2025-06-12'),
        period('2025-06-12', '2025-06-13', 'failed'),
        period('2025-06-13', '2026-08-22'),
      ],
      'Known from May 15, 2025 to Aug 22, 2026 with gaps, 15.2 months in total.',
      ', with gaps',
    ],
    [
      'a stretch of which a part was listed',
      [period('2025-05-15', '2025-06-12', 'partial'), period('2025-06-12', '2026-08-22')],
      'Known from May 15, 2025 to Aug 22, 2026, some of it only in part.',
      '',
    ],
  ])('of %s', (_what, periods, sentence, gaps) => {
    expect(coverageSentence(window, { periods, complete: false })).toBe(sentence)
    expect(coverageSpan(window, periods)).toBe(`May 15, 2025 – Aug 22, 2026${gaps}`)
  })

  it('of all of it, and of nothing', () => {
    const periods = [period('2024-08-22', '2026-08-22')]
    expect(coverageSentence(window, { periods, complete: true })).toBe('The whole window is known.')
    expect(coverageSentence(window, { periods: [], complete: false })).toMatch(/^We have no data for this window/)
    expect(coverageSpan(window, [period('2025-05-15', '2025-06-12', 'failed')])).toBe('no data in this window')
  })
})

it.each([
  [1, 'an hour'],
  [30 * 3600, '30 hours'],
  [42 * DAY + 5, '42 days'],
  [365.2425 * DAY, '12.0 months'],
])('a length of %i s is “%s”', (seconds, words) => {
  expect(lengthWords(seconds)).toBe(words)
})
