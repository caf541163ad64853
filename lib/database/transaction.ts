import { setTimeout as sleep } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import { withConnection } from './client.ts'
import { databaseTrouble } from './database-errors.ts'

/** A connection inside a transaction. */
export type Transaction = Pick<PoolClient, 'query'>

/** Advisory lock numbers, in one list so that they stay distinct. For sources and vendors the second key is the row id. */
export const LOCKS = {
  source: 7_201,
  vendor: 7_202,
  sample: 7_203,
  schedule: 7_204,
  catalogue: 7_205,
  import: 7_206,
  method: 7_207,
  dispatch: 7_208,
  laterIndexes: 7_209,
  tick: 7_210,
} as const

const TRIES = 4

/**
 * Runs `operation` in a transaction: all of it or nothing. With `dryRun`, always rolls back; only the return value
 * survives. After a serialization failure or a deadlock it runs again, so `operation` must have no effect outside of
 * the database.
 */
export async function inTransaction<T>(
  operation: (tx: Transaction) => Promise<T>,
  { dryRun = false } = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(operation, dryRun)
    } catch (error) {
      if (attempt === TRIES || databaseTrouble(error) !== 'conflict') throw error
      await sleep(50 * 2 ** attempt * Math.random())
    }
  }
}

async function once<T>(operation: (tx: Transaction) => Promise<T>, dryRun: boolean): Promise<T> {
  return await withConnection(async (connection) => {
    try {
      await connection.query<never>("begin; set local lock_timeout = '5s'; set local statement_timeout = '30s'")
      const result = await operation(telling(connection))
      await connection.query<never>(dryRun ? 'rollback' : 'commit')
      return result
    } catch (error) {
      await connection.query<never>('rollback').catch(connection.discard)
      throw error
    }
  })
}

/** Adds the statement's text to its errors: for a statement that timed out, nothing else tells which one it was. */
function telling(connection: Transaction): Transaction {
  const query = (config: unknown, values?: unknown) => {
    const result: unknown = (connection.query as (config: unknown, values: unknown) => unknown)(config, values)
    if (!(result instanceof Promise)) return result
    const text = typeof config === 'string' ? config : (config as { text?: string }).text
    return result.catch((error) => {
      throw nameStatement(error, text ?? '')
    })
  }
  return { query: query as Transaction['query'] }
}

/** Attaches the statement to its error for the log. */
export function nameStatement(error: Error, text: string): Error {
  return Object.assign(error, { statement: text.replace(/\s+/g, ' ').slice(0, 1_000) })
}

/**
 * Blocks every other writer to these sources until the end of this transaction. Locks are taken in one order, so that
 * no two transactions wait for each other (docs/decisions/071): first all sources in one call, then vendors, then rows.
 * The successors of a moved source are locked with it, since corrections of an incident also apply to its duplicate
 * there.
 */
export async function lockSources(tx: Transaction, sourceIds: number[]): Promise<void> {
  await tx.query<never>(lockWanted('unnest($2::int[])'), [LOCKS.source, sourceIds])
}

/** Without a list, whose length Postgres would plan for, so that a prepared statement is planned once. */
export async function lockSource(tx: Transaction, sourceId: number): Promise<void> {
  await tx.query<never>(lockWanted('$2::int'), [LOCKS.source, sourceId])
}

const lockWanted = (ids: string) => `
  with recursive wanted as (
    select ${ids} as id union select m.target_id from moves m join wanted w on w.id = m.source_id
  )
  select pg_advisory_xact_lock($1, id) from (select id from wanted order by id) in_order`

/**
 * For a caller that holds a vendor lock and must not wait for a source: fails with a serialization error if the source
 * is locked, so that the transaction runs again. By then a concurrent move is visible, and its target is locked in
 * order.
 */
export async function lockSourceAtOnce(tx: Transaction, sourceId: number): Promise<void> {
  const { rows } = await tx.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1, $2) as taken', [
    LOCKS.source,
    sourceId,
  ])
  if (!rows[0]?.taken) throw new SerializationError(`Source ${sourceId} is being written to.`)
}

class SerializationError extends Error {
  readonly code = '40001'
}

/**
 * Held from the first write to a vendor's incidents, or to its choice of primary source, until the end: what the
 * vendor's sources share is computed from the incidents of all of them.
 */
export async function lockVendors(tx: Transaction, vendorIds: number[]): Promise<void> {
  await tx.query<never>(
    'select pg_advisory_xact_lock($1, id) from (select unnest($2::int[]) as id order by 1) in_order',
    [LOCKS.vendor, vendorIds],
  )
}

export async function lockVendor(tx: Transaction, vendorId: number): Promise<void> {
  await lockVendors(tx, [vendorId])
}
