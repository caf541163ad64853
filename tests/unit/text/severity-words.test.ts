import { describe, expect, it } from 'vitest'
import type { ByImpact } from '#lib/domain/severity.ts'
import { p90Shown } from '#lib/text/percentile.ts'
import { majorSentence, majorWords } from '#lib/text/severity-words.ts'

const HOUR = 3600

function sentence(
  downtimeSeconds: ByImpact,
  over: { isMinimum?: boolean; majorIsMinimum?: boolean; kind?: 'incident' | 'maintenance'; impact?: 'major' } = {},
) {
  const sum = Object.values(downtimeSeconds).reduce((total, value) => total + value, 0)
  const majorDowntimeSeconds = (downtimeSeconds.major ?? 0) + (downtimeSeconds.critical ?? 0)
  const isUnrated = (downtimeSeconds.unknown ?? 0) > 0
  return majorSentence(
    {
      downtimeSeconds: sum,
      downtimeIsMinimum: over.isMinimum ?? false,
      severity: { downtimeSeconds, majorDowntimeSeconds, majorDowntimeIsMinimum: over.majorIsMinimum ?? isUnrated },
    },
    { kind: over.kind ?? 'incident', impact: over.impact ?? null },
  )
}

describe('how much of the downtime was bad', () => {
  it.each([
    ['Rated major or worse: 46h 0m of 168h 0m.', sentence({ critical: 6 * HOUR, major: 40 * HOUR, minor: 122 * HOUR })],
    ['Rated major or worse: none of 2h 0m.', sentence({ minor: 2 * HOUR })],
    [
      'Rated major or worse: at least 1h 0m of 4h 0m; 2h 0m have no impact rating.',
      sentence({ major: HOUR, unknown: 2 * HOUR, minor: HOUR }),
    ],
    ['Rated major or worse: none of 3h 0m; 2h 0m have no impact rating.', sentence({ unknown: 2 * HOUR, minor: HOUR })],
    [
      'Rated major or worse: at least 1h 0m of at least 1h 0m.',
      sentence({ major: HOUR }, { isMinimum: true, majorIsMinimum: true }),
    ],
    [
      'None of this downtime has an impact rating, so we can’t tell how much of it was major.',
      sentence({ unknown: 2 * HOUR }),
    ],
  ])('%s', (text, said) => {
    expect(said).toBe(text)
  })

  it('in a cell is no figure where nothing is rated', () => {
    const cell = (downtimeSeconds: ByImpact, majorDowntimeIsMinimum = (downtimeSeconds.unknown ?? 0) > 0) => {
      const majorDowntimeSeconds = (downtimeSeconds.major ?? 0) + (downtimeSeconds.critical ?? 0)
      return majorWords({ incidentCount: {}, downtimeSeconds, majorDowntimeSeconds, majorDowntimeIsMinimum })
    }
    expect(cell({ unknown: HOUR })).toBe('not rated')
    expect(cell({ unknown: HOUR, minor: HOUR })).toBe('none rated')
    expect(cell({ unknown: HOUR, major: HOUR })).toBe('at least 1h 0m')
    expect(cell({ major: HOUR })).toBe('1h 0m')
    expect(cell({ minor: HOUR })).toBe('none')
    expect(cell({ minor: HOUR }, true)).toBe('at least 0m')
  })

  it('is not said without downtime, of maintenance, and of what is major anyway', () => {
    expect(sentence({})).toBeNull()
    expect(sentence({ minor: HOUR }, { kind: 'maintenance' })).toBeNull()
    expect(sentence({ major: HOUR }, { impact: 'major' })).toBeNull()
  })
})

it('the 90th percentile is shown from ten durations on, since of fewer it is the longest', () => {
  expect(p90Shown({ durationCount: 9, p90DurationSeconds: 60 })).toBeNull()
  expect(p90Shown({ durationCount: 10, p90DurationSeconds: 60 })).toBe(60)
})
