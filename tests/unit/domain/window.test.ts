import { describe, expect, it } from 'vitest'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { parseWindow } from '#lib/domain/window.ts'

const asOf = new Date('2026-05-28T09:30:00Z')

function windowOf(text: string, known: { asOf?: Date; firstKnown?: Date | null } = {}) {
  const { from, to, label } = parseWindow(text, { asOf, firstKnown: null, ...known })
  return [from.toISOString(), to.toISOString(), label]
}

describe('a window', () => {
  it('of 24 or 12 months begins on the same day at the same time', () => {
    expect(windowOf('24m')).toEqual(['2024-05-28T09:30:00.000Z', '2026-05-28T09:30:00.000Z', 'in the last 2 years'])
    expect(windowOf('12m')).toEqual(['2025-05-28T09:30:00.000Z', '2026-05-28T09:30:00.000Z', 'in the last 12 months'])
  })

  it('begins on the last day of a month that lacks the day', () => {
    expect(windowOf('12m', { asOf: new Date('2024-02-29T12:00:00Z') })[0]).toBe('2023-02-28T12:00:00.000Z')
    expect(windowOf('24m', { asOf: new Date('2024-02-29T12:00:00Z') })[0]).toBe('2022-02-28T12:00:00.000Z')
  })

  it('of 90 days is 90 times 24 hours', () => {
    expect(windowOf('90d')).toEqual(['2026-02-27T09:30:00.000Z', '2026-05-28T09:30:00.000Z', 'in the last 90 days'])
  })

  it('of everything begins at the first known instant', () => {
    const firstKnown = new Date('2024-07-26T15:29:00Z')
    expect(windowOf('all', { firstKnown })).toEqual([
      '2024-07-26T15:29:00.000Z',
      '2026-05-28T09:30:00.000Z',
      'since July 26, 2024',
    ])
  })

  it('of everything is empty when nothing is known yet', () => {
    expect(windowOf('all').slice(0, 2)).toEqual(['2026-05-28T09:30:00.000Z', '2026-05-28T09:30:00.000Z'])
    expect(windowOf('all', { firstKnown: new Date('2026-06-01T00:00:00Z') })[0]).toBe('2026-05-28T09:30:00.000Z')
  })

  it('of the past ends with itself', () => {
    expect(windowOf('2025')).toEqual(['2025-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 'in 2025'])
    expect(windowOf('2025-10')).toEqual(['2025-10-01T00:00:00.000Z', '2025-11-01T00:00:00.000Z', 'in October 2025'])
  })

  it('of a quarter is its three months', () => {
    expect(windowOf('2025-Q3')).toEqual(['2025-07-01T00:00:00.000Z', '2025-10-01T00:00:00.000Z', 'in Q3 2025'])
    expect(windowOf('2025-Q4')[1]).toBe('2026-01-01T00:00:00.000Z')
    expect(windowOf('2026-Q2')[1]).toBe('2026-05-28T09:30:00.000Z')
  })

  it('of days holds the last day to its end', () => {
    expect(windowOf('2025-01-01..2025-03-31')).toEqual([
      '2025-01-01T00:00:00.000Z',
      '2025-04-01T00:00:00.000Z',
      'between January 1 and March 31, 2025',
    ])
    expect(windowOf('2024-12-30..2025-01-02')[2]).toBe('between December 30, 2024 and January 2, 2025')
    expect(windowOf('2024-02-29..2024-02-29')).toEqual([
      '2024-02-29T00:00:00.000Z',
      '2024-03-01T00:00:00.000Z',
      'on February 29, 2024',
    ])
  })

  it('that is not over ends at asOf', () => {
    expect(windowOf('2026')[1]).toBe('2026-05-28T09:30:00.000Z')
    expect(windowOf('2026-05')[1]).toBe('2026-05-28T09:30:00.000Z')
    expect(windowOf('2026-05-01..2026-12-31')[1]).toBe('2026-05-28T09:30:00.000Z')
  })

  it('that begins at asOf itself is empty', () => {
    const newYear = new Date('2026-01-01T00:00:00Z')
    expect(windowOf('2026', { asOf: newYear }).slice(0, 2)).toEqual([newYear.toISOString(), newYear.toISOString()])
  })

  it('is cut to whole seconds', () => {
    expect(windowOf('90d', { asOf: new Date('2026-05-28T09:30:00.789Z') })[1]).toBe('2026-05-28T09:30:00.000Z')
  })

  it.each([
    '',
    '24',
    '36m',
    '24M',
    '-1m',
    '90',
    'ALL',
    '25',
    '0000',
    '1969',
    '20255',
    '2025-13',
    '2025-00',
    '2025-1',
    '2025-10-2',
    '2025-Q0',
    '2025-Q5',
    '2025-q3',
    '2025Q3',
    '0000-Q1',
    '2026-Q3',
    '2025-02-30..2025-03-01',
    '2025-01-01..2025-02-29',
    '2025-01-01...2025-02-01',
    '2025-01-01..',
    '2025-10 ',
    "2025' OR 1=1--",
    '2025-03-31..2025-01-01',
    '2027',
    '2026-06',
    '2026-06-01..2026-06-30',
  ])('is refused when written %j', (text) => {
    expect(() => parseWindow(text, { asOf, firstKnown: null })).toThrow(InvalidInputError)
    expect(() => parseWindow(text, { asOf, firstKnown: null })).toThrow(expect.objectContaining({ field: 'window' }))
  })

  it('is refused for an asOf in the future, and not for this very moment', () => {
    const now = new Date('2026-05-28T09:29:59Z')
    expect(() => parseWindow('24m', { asOf, firstKnown: null, now })).toThrow(
      expect.objectContaining({ field: 'asOf' }),
    )
    expect(parseWindow('24m', { asOf, firstKnown: null, now: asOf }).to).toEqual(asOf)
  })
})
