import { DateTime, IANAZone } from 'luxon'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { parsePastInstant } from '#lib/domain/instant.ts'
import { findZone } from './zone-name.ts'
import { zonedInstant } from './zoned-time.ts'

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/

/**
 * A moment as a reader gives it: an instant with its zone, or the time on the clocks of `zone` ("UTC" for null; "PT", "UTC+2",
 * "Europe/Berlin"). Where the clocks showed it twice, the first; where they left it out, as much later as they were put on.
 * Throws InvalidInputError that names the field.
 */
export function parseMoment(text: string, zone: string | null, field: string, now: Date): Date {
  if (!LOCAL.test(text)) return parsePastInstant(text, field, now)
  if (zone === null) return parsePastInstant(`${text}Z`, field, now)
  const shown = DateTime.fromISO(text, { zone: 'utc' })
  const { year, month, day, hour, minute, second, millisecond } = shown
  const place = zoneNameOf(zone)
  const instant = shown.isValid ? zonedInstant({ year, month, day, hour, minute, second, millisecond }, place) : null
  // What no calendar has is refused in the same words as an instant.
  return parsePastInstant(instant?.toISOString() ?? text, field, now)
}

/** A zone as Luxon reads it. */
function zoneNameOf(text: string): string {
  const known = findZone(text)
  if (known !== null) return known.zone
  if (IANAZone.isValidZone(text)) return text
  throw new InvalidInputError('zone must be a name such as Europe/Berlin, PT or UTC+2.', 'zone')
}
