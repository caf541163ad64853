import type { Submittable } from 'pg'
import type { Column } from './bulk.ts'
import type { Transaction } from './transaction.ts'

/** Text at a time; keeps the strings short-lived. */
const CHUNK_BYTES = 1_000_000

/**
 * Appends items as new rows by COPY: twice as fast as an INSERT of arrays, and the way for rows that cannot be there yet.
 * A row that is there after all fails the transaction.
 */
export async function copyRows<Item>(
  tx: Transaction,
  table: string,
  columns: Column<Item>[],
  items: Item[],
): Promise<void> {
  if (items.length === 0) return
  const text = `copy ${table} (${columns.map(({ name }) => name).join(', ')}) from stdin`
  await new Promise<void>((resolve, reject) => {
    tx.query(new CopyIn(text, toLines(columns, items), (error) => (error === null ? resolve() : reject(error))))
  })
}

interface Connection {
  query(text: string): void
  sync(): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/** What node-postgres asks of a query of one's own. */
class CopyIn implements Submittable {
  readonly text: string
  readonly chunks: Iterable<string>
  readonly done: (error: Error | null) => void

  constructor(text: string, chunks: Iterable<string>, done: (error: Error | null) => void) {
    this.text = text
    this.chunks = chunks
    this.done = done
  }

  submit(connection: unknown): void {
    ;(connection as Connection).query(this.text)
  }

  handleCopyInResponse(connection: Connection): void {
    for (const chunk of this.chunks) connection.sendCopyFromChunk(Buffer.from(chunk))
    connection.endCopyFrom()
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.done(null)
  }

  handleError(error: Error): void {
    this.done(error)
  }
}

function* toLines<Item>(columns: Column<Item>[], items: Item[]): Generator<string> {
  let text = ''
  for (const item of items) {
    let line = ''
    for (const { value } of columns) line += `${line === '' ? '' : '\t'}${toField(value(item))}`
    text += `${line}\n`
    if (text.length > CHUNK_BYTES) {
      yield text
      text = ''
    }
  }
  if (text !== '') yield text
}

/** In COPY's text format. */
function toField(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  if (typeof value === 'string') return escapeText(value)
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object') return escapeText(JSON.stringify(value))
  return String(value)
}

const SPECIAL = /[\\\t\n\r]/
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function escapeText(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character) : text
}
