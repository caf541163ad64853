import { DateTime, IANAZone } from 'luxon'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { parsePastInstant } from '#lib/domain/instant.ts'
import { findZone } from './zone-name.ts'
import { zonedInstant } from './zoned-time.ts'

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/

/**
 * A moment as a reader enters it: an instant with its zone, or a clock time in `zone` ("UTC" for null; "PT", "UTC+2",
 * "Europe/Berlin"). If clocks showed it twice, the first; if they skipped it, the time shifted later by as much as they were
 * put forward. Throws InvalidInputError naming the field.
 */
export function parseMoment(text: string, zone: string | null, field: string, now: Date): Date {
  if (!LOCAL.test(text)) return parsePastInstant(text, field, now)
  if (zone === null) return parsePastInstant(`${text}Z`, field, now)
  const shown = DateTime.fromISO(text, { zone: 'utc' })
  const { year, month, day, hour, minute, second, millisecond } = shown
  const place = zoneNameOf(zone)
  const instant = shown.isValid ? zonedInstant({ year, month, day, hour, minute, second, millisecond }, place) : null
  // An impossible date is refused with the same message as an instant.
  return parsePastInstant(instant?.toISOString() ?? text, field, now)
}

/** A zone in a form that Luxon reads. */
function zoneNameOf(text: string): string {
  const known = findZone(text)
  if (known !== null) return known.zone
  if (IANAZone.isValidZone(text)) return text
  throw new InvalidInputError('zone must be a name such as Europe/Berlin, PT or UTC+2.', 'zone')
}
