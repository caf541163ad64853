import { describe, expect, it } from 'vitest'
import { isContradicted, stateOfIndicator } from '#lib/text/indicator.ts'

describe('the indicator of a platform', () => {
  it.each([
    ['none', 'up'],
    ['UP', 'up'],
    ['All Systems Operational', 'up'],
    ['minor', 'degraded'],
    ['HASISSUES', 'degraded'],
    ['partial_outage', 'degraded'],
    ['critical', 'down'],
    ['downtime', 'down'],
    ['UNDERMAINTENANCE', 'maintenance'],
    ['ONEMAJOROUTAGE', 'down'],
    ['full_outage', 'down'],
    ['purple', null],
  ])('"%s" speaks of %s', (word, state) => expect(stateOfIndicator(word)).toBe(state))

  it('disagrees with a state of another kind only', () => {
    expect(isContradicted('down', 'none')).toBe(true)
    expect(isContradicted('up', 'minor')).toBe(true)
    expect(isContradicted('degraded', 'minor')).toBe(false)
  })

  it('disagrees with nothing where it is not given, not understood, or no state is known', () => {
    expect(isContradicted('down', null)).toBe(false)
    expect(isContradicted('down', 'purple')).toBe(false)
    expect(isContradicted('unknown', 'none')).toBe(false)
  })
})
