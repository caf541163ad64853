/** When to ask again. All in seconds; `random` is a number in [0, 1), given from outside so that the rules can be tested. */

export const SHORTEST_INTERVAL_SECONDS = 60
const DAY_SECONDS = 86_400
const MAX_BACKOFF_SECONDS = 6 * 3600
/** Spread of ordinary polls, so that sources that were once due together drift apart. */
const JITTER = 0.1

export type PollOutcome =
  /** Read, or not modified since. `freshSeconds`: how long the server says that the answer stays as it is. */
  | { kind: 'read'; freshSeconds: number | null }
  /** 429 or 503; `retryAfterSeconds` where the server says when to come back. */
  | { kind: 'refused'; retryAfterSeconds: number | null; failures: number }
  /** Anything else that brought no history. `failures` counts this one. */
  | { kind: 'failed'; failures: number }

/**
 * Seconds until the next poll of a source, between a minute and a day: the source's interval, later when the server asks for
 * it, and after failures ever later, at a random point so that many sources of one broken host do not come back as one.
 */
export function secondsUntilNextPoll(outcome: PollOutcome, intervalSeconds: number, random: number): number {
  const interval = clamp(intervalSeconds, SHORTEST_INTERVAL_SECONDS, DAY_SECONDS)
  if (outcome.kind === 'read') {
    const wanted = Math.max(interval, outcome.freshSeconds ?? 0)
    return clamp(wanted * (1 - JITTER + 2 * JITTER * random), SHORTEST_INTERVAL_SECONDS, DAY_SECONDS)
  }
  // What a server asks for is exact: coming earlier is rude, and later is not asked for.
  if (outcome.kind === 'refused' && outcome.retryAfterSeconds !== null) {
    return clamp(Math.max(interval, outcome.retryAfterSeconds), SHORTEST_INTERVAL_SECONDS, DAY_SECONDS)
  }
  const ceiling = Math.max(interval, Math.min(interval * 2 ** Math.min(outcome.failures, 16), MAX_BACKOFF_SECONDS))
  return interval + (ceiling - interval) * random
}

/** Failures in a row after which a host is left alone for a while. */
export const FAILURES_UNTIL_CLOSED = 5

/** For how long a host is left alone after so many failures in a row: nothing under five, then doubling from a minute to six hours. */
export function secondsClosed(failures: number): number {
  if (failures < FAILURES_UNTIL_CLOSED) return 0
  return Math.min(60 * 2 ** (failures - FAILURES_UNTIL_CLOSED), MAX_BACKOFF_SECONDS)
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
