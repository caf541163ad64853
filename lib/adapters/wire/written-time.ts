import { ZONE_AREA } from './page-time.ts'
import { toPlainWord } from './plain-word.ts'

/**
 * A day and a time of day as people write them in the languages of status pages, as a pattern without named groups:
 * "24 de noviembre de 2026, 10:00 UTC", "24.11.2026 11:00 Uhr MEZ", "2026-11-24T10:00Z", "2026年11月24日 19:00 JST".
 */
const CLOCK = String.raw`\d{1,2}[:h]\d\d(?::\d\d)?(?:\.\d{1,6})?(?: ?[AaPp]\.?[Mm]\b\.?)?(?: Uhr)?(?: ?Z\b| ?\(?(?:(?:UTC|GMT) ?[+-] ?\d{1,2}(?::?\d\d)?|[A-Z]{2,5}|[+-]\d\d(?::?\d\d)?)\)?(?![\p{L}\d/]))?(?: ${ZONE_AREA})?`
const NUMBERS = String.raw`(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일]),?[T ]*(?:(?:at|um|à|a las|às|alle|om|kl\.?|в) )?`
const GAP = String.raw`(?:,? (?:at|um|à|a las|às|alle|om|kl\.?|o|в)|,? [-–—]|,)? `
const NAMES = String.raw`(?:\p{L}{2,10}(?:,|\.,?) |[A-Z][a-z]{2,5}day )?(?:\p{L}{3,10}\.? \d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:\.|er|º|st|nd|rd|th)? (?:de |of )?\p{L}{3,10}\.?)(?:,? (?:de )?\d{4}(?: ?г\.?)?)?${GAP}`
export const WRITTEN_TIME = `(?<![\\p{L}\\d])(?:${NUMBERS}|${NAMES})${CLOCK}`

const YEAR_FIRST = /^(?<year>\d{4})\D{1,2}(?<month>\d{1,2})\D{1,3}(?<day>\d{1,2})/u
/** With slashes, the day or the month may come first: it is certain only if one of the numbers cannot be a month. */
const DAY_FIRST = /^(?<day>\d{1,2})(?:\.(?<month>\d{1,2})\.|(?<=1[3-9]|2\d|3[01])\/(?<month>\d{1,2})\/)(?<year>\d{4})/
const MONTH_FIRST = /^(?<month>\d{1,2})\/(?<day>1[3-9]|2\d|3[01])\/(?<year>\d{4})/
/** A weekday may stand before either: "mardi 24 novembre" is no day of March. */
const WEEKDAY = String.raw`(?:\p{L}{2,10}\.?,? (?=.*\d.*[:h]\d\d))??`
const UNTIL_CLOCK = String.raw`.*?(?:(?<year>\d{4})|(?=\d{1,2}[:h]\d\d))`
const DAY_NAME = new RegExp(
  String.raw`^${WEEKDAY}(?<day>\d{1,2})\S{0,2} (?:de |of )?(?<name>\p{L}{3,10})${UNTIL_CLOCK}`,
  'u',
)
const NAME_DAY = new RegExp(String.raw`^${WEEKDAY}(?<name>\p{L}{3,10})\.? (?<day>\d{1,2})(?!\d)${UNTIL_CLOCK}`, 'u')
const DATES = [YEAR_FIRST, DAY_FIRST, MONTH_FIRST, DAY_NAME, NAME_DAY]
const WHOLE = new RegExp(`^(?:\\p{L}{2,10}\\.?,? )?${WRITTEN_TIME}$`, 'u')
/** "10:00-12:00" is a range unless the date before it is one of ISO 8601. */
const GLUED_OFFSET = /\d[+-]\d\d:?\d\d$/
const REST = new RegExp(
  String.raw`(\d{1,2})[:h](\d\d)(?::(\d\d))?(?:\.\d+)? ?([AaPp]\.?[Mm]\b\.?)?(?: Uhr)? ?\(?([A-Z]{1,5}|(?:UTC|GMT)? ?[+-] ?\d{1,2}(?::?\d\d)?)?\)?(?: (${ZONE_AREA}))?$`,
)
const ZONES: Readonly<Record<string, string>> = { MEZ: 'CET', MESZ: 'CEST', HNEC: 'CET', HAEC: 'CEST', Z: 'UTC' }
const ENGLISH = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/**
 * Such a time in the form that `parsePageTime` reads, "Nov 24, 2026, 10:00:00 UTC". Null for an unknown month, and for anything
 * but one time, such as a range.
 */
export function toPageTime(written: string): string | null {
  if (!WHOLE.test(written) || (GLUED_OFFSET.test(written) && !YEAR_FIRST.test(written))) return null
  const clock = REST.exec(written)
  const date = clock === null ? null : dateIn(written)
  if (date === null || clock === null) return null
  const [, hour, minute, second, half = '', zone = '', area = ''] = clock
  const plainZone = zone.replaceAll(' ', '')
  const shown = `${hour}:${minute}${second === undefined ? '' : `:${second}`} ${half}`.trim()
  return `${date}, ${shown} ${ZONES[plainZone] ?? plainZone} ${area}`.trim().replaceAll('  ', ' ')
}

function dateIn(written: string): string | null {
  for (const form of DATES) {
    const date = toDate(form.exec(written)?.groups)
    if (date !== null) return date
  }
  return null
}

/** "Nov 24, 2026", without the year if there is none; null for an unknown month. */
function toDate(groups: Record<string, string | undefined> | undefined): string | null {
  if (groups === undefined) return null
  const { year, month, name = '', day } = groups
  const english = ENGLISH[(month === undefined ? monthOf(name) : Number(month)) - 1]
  return english === undefined ? null : `${english} ${day}${year === undefined ? '' : `, ${year}`}`
}

/** 1 to 12 from the first letters of a month's name in any of the languages; 0 for none. */
function monthOf(name: string): number {
  const plain = toPlainWord(name)
  return MONTHS.findIndex((beginnings) => beginnings.some((beginning) => plain.startsWith(beginning))) + 1
}

/** English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Swedish, Russian, without accents. */
const MONTHS = [
  'jan ene gen sty янв',
  'feb fev lut фев',
  'mar maa mrz mars мар',
  'apr avr abr kwi апр',
  'may mai mag mei maj мая май',
  'jun juin giu cze июн',
  'jul juil lug lip июл',
  'aug aou ago sie авг',
  'sep set wrz сен',
  'oct okt out ott paz окт',
  'nov lis ноя',
  'dec dez dic gru дек',
].map((beginnings) => toPlainWord(beginnings).split(' '))
