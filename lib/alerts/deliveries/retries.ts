const MINUTE = 60
const HOUR = 3_600

/** How long to wait after each failed attempt, in seconds; after the last there is none. All together make three days. */
export const RETRY_SECONDS = [
  5,
  30,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  20 * HOUR,
] as const

const MAX_RETRY_AFTER_SECONDS = 24 * HOUR

/** How long to wait after this many attempts, at least as long as the receiver asks for; null when it was the last. */
export function retryAfter(tries: number, askedSeconds: number | null): number | null {
  const seconds = RETRY_SECONDS[tries - 1]
  if (seconds === undefined) return null
  return Math.max(seconds, Math.min(askedSeconds ?? 0, MAX_RETRY_AFTER_SECONDS))
}
