import pg from 'pg'

/** A Postgres type and its JavaScript type, in node-postgres, in `queryRows` and in Prisma's raw queries. */
interface PostgresType {
  name: string
  pg: string
  rows: string
  prisma: string
}

const { builtins } = pg.types

const NAMES = new Map<number, string>(Object.entries(builtins).map(([name, oid]) => [Number(oid), name.toLowerCase()]))

const KINDS: Record<string, [pg: string, rows: string, prisma: string]> = {
  bool: ['boolean', 'boolean', 'boolean'],
  int2: ['number', 'number', 'number'],
  int4: ['number', 'number', 'number'],
  oid: ['number', 'number', 'bigint'],
  float4: ['number', 'number', 'number'],
  float8: ['number', 'number', 'number'],
  int8: ['string', 'bigint', 'bigint'],
  numeric: ['string', 'string', 'json'],
  date: ['date', 'date', 'date'],
  timestamp: ['date', 'date', 'date'],
  timestamptz: ['date', 'date', 'date'],
  json: ['json', 'json', 'json'],
  jsonb: ['json', 'json', 'json'],
  bytea: ['bytes', 'bytes', 'bytes'],
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
  const [ofPg, ofRows, ofPrisma] = KINDS[name] ?? ['string', 'string', 'string']
  return element === undefined
    ? { name, pg: ofPg, rows: ofRows, prisma: ofPrisma }
    : { name: `${name}[]`, pg: `${ofPg}[]`, rows: `${ofRows}[]`, prisma: `${ofPrisma}[]` }
}
