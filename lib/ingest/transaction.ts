import { setTimeout as sleep } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import { databaseTrouble } from '#lib/database-errors.ts'
import { withConnection } from '#lib/db.ts'

/** A connection inside a transaction. */
export type Transaction = Pick<PoolClient, 'query'>

/** Classes of advisory locks; the second key is a row id. Taken in this order, so that two ingests never wait for each other. */
const SOURCE_LOCK = 7_201
const VENDOR_LOCK = 7_202

const TRIES = 4

/**
 * Runs `deed` in a transaction of its own: all of it or nothing. With `isTrial` nothing in any case, but what it returns.
 * After a serialization failure or a deadlock it runs again, so `deed` must not touch anything outside of the database.
 */
export async function inTransaction<T>(deed: (tx: Transaction) => Promise<T>, { isTrial = false } = {}): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(deed, isTrial)
    } catch (error) {
      if (attempt === TRIES || databaseTrouble(error) !== 'conflict') throw error
      await sleep(50 * 2 ** attempt * Math.random())
    }
  }
}

async function once<T>(deed: (tx: Transaction) => Promise<T>, isTrial: boolean): Promise<T> {
  return await withConnection(async (connection) => {
    try {
      await connection.query("begin; set local lock_timeout = '5s'; set local statement_timeout = '30s'")
      const result = await deed(telling(connection))
      await connection.query(isTrial ? 'rollback' : 'commit')
      return result
    } catch (error) {
      await connection.query('rollback').catch(connection.discard)
      throw error
    }
  })
}

/** The connection, whose errors say what they befell: of a statement that took too long, only its text tells which it was. */
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

/** Puts the statement beside its error, for whoever logs it. */
export function nameStatement(error: Error, text: string): Error {
  return Object.assign(error, { statement: text.replace(/\s+/g, ' ').slice(0, 1_000) })
}

/** Makes every other ingest of the source wait for the end of this transaction. */
export async function lockSource(tx: Transaction, sourceId: number): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1, $2)', [SOURCE_LOCK, sourceId])
}

/** Held only at the end of an ingest, while what several sources of a vendor share is recomputed. */
export async function lockVendor(tx: Transaction, vendorId: number): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1, $2)', [VENDOR_LOCK, vendorId])
}
