import { type Impact, type Kind, rankImpact, type State } from './incident.ts'

/** What the state needs from an open incident. */
export interface OpenIncident {
  kind: Kind
  impact: Impact
}

/** A source is trusted for this many poll intervals after its last good read, so two polls may fail. */
export const BELIEVED_INTERVALS = 3

export interface StateNow {
  state: State
  /**
   * The state at the last good read if that is too long ago to count; null for a source that was never read, and beside a
   * current state.
   */
  lastKnownState: State | null
}

/**
 * The state of a vendor at `asOf`, from the incidents of its primary source that were open then and count.
 * `lastGoodReadAt` is the latest instant, not after `asOf`, at which that source's history was known; null when it never was.
 * `isUnclear`: the newest item of the source was not understood, so the current state is unknown.
 * An open notice is neither an outage nor a maintenance, and does not count.
 */
export function stateAt(known: {
  open: readonly OpenIncident[]
  lastGoodReadAt: Date | null
  pollIntervalSeconds: number
  asOf: Date
  isUnclear?: boolean
}): StateNow {
  const { open, lastGoodReadAt, pollIntervalSeconds, asOf, isUnclear = false } = known
  if (lastGoodReadAt === null) return { state: 'unknown', lastKnownState: null }
  const believedMs = BELIEVED_INTERVALS * pollIntervalSeconds * 1000
  const isFresh = asOf.getTime() - lastGoodReadAt.getTime() < believedMs
  if (isFresh && !isUnclear) return { state: postedState(open), lastKnownState: null }
  return { state: 'unknown', lastKnownState: isUnclear ? null : postedState(open) }
}

function postedState(open: readonly OpenIncident[]): State {
  const outages = open.filter(({ kind }) => kind === 'incident')
  if (outages.some(({ impact }) => rankImpact(impact) >= rankImpact('major'))) return 'down'
  if (outages.length > 0) return 'degraded'
  return open.some(({ kind }) => kind === 'maintenance') ? 'maintenance' : 'up'
}
