import { monthNumber } from './time.ts'

/**
 * A day and a time of day as people write them in the languages of status pages, as a pattern without named groups:
 * "24 de noviembre de 2026, 10:00 UTC", "24.11.2026 11:00 Uhr MEZ", "2026-11-24T10:00Z", "2026年11月24日 19:00 JST".
 */
const CLOCK = String.raw`\d{1,2}[:h]\d\d(?::\d\d)?(?:\.\d{1,6})?(?: ?[AaPp]\.?[Mm]\b\.?)?(?: Uhr)?(?: ?Z\b| ?\(?(?:(?:UTC|GMT) ?[+-] ?\d{1,2}(?::?\d\d)?|[A-Z]{2,5}|[+-]\d\d(?::?\d\d)?)\)?(?![\p{L}\d]))?`
const NUMBERS = String.raw`(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일]),?[T ]*(?:(?:at|um|à|a las|às|alle|om|kl\.?|в) )?`
const GAP = String.raw`(?:,? (?:at|um|à|a las|às|alle|om|kl\.?|o|в)|,? [-–—]|,)? `
const NAMES = String.raw`(?:\p{L}{2,10}(?:,|\.,?) |[A-Z][a-z]{2,5}day )?(?:\p{L}{3,10}\.? \d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:\.|er|º|st|nd|rd|th)? (?:de |of )?\p{L}{3,10}\.?)(?:,? (?:de )?\d{4}(?: ?г\.?)?)?${GAP}`
export const WRITTEN_TIME = `(?<![\\p{L}\\d])(?:${NUMBERS}|${NAMES})${CLOCK}`

const YEAR_FIRST = /^(?<year>\d{4})\D{1,2}(?<month>\d{1,2})\D{1,3}(?<day>\d{1,2})/u
/** With slashes, the day or the month may come first: it is certain only if one of the numbers cannot be a month. */
const DAY_FIRST = /^(?<day>\d{1,2})(?:\.(?<month>\d{1,2})\.|(?<=1[3-9]|2\d|3[01])\/(?<month>\d{1,2})\/)(?<year>\d{4})/
const MONTH_FIRST = /^(?<month>\d{1,2})\/(?<day>1[3-9]|2\d|3[01])\/(?<year>\d{4})/
const NAMED =
  /^(?:\p{L}{2,10}\.?,? (?=.*\d.*[:h]\d\d))??(?:(?<name>\p{L}{3,10})\.? (?<day>\d{1,2})(?!\d)|(?<day2>\d{1,2})\S{0,2} (?:de |of )?(?<name2>\p{L}{3,10})).*?(?:(?<year>\d{4})|(?=\d{1,2}[:h]\d\d))/u
const REST =
  /(\d{1,2})[:h](\d\d)(?::(\d\d))?(?:\.\d+)? ?([AaPp]\.?[Mm]\b\.?)?(?: Uhr)? ?\(?([A-Z]{1,5}|(?:UTC|GMT)? ?[+-] ?\d{1,2}(?::?\d\d)?)?\)?$/
const ZONES: Readonly<Record<string, string>> = { MEZ: 'CET', MESZ: 'CEST', HNEC: 'CET', HAEC: 'CEST', Z: 'UTC' }
const ENGLISH = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** Such a time in the form that `parsePageTime` reads, "Nov 24, 2026, 10:00:00 UTC"; null for an unknown month. */
export function toPageTime(written: string): string | null {
  const date = (YEAR_FIRST.exec(written) ?? DAY_FIRST.exec(written) ?? MONTH_FIRST.exec(written) ?? NAMED.exec(written))
    ?.groups
  const clock = REST.exec(written)
  if (date === undefined || clock === null) return null
  const month = date.month === undefined ? monthOf(date.name ?? date.name2 ?? '') : Number(date.month)
  const [, hour, minute, second, half = '', zone = ''] = clock
  if (ENGLISH[month - 1] === undefined) return null
  const day = `${ENGLISH[month - 1]} ${date.day ?? date.day2}${date.year === undefined ? '' : `, ${date.year}`}`
  const plainZone = zone.replaceAll(' ', '')
  const shown = `${hour}:${minute}${second === undefined ? '' : `:${second}`} ${half}`.trim()
  return `${day}, ${shown} ${ZONES[plainZone] ?? plainZone}`.trim()
}

/** 1 to 12 from the first letters of a month's name in any of the languages; NaN for none. */
function monthOf(name: string): number {
  const plain = name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
  const index = MONTHS.findIndex((beginnings) => beginnings.some((beginning) => plain.startsWith(beginning)))
  return index === -1 ? monthNumber(name) : index + 1
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
].map((beginnings) => beginnings.split(' '))
