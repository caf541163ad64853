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
 * The instant at which the clocks of a zone show a time, whatever the date is today: of two such instants, Luxon alone takes the
 * one with today's offset. Where clocks show a time twice, it is the first that is not before `since`, else the first; where they
 * leave it out, it is as much later as they are put on. Null for a time that no calendar has, and for a zone that does not exist.
 */
export function zonedInstant(time: WallTime, zone: string, since: Date | null = null): Date | null {
  const local = DateTime.fromObject(time, { zone })
  if (!local.isValid) return null
  const [one = local, other = one] = local.getPossibleOffsets()
  const [first, last] = one <= other ? [one, other] : [other, one]
  return (since !== null && first.toMillis() < since.getTime() ? last : first).toJSDate()
}
