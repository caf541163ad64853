import { expect, it } from 'vitest'
import { listOpen, mayGrow } from '#components/incident/still-open.ts'
import { incidentView } from '#tests/support/incident-view.ts'

const openIncidents = [
  incidentView({ id: 'minor0000000', impact: 'minor', endedAt: null }),
  incidentView({ id: 'maint0000000', kind: 'maintenance', impact: 'critical', endedAt: null }),
]
const asOf = new Date('2026-03-05T00:00Z')

it.each([
  ['incident', null, ['minor0000000']],
  ['incident', 'minor', ['minor0000000']],
  ['incident', 'major', []],
  ['maintenance', 'critical', ['maint0000000']],
  ['all', null, ['minor0000000', 'maint0000000']],
] as const)('what is open of kind %s and impact %s is listed', (kind, impact, ids) => {
  expect(listOpen({ openIncidents }, { kind, impact }).map(({ id }) => id)).toEqual(ids)
})

it.each([
  ['until now', '2026-03-05T00:00Z', true],
  ['of this year', '2027-01-01T00:00Z', true],
  ['that is over', '2026-03-04T00:00Z', false],
])('the figures of a window %s grow by what is open: %s, %s', (_what, to, grows) => {
  const history = { asOf, window: { from: new Date('2026-01-01T00:00Z'), to: new Date(to) } }
  const filter = { kind: 'incident', impact: null } as const
  expect(mayGrow({ openIncidents, history }, filter)).toBe(grows)
  expect(mayGrow({ openIncidents: [], history }, filter)).toBe(false)
})
