import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseWindow } from '#lib/domain/window.ts'
import { findPeriodWords, findUnclearDate } from '#lib/text/search/period-words.ts'

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
    // As Germans, Britons, Americans, Japanese, logs and other programs write it.
    ['courier 20.10.2025', day('2025-10-20'), 'courier'],
    ['9.10.2025', day('2025-10-09'), ''],
    ['courier 20/10/2025', day('2025-10-20'), 'courier'],
    ['10/20/2025', day('2025-10-20'), ''],
    ['11/11/2025', day('2025-11-11'), ''],
    ['2025年10月20日 courier', day('2025-10-20'), 'courier'],
    ['2025年10月', '2025-10', ''],
    ['20-Oct-2025', day('2025-10-20'), ''],
    ['20-Oct-25', day('2025-10-20'), ''],
    ['20/Oct/2025', day('2025-10-20'), ''],
    ['20oct2025', day('2025-10-20'), ''],
    ['20. Oct 2025', day('2025-10-20'), ''],
    ['Oct-20-2025', day('2025-10-20'), ''],
    ['courier 20. Oktober 2025', day('2025-10-20'), 'courier'],
    ['3. März 2026', day('2026-03-03'), ''],
    ['courier 1er février 2026', day('2026-02-01'), 'courier'],
    ['12 aout 2026', day('2026-08-12'), ''],
    ['20 de octubre de 2025 courier', day('2025-10-20'), 'courier'],
    ['marzo 2026', '2026-03', ''],
    ['diciembre de 2025', '2025-12', ''],
    ['20 ottobre 2025', day('2025-10-20'), ''],
    ['5 de março de 2026', day('2026-03-05'), ''],
    ['5 mei 2026', day('2026-05-05'), ''],
    ["courier 20 Oct '25", day('2025-10-20'), 'courier'],
    ['H1 2026', '2026-01-01..2026-06-30', ''],
    ['github last 7 days', '2026-11-21..2026-11-28', 'github'],
    ['past 24 hours', '2026-11-27..2026-11-28', ''],
    ['in the past week', '2026-11-21..2026-11-28', ''],
    ['last 3 months', '2026-08-28..2026-11-28', ''],
    ['two days ago', day('2026-11-26'), ''],
    ['a week ago', '2026-11-16..2026-11-22', ''],
    ['3 months ago', '2026-08', ''],
    ['last quarter', '2026-Q3', ''],
    ['last monday', day('2026-11-23'), ''],
    ['on saturday', day('2026-11-21'), ''],
    ['last night', '2026-11-27..2026-11-28', ''],
    ['down now', day('2026-11-28'), 'down'],
    ['courier before march 2025', '1970-01-01..2025-02-28', 'courier'],
    ['courier until march 2025', '1970-01-01..2025-03-31', 'courier'],
    ['after 20 november', '2026-11-21..2026-11-28', ''],
    // The other reading has not begun.
    ['courier 12/11/2026', day('2026-11-12'), 'courier'],
    ['11-12-2026', day('2026-11-12'), ''],
  ])('%s', (query, window, rest) => {
    const found = findPeriodWords(query, NOW)
    expect([found.period?.window, found.rest]).toEqual([window, rest])
    expect(() => parseWindow(window, { asOf: NOW, firstKnown: null })).not.toThrow()
  })

  it.each(['de', 'fr', 'es', 'it', 'pt', 'nl'])('has each month by its name in %s', (language) => {
    for (let month = 1; month <= 12; month += 1) {
      const name = new Date(Date.UTC(2025, month - 1)).toLocaleString(language, { month: 'long', timeZone: 'UTC' })
      const found = findPeriodWords(`courier 3 ${name} 2025`, NOW)
      expect([found.period?.window, found.rest]).toEqual([day(`2025-${String(month).padStart(2, '0')}-03`), 'courier'])
    }
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
    ['after 20 oct 2025 14:00', '2025-10-20..2026-11-28', null],
    ['since 20 oct 2025 14:00', '2025-10-20..2026-11-28', null],
    ['before 20 oct 2025 14:00', '1970-01-01..2025-10-20', null],
    ['until 20 oct 2025 14:00', '1970-01-01..2025-10-20', null],
    ['after 27 nov 14:00', '2026-11-27..2026-11-28', null],
    ['after today 10:00', day('2026-11-28'), '10:00'],
    ['on 20 oct 2025 14:00', day('2025-10-20'), '14:00'],
  ])('%s is %s, its days whole, and the time of day %s', (query, window, time) => {
    const { period } = findPeriodWords(query, NOW)
    expect([period?.window, period?.time]).toEqual([window, time])
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
    'marzo',
    'mei fails',
    '10/11/2025',
    '13/14/2025',
    'monday.com',
    'on monday.com',
    'monday',
    '1.2.3',
    'last 7 tries',
    'after today',
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

  it('is not guessed from digits that two countries read differently', () => {
    expect(findUnclearDate('courier 10/11/2025', NOW)).toEqual({
      words: '10/11/2025',
      days: ['2025-10-11', '2025-11-10'],
    })
    expect(findUnclearDate('3-4-2025', NOW)).toEqual({ words: '3-4-2025', days: ['2025-03-04', '2025-04-03'] })
    for (const clear of ['20/10/2025', '11/11/2025', '10.11.2025', '13/14/2025', 'v1/2/2025x', 'courier']) {
      expect(findUnclearDate(clear, NOW)).toBeNull()
    }
  })

  it.each([
    ['12/11/2026', '2026-11-28', null],
    ['12/11/2026', '2026-12-10', null],
    ['12/11/2026', '2026-12-11', ['2026-12-11', '2026-11-12']],
    ['10/11/2027', '2026-11-28', null],
  ])('%s, typed on %s, is unclear only between days that have begun', (text, today, days) => {
    expect(findUnclearDate(text, new Date(today))?.days ?? null).toEqual(days)
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
      'before',
      'after',
      '9.10.2025',
      'days',
      'ago',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const { period } = findPeriodWords(pieces.join(' '), NOW)
        if (period !== null) parseWindow(period.window, { asOf: NOW, firstKnown: null })
      }),
    )
  })
})
