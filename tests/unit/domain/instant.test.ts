import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { isCalendarDay, monthsBefore, parseInstant, parsePastInstant, secondsBetween } from '#lib/domain/instant.ts'

describe('an instant as it is written in a URL', () => {
  it.each([
    ['2026-05-28T00:00:00Z', '2026-05-28T00:00:00.000Z'],
    ['2026-05-28T00:00Z', '2026-05-28T00:00:00.000Z'],
    ['2026-05-28t09:30:15.250z', '2026-05-28T09:30:15.250Z'],
    ['2026-05-28T02:00:00+02:00', '2026-05-28T00:00:00.000Z'],
    ['2026-05-28T02:00:00 02:00', '2026-05-28T00:00:00.000Z'],
    ['2026-05-27T19:00:00-0500', '2026-05-28T00:00:00.000Z'],
    [' 2024-02-29T00:00:00Z ', '2024-02-29T00:00:00.000Z'],
  ])('%j is %s', (text, instant) => {
    expect(parseInstant(text, 't').toISOString()).toBe(instant)
  })

  it.each([
    '',
    'now',
    '2026-05-28',
    '2026-05-28T00:00:00',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-05-28T25:00:00Z',
    '2026-05-28T00:61:00Z',
    '1969-12-31T23:59:59Z',
    '1779926400',
    '2026-05-28T00:00:00Z; drop',
    '+002026-05-28T00:00:00Z',
  ])('%j is refused by the name of its field', (text) => {
    expect(() => parseInstant(text, 't')).toThrow(InvalidInputError)
    expect(() => parseInstant(text, 't')).toThrow(expect.objectContaining({ field: 't' }))
  })

  it('is refused in the future where a past one is asked for', () => {
    const now = new Date('2026-05-28T00:00:00Z')
    expect(parsePastInstant('2026-05-28T00:00:00Z', 'asOf', now)).toEqual(now)
    expect(() => parsePastInstant('2026-05-28T00:00:01Z', 'asOf', now)).toThrow(
      expect.objectContaining({ field: 'asOf' }),
    )
  })
})

it('a day must be one of the calendar', () => {
  expect(['2024-02-29', '2025-02-28', '1970-01-01'].every(isCalendarDay)).toBe(true)
  expect(['2025-02-29', '2025-04-31', '1969-12-31', '0000-01-01', 'monday'].some(isCalendarDay)).toBe(false)
})

it('months before keep day and time, or take the last day of a shorter month', () => {
  expect(monthsBefore(new Date('2026-03-31T23:59:59Z'), 1)).toEqual(new Date('2026-02-28T23:59:59Z'))
  expect(monthsBefore(new Date('2026-01-15T10:00:00Z'), 13)).toEqual(new Date('2024-12-15T10:00:00Z'))
})

it('seconds of neighbouring stretches add up to those of the whole, whatever their fractions', () => {
  const instant = fc.integer({ min: 0, max: 10_000_000 }).map((ms) => new Date(ms))
  fc.assert(
    fc.property(instant, instant, instant, (a, b, c) => {
      expect(secondsBetween(a, b) + secondsBetween(b, c)).toBe(secondsBetween(a, c))
    }),
  )
})
