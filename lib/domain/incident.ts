/** The product's vocabulary: one list each, from which types, schemas, orders and colours are derived. */

export const KINDS = ['incident', 'maintenance', 'notice'] as const
export type Kind = (typeof KINDS)[number]

export const INCIDENT_STATUSES = ['investigating', 'identified', 'monitoring', 'resolved', 'postmortem'] as const
export const MAINTENANCE_STATUSES = ['scheduled', 'in_progress', 'verifying', 'completed'] as const
export const STATUSES = [...INCIDENT_STATUSES, ...MAINTENANCE_STATUSES] as const
export type Status = (typeof STATUSES)[number]

/** In ascending order of rank: unknown is above minor and below major wherever a worst is chosen. */
export const IMPACTS = ['none', 'minor', 'unknown', 'major', 'critical'] as const
export type Impact = (typeof IMPACTS)[number]

/**
 * How far a duration can be trusted; see /methodology#basis. `planned` is never stored: it follows from a start after the
 * moment for which an incident is shown.
 */
export const DURATION_BASES = [
  'reported',
  'single',
  'ongoing',
  'undated',
  'corrected',
  'impossible',
  'seen',
  'planned',
  'unclear',
] as const
export type DurationBasis = (typeof DURATION_BASES)[number]

export const STATES = ['up', 'degraded', 'down', 'maintenance', 'unknown'] as const
export type State = (typeof STATES)[number]

/** Half-open: `from` belongs to it, `to` does not. UTC instants. */
export interface Period {
  from: Date
  to: Date
}

export const COVERAGE_QUALITIES = ['complete', 'partial', 'failed'] as const
export type CoverageQuality = (typeof COVERAGE_QUALITIES)[number]

export interface CoveragePeriod extends Period {
  quality: CoverageQuality
}

/** An incident's instants by the rules of /methodology#span; `endedAt` null means open or unknown, depending on `basis`. */
export interface Span {
  startedAt: Date | null
  endedAt: Date | null
  basis: DurationBasis
  /** The first `monitoring` after the start, or null. */
  mitigatedAt: Date | null
}

/** 0 for the mildest; used for every "worst" and every "at least". */
export function rankImpact(impact: Impact): number {
  return IMPACTS.indexOf(impact)
}
