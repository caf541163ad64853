import { expect, it } from 'vitest'
import type { HistoryIncident } from '#lib/domain/history.ts'
import { countStarts } from '#lib/domain/starts.ts'
import { parseWindow } from '#lib/domain/window.ts'

const window = parseWindow('2026', { asOf: new Date('2026-06-01T00:00:00Z'), firstKnown: null })

function began(startedAt: string | null): HistoryIncident {
  return {
    id: String(startedAt),
    startedAt: startedAt === null ? null : new Date(startedAt),
    endedAt: null,
    startedAfter: null,
    startedBefore: null,
    basis: startedAt === null ? 'undated' : 'ongoing',
    mitigatedAt: null,
  }
}

it('starts are counted by UTC weekday, Monday first, and by blocks of three hours', () => {
  const { counts, total } = countStarts(
    [
      began('2026-03-02T00:00:00Z'), // a Monday
      began('2026-03-09T02:59:59Z'), // a Monday
      began('2026-03-08T23:59:59Z'), // a Sunday
      began('2025-12-31T12:00:00Z'), // before the window
      began(null),
    ],
    window,
  )
  expect(total).toBe(3)
  expect(counts[0]).toEqual([2, 0, 0, 0, 0, 0, 0, 0])
  expect(counts[6]).toEqual([0, 0, 0, 0, 0, 0, 0, 1])
  expect(counts.flat().reduce((sum, count) => sum + count)).toBe(3)
})
