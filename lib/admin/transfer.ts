import { ConflictError, InvalidInputError } from '#lib/domain/errors.ts'
import { makeRoomForReadings, observeReadings } from '#lib/ingest/former-readings.ts'
import { inTransaction, type Transaction } from '#lib/ingest/transaction.ts'
import { indexDueWords } from '#lib/ingest/words.ts'
import { writeAudit } from './audit.ts'

/**
 * Everything but accounts and secrets as lines of JSON: a head, then rows table by table, parents first. Row ids travel with
 * the rows, so that what points at them still does.
 */
const FORMAT = 'outage-history-export/1'

/** In an order in which no row comes before one that it points at; `order` makes two exports of the same data equal. */
const TABLES: { name: string; order: string; hasSerial: boolean }[] = [
  { name: 'vendors', order: 'id', hasSerial: true },
  { name: 'vendor_aliases', order: 'slug', hasSerial: false },
  { name: 'sources', order: 'id', hasSerial: true },
  { name: 'moves', order: 'source_id', hasSerial: false },
  { name: 'validators', order: 'source_id, url', hasSerial: false },
  { name: 'documents', order: 'id', hasSerial: true },
  { name: 'observations', order: 'source_id, first_observed_at, document_id', hasSerial: false },
  { name: 'incidents', order: 'id', hasSerial: true },
  { name: 'incident_aliases', order: 'public_id', hasSerial: false },
  { name: 'incident_keys', order: 'source_id, external_id', hasSerial: false },
  { name: 'incident_updates', order: 'id', hasSerial: true },
  { name: 'components', order: 'id', hasSerial: true },
  { name: 'incident_components', order: 'incident_id, component_id', hasSerial: false },
  { name: 'revisions', order: 'id', hasSerial: true },
  { name: 'corrections', order: 'id', hasSerial: true },
  { name: 'mentions', order: 'id', hasSerial: true },
  { name: 'runs', order: 'id', hasSerial: false },
  { name: 'batches', order: 'id', hasSerial: false },
  { name: 'batch_runs', order: 'batch_id, run_id', hasSerial: false },
  { name: 'run_items', order: 'id', hasSerial: true },
  { name: 'backfill_pages', order: 'source_id, url', hasSerial: false },
  { name: 'vendor_months', order: 'vendor_id, kind, month', hasSerial: false },
  { name: 'coverage', order: 'id', hasSerial: true },
  { name: 'audit_entries', order: 'id', hasSerial: true },
]

const ROWS_AT_ONCE = 500
/** A document of 25 MB is one line of at most twice that, and a line more. */
const BYTES_AT_ONCE = 4_000_000

/** Writes all lines, without their line ends, as of one moment. `write` is waited for. Returns how many rows there were. */
export async function exportRows(write: (line: string) => Promise<void>): Promise<number> {
  return await inTransaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read read only')
    await tx.query('set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0')
    await write(JSON.stringify({ format: FORMAT }))
    let count = 0
    for (const { name, order } of TABLES) {
      await tx.query(`declare rows cursor for select row_to_json(t)::text as row from ${name} t order by ${order}`)
      for (;;) {
        const { rows } = await tx.query(`fetch ${name === 'documents' ? 10 : ROWS_AT_ONCE} from rows`)
        if (rows.length === 0) break
        for (const { row } of rows) await write(`{"table":"${name}","row":${row}}`)
        count += rows.length
      }
      await tx.query('close rows')
    }
    return count
  })
}

/**
 * Puts the lines of an export into a database without vendors: all of them or none. With `replace`, into one whose vendors
 * and all that belongs to them are removed first. Returns how many rows there were.
 * Throws ConflictError when there are vendors, InvalidInputError naming the line that cannot be read.
 */
export async function importRows(lines: AsyncIterable<string>, { replace }: { replace: boolean }): Promise<number> {
  const count = await inTransaction((tx) => readRows(tx, lines, replace))
  await indexDueWords()
  return count
}

/** Notes that an import has taken the place of what was there, its log included. */
export async function noteReplacement(file: string, rows: number): Promise<void> {
  await inTransaction((tx) => writeAudit(tx, { actor: 'cli', action: 'data.replace', subject: file, detail: { rows } }))
}

async function readRows(tx: Transaction, lines: AsyncIterable<string>, replace: boolean): Promise<number> {
  await tx.query('set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0')
  await makeRoom(tx, replace)
  let count = 0
  let number = 0
  let batch: Batch = { table: '', rows: [], bytes: 0 }
  for await (const line of lines) {
    number++
    if (number === 1) checkHead(line)
    else if (line.trim() !== '') {
      const { table, row } = readLine(line, number)
      if (table !== batch.table || batch.rows.length === ROWS_AT_ONCE || batch.bytes > BYTES_AT_ONCE) {
        await insert(tx, batch)
        batch = { table, rows: [], bytes: 0 }
      }
      batch.rows.push(row)
      batch.bytes += line.length
      count++
    }
  }
  await insert(tx, batch)
  if (number === 0) throw new InvalidInputError('The file is empty.')
  await linkTwins(tx)
  await observeReadings(tx)
  await advanceSerials(tx)
  await tx.query('insert into words_due select id from incidents on conflict do nothing')
  return count
}

interface Batch {
  table: string
  rows: Record<string, unknown>[]
  bytes: number
}

async function makeRoom(tx: Transaction, replace: boolean): Promise<void> {
  await makeRoomForReadings(tx)
  await tx.query('create temp table twins (id bigint, twin_id bigint) on commit drop')
  if (replace) {
    await tx.query('truncate vendors, batches, audit_entries cascade')
    return
  }
  const { rowCount } = await tx.query('select from vendors limit 1')
  if (rowCount !== 0) {
    throw new ConflictError(
      'The database holds vendors already: import into an empty one, or say --replace to remove them first.',
    )
  }
  await tx.query('truncate audit_entries')
}

function checkHead(line: string): void {
  const head = tryToParse(line) as { format?: unknown } | undefined
  if (head?.format !== FORMAT) throw new InvalidInputError(`Line 1 is not the head of an export (${FORMAT}).`)
}

function readLine(line: string, number: number): { table: string; row: Record<string, unknown> } {
  const read = tryToParse(line) as { table?: unknown; row?: unknown } | undefined
  const table = [...TABLES.map(({ name }) => name), 'readings'].find((name) => name === read?.table)
  if (table === undefined || typeof read?.row !== 'object' || read.row === null) {
    throw new InvalidInputError(`Line ${number} is not a row of an export.`)
  }
  return { table, row: read.row as Record<string, unknown> }
}

function tryToParse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

async function insert(tx: Transaction, { table, rows }: Batch): Promise<void> {
  if (rows.length === 0) return
  // An incident may come before its twin: they are joined at the end.
  const stored = table === 'incidents' ? rows.map((row) => ({ ...row, twin_id: null })) : rows
  await tx.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [
    JSON.stringify(stored),
  ])
  if (table !== 'incidents') return
  const twins = rows.filter((row) => row.twin_id !== null)
  await tx.query('insert into twins select * from json_populate_recordset(null::twins, $1)', [JSON.stringify(twins)])
}

async function linkTwins(tx: Transaction): Promise<void> {
  await tx.query('update incidents i set twin_id = t.twin_id from twins t where t.id = i.id')
}

async function advanceSerials(tx: Transaction): Promise<void> {
  for (const { name } of TABLES.filter(({ hasSerial }) => hasSerial)) {
    await tx.query(
      `select setval(pg_get_serial_sequence('${name}', 'id'), greatest((select max(id) from ${name}), 1), exists (select from ${name}))`,
    )
  }
}
