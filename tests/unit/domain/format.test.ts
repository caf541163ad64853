import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatBounds,
  formatCount,
  formatDay,
  formatDuration,
  formatInstant,
  formatLongDay,
  formatMonth,
  formatPercent,
  formatRate,
  formatShortMonth,
  formatSpan,
  formatTime,
} from '#lib/domain/format.ts'

const evening = new Date('2026-01-29T23:13:59Z')

describe('a duration', () => {
  it.each([
    [0, 'under 1m'],
    [59, 'under 1m'],
    [60, '1m'],
    [179, '2m'],
    [3599, '59m'],
    [3600, '1h 0m'],
    [4620, '1h 17m'],
    [214_589, '59h 36m'],
    [223_860, '62h 11m'],
    [3_600_000, '1000h 0m'],
  ])('of %i seconds is %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text)
  })

  it('is floored to its minute: never more than there was, and less than a minute short of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 400_000_000 }), (seconds) => {
        const [, hours = 0, minutes] = /^(?:(\d+)h )?(\d+)m$/.exec(formatDuration(seconds))?.map(Number) ?? []
        const shown = ((Number.isNaN(hours) ? 0 : hours) * 60 + (minutes ?? Number.NaN)) * 60
        expect(seconds - shown).toBeGreaterThanOrEqual(0)
        expect(seconds - shown).toBeLessThan(60)
      }),
    )
  })
})

describe('a time', () => {
  it('is written in UTC', () => {
    expect(formatInstant(evening)).toBe('Jan 29, 2026, 23:13 UTC')
    expect(formatDay(evening)).toBe('Jan 29, 2026')
    expect(formatTime(new Date('2026-01-29T03:05:59Z'))).toBe('03:05')
    expect(formatLongDay(new Date('2024-07-26T15:29:00Z'))).toBe('July 26, 2024')
    expect(formatMonth('2025-10')).toBe('October 2025')
    expect(formatShortMonth('2025-10')).toBe('Oct 2025')
  })
})

describe('a span', () => {
  const start = new Date('2025-10-20T09:54:00Z')

  it('names a day once', () => {
    expect(formatSpan(start, new Date('2025-10-20T10:11:00Z'))).toBe('Oct 20, 2025, 09:54 → 10:11 UTC')
  })

  it('names the second day, and its year only when it is another', () => {
    expect(formatSpan(start, new Date('2025-10-21T00:56:00Z'))).toBe('Oct 20, 2025, 09:54 → Oct 21, 00:56 UTC')
    expect(formatSpan(start, new Date('2026-01-01T00:56:00Z'))).toBe('Oct 20, 2025, 09:54 → Jan 1, 2026, 00:56 UTC')
  })

  it('that is open says since when; one without length is an instant', () => {
    expect(formatSpan(start, null)).toBe('since Oct 20, 2025, 09:54 UTC')
    expect(formatSpan(start, start)).toBe('Oct 20, 2025, 09:54 UTC')
  })

  it('leaves out the year where a heading gives it', () => {
    expect(formatSpan(start, new Date('2025-10-21T00:56:00Z'), { withYear: false })).toBe(
      'Oct 20, 09:54 → Oct 21, 00:56 UTC',
    )
  })
})

describe('the bounds of an undated incident', () => {
  const [october, november] = [new Date('2025-10-14T10:24:00Z'), new Date('2025-11-11T17:24:00Z')]

  it.each([
    [october, november, 'between 14 Oct and 11 Nov 2025'],
    [new Date('2024-12-30T00:00:00Z'), october, 'between 30 Dec 2024 and 14 Oct 2025'],
    [october, new Date('2025-10-14T23:00:00Z'), 'on 14 Oct 2025'],
    [october, null, 'after 14 Oct 2025'],
    [null, november, 'before 11 Nov 2025'],
    [null, null, 'at an unknown time'],
  ])('%s to %s: %s', (after, before, text) => {
    expect(formatBounds(after, before)).toBe(text)
  })
})

describe('a figure', () => {
  it('has the right number', () => {
    expect([0, 1, 2, 1204].map((count) => formatCount(count, 'outage'))).toEqual([
      '0 outages',
      '1 outage',
      '2 outages',
      '1,204 outages',
    ])
    expect(formatCount(2, 'entry', 'entries')).toBe('2 entries')
    expect(formatCount(1_234_567, 'outage')).toBe('1,234,567 outages')
  })

  it('per month has one decimal, and is not rounded to nothing', () => {
    expect([1.3226, 0, 0.04, 0.05, 12].map(formatRate)).toEqual(['1.3', '0.0', 'under 0.1', '0.1', '12.0'])
  })

  it('in percent shows the three decimals it was floored to', () => {
    expect([99.999, 100, 97.5].map(formatPercent)).toEqual(['99.999%', '100.000%', '97.500%'])
  })
})
