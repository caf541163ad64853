import { type Impact, type Kind, rankImpact, type State } from './incident.ts'

/** What the state needs of an incident that is open. */
export interface OpenIncident {
  kind: Kind
  impact: Impact
}

/** A source is believed for so many poll intervals after its last good read: two may fail. */
export const BELIEVED_INTERVALS = 3

/**
 * The state of a vendor at `asOf`, from the incidents of its primary source that were open then and count.
 * `lastGoodReadAt` is the latest instant, not after `asOf`, at which that source's history was known; null when it never was.
 * An open notice is neither an outage nor a maintenance, and does not count.
 */
export function stateAt(known: {
  open: readonly OpenIncident[]
  lastGoodReadAt: Date | null
  pollIntervalSeconds: number
  asOf: Date
}): State {
  const { open, lastGoodReadAt, pollIntervalSeconds, asOf } = known
  const outages = open.filter(({ kind }) => kind === 'incident')
  if (outages.some(({ impact }) => rankImpact(impact) >= rankImpact('major'))) return 'down'
  if (outages.length > 0) return 'degraded'
  if (open.some(({ kind }) => kind === 'maintenance')) return 'maintenance'
  const believedMs = BELIEVED_INTERVALS * pollIntervalSeconds * 1000
  return lastGoodReadAt !== null && asOf.getTime() - lastGoodReadAt.getTime() < believedMs ? 'up' : 'unknown'
}
