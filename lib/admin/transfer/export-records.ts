import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { type CopyToStreamQuery, to as copyTo } from 'pg-copy-streams'
import { withConnection } from '#lib/database/client.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { type Counts, formatEnd, formatHead } from './format.ts'
import { RECORD_TYPES, selectFields } from './records.ts'
import { StoppedError } from './stopped.ts'

const NEW_LINE = 0x0a

export interface ExportOptions {
  /** Aborts the export, which then throws. */
  signal?: AbortSignal
  /** Called often with the number of records written so far. */
  tell?: (count: number) => void
}

/**
 * Writes everything but accounts and secrets, as of one moment, in the format of format.ts. It holds no more in memory than the
 * sink's buffer and one record. Does not end the sink. Returns the number of records by type.
 */
export async function exportRecords(sink: Writable, { signal, tell = () => {} }: ExportOptions = {}): Promise<Counts> {
  return await withConnection(async (connection) => {
    try {
      await connection.query<never>(
        `begin isolation level repeatable read read only;
         set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local time zone 'UTC'`,
      )
      const counts = await writeAll(connection, sink, signal, tell)
      await connection.query<never>('commit')
      return counts
    } catch (error) {
      // A connection in the middle of a COPY cannot be reused.
      connection.discard()
      throw signal?.aborted ? new StoppedError('The export was stopped; there is no file.') : error
    }
  })
}

async function writeAll(
  tx: Transaction,
  sink: Writable,
  signal: AbortSignal | undefined,
  tell: (count: number) => void,
): Promise<Counts> {
  const counts: Counts = {}
  let total = 0
  await write(sink, Buffer.from(`${formatHead(new Date())}\n`))
  for (const type of RECORD_TYPES) {
    counts[type.name] = 0
    for await (const chunk of copyLines(tx, type.name, selectFields(type))) {
      signal?.throwIfAborted()
      const lines = countLines(chunk)
      counts[type.name] = (counts[type.name] ?? 0) + lines
      total += lines
      tell(total)
      await write(sink, chunk, signal)
    }
  }
  await write(sink, Buffer.from(`${formatEnd(counts)}\n`))
  return counts
}

/**
 * Streams the rows of a query as lines, each an object under `name`. COPY's CSV format with quote and delimiter
 * characters that JSON always escapes sends the text unchanged.
 */
function copyLines(tx: Transaction, name: string, query: string): Readable {
  return tx.query<CopyToStreamQuery>(
    copyTo(
      `copy (select '{"${name}":' || row_to_json(r)::text || '}' from (${query}) r)
       to stdout (format csv, quote e'\\x01', delimiter e'\\x02')`,
    ),
  )
}

async function write(sink: Writable, chunk: Buffer, signal?: AbortSignal): Promise<void> {
  if (sink.errored) throw sink.errored
  if (!sink.write(chunk)) await once(sink, 'drain', { signal })
}

function countLines(chunk: Buffer): number {
  let count = 0
  for (let at = chunk.indexOf(NEW_LINE); at !== -1; at = chunk.indexOf(NEW_LINE, at + 1)) count++
  return count
}
