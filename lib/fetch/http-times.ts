/** A day: longer requests to wait are cut to this. */
const MAX_SECONDS = 86_400

/**
 * Seconds to wait by a Retry-After header (RFC 9110 section 10.2.3), given as a number or an HTTP date, from 0 to a
 * day. Null when there is none or it is neither.
 */
export function secondsFromRetryAfter(header: string | null, now: Date): number | null {
  if (header === null) return null
  const text = header.trim()
  const seconds = /^-?\d+$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - now.getTime()) / 1000)
  return Number.isNaN(seconds) ? null : Math.min(Math.max(seconds, 0), MAX_SECONDS)
}

/** `max-age` of a Cache-Control header, at most a day; null when it says nothing of the kind, or forbids storing. */
export function secondsFromCacheControl(header: string | null): number | null {
  if (header === null || /\b(no-store|no-cache)\b/i.test(header)) return null
  const seconds = /\bmax-age\s*=\s*"?(\d{1,10})/i.exec(header)?.[1]
  return seconds === undefined ? null : Math.min(Number(seconds), MAX_SECONDS)
}
