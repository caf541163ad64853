import { comparable } from './equal-json.ts'
import type { Transaction } from './transaction.ts'

/** A column of a bulk write: its name, its Postgres type, and its value in an item. */
export interface Column<Item> {
  name: string
  type: string
  value: (item: Item) => unknown
  /** The column's own type where that type cannot be an array element because it is an array itself. */
  cast?: string
}

/** Rows per statement; keeps the parameters of one statement to a few megabytes. */
const BATCH = 5_000

/**
 * Inserts items as rows with one statement for every few thousand: the arrays of their columns, unnested.
 * `conflict` is an ON CONFLICT clause.
 */
export async function insertRows<Item>(
  tx: Transaction,
  table: string,
  columns: Column<Item>[],
  items: Item[],
  { conflict = '' } = {},
): Promise<void> {
  const names = columns.map(({ name }) => name).join(', ')
  const text = `insert into ${table} (${names}) select ${columns.map(toValue).join(', ')} from ${unnest(columns)} as x(${names}) ${conflict}`
  for (let at = 0; at < items.length; at += BATCH)
    await tx.query<never>(text, toArrays(columns, items.slice(at, at + BATCH)))
}

/** Sets the columns of existing rows; the first column is the key by which rows are found. */
export async function updateRows<Item>(
  tx: Transaction,
  table: string,
  columns: Column<Item>[],
  items: Item[],
): Promise<void> {
  const [key, ...others] = columns
  const sets = others.map((column) => `${column.name} = ${toValue(column)}`).join(', ')
  const names = columns.map(({ name }) => name).join(', ')
  const text = `update ${table} t set ${sets} from ${unnest(columns)} as x(${names}) where t.${key?.name} = x.${key?.name}`
  for (let at = 0; at < items.length; at += BATCH)
    await tx.query<never>(text, toArrays(columns, items.slice(at, at + BATCH)))
}

function toValue<Item>({ name, cast }: Column<Item>): string {
  return cast === undefined ? `x.${name}` : `x.${name}::${cast}`
}

function unnest<Item>(columns: Column<Item>[]): string {
  return `unnest(${columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ')})`
}

function toArrays<Item>(columns: Column<Item>[], items: Item[]): unknown[][] {
  return columns.map(({ value }) => items.map((item) => toParameter(value(item))))
}

/** Instants are sent as ISO text: the driver's own format is in local time and slow to build. */
function toParameter(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  // An array or object inside an array of values can only be JSON.
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  return value
}

/** A one-dimensional text array in Postgres's own notation. */
export function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}

/** The values of an item's columns in a form that can be compared, as text, with those that `storedValues` reads back. */
export function valuesOf<Item>(columns: Column<Item>[], item: Item): string {
  return JSON.stringify(columns.map(({ value }) => comparable(value(item))))
}

/** The same for a row as the driver returns it. */
export function storedValues<Item>(columns: Column<Item>[], row: Record<string, unknown>): string {
  return JSON.stringify(
    columns.map(({ name, cast }) => comparable(cast === undefined ? row[name] : arrayLiteral(row[name] as string[]))),
  )
}
