import type { Impact, State } from '#lib/domain/incident.ts'
import type { IncidentView } from '#lib/queries/schemas.ts'
import type {
  StatuspageComponentStatus,
  StatuspageIncident,
  StatuspageMaintenance,
  StatuspageStatus,
  VendorPresent,
} from '#lib/queries/statuspage-schemas.ts'
import { stateOfIndicator } from '#lib/text/indicator.ts'

/** Statuspage's words for what this site knows; docs/statuspage-api.md has them in a table. */

type KnownState = Exclude<State, 'unknown'>

const STATUS_OF_STATE: Record<KnownState, StatuspageStatus> = {
  up: { indicator: 'none', description: 'All Systems Operational' },
  degraded: { indicator: 'minor', description: 'Minor Service Outage' },
  down: { indicator: 'major', description: 'Partial System Outage' },
  maintenance: { indicator: 'maintenance', description: 'Service Under Maintenance' },
}

/** The overall state; null while it is not known, for which Statuspage has no word. */
export function overallStatus({ state, isCritical }: VendorPresent): StatuspageStatus | null {
  if (state === 'unknown') return null
  if (state === 'down' && isCritical) return { indicator: 'critical', description: 'Major Service Outage' }
  return STATUS_OF_STATE[state]
}

/** A vendor that gave no impact has not said that there was none. */
export function impactWord(impact: Impact): StatuspageIncident['impact'] {
  return impact === 'unknown' ? null : impact
}

/** Of an incident that is over by its times, the word says so, whatever was last posted. */
export function incidentStatus({ durationBasis, status }: IncidentView): StatuspageIncident['status'] {
  if (durationBasis === 'ongoing' || durationBasis === 'planned')
    return status === 'identified' || status === 'monitoring' ? status : 'investigating'
  return status === 'postmortem' ? status : 'resolved'
}

export function maintenanceStatus(maintenance: IncidentView): StatuspageMaintenance['status'] {
  const { durationBasis, status } = maintenance
  if (durationBasis === 'planned') return 'scheduled'
  if (durationBasis === 'ongoing') return status === 'verifying' ? status : 'in_progress'
  return isOnlyPlanned(maintenance) ? 'scheduled' : 'completed'
}

/** Whether its planned start has passed, and nothing says that it began or ended. */
export function isOnlyPlanned({ kind, durationBasis, status, updates }: IncidentView): boolean {
  const saysMore = [status, ...updates.map((update) => update.status)].some(
    (said) => said !== null && said !== 'scheduled',
  )
  return kind === 'maintenance' && durationBasis === 'single' && !saysMore
}

const COMPONENT_STATUS_OF_STATE: Record<KnownState, StatuspageComponentStatus> = {
  up: 'operational',
  degraded: 'degraded_performance',
  down: 'major_outage',
  maintenance: 'under_maintenance',
}

/** For a platform's own word for a component that does not work. */
export function componentWord(word: string): StatuspageComponentStatus {
  if (/^partial[ _]?outage$/i.test(word)) return 'partial_outage'
  const state = stateOfIndicator(word)
  return state === null || state === 'unknown' ? 'degraded_performance' : COMPONENT_STATUS_OF_STATE[state]
}

/** For a component in an open incident of which its page says nothing: as Statuspage derives the one from the other. */
export function componentStatusIn({ kind, impact }: IncidentView): StatuspageComponentStatus {
  if (kind === 'maintenance') return 'under_maintenance'
  if (impact === 'critical') return 'major_outage'
  return impact === 'major' ? 'partial_outage' : 'degraded_performance'
}
