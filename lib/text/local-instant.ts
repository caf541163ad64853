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

/**
 * Names of several times, with what they may mean. The time zone database or its readers know some of them in one meaning, which
 * few mean: AST was the time of Alaska, IST that of India alone.
 */
const AMBIGUOUS = new Map([
  ['ACT', ['Australia/Darwin', 'America/Rio_Branco']],
  ['AMT', ['America/Manaus', 'Asia/Yerevan']],
  ['AST', ['America/Halifax', 'Asia/Riyadh']],
  ['ADT', ['America/Halifax', 'Asia/Riyadh']],
  ['ART', ['America/Argentina/Buenos_Aires', 'Africa/Cairo']],
  ['ECT', ['America/Guayaquil', 'Europe/Paris']],
  ['GST', ['Asia/Dubai', 'Atlantic/South_Georgia']],
  ['IST', ['Asia/Kolkata', 'Europe/Dublin', 'Asia/Jerusalem']],
  ['NST', ['America/St_Johns', 'Pacific/Auckland']],
  ['SST', ['Pacific/Pago_Pago', 'Asia/Singapore', 'Pacific/Guadalcanal']],
])

/** A zone in a form that Luxon reads. Abbreviations that status pages use in one meaning have it; see lib/text/zone-name.ts. */
function zoneNameOf(text: string): string {
  const known = findZone(text)
  if (known !== null) return known.zone
  const choices = AMBIGUOUS.get(text.toUpperCase())
  if (choices !== undefined) {
    const names = `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`
    throw new InvalidInputError(
      `zone: ${text} means different times in different places. Name the place: ${names}; or the offset, such as UTC+2.`,
      'zone',
    )
  }
  // Other abbreviations that a reader of the time zone database knows are its own, such as NET and PLT.
  if (IANAZone.isValidZone(text) && (text.length > 4 || OFFICIAL.has(text.toUpperCase()))) return text
  throw new InvalidInputError('zone must be a name such as Europe/Berlin, PT or UTC+2.', 'zone')
}

/** Short names of the time zone database itself. */
const OFFICIAL = new Set([
  'CUBA',
  'EIRE',
  'EST',
  'GB',
  'HST',
  'IRAN',
  'MET',
  'NZ',
  'PRC',
  'ROC',
  'ROK',
  'UCT',
  'WET',
  'ZULU',
])
