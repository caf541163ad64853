import type { Transaction } from '#lib/database/transaction.ts'
import { dateImported } from '#lib/incidents/news-at.ts'
import { indexWords } from '#lib/incidents/search-index.ts'
import { settleGoodReads } from '#lib/incidents/source-facts.ts'
import type { RecordType } from './record-type.ts'
import { RECORD_TYPES } from './records.ts'

const INCIDENTS_AT_ONCE = 1_000

/** Derives what an export leaves out, once its records are stored. */
export async function derive(tx: Transaction, tell: (what: string) => void): Promise<void> {
  await settleGoodReads(tx)
  await dateImported(tx)
  await makeSearchable(tx, tell)
  // Otherwise the first queries are planned for empty tables.
  for (const { table } of RECORD_TYPES) await tx.query<never>(`analyze ${table}`)
}

/** Never lower: sequences are not rolled back, and a lower value may be in use. */
export async function advanceSerials(tx: Transaction): Promise<void> {
  for (const type of RECORD_TYPES) await advanceSerial(tx, type)
}

async function makeSearchable(tx: Transaction, tell: (what: string) => void): Promise<void> {
  let done = 0
  for (let last = '0'; ; ) {
    const { rows } = await tx.query<{ id: string }>('select id from incidents where id > $1 order by id limit $2', [
      last,
      INCIDENTS_AT_ONCE,
    ])
    await indexWords(
      tx,
      rows.map(({ id }) => id),
    )
    done += rows.length
    tell(`${done.toLocaleString('en')} incidents searchable`)
    if (rows.length < INCIDENTS_AT_ONCE) return
    last = rows.at(-1)?.id ?? last
  }
}

async function advanceSerial(tx: Transaction, { table, fields }: RecordType): Promise<void> {
  if (fields.id !== 'id') return
  const { rows } = await tx.query<{ name: string | null }>("select pg_get_serial_sequence($1, 'id') as name", [table])
  const name = rows[0]?.name ?? null
  if (name === null) return
  await tx.query<{ setval: string }>(
    `select setval($1::regclass, max(id)) from ${table} having max(id) > coalesce(pg_sequence_last_value($1::regclass), 0)`,
    [name],
  )
}
