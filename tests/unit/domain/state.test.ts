import { describe, expect, it } from 'vitest'
import { IMPACTS, type Impact, type Kind, rankImpact } from '#lib/domain/incident.ts'
import { stateAt } from '#lib/domain/state.ts'

const asOf = new Date('2026-05-28T00:00:00Z')

function state(open: [Kind, Impact][], lastGoodReadSecondsAgo: number | null = 60) {
  return stateNow(open, lastGoodReadSecondsAgo).state
}

function stateNow(open: [Kind, Impact][], lastGoodReadSecondsAgo: number | null = 60, isUnclear = false) {
  return stateAt({
    isUnclear,
    open: open.map(([kind, impact]) => ({ kind, impact })),
    lastGoodReadAt: lastGoodReadSecondsAgo === null ? null : new Date(asOf.getTime() - lastGoodReadSecondsAgo * 1000),
    pollIntervalSeconds: 300,
    asOf,
  })
}

describe('a vendor', () => {
  it('is down while an incident of critical or major impact is open', () => {
    expect(state([['incident', 'critical']])).toBe('down')
    expect(
      state([
        ['incident', 'minor'],
        ['incident', 'major'],
      ]),
    ).toBe('down')
    expect(
      state([
        ['maintenance', 'none'],
        ['incident', 'major'],
      ]),
    ).toBe('down')
  })

  it.each(['none', 'minor', 'unknown'] as const)('is degraded while one of impact %s is', (impact) => {
    expect(state([['incident', impact]])).toBe('degraded')
    expect(
      state([
        ['maintenance', 'critical'],
        ['incident', impact],
      ]),
    ).toBe('degraded')
  })

  it('is under maintenance while one is in progress, whatever its impact', () => {
    expect(state([['maintenance', 'critical']])).toBe('maintenance')
  })

  it('is none of these for an open notice', () => {
    expect(state([['notice', 'critical']])).toBe('up')
  })

  it('is up when nothing is open and the last good read is younger than three poll intervals', () => {
    expect(state([], 899)).toBe('up')
    expect(state([], 900)).toBe('unknown')
    expect(state([], null)).toBe('unknown')
  })

  it('is not known on an old reading, beside which stands what that showed', () => {
    expect(stateNow([['incident', 'critical']], 86_400)).toEqual({ state: 'unknown', lastKnownState: 'down' })
    expect(stateNow([], 86_400)).toEqual({ state: 'unknown', lastKnownState: 'up' })
    expect(stateNow([['incident', 'critical']], null)).toEqual({ state: 'unknown', lastKnownState: null })
    expect(stateNow([['incident', 'critical']])).toEqual({ state: 'down', lastKnownState: null })
  })

  it('is not known while the newest item of its source is not understood', () => {
    expect(stateNow([['incident', 'critical']], 60, true)).toEqual({ state: 'unknown', lastKnownState: null })
  })
})

it('unknown impact ranks between minor and major', () => {
  expect(IMPACTS.map(rankImpact)).toEqual([0, 1, 2, 3, 4])
  expect(rankImpact('unknown')).toBeGreaterThan(rankImpact('minor'))
  expect(rankImpact('unknown')).toBeLessThan(rankImpact('major'))
})
