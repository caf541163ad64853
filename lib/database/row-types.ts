import pg from 'pg'

type Parse = (text: string) => unknown

const { builtins, getTypeParser } = pg.types
const INT8_ARRAY = 1016
const DATE_ARRAY = 1182
const TEXT_ARRAY = 1009

/**
 * What node-postgres makes of a value for `queryRows`. Left to itself it gives large whole numbers as text, and days as midnight of
 * the process's time zone; here they are bigints, and midnight in UTC.
 */
export const ROW_TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    PARSERS.get(oid) ?? getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
}

const parseMoment = getTypeParser(builtins.TIMESTAMPTZ) as Parse

/** "2025-10-20 19:45:30.123+00" and the like as ISO 8601, which V8 reads in a third of the time; other forms as node-postgres reads them. */
function toMoment(text: string): unknown {
  const end = text.length
  const isWholeHours = isSign(text.charAt(end - 3))
  const isIso = text.charAt(10) === ' ' && !text.endsWith('BC') && (isWholeHours || isSign(text.charAt(end - 6)))
  if (!isIso) return parseMoment(text)
  return new Date(`${text.slice(0, 10)}T${text.slice(11)}${isWholeHours ? ':00' : ''}`)
}

const isSign = (letter: string) => letter === '+' || letter === '-'

const toDay: Parse = (text) => new Date(`${text}T00:00:00Z`)

const PARSERS = new Map<number, Parse>([
  [builtins.INT8, BigInt],
  [INT8_ARRAY, eachOf(BigInt)],
  [builtins.TIMESTAMPTZ, toMoment],
  [builtins.DATE, toDay],
  [DATE_ARRAY, eachOf(toDay)],
])

function eachOf(parse: Parse): Parse {
  const split = getTypeParser(TEXT_ARRAY as never) as unknown as (text: string) => (string | null)[]
  return (text) => split(text).map((part) => (part === null ? null : parse(part)))
}
