import { pool } from './client.ts'
import { preparing } from './prepared.ts'
import { LOCKS, type Transaction } from './transaction.ts'

/** Takes the import lock until the end of the transaction; false when another process holds it. */
export async function announceImport(tx: Transaction): Promise<boolean> {
  const { rows } = await tx.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [LOCKS.import])
  return rows[0]?.taken === true
}

/** Whether an import is running. Nothing can be written until it ends, so workers wait. */
export async function isImportUnderWay(): Promise<boolean> {
  const { rowCount } = await preparing(pool()).query<never>(
    `select from pg_locks where locktype = 'advisory' and objsubid = 1 and classid = 0 and objid = $1 and granted
       and database = (select oid from pg_database where datname = current_database())`,
    [LOCKS.import],
  )
  return rowCount !== 0
}
