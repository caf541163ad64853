import pg from 'pg'

/** A Postgres type and its JavaScript type, in node-postgres by default and in `queryRows`. */
interface PostgresType {
  name: string
  pg: string
  rows: string
}

const { builtins } = pg.types

const NAMES = new Map<number, string>(Object.entries(builtins).map(([name, oid]) => [Number(oid), name.toLowerCase()]))

const KINDS: Record<string, [pg: string, rows: string]> = {
  bool: ['boolean', 'boolean'],
  int2: ['number', 'number'],
  int4: ['number', 'number'],
  oid: ['number', 'number'],
  float4: ['number', 'number'],
  float8: ['number', 'number'],
  int8: ['string', 'bigint'],
  numeric: ['string', 'string'],
  date: ['date', 'date'],
  timestamp: ['date', 'date'],
  timestamptz: ['date', 'date'],
  json: ['json', 'json'],
  jsonb: ['json', 'json'],
  bytea: ['bytes', 'bytes'],
}

/** The arrays in use that node-postgres parses; others arrive as text, as do arrays of enums. */
const ARRAYS = new Map([
  [1000, 'bool'],
  [1005, 'int2'],
  [1007, 'int4'],
  [1009, 'text'],
  [1015, 'varchar'],
  [1016, 'int8'],
  [1115, 'timestamp'],
  [1182, 'date'],
  [1185, 'timestamptz'],
  [1231, 'numeric'],
  [1021, 'float4'],
  [1022, 'float8'],
  [199, 'json'],
  [2951, 'uuid'],
  [3807, 'jsonb'],
])

export function postgresType(oid: number): PostgresType {
  const element = ARRAYS.get(oid)
  const name = element ?? (oid === 2278 ? 'void' : (NAMES.get(oid) ?? `type ${oid}`))
  // Text, uuid, enums: types without their own JavaScript type.
  const [ofPg, ofRows] = KINDS[name] ?? ['string', 'string']
  return element === undefined
    ? { name, pg: ofPg, rows: ofRows }
    : { name: `${name}[]`, pg: `${ofPg}[]`, rows: `${ofRows}[]` }
}
