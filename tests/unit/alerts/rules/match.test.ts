import { describe, expect, it } from 'vitest'
import { type EventFacts, isMatch, withoutToldUpdates } from '#lib/alerts/rules/match.ts'
import { ruleInput } from '#lib/domain/alerts/rule.ts'

const rule = (input: Record<string, unknown> = {}, vendorIds: number[] | null = null) => ({
  ...ruleInput.parse({ name: 'All', ...input }),
  vendorIds,
})
const opened: EventFacts = {
  kind: 'opened',
  detail: { ageSeconds: null },
  vendorId: 1,
  incident: { kind: 'incident', impact: 'minor', components: ['API', 'Web App'] },
}
const lowered: EventFacts = { ...opened, kind: 'impact_lowered', detail: { from: 'critical', to: 'minor' } }
const failing: EventFacts = {
  kind: 'source_failing',
  detail: { reason: 'It answered 500.' },
  vendorId: 1,
  incident: null,
}

describe('a rule', () => {
  it('tells of its events, vendors, kinds, impacts and components', () => {
    expect(isMatch(rule(), opened)).toBe(true)
    expect(isMatch(rule({ events: ['resolved'] }), opened)).toBe(false)
    expect(isMatch(rule({}, [2]), opened)).toBe(false)
    expect(isMatch(rule({}, [2, 1]), opened)).toBe(true)
    expect(isMatch(rule({ kinds: ['maintenance'] }), opened)).toBe(false)
    expect(isMatch(rule({ minImpact: 'major' }), opened)).toBe(false)
    expect(isMatch(rule({ minImpact: 'minor' }), opened)).toBe(true)
    expect(isMatch(rule({ components: ['web app'] }), opened)).toBe(true)
    expect(isMatch(rule({ components: ['Web'] }), opened)).toBe(false)
  })

  it('of which no vendor is left tells nothing', () => {
    expect(isMatch(rule({}, []), opened)).toBe(false)
  })

  it('tells those who heard of the worse impact that it is lower', () => {
    expect(isMatch(rule({ minImpact: 'major', events: ['impact_lowered'] }), lowered)).toBe(true)
  })

  it('asks nothing about incidents of what concerns a source as a whole', () => {
    const strict = { minImpact: 'critical', components: ['API'], kinds: ['maintenance'], events: ['source_failing'] }
    expect(isMatch(rule(strict), failing)).toBe(true)
  })
})

describe('the events of one read', () => {
  const kinds = (...list: EventFacts['kind'][]) =>
    withoutToldUpdates(list.map((kind) => ({ kind }))).map(({ kind }) => kind)

  it('are told without the update that a turn tells', () => {
    expect(kinds('updated', 'resolved')).toEqual(['resolved'])
    expect(kinds('updated', 'updated', 'resolved')).toEqual(['updated', 'resolved'])
    expect(kinds('updated', 'updated')).toEqual(['updated', 'updated'])
  })
})
