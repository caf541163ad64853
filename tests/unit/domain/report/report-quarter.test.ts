import { expect, it } from 'vitest'
import { parseReportQuarter, refuseBeforeKnowledge } from '#lib/domain/report/report-quarter.ts'

const NOW = new Date('2026-11-28T12:00:00Z')

it('a report is of the last quarter that is over, or of an earlier one', () => {
  expect(parseReportQuarter(null, NOW)).toBe('2026-Q3')
  expect(parseReportQuarter(' 2025-q2 ', NOW)).toBe('2025-Q2')
  expect(parseReportQuarter(null, new Date('2026-01-01T00:00:00Z'))).toBe('2025-Q4')
  expect(parseReportQuarter('2025-Q4', new Date('2026-01-01T00:00:00Z'))).toBe('2025-Q4')
})

it.each([
  [
    '2026-Q4',
    'Q4 2026 is not over before January 1, 2027, so a report of it would change. The last quarter that is over is 2026-Q3; for figures until now, use the stack with window=2026-Q4.',
  ],
  ['2027-Q1', 'Q1 2027 has not started. The last quarter that is over is 2026-Q3.'],
  ['2026-Q5', 'quarter must be a year and a quarter from 1970 on, such as 2026-Q3.'],
  ['1969-Q4', 'quarter must be a year and a quarter from 1970 on, such as 2026-Q3.'],
  ['tomorrow', 'quarter must be a year and a quarter from 1970 on, such as 2026-Q3.'],
])('%s is refused with what helps', (text, sentence) => {
  expect(() => parseReportQuarter(text, NOW)).toThrow(sentence)
})

it('a quarter before everything known is refused, with the first that has data', () => {
  const since = [null, new Date('2024-08-05T00:00:00Z'), new Date('2025-01-01T00:00:00Z')]
  expect(() => refuseBeforeKnowledge('2024-Q2', since, NOW)).toThrow(
    'We have no history of these vendors in Q2 2024: it begins on August 5, 2024. The first quarter with data is 2024-Q3.',
  )
  expect(() => refuseBeforeKnowledge('2024-Q3', since, NOW)).not.toThrow()
  expect(() => refuseBeforeKnowledge('2026-Q3', [new Date('2026-10-05T00:00:00Z')], NOW)).toThrow(
    'The first quarter with data, 2026-Q4, is not over.',
  )
  expect(() => refuseBeforeKnowledge('2026-Q3', [null], NOW)).toThrow('We have no history of this vendor yet')
  expect(() => refuseBeforeKnowledge('2026-Q3', [], NOW)).not.toThrow()
})
