import type { State } from '#lib/domain/incident.ts'

export const STATE_WORDS = {
  up: 'Up',
  degraded: 'Degraded',
  down: 'Down',
  maintenance: 'Maintenance',
  unknown: 'Unknown',
} as const satisfies Record<State, string>
