import type { AlertEventKind } from './event-kinds.ts'

/** What happened, as forms and lists name it. */
export const EVENT_WORDS = {
  opened: 'An incident opened',
  updated: 'An update was posted',
  impact_raised: 'The impact was raised',
  impact_lowered: 'The impact was lowered',
  resolved: 'An incident was resolved',
  reopened: 'An incident was reopened',
  withdrawn: 'An incident was withdrawn',
  corrected: 'An admin corrected an incident',
  planned: 'Maintenance was planned or moved',
  started: 'Maintenance started',
  ended: 'Maintenance ended',
  called_off: 'Maintenance was called off',
  state_changed: 'A vendor’s state changed',
  source_failing: 'A source cannot be read',
  source_recovered: 'A source can be read again',
} as const satisfies Record<AlertEventKind, string>
