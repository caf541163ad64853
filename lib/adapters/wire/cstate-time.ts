import { parseInstant } from './time.ts'

/**
 * A time of a cState issue, as its author typed it ("2024-03-12T9:00:00-00:00", "2025-10-15 15:55:00 ", a day alone) or as Go
 * prints it. A time without a zone is in the site's zone, which only the offset of `start`, the start, shows.
 */
export function parseCstateTime(value: unknown, start: string | null = null): Date | null {
  if (typeof value !== 'string') return null
  const text = value.trim().replace(/^(\d{4}-\d\d-\d\d[T ])(?=\d:)/, (day) => `${day}0`)
  const zoneless = [text, `${text}T00:00:00`].find((one) => ZONELESS.test(one))
  return parseInstant(zoneless === undefined ? text : `${zoneless}${offsetOf(start)}`)
}

const ZONELESS = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?$/

/** "+0100" of "2026-11-20 09:00:00 +0100 CET" or "Fri, 20 Nov 2026 09:00:00 +0100"; "Z" where there is none. */
function offsetOf(start: string | null): string {
  return /(?<=:\d\d(?:\.\d+)? ?)[+-]\d\d:?\d\d(?= |$)/.exec(start ?? '')?.[0] ?? 'Z'
}
