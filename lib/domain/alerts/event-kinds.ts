/** What an alert can be about, in the order in which forms list it. */
export const ALERT_EVENT_KINDS = [
  'opened',
  'updated',
  'impact_raised',
  'impact_lowered',
  'resolved',
  'reopened',
  'withdrawn',
  'corrected',
  'planned',
  'started',
  'ended',
  'called_off',
  'state_changed',
  'source_failing',
  'source_recovered',
] as const
export type AlertEventKind = (typeof ALERT_EVENT_KINDS)[number]
