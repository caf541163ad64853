import { pipeline } from 'node:stream/promises'
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams'
import type { Column } from './bulk-write.ts'
import { nameStatement, type Transaction } from './transaction.ts'

/** Characters per chunk: the server stores one chunk while the next is built, and the strings are short-lived. */
const CHUNK_LENGTH = 100_000

/**
 * Appends items as new rows with COPY, which is twice as fast as an INSERT of arrays. A row that exists already fails
 * the transaction.
 */
export async function copyRows<Item>(
  tx: Transaction,
  table: string,
  columns: Column<Item>[],
  items: Item[],
): Promise<void> {
  if (items.length === 0) return
  const text = `copy ${table} (${columns.map(({ name }) => name).join(', ')}) from stdin`
  try {
    await pipeline(toLines(columns, items), tx.query<CopyStreamQuery>(copyFrom(text)))
  } catch (error) {
    throw nameStatement(error as Error, text)
  }
}

function* toLines<Item>(columns: Column<Item>[], items: Item[]): Generator<string> {
  const toInstant = makeInstantWriter()
  const fields = columns.map(({ value }) => ({ value, write: makeFieldWriter(toInstant) }))
  let text = ''
  for (const item of items) {
    let separator = ''
    for (const { value, write } of fields) {
      text += separator + write(value(item))
      separator = '\t'
    }
    text += '\n'
    if (text.length > CHUNK_LENGTH) {
      yield text
      text = ''
    }
  }
  if (text !== '') yield text
}

/** Writes the values of one column in COPY's text format. Many columns have the same value in row after row. */
function makeFieldWriter(toInstant: (instant: Date) => string): (value: unknown) => string {
  let last: unknown = null
  let lastText = '\\N'
  return (value) => {
    if (value === last) return lastText
    if (value === null || value === undefined) return '\\N'
    last = value
    lastText = toField(value, toInstant)
    return lastText
  }
}

function toField(value: NonNullable<unknown>, toInstant: (instant: Date) => string): string {
  if (typeof value === 'string') return escapeText(value)
  if (value instanceof Date) return toInstant(value)
  if (typeof value === 'object') return escapeText(JSON.stringify(value))
  return String(value)
}

const DAY_MS = 86_400_000
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))

/** ISO 8601 with milliseconds only where there are some; ten times as fast as `toISOString` for instants of the same day. */
function makeInstantWriter(): (instant: Date) => string {
  let day = Number.NaN
  let dayText = ''
  return (instant) => {
    const time = instant.getTime()
    const ofDay = Math.floor(time / DAY_MS)
    if (ofDay !== day) {
      const text = instant.toISOString()
      dayText = text.slice(0, text.indexOf('T') + 1)
      day = ofDay
    }
    const ms = time - day * DAY_MS
    const seconds = Math.floor(ms / 1000)
    const rest = ms - seconds * 1000
    const clock = `${TWO_DIGITS[Math.floor(seconds / 3600)]}:${TWO_DIGITS[Math.floor(seconds / 60) % 60]}:${TWO_DIGITS[seconds % 60]}`
    return rest === 0 ? `${dayText}${clock}Z` : `${dayText}${clock}.${String(rest).padStart(3, '0')}Z`
  }
}

const SPECIAL = /[\\\t\n\r]/
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function escapeText(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character) : text
}
