import { BELIEVED_INTERVALS } from './state.ts'

/** The health of a source, worst first. `archive`: a source without an address, which is never polled. */
export const SOURCE_HEALTHS = ['failing', 'suspicious', 'late', 'new', 'fresh', 'stopped', 'archive'] as const
export type SourceHealth = (typeof SOURCE_HEALTHS)[number]

export interface SourceObservations {
  hasAddress: boolean
  isPaused: boolean
  /** Consecutive failed polls. */
  failures: number
  /** Whether the last read was suspicious. */
  isDoubted: boolean
  lastGoodReadAt: Date | null
  createdAt: Date
  pollIntervalSeconds: number
}

/**
 * `late` begins when a vendor's state is no longer trusted, so that every "not known" on a page has a reason here. A source
 * that was never read is `new` for the same time.
 */
export function sourceHealth(source: SourceObservations, now: Date): SourceHealth {
  if (!source.hasAddress) return 'archive'
  if (source.isPaused) return 'stopped'
  if (source.failures > 0) return 'failing'
  if (source.isDoubted) return 'suspicious'
  const believedMs = BELIEVED_INTERVALS * source.pollIntervalSeconds * 1000
  const isRecent = (at: Date) => now.getTime() - at.getTime() < believedMs
  if (source.lastGoodReadAt === null) return isRecent(source.createdAt) ? 'new' : 'late'
  return isRecent(source.lastGoodReadAt) ? 'fresh' : 'late'
}
