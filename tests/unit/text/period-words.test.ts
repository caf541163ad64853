import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseWindow } from '#lib/domain/window.ts'
import { findPeriodWords } from '#lib/text/period-words.ts'

const NOW = new Date('2026-11-28T12:00Z')
const day = (text: string) => `${text}..${text}`

describe('a period in the words of a query', () => {
  it.each([
    ['courier 20 oct 2025', day('2025-10-20'), 'courier'],
    ['courier october 20', day('2026-10-20'), 'courier'],
    ['courier on October 20th, 2025 webhooks', day('2025-10-20'), 'courier webhooks'],
    ['20th of October 2025', day('2025-10-20'), ''],
    ['2025-10-20', day('2025-10-20'), ''],
    ['2025/10/20', day('2025-10-20'), ''],
    ['Oct 20', day('2026-10-20'), ''],
    ['dec 20', day('2025-12-20'), ''],
    ['29 Feb', day('2024-02-29'), ''],
    ['slack in october 2025', '2025-10', 'slack'],
    ['slack 2025-10', '2025-10', 'slack'],
    ['slack october', '2026-10', 'slack'],
    ['slack december', '2025-12', 'slack'],
    ['slack q3 2025', '2025-Q3', 'slack'],
    ['slack 2025 Q4', '2025-Q4', 'slack'],
    ['slack 2025', '2025', 'slack'],
    ['1-5 oct 2025', '2025-10-01..2025-10-05', ''],
    ['Oct 1 – 5, 2025', '2025-10-01..2025-10-05', ''],
    ['oct 1 to oct 5 2025', '2025-10-01..2025-10-05', ''],
    ['from 28 dec to 3 jan 2026', '2025-12-28..2026-01-03', ''],
    ['dec 28 2025 until jan 3', '2025-12-28..2026-01-03', ''],
    ['2025-10-01..2025-10-05', '2025-10-01..2025-10-05', ''],
    ['oct 2025 to dec 2025', '2025-Q4', ''],
    ['between october and november 2025 slack', '2025-10-01..2025-11-30', 'slack'],
    ['december to february', '2025-12-01..2026-02-28', ''],
    ['since october 2026', '2026-10-01..2026-11-28', ''],
    ['github yesterday', day('2026-11-27'), 'github'],
    ['today', day('2026-11-28'), ''],
    ['last week', '2026-11-16..2026-11-22', ''],
    ['this month', '2026-11', ''],
    ['last month', '2026-10', ''],
    ['this quarter', '2026-Q4', ''],
    ['last quarter', '2026-Q3', ''],
    ['last year', '2025', ''],
  ])('%s', (query, window, rest) => {
    const found = findPeriodWords(query, NOW)
    expect([found.period?.window, found.rest]).toEqual([window, rest])
    expect(() => parseWindow(window, { asOf: NOW, firstKnown: null })).not.toThrow()
  })

  it.each([
    ['june 12 2025 19:45 utc', '19:45', ''],
    ['12 june 2025 at 9:05', '09:05', ''],
    ['2025-06-12T19:45:00Z', '19:45', ''],
    ['2025-06-12 19:45 cloudflare', '19:45', 'cloudflare'],
  ])('%s has a time of day', (query, time, rest) => {
    const { period, rest: others } = findPeriodWords(query, NOW)
    expect([period?.window, period?.time, others]).toEqual([day('2025-06-12'), time, rest])
  })

  it.each([
    'webhooks delayed',
    'march on',
    'may fail',
    'second region',
    'api 502',
    'node 20',
    'v10.12',
    'CVE-2025-1234',
    '10/11/2025',
    'us-east-1',
    '10 min delay',
    '31 november 2025',
    '2025-13-01',
    '30 feb',
    '2027-01-05',
    '5 december 2026',
  ])('%s names none', (query) => {
    expect(findPeriodWords(query, NOW)).toEqual({ period: null, rest: query })
  })

  it('is a window that can be asked for, or none, whatever is typed', () => {
    const piece = fc.constantFrom(
      '20',
      '1',
      '31',
      'oct',
      'October',
      'may',
      '2025',
      '2024',
      '-',
      'to',
      '..',
      'q3',
      'last',
      'week',
      'x',
      ',',
      'on',
      '12:30',
      '2025-10-20',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const { period } = findPeriodWords(pieces.join(' '), NOW)
        if (period !== null) parseWindow(period.window, { asOf: NOW, firstKnown: null })
      }),
    )
  })
})
