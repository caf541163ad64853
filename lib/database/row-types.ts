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

const toDay: Parse = (text) => new Date(`${text}T00:00:00Z`)

const PARSERS = new Map<number, Parse>([
  [builtins.INT8, BigInt],
  [INT8_ARRAY, eachOf(BigInt)],
  [builtins.DATE, toDay],
  [DATE_ARRAY, eachOf(toDay)],
])

function eachOf(parse: Parse): Parse {
  const split = getTypeParser(TEXT_ARRAY as never) as unknown as (text: string) => (string | null)[]
  return (text) => split(text).map((part) => (part === null ? null : parse(part)))
}
