import { setTimeout as sleep } from 'node:timers/promises'
import { BusyError } from '#lib/database/database-errors.ts'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'

/** How long a page waits for the dry runs of others. */
const PATIENCE_MS = 5_000
const LOOK_AGAIN_MS = 100

/** Whether this process has a dry run: callers that wait do not query the database. */
let isTrying = false

/**
 * Executes an operation and rolls it back; only the return value survives. Meanwhile nothing that it touches can be
 * written, and any viewer can start one by loading a page. Therefore one dry run at a time executes on the whole site,
 * waiting callers hold no connection, and it gives way to writers. Throws a BusyError when it has to wait too long.
 */
export async function dryRun<T>(operation: (tx: Transaction) => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const tried = await tryNow(operation)
    if (tried !== null) return tried.result
    if (Date.now() > deadline) throw new BusyError('Another dry run is in progress. Try again in a moment.')
    await sleep(LOOK_AGAIN_MS)
  }
}

/** Null while another dry run executes, here or in another instance. */
async function tryNow<T>(operation: (tx: Transaction) => Promise<T>): Promise<{ result: T } | null> {
  if (isTrying) return null
  isTrying = true
  try {
    return await inTransaction(
      async (tx) => {
        const { rows } = await tx.query<{ taken: boolean }>(
          "select pg_try_advisory_xact_lock(hashtext('dry run')) as taken",
        )
        if (!rows[0]?.taken) return null
        await tx.query<never>("set local lock_timeout = '2s'; set local statement_timeout = '10s'")
        return { result: await operation(tx) }
      },
      { dryRun: true },
    )
  } finally {
    isTrying = false
  }
}
