import { describe, expect, it } from 'vitest'
import type { Kind } from '#lib/domain/incident.ts'
import { coverageOfRead } from '#lib/incidents/coverage.ts'
import { at } from '#tests/support/documents.ts'

function coverageOfList(kinds: Kind[]) {
  const readAt = at('2026-03-01T12:00Z')
  return coverageOfRead({
    completeness: 'newest',
    summary: {
      kinds,
      oldestAt: '2023-01-01T00:00:00.000Z',
      newestAt: null,
      covers: null,
      declared: null,
      indicator: null,
    },
    observedAt: readAt,
    hasReadTime: true,
    joinedSince: null,
  })
}

describe('the coverage of one read', () => {
  it.each<[Kind[]]>([[['incident']], [['incident', 'maintenance']], [[]]])(
    'is what a list of %s reaches back to',
    (kinds) => {
      expect(coverageOfList(kinds)).toEqual([
        { from: at('2023-01-01T00:00Z'), to: at('2026-03-01T12:00Z'), quality: 'complete' },
      ])
    },
  )

  it('is none where only maintenances are listed, which say nothing of incidents', () => {
    expect(coverageOfList(['maintenance'])).toEqual([])
  })
})
