import { describe, expect, it } from 'vitest'
import { timeText, toDateTime } from '#components/text/time-text.ts'

const at = (text: string) => new Date(text)
const instant = at('2026-01-15T00:56:30.250Z')

describe('timeText', () => {
  it.each([
    ['instant', 'Jan 15, 2026, 00:56'],
    ['day', 'Jan 15, 2026'],
    ['short', 'Jan 15, 00:56'],
    ['clock', '00:56'],
  ] as const)('writes the form %s as %s', (form, text) => {
    expect(timeText(form, instant, null)).toBe(text)
  })

  it.each([
    ['2026-01-15T00:01:00Z', '00:56'],
    ['2026-01-14T23:59:59Z', 'Jan 15, 00:56'],
    ['2025-12-31T23:59:59Z', 'Jan 15, 2026, 00:56'],
  ])('puts as much of the date before a clock as differs from %s', (after, text) => {
    expect(timeText('clock', instant, at(after))).toBe(text)
  })
})

it('datetime has seconds and its zone', () => {
  expect(toDateTime(instant)).toBe('2026-01-15T00:56:30Z')
})
