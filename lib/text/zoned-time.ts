import { DateTime } from 'luxon'

interface WallTime {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second?: number
  millisecond?: number
}

/**
 * The instant at which the clocks of a zone show a time, regardless of today's date: of two such instants, Luxon alone takes
 * the one with today's offset. If clocks show a time twice, the first that is not before `since`, else the first; if they skip
 * it, the time shifted later by as much as they are put forward. Null for a time that does not exist, and for an unknown zone.
 */
export function zonedInstant(time: WallTime, zone: string, since: Date | null = null): Date | null {
  const local = DateTime.fromObject(time, { zone })
  if (!local.isValid) return null
  const [one = local, other = one] = local.getPossibleOffsets()
  const [first, last] = one <= other ? [one, other] : [other, one]
  return (since !== null && first.toMillis() < since.getTime() ? last : first).toJSDate()
}
