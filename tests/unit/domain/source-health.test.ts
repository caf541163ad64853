import { describe, expect, it } from 'vitest'
import { type SourceObservations, sourceHealth } from '#lib/domain/source-health.ts'

const now = new Date('2026-03-01T12:00:00Z')
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000)

const source = (over: Partial<SourceObservations> = {}): SourceObservations => ({
  hasAddress: true,
  isPaused: false,
  failures: 0,
  isDoubted: false,
  lastGoodReadAt: minutesAgo(5),
  createdAt: minutesAgo(10_000),
  pollIntervalSeconds: 300,
  ...over,
})

describe('the health of a source', () => {
  it.each<[string, Partial<SourceObservations>, string]>([
    ['was read within three intervals', {}, 'fresh'],
    ['was last read three intervals ago', { lastGoodReadAt: minutesAgo(15) }, 'late'],
    ['failed once', { failures: 1 }, 'failing'],
    ['was not believed', { isDoubted: true }, 'suspicious'],
    ['is paused, whatever else', { isPaused: true, failures: 3 }, 'stopped'],
    ['has just been added', { lastGoodReadAt: null, createdAt: minutesAgo(1) }, 'new'],
    ['was added long ago and never read', { lastGoodReadAt: null }, 'late'],
    ['has no address', { hasAddress: false, lastGoodReadAt: null }, 'archive'],
  ])('that %s', (_what, over, health) => {
    expect(sourceHealth(source(over), now)).toBe(health)
  })
})
