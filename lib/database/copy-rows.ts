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
  const toField = makeFieldWriter()
  let text = ''
  for (const item of items) {
    let separator = ''
    for (const { value } of columns) {
      text += separator + toField(value(item))
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

/** Writes values in COPY's text format. The text of instants is cached, since few distinct ones repeat often. */
function makeFieldWriter(): (value: unknown) => string {
  const instants = new Map<number, string>()
  return (value) => {
    if (value === null || value === undefined) return '\\N'
    if (typeof value === 'string') return escapeText(value)
    if (value instanceof Date) {
      const time = value.getTime()
      let text = instants.get(time)
      if (text === undefined) {
        text = value.toISOString()
        instants.set(time, text)
      }
      return text
    }
    if (typeof value === 'object') return escapeText(JSON.stringify(value))
    return String(value)
  }
}

const SPECIAL = /[\\\t\n\r]/
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function escapeText(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character) : text
}
