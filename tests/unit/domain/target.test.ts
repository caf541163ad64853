import { describe, expect, it } from 'vitest'
import { monthsAgainstTarget, parseTarget } from '#lib/domain/target.ts'

const at = (text: string) => new Date(`${text}Z`)
const whole = (from: string, to: string) => [{ from: at(from), to: at(to), quality: 'complete' as const }]
const spring = { from: at('2026-03-01T00:00'), to: at('2026-05-01T00:00') }

describe('months against a percentage', () => {
  it('leave a share of the month, and are over when more was posted', () => {
    const history = {
      coverage: whole('2026-03-01T00:00', '2026-05-01T00:00'),
      downtime: [{ from: at('2026-03-31T23:00'), to: at('2026-04-01T00:43') }],
    }
    expect(monthsAgainstTarget(history, spring, 99.9)).toEqual([
      { month: '2026-03', downtimeSeconds: 3600, allowedSeconds: 2678, isOver: true, isKnown: true },
      { month: '2026-04', downtimeSeconds: 43 * 60, allowedSeconds: 2592, isOver: false, isKnown: true },
    ])
  })

  it('count only the part of a month that the window holds', () => {
    const window = { from: at('2026-04-16T00:00'), to: at('2026-05-01T00:00') }
    const history = { coverage: whole('2026-01-01T00:00', '2026-06-01T00:00'), downtime: [] }
    expect(monthsAgainstTarget(history, window, 99.9)).toEqual([
      { month: '2026-04', downtimeSeconds: 0, allowedSeconds: 1296, isOver: false, isKnown: true },
    ])
  })

  it('have no zero where nothing is known, and say where a part is', () => {
    const history = { coverage: whole('2026-04-10T00:00', '2026-05-01T00:00'), downtime: [] }
    expect(monthsAgainstTarget(history, spring, 99)).toMatchObject([
      { month: '2026-03', downtimeSeconds: null, isOver: false, isKnown: false },
      { month: '2026-04', downtimeSeconds: 0, isOver: false, isKnown: false },
    ])
  })

  it('leave nothing at 100 %', () => {
    const history = {
      coverage: whole('2026-03-01T00:00', '2026-05-01T00:00'),
      downtime: [{ from: at('2026-03-05T00:00:00'), to: at('2026-03-05T00:00:01') }],
    }
    expect(monthsAgainstTarget(history, spring, 100).map(({ isOver }) => isOver)).toEqual([true, false])
  })
})

describe('the percentage that a reader enters', () => {
  it.each([
    ['99.9', 99.9],
    [' 99,95 % ', 99.95],
    ['100', 100],
    ['', null],
    [null, null],
  ])('%j is %j', (text, percent) => {
    expect(parseTarget(text)).toBe(percent)
  })

  it.each(['0', '-1', '100.1', '99.9999', 'three nines', '9e1', 'NaN'])('%j is refused', (text) => {
    expect(() => parseTarget(text)).toThrow(/target must be a percentage/)
  })
})
