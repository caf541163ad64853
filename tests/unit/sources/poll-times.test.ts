import { describe, expect, it } from 'vitest'
import { secondsClosed, secondsUntilNextPoll } from '#lib/sources/poll-times.ts'

const RANDOMS = [0, 0.25, 0.5, 0.999]

describe('after a good read', () => {
  it('the interval comes again, spread by a tenth to either side', () => {
    expect(secondsUntilNextPoll({ kind: 'read', freshSeconds: null }, 300, 0)).toBe(270)
    expect(secondsUntilNextPoll({ kind: 'read', freshSeconds: null }, 300, 0.5)).toBe(300)
    expect(secondsUntilNextPoll({ kind: 'read', freshSeconds: null }, 300, 0.999)).toBeLessThan(330)
  })

  it('a server that says its answer stays fresh for longer is asked later, within a day', () => {
    expect(secondsUntilNextPoll({ kind: 'read', freshSeconds: 1000 }, 300, 0.5)).toBe(1000)
    expect(secondsUntilNextPoll({ kind: 'read', freshSeconds: 1e9 }, 300, 0.5)).toBe(86_400)
  })

  it('nobody is asked more than once a minute', () => {
    for (const random of RANDOMS) {
      expect(secondsUntilNextPoll({ kind: 'read', freshSeconds: 0 }, 1, random)).toBeGreaterThanOrEqual(60)
    }
  })
})

describe('after 429 or 503', () => {
  it('Retry-After is kept to the second, but never under the interval nor over a day', () => {
    const waits = (retryAfterSeconds: number | null) =>
      RANDOMS.map((random) => secondsUntilNextPoll({ kind: 'refused', retryAfterSeconds, failures: 1 }, 300, random))
    expect(waits(3600)).toEqual([3600, 3600, 3600, 3600])
    expect(waits(0)).toEqual([300, 300, 300, 300])
    expect(waits(1e12)).toEqual([86_400, 86_400, 86_400, 86_400])
  })
})

describe('after failures', () => {
  it('the wait grows with each, at random between the interval and its ceiling of six hours', () => {
    const latest = (failures: number) => secondsUntilNextPoll({ kind: 'failed', failures }, 300, 0.999_999)
    expect(latest(1)).toBeCloseTo(600, 0)
    expect(latest(3)).toBeCloseTo(2400, 0)
    expect(latest(50)).toBeCloseTo(21_600, 0)
    expect(secondsUntilNextPoll({ kind: 'failed', failures: 50 }, 300, 0)).toBe(300)
  })

  it('a source that is read once a day is not asked more often because it failed', () => {
    expect(secondsUntilNextPoll({ kind: 'failed', failures: 9 }, 86_400, 0.5)).toBe(86_400)
  })
})

it('a host is left alone from the fifth failure in a row, for a minute and then ever longer', () => {
  expect([4, 5, 6, 7, 40].map(secondsClosed)).toEqual([0, 60, 120, 240, 21_600])
})
