/** When to poll again, in seconds; `random` is a number in [0, 1) from the caller, so that the rules can be tested. */

export const SHORTEST_INTERVAL_SECONDS = 60
const DAY_SECONDS = 86_400
const MAX_BACKOFF_SECONDS = 6 * 3600
/** Spread of ordinary polls, so that sources that are due together drift apart. */
const JITTER = 0.1

export type PollOutcome =
  /** Read, or not modified since. `freshSeconds`: how long the server says that the answer stays as it is. */
  | { kind: 'read'; freshSeconds: number | null }
  /** 429 or 503; `retryAfterSeconds` is the server's Retry-After. */
  | { kind: 'refused'; retryAfterSeconds: number | null; failures: number }
  /** Any other failure. `failures` includes this one. */
  | { kind: 'failed'; failures: number }

/**
 * Seconds until the next poll of a source, from a minute to a day: the source's interval, longer when the server asks
 * for it, and after failures increasingly long, at a random point, so that many sources of one broken host do not
 * return together.
 */
export function secondsUntilNextPoll(outcome: PollOutcome, intervalSeconds: number, random: number): number {
  const interval = clamp(intervalSeconds, SHORTEST_INTERVAL_SECONDS, DAY_SECONDS)
  if (outcome.kind === 'read') {
    const wanted = Math.max(interval, outcome.freshSeconds ?? 0)
    return clamp(wanted * (1 - JITTER + 2 * JITTER * random), SHORTEST_INTERVAL_SECONDS, DAY_SECONDS)
  }
  // A server's request is exact: earlier is impolite, later is unnecessary.
  if (outcome.kind === 'refused' && outcome.retryAfterSeconds !== null) {
    return clamp(Math.max(interval, outcome.retryAfterSeconds), SHORTEST_INTERVAL_SECONDS, DAY_SECONDS)
  }
  const ceiling = Math.max(interval, Math.min(interval * 2 ** Math.min(outcome.failures, 16), MAX_BACKOFF_SECONDS))
  return interval + (ceiling - interval) * random
}

/** Failures in a row after which a host is left alone for a while. */
export const FAILURES_UNTIL_CLOSED = 5

/**
 * How long a host is left alone after this many failures in a row: not at all under five, then doubling from a minute
 * to six hours.
 */
export function secondsClosed(failures: number): number {
  if (failures < FAILURES_UNTIL_CLOSED) return 0
  return Math.min(60 * 2 ** (failures - FAILURES_UNTIL_CLOSED), MAX_BACKOFF_SECONDS)
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
