import { expect, it } from 'vitest'
import { windowOptions, windowText } from '#components/filter/window-options.ts'

it.each([
  ['2025-10-20..2025-10-20', 'Oct 20, 2025'],
  ['2025-10-20..2026-01-02', 'Oct 20, 2025 – Jan 2, 2026'],
  ['2025-10', 'October 2025'],
  ['2025-Q3', 'Q3 2025'],
  ['2025', '2025'],
  ['12m', '12 months'],
])('the window %s is %s in words', (window, words) => {
  expect(windowText(window)).toBe(words)
})

it('a chosen window that is not on offer stands first', () => {
  const latest = new Date('2026-02-03')
  expect(windowOptions('2025-10-20..2025-10-20', [2026], latest)[0]?.label).toBe('Oct 20, 2025')
  expect(windowOptions('12m', [2026], latest).map(({ label }) => label)).toEqual([
    '24 months',
    '12 months',
    '90 days',
    'All on record',
    'This quarter, Q1 2026',
    'Last quarter, Q4 2025',
    'Q3 2025',
    'Q2 2025',
    '2026',
  ])
})
