import { describe, expect, it } from 'vitest'
import { coolDownAfter, holdUntil } from '#lib/alerts/rules/hold.ts'

const at = (text: string) => new Date(text)
const rule = { zone: 'Europe/Berlin', quietFrom: null, quietUntil: null, digestMinutes: null, coolDownMinutes: null }
const quiet = { ...rule, quietFrom: '22:00', quietUntil: '07:00' }
const held = (timing: typeof rule | typeof quiet, time: string) =>
  holdUntil(timing as typeof rule, 'opened', at(time), null)?.toISOString() ?? null

describe('quiet hours', () => {
  it('hold until their end in the zone of the rule, past midnight too', () => {
    expect(held(quiet, '2026-01-10T20:59:00Z')).toBeNull()
    expect(held(quiet, '2026-01-10T21:00:00Z')).toBe('2026-01-11T06:00:00.000Z')
    expect(held(quiet, '2026-01-11T05:59:59Z')).toBe('2026-01-11T06:00:00.000Z')
    expect(held(quiet, '2026-01-11T06:00:00Z')).toBeNull()
  })

  it('end by the clock on the wall, also in the night in which it is put forward or back', () => {
    expect(held(quiet, '2026-03-28T22:00:00Z')).toBe('2026-03-29T05:00:00.000Z')
    expect(held(quiet, '2026-10-24T22:00:00Z')).toBe('2026-10-25T06:00:00.000Z')
  })

  it('may lie within a day', () => {
    const noon = { ...rule, quietFrom: '12:00', quietUntil: '13:30' }
    expect(held(noon as unknown as typeof quiet, '2026-07-10T10:00:00Z')).toBe('2026-07-10T11:30:00.000Z')
    expect(held(noon as unknown as typeof quiet, '2026-07-10T11:30:00Z')).toBeNull()
  })
})

describe('a digest', () => {
  const digest = (digestMinutes: number) => ({ ...rule, digestMinutes }) as unknown as typeof rule

  it('holds until the end of the interval, counted from midnight in the zone', () => {
    expect(held(digest(60), '2026-01-10T12:10:00Z')).toBe('2026-01-10T13:00:00.000Z')
    expect(held(digest(240), '2026-01-10T12:10:00Z')).toBe('2026-01-10T15:00:00.000Z')
    expect(held(digest(1440), '2026-01-10T12:10:00Z')).toBe('2026-01-10T23:00:00.000Z')
  })

  it('ends at midnight also on the days on which clocks are put forward or back', () => {
    expect(held(digest(240), '2026-03-29T21:30:00Z')).toBe('2026-03-29T22:00:00.000Z')
    expect(held(digest(240), '2026-10-25T22:30:00Z')).toBe('2026-10-25T23:00:00.000Z')
    expect(held(digest(1440), '2026-10-25T12:00:00Z')).toBe('2026-10-25T23:00:00.000Z')
  })

  it('that would come in quiet hours comes when they end', () => {
    const both = { ...quiet, digestMinutes: 1440 } as unknown as typeof rule
    expect(held(both, '2026-01-10T12:10:00Z')).toBe('2026-01-11T06:00:00.000Z')
  })
})

describe('a cool-down', () => {
  const cooled = { ...rule, coolDownMinutes: 30 } as unknown as typeof rule
  const now = at('2026-01-10T12:00:00Z')
  const end = at('2026-01-10T12:20:00Z')

  it('holds updates until its end, and lets turns pass', () => {
    expect(holdUntil(cooled, 'updated', now, end)).toEqual(end)
    expect(holdUntil(cooled, 'updated', now, null)).toBeNull()
    expect(holdUntil(cooled, 'updated', end, end)).toBeNull()
    expect(holdUntil(cooled, 'resolved', now, end)).toBeNull()
  })

  it('begins with a message', () => {
    expect(coolDownAfter(cooled, now, null)).toEqual(at('2026-01-10T12:30:00Z'))
    expect(coolDownAfter(rule, now, null)).toBeNull()
  })

  it('is not prolonged while it runs', () => {
    expect(coolDownAfter(cooled, now, end)).toBeNull()
    expect(coolDownAfter(cooled, end, end)).toEqual(at('2026-01-10T12:50:00Z'))
  })
})
