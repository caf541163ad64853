import { formatDuration } from '#lib/domain/format.ts'
import type { DurationBasis, Impact, Kind, Status } from '#lib/domain/incident.ts'

export const IMPACT_WORDS = {
  none: 'No impact',
  minor: 'Minor',
  unknown: 'Not rated',
  major: 'Major',
  critical: 'Critical',
} as const satisfies Record<Impact, string>

export const KIND_WORDS = {
  incident: 'Outages',
  maintenance: 'Maintenance',
  notice: 'Notices',
  all: 'Everything',
} as const satisfies Record<Kind | 'all', string>

export const STATUS_WORDS = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  postmortem: 'Postmortem',
  scheduled: 'Scheduled',
  in_progress: 'In progress',
  verifying: 'Verifying',
  completed: 'Completed',
} as const satisfies Record<Status, string>

/** What became of a posting that its vendor withdrew. */
export function withdrawnWords({ kind, durationBasis, excluded }: WithdrawnIncident): string {
  if (durationBasis === 'planned') return 'It had not started, so it is not counted.'
  if (kind === 'notice' || durationBasis === 'unclear') return 'We keep what was published but do not count it.'
  if (excluded) return 'We keep what was published; after a correction it is not counted.'
  return 'We keep what was published, so it still counts.'
}

interface WithdrawnIncident {
  kind: Kind
  durationBasis: DurationBasis
  excluded: boolean
}

/** How reliable a duration is, shown below it. */
const BASIS_WORDS = {
  reported: 'reported',
  single: 'not reported',
  ongoing: 'so far',
  undated: 'no time given',
  corrected: 'corrected',
  impossible: 'impossible times',
  seen: 'at least; end not known',
  planned: 'has not started',
  unclear: 'not understood',
} as const satisfies Record<DurationBasis, string>

/** "3h 9m" with "reported"; a dash with the reason where there is no duration. */
export function durationWords(incident: {
  durationSeconds: number | null
  durationBasis: DurationBasis
  durationIsMinimum: boolean
}): { value: string; basis: string } {
  const { durationSeconds, durationBasis, durationIsMinimum } = incident
  const isLostSight = durationBasis === 'ongoing' && durationIsMinimum
  return {
    value: durationSeconds === null ? '—' : formatDuration(durationSeconds),
    basis: isLostSight ? 'at least; open when last read' : BASIS_WORDS[durationBasis],
  }
}

/** "Major impact"; for maintenance and notices, the kind. Null where the vendor gives no impact. */
export function impactWords({ kind, impact }: { kind: Kind; impact: Impact }): string | null {
  if (kind !== 'incident') return kind === 'maintenance' ? 'Maintenance' : 'Notice'
  if (impact === 'unknown') return null
  return impact === 'none' ? 'No impact' : `${IMPACT_WORDS[impact]} impact`
}
