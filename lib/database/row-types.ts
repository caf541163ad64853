import pg from 'pg'

type Parse = (text: string) => unknown

/** Of any type, arrays included, which node-postgres's own type for this leaves out. */
const parserOf = pg.types.getTypeParser as (oid: number, format?: 'text' | 'binary') => Parse

const { INT8, DATE } = pg.types.builtins
const TEXT_ARRAY = 1009
const INT8_ARRAY = 1016
const DATE_ARRAY = 1182

const toDay: Parse = (text) => new Date(`${text}T00:00:00Z`)

const PARSERS = new Map<number, Parse>([
  [INT8, BigInt],
  [INT8_ARRAY, eachOf(BigInt)],
  [DATE, toDay],
  [DATE_ARRAY, eachOf(toDay)],
])

/**
 * The JavaScript types of values for `queryRows`. By default node-postgres returns `int8` as text and `date` as midnight of the
 * process's time zone; here they are bigints, and midnight UTC.
 */
export const ROW_TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    PARSERS.get(oid) ?? parserOf(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
}

function eachOf(parse: Parse): Parse {
  const split = parserOf(TEXT_ARRAY) as (text: string) => (string | null)[]
  return (text) => split(text).map((part) => (part === null ? null : parse(part)))
}
