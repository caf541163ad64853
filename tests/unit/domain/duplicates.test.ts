import { describe, expect, it } from 'vitest'
import { type Happening, matchDuplicates } from '#lib/domain/duplicates.ts'

const happening = (externalId: string, title: string, startedAt: string | null): Happening => ({
  externalId,
  title,
  startedAt: startedAt === null ? null : new Date(startedAt),
})

const match = (old: Happening[], fresh: Happening[], rule = {}) =>
  matchDuplicates(old, fresh, {
    toleranceSeconds: 1_800,
    isSamePlatform: false,
    notDuplicates: new Set(),
    ...rule,
  }).map(([one, other]) => `${one.externalId}=${other.externalId}`)

describe('duplicates', () => {
  it('have the same title, but for blanks and capitals, and starts within the tolerance', () => {
    const old = [happening('a', 'API  errors', '2026-03-01T10:00Z'), happening('b', 'API errors', '2026-03-01T18:00Z')]
    const fresh = [
      happening('1', 'api errors', '2026-03-01T10:30:00Z'),
      happening('2', 'API errors', '2026-03-01T17:29Z'),
    ]
    expect(match(old, fresh)).toEqual(['a=1'])
    expect(match(old, fresh, { toleranceSeconds: 1_860 })).toEqual(['a=1', 'b=2'])
  })

  it('are one to one, the nearest first', () => {
    const old = [happening('a', 'Down', '2026-03-01T10:00Z'), happening('b', 'Down', '2026-03-01T10:10Z')]
    const fresh = [happening('1', 'Down', '2026-03-01T10:09Z')]
    expect(match(old, fresh)).toEqual(['b=1'])
  })

  it('may both be without a date, but not one of them', () => {
    const undated = happening('a', 'Down', null)
    expect(match([undated], [happening('1', 'Down', null)])).toEqual(['a=1'])
    expect(match([undated], [happening('1', 'Down', '2026-03-01T10:00Z')])).toEqual([])
  })

  it('of one platform are known by an equal id, where the title or the time agrees too', () => {
    const old = [happening('12', 'Down', '2026-03-01T10:00Z')]
    const renamed = [happening('12', 'Down, resolved', '2026-03-01T10:00Z')]
    expect(match(old, renamed, { isSamePlatform: true })).toEqual(['12=12'])
    expect(match(old, renamed)).toEqual([])
    expect(match(old, [happening('12', 'Another', '2024-01-01T10:00Z')], { isSamePlatform: true })).toEqual([])
  })

  it('are not what somebody has said are none', () => {
    const old = [happening('a', 'Down', '2026-03-01T10:00Z')]
    expect(match(old, [happening('1', 'Down', '2026-03-01T10:00Z')], { notDuplicates: new Set(['a']) })).toEqual([])
  })
})
